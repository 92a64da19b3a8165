"""Finishing, at unlocking, what a crash left half done."""

import contextlib
import re
from functools import partial
from pathlib import Path

from intake.domain.errors import DiskFailed, DiskFull
from intake.vault import drafts, objects
from intake.vault.columns import text
from intake.vault.disk import disk_errors, finish_replacing
from intake.vault.folder import OBJECTS, UNFINISHED
from intake.vault.vault import Vault, after_commit, do_waiting

_ID = re.compile(r"[0-9a-f]{32}")


def finish(vault: Vault) -> None:
    """Bury what was condemned, place what was written, remove what was not.

    What the disk refuses, though it was given the reserve, locks nobody out: it waits
    as other deeds do (``vault.after_commit``), and looking for damage tells of what
    should be gone. Raises VaultDamaged.
    """
    after_commit(vault, partial(_remove, vault.folder / UNFINISHED))
    after_commit(vault, partial(finish_replacing, vault.keys.path))
    for kind, bury in (("key", drafts.bury), ("object", objects.bury)):
        dying = vault.rows("SELECT id FROM dying WHERE kind = ?", kind)
        if dying:
            after_commit(vault, partial(bury, vault, {text(row[0]) for row in dying}))
    do_waiting(vault)
    _place_new(vault)
    do_waiting(vault)


def _place_new(vault: Vault) -> None:
    new = vault.folder / OBJECTS / objects.NEW
    found: list[Path] = []
    with contextlib.suppress(DiskFull, DiskFailed), disk_errors():
        new.mkdir(mode=0o700, parents=True, exist_ok=True)
        found.extend(new.iterdir())
    known: list[str] = []
    for path in found:
        if _ID.fullmatch(path.name) and vault.row(
            "SELECT 1 FROM objects WHERE id = ?", path.name
        ):
            known.append(path.name)
        else:
            after_commit(vault, partial(_remove, path))
    if known:
        after_commit(vault, partial(objects.settle, vault, known))


def _remove(path: Path) -> None:
    with disk_errors():
        path.unlink(missing_ok=True)
