"""How far the header has come, kept inside the database: old copies are noticed by it.

The header lies outside the database, so whoever has the laptop for a minute can put an
old one back, and with it a way in that was removed. Its generation is therefore written
into the database when a change is whole: both copies first, then the anchor. A copy
that is older than the anchor was put back; a copy that is newer belongs to a change
that was interrupted.
"""

import contextlib
from functools import partial
from pathlib import Path

from intake.domain.errors import PassphraseWrong, VaultError
from intake.vault import header, store
from intake.vault.columns import number
from intake.vault.folder import STORE
from intake.vault.hardware import Authenticator
from intake.vault.header import Entered
from intake.vault.store import store_errors
from intake.vault.vault import Vault, after_commit, do_waiting, transaction

_GET = "SELECT generation FROM anchor"
_PUT = "UPDATE anchor SET generation = max(generation, ?)"
_PUT_BACK = (
    "An older list of the ways into the vault was put back, so a passphrase that was "
    "removed may open it again. Look through the ways in, remove what should not be "
    "there, and change your passphrase; this is said until then."
)


def enter(
    place: Path | Vault, passphrase: str, authenticator: Authenticator | None = None
) -> Entered:
    """Come in by a slot of the newest header, or of an older one that still counts.

    That counts when the newer one is damaged, or belongs to a change that was never
    whole. *place* is the vault's folder, which the caller has locked, or the open
    vault. Raises as ``header.open_with``, and what opening the database does.
    """
    folder = place.folder if isinstance(place, Vault) else place
    copies = header.read(folder)
    entered = header.open_with(copies, passphrase, authenticator)
    newest = copies[0].generation
    if entered.header.generation < newest:
        kept = of(place) if isinstance(place, Vault) else look(folder, entered.key)
        if kept >= newest:
            raise PassphraseWrong
    return entered


def of(vault: Vault) -> int:
    """Tell the generation of the last whole change; 0 when none was noted."""
    (kept,) = vault.rows(_GET)
    return number(kept[0])


def look(folder: Path, key: bytes) -> int:
    """As ``of``, for a vault that is locked. *key* is the vault's."""
    connection = store.connect(folder / STORE, store.key_of(key))
    try:
        with store_errors():
            (kept,) = connection.execute(_GET).fetchall()
        return number(kept[0])
    finally:
        connection.close()


def hold(vault: Vault, generation: int) -> None:
    """Note that a header is whole in both copies; the note never goes back.

    If the disk refuses, this waits, as ``after_commit`` tells: the header stands.
    """
    if of(vault) < generation:
        after_commit(vault, partial(_note, vault, generation))
        if not vault.depth:
            do_waiting(vault)


def hold_locked(folder: Path, key: bytes, generation: int) -> None:
    """As ``hold``, for a vault that is locked; if it fails, unlocking does it."""
    with contextlib.suppress(VaultError):
        connection = store.connect(folder / STORE, store.key_of(key))
        try:
            with store_errors():
                connection.execute(_PUT, (generation,))
        finally:
            connection.close()


def findings(vault: Vault) -> tuple[str, ...]:
    """Tell of a header that is older than it should be, or cannot be read."""
    try:
        newest = header.read(vault.folder)[0].generation
    except VaultError as error:
        return (str(error),)
    return (_PUT_BACK,) if newest < of(vault) else ()


def _note(vault: Vault, generation: int) -> None:
    with transaction(vault):
        vault.run(_PUT, generation)
    vault.found = tuple(said for said in vault.found if said != _PUT_BACK)
