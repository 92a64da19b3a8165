"""Putting bytes on the disk so that they are really there, and taking them away.

A file is replaced whole: temporary name, fsync, rename, fsync of the folder. A file
that held keys is overwritten and its blocks are given back before its name goes; on
flash memory an old copy may survive that, which docs/threat-model.md says plainly.
"""

import contextlib
import ctypes
import errno
import os
import secrets
import sys
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

from intake.domain.errors import DiskFailed, DiskFull
from intake.durable import sync_file, sync_folder

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_KEEP_SIZE_PUNCH_HOLE = 0x03
_PRIVATE = 0o600


@contextlib.contextmanager
def disk_errors() -> Iterator[None]:
    """Raise DiskFull or DiskFailed for what the system says of the disk."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        raise DiskFailed from error


def write_new(path: Path, data: bytes) -> None:
    """Write *data* durably under a name that must be free, readable by us alone."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, _PRIVATE), "wb") as file:
        file.write(data)
        file.flush()
        sync_file(file.fileno())


def replace(path: Path, data: bytes) -> None:
    """Put *data* in the place of *path*, so that a reader sees the old or the new."""
    fresh = path.with_name(path.name + ".new")
    with disk_errors():
        fresh.unlink(missing_ok=True)
        write_new(fresh, data)
        fresh.replace(path)
        sync_folder(path.parent)


def replace_secret(path: Path, data: bytes) -> None:
    """Replace *path* and destroy the blocks that held what was there before.

    The old file keeps a second name until it is overwritten, so that a crash in
    between leaves something for ``finish_replacing`` to find.
    """
    old, fresh = replacing(path)
    finish_replacing(path)
    with disk_errors():
        write_new(fresh, data)
        linked = path.exists() and _second_name(path, old)
        if linked or not path.exists() or sys.platform == "win32":
            fresh.replace(path)
        else:
            with path.open("r+b", buffering=0) as file:
                fresh.replace(path)
                _overwrite(file)
        sync_folder(path.parent)
    erase(old)


def replacing(path: Path) -> tuple[Path, Path]:
    """Tell which names an interrupted replacement of *path* may have left."""
    return path.with_name(path.name + ".old"), path.with_name(path.name + ".new")


def finish_replacing(path: Path) -> None:
    """Remove what an interrupted replacement of *path* left behind.

    Where it came no further than the second name, that is the file itself, and loses
    only the name.
    """
    old, fresh = replacing(path)
    with disk_errors():
        if old.exists() and path.exists() and old.samefile(path):
            old.unlink()
    erase(old)
    erase(fresh)


def erase(path: Path) -> None:
    """Overwrite *path*, give its blocks back, and remove its name."""
    with disk_errors():
        if not path.exists():
            return
        with path.open("r+b", buffering=0) as file:
            _overwrite(file)
        path.unlink()
        sync_folder(path.parent)


def read_bounded(path: Path, limit: int) -> bytes | None:
    """Read a small file; at most *limit* + 1 bytes; None if there is none."""
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DiskFailed from error


def _second_name(path: Path, old: Path) -> bool:
    """Give the file a second name; False where the file system has no such thing."""
    try:
        os.link(path, old)
    except OSError:
        return False
    return True


def _overwrite(file: FileIO) -> None:
    """Fill the file with noise on the disk, then give its blocks back."""
    size = os.fstat(file.fileno()).st_size
    file.write(secrets.token_bytes(size))
    sync_file(file.fileno())
    _punch(file.fileno(), size)
    sync_file(file.fileno())


def _punch(descriptor: int, size: int) -> None:
    """Ask Linux to give the blocks back to the drive; elsewhere do nothing."""
    if not sys.platform.startswith("linux") or not size:
        return
    try:
        fallocate = ctypes.CDLL(None, use_errno=True).fallocate
    except (OSError, AttributeError):
        return
    fallocate.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64]
    # A file system that cannot do it refuses; the noise is then all we can do.
    fallocate(descriptor, _KEEP_SIZE_PUNCH_HOLE, 0, size)
