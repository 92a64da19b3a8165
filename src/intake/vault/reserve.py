"""A megabyte kept back, so that on a full disk one can still delete and close."""

import contextlib
import secrets
from pathlib import Path

from intake.domain.errors import DiskFailed, DiskFull
from intake.vault.disk import disk_errors, write_new

SIZE = 1024 * 1024


def keep(path: Path) -> None:
    """Make the reserve if it is not there whole; on a full disk, do without."""
    with contextlib.suppress(DiskFull, DiskFailed), disk_errors():
        if path.exists() and path.stat().st_size == SIZE:
            return
        path.unlink(missing_ok=True)
        try:
            # Noise, so that no file system can store it in less.
            write_new(path, secrets.token_bytes(SIZE))
        except OSError:
            path.unlink(missing_ok=True)
            raise


def let_go(path: Path) -> None:
    """Give the reserve back to the disk."""
    with disk_errors():
        path.unlink(missing_ok=True)
