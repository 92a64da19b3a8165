"""Finishing, at unlocking, what a crash left half done."""

import re

from intake.vault import drafts, objects
from intake.vault.columns import text
from intake.vault.disk import disk_errors
from intake.vault.folder import OBJECTS, UNFINISHED
from intake.vault.vault import Vault, transaction

_ID = re.compile(r"[0-9a-f]{32}")


def finish(vault: Vault) -> None:
    """Bury what was condemned, place what was written, remove what was not."""
    with disk_errors():
        (vault.folder / UNFINISHED).unlink(missing_ok=True)
    keys = {text(row[0]) for row in vault.rows("SELECT id FROM dying WHERE kind='key'")}
    if keys and vault.keys.sound:
        drafts.bury(vault, keys)
    gone = [
        text(row[0]) for row in vault.rows("SELECT id FROM dying WHERE kind='object'")
    ]
    if gone:
        objects.bury(vault, gone)
        with transaction(vault, freeing=True):
            vault.run("DELETE FROM dying WHERE kind = 'object'")
    _place_new(vault)


def _place_new(vault: Vault) -> None:
    new = vault.folder / OBJECTS / objects.NEW
    with disk_errors():
        new.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = {path.name for path in new.iterdir()}
    cut = vault.rows("SELECT id FROM objects WHERE whole = 0 AND sha256 = ''")
    for (object_id,) in cut:
        objects.rescue_cut(vault, text(object_id))
        found.discard(text(object_id))
    for name in found:
        known = _ID.fullmatch(name) and vault.row(
            "SELECT 1 FROM objects WHERE id = ?", name
        )
        if known:
            objects.settle(vault, name)
        else:
            with disk_errors():
                (new / name).unlink()
