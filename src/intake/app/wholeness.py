"""Whether what the vault holds of a record is what it once took in, byte by byte."""

import hashlib
from collections.abc import Iterable

from intake.app.opening import Opened
from intake.domain.errors import DiskFailed, VaultDamaged
from intake.vault import objects

BLOCK = 1024 * 1024


def digest(opened: Opened, key: str) -> tuple[int, str]:
    """Read an object from the disk: its size and SHA-256.

    Raises VaultDamaged if it is not there, DiskFailed.
    """
    found, size = hashlib.sha256(), 0
    with objects.open(opened.vault, key) as source:
        while block := source.read(BLOCK):
            found.update(block)
            size += len(block)
    return size, found.hexdigest()


def all_there(opened: Opened, keys: Iterable[str]) -> bool:
    """Tell whether objects are on the disk, each as long as it was."""
    try:
        for key in keys:
            objects.open(opened.vault, key).close()
    except (VaultDamaged, DiskFailed):
        return False
    return True


def is_whole(opened: Opened, key: str) -> bool:
    """Tell whether an object is on the disk as it was when it was stored."""
    try:
        stored = objects.get(opened.vault, key)
        return digest(opened, key) == (stored.size, stored.sha256)
    except (VaultDamaged, DiskFailed):
        return False
