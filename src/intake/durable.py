"""Bringing what was written to the disk itself: one way for vaults and sticks."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path


def sync_file(descriptor: int) -> None:
    """Bring an open file, or folder, to the disk itself. Raises OSError.

    On macOS fsync stops at the drive's own cache, and F_FULLFSYNC goes on; where a
    file system does not know that, fsync is all there is. A drive that failed is not
    asked again: the second answer could be that all is well.
    """
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - not on every system

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno == errno.EIO:
                raise
            os.fsync(descriptor)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path, sync: Callable[[int], None] = sync_file) -> None:
    """Make the names in *folder* durable. Raises OSError.

    Windows, and some file systems of sticks, have no such notion; there nothing is
    done.
    """
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)
