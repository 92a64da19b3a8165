"""One program at a time: a lock that the system drops when the process ends."""

import os
import sys
from pathlib import Path

from intake.domain.errors import VaultInUse
from intake.vault.disk import disk_errors

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


def take(path: Path) -> int:
    """Take the lock file at *path*; returns what ``release`` wants.

    Raises VaultInUse when any process, this one included, holds it.
    """
    with disk_errors():
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise VaultInUse from error
    return descriptor


def is_held(path: Path) -> bool:
    """Tell whether any process, this one included, holds the lock file at *path*."""
    if not path.exists():
        return False
    try:
        release(take(path))
    except VaultInUse:
        return True
    return False


def release(descriptor: int) -> None:
    """Let others in."""
    os.close(descriptor)
