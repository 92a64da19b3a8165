"""What a copy of the vault needs to be true: files that lie still, and a proof.

A stored file never changes once it has its place, so those may be copied while the
vault is in use. Header, keys and database belong together, and are copied while the
database is closed.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from intake.domain.errors import VaultDamaged, VaultError
from intake.vault import integrity, objects, store
from intake.vault.columns import text
from intake.vault.disk import disk_errors
from intake.vault.folder import HEADERS, KEYS, OBJECTS, STORE
from intake.vault.objects import Object
from intake.vault.vault import Vault

# The order matters: the header comes last, so that a copy without one is no vault.
TOGETHER = (STORE, KEYS, *HEADERS)
_BLOCK = 1024 * 1024
_WINDOW = 1000


def all_objects(vault: Vault) -> Iterator[Object]:
    """Give every stored file, by id."""
    last = ""
    while rows := vault.rows(
        "SELECT id FROM objects WHERE id > ? ORDER BY id LIMIT ?", last, _WINDOW
    ):
        for (object_id,) in rows:
            last = text(object_id)
            with contextlib.suppress(VaultDamaged):
                # One that was removed meanwhile is not missed.
                yield objects.get(vault, last)


def place_of(object_id: str) -> Path:
    """Tell where a stored file lies within a vault's folder."""
    return Path(OBJECTS) / object_id[:2] / object_id


@contextlib.contextmanager
def still(vault: Vault) -> Iterator[None]:
    """Close the database for the time of the block, so that its file can be copied.

    Everything else waits. Raises VaultDamaged or DiskFailed, and closes the vault,
    if it does not open again afterwards.
    """
    with vault.guard:
        store.checkpoint(vault.connection)
        vault.connection.close()
        try:
            yield
        finally:
            try:
                vault.connection = store.connect(vault.folder / STORE, vault.store_key)
            except VaultError:
                vault.shut()
                raise


def findings(vault: Vault, counted: Callable[[int], None]) -> tuple[str, ...]:
    """Look for damage everywhere, and read every stored file to its end.

    *counted* is told of the bytes as they are read; it may raise to stop.
    """
    found = list(integrity.check(vault))
    for each in all_objects(vault):
        # What is missing or cut, the check has found.
        with contextlib.suppress(VaultDamaged):
            if _digest(vault, each.id, counted) != each.sha256:
                found.append(f"The stored file {each.id} is altered.")
    return tuple(found)


def _digest(vault: Vault, object_id: str, counted: Callable[[int], None]) -> str:
    digest = hashlib.sha256()
    with disk_errors(), objects.open(vault, object_id) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            counted(len(block))
    return digest.hexdigest()
