"""Writing to a stick so that it is really there.

A stick can be pulled out, full, locked, or a fake that forgets what it took. So a
file is written under another name, forced out, renamed, its folder forced out, the
system's memory of it dropped, and then read back from the medium and compared.
"""

import contextlib
import errno
import io
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from intake import durable
from intake.domain.errors import (
    NotAFile,
    NotAFolder,
    StickFull,
    StickGone,
    StickLies,
    StickReadOnly,
)
from intake.sealing.container import Writable
from intake.sealing.digest import Digest

UNFINISHED = ".unfinished"
# Every file carries the same time, 1 January 2000, so that it tells nothing.
WHEN = 946_684_800
CHUNK = 1024 * 1024

_NEUTRAL = re.compile(r"[0-9a-z][0-9a-z.-]{0,99}")
# Other people's files may end alike; only names that begin like ours are cleared up.
_LEFT = re.compile(r"[0-9a-f]{8,64}[0-9a-z.-]{0,20}\.unfinished")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# A link that is not followed, and a socket.
_NO_FILE = {errno.ELOOP, errno.ENXIO}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


def drop_cache(descriptor: int) -> None:
    """Make the system forget a file's pages, so that reading asks the medium."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def free_bytes(folder: Path) -> int:
    """Ask the system how many bytes are free where *folder* lies.

    Raises StickReadOnly where there are no bytes at all, as in ``/proc``: nothing can
    be written there, however little it is.
    """
    found = shutil.disk_usage(folder)
    if not found.total:
        raise StickReadOnly
    return found.free


@dataclass(frozen=True, slots=True)
class Disk:
    """The operations that fail when a stick fails."""

    write: Callable[[int, bytes | memoryview], int] = os.write
    fsync: Callable[[int], None] = durable.sync_file
    rename: Callable[[Path, Path], None] = os.replace
    forget: Callable[[int], None] = drop_cache
    free: Callable[[Path], int] = free_bytes


DISK = Disk()


@dataclass(frozen=True, slots=True)
class OnStick:
    """A file as it was read back; ``size`` in bytes, ``sha256`` in hex."""

    name: str
    size: int
    sha256: str


def uncounted(_step: int) -> None:
    """Take a number of bytes and forget it."""


def write_file(
    folder: Path,
    name: str,
    fill: Callable[[Writable], None],
    *,
    counted: Callable[[int], None] = uncounted,
    disk: Disk = DISK,
) -> OnStick:
    """Write what *fill* gives to *folder*/*name*, and see that it is there.

    A file of that name is replaced. *counted* is told of the bytes as they are written
    and again as they are read back; it may raise to stop. On any error nothing is
    left, unless the stick itself is gone; ``remove_leftovers`` then clears up later.
    Raises NotAFolder, StickFull, StickReadOnly, StickGone, StickLies, and what *fill*
    raises.
    """
    if not folder.is_dir():
        raise NotAFolder
    if not _NEUTRAL.fullmatch(name):
        message = f"not a neutral name: {name!r}"
        raise ValueError(message)
    path, unfinished = folder / name, folder / (name + UNFINISHED)
    try:
        wrote = _write(unfinished, fill, counted, disk)
        with as_stick_errors(wrote.size):
            disk.rename(unfinished, path)
    except BaseException:
        _remove(unfinished)
        raise
    try:
        with as_stick_errors(wrote.size):
            durable.sync_folder(folder, disk.fsync)
        return _compare(path, wrote, counted, disk)
    except BaseException:
        _remove(path)
        raise


def read_back(
    path: Path, *, counted: Callable[[int], None] = uncounted, disk: Disk = DISK
) -> OnStick:
    """Read a file from the medium itself. Raises StickGone."""
    digest, size = Digest(), 0
    with as_stick_errors(), path.open("rb", buffering=0) as file:
        disk.forget(file.fileno())
        while block := file.read(CHUNK):
            digest.update(block)
            size += len(block)
            counted(len(block))
    return OnStick(path.name, size, digest.hexdigest())


def open_file(path: Path, *, follow: bool = True) -> BinaryIO:
    """Open a file for reading; a stick that fails raises StickGone.

    What is no file raises NotAFile: a pipe would be waited for, a device never ends. So
    does a link if it is not to be followed: it could lead to anything on this machine.
    """
    with as_stick_errors():
        try:
            return io.BufferedReader(_Reading(path, follow=follow), CHUNK)
        except OSError as error:
            if error.errno in _NO_FILE:
                raise NotAFile from error
            raise


def room(folder: Path, disk: Disk = DISK) -> int:
    """Return the free bytes of the medium that holds *folder*. Raises StickGone."""
    with as_stick_errors():
        return disk.free(folder)


def leftovers(folder: Path) -> tuple[Path, ...]:
    """Find what interrupted writes left behind. Raises StickGone."""
    with as_stick_errors():
        return tuple(
            sorted(
                path
                for path in folder.iterdir()
                if _LEFT.fullmatch(path.name) and stat.S_ISREG(path.lstat().st_mode)
            )
        )


def remove_leftovers(folder: Path) -> int:
    """Remove what interrupted writes left behind; return how many files."""
    found = leftovers(folder)
    with as_stick_errors():
        for path in found:
            path.unlink()
    return len(found)


class _Writing:
    """The end of the pipe: writes all of what it is given, and hashes it."""

    def __init__(
        self, descriptor: int, counted: Callable[[int], None], disk: Disk
    ) -> None:
        self._descriptor = descriptor
        self._counted = counted
        self._disk = disk
        self.size = 0
        self.digest = Digest()

    def write(self, data: bytes | memoryview) -> int:
        view = memoryview(data)
        self.digest.update(view)
        self.size += len(view)
        while view:
            with as_stick_errors(self.size):
                view = view[self._disk.write(self._descriptor, view) :]
        self.digest.wait()
        self._counted(len(data))
        return len(data)


class _Reading(io.RawIOBase):
    """A file whose failing reads say that the stick is gone."""

    def __init__(self, path: Path, *, follow: bool) -> None:
        super().__init__()
        if not follow and path.is_symlink():
            raise NotAFile
        # By the time it is opened, something else may be there.
        opener = _not_waiting if follow else _not_following
        self._file = io.FileIO(path, "rb", opener=opener)
        if not stat.S_ISREG(os.fstat(self._file.fileno()).st_mode):
            self._file.close()
            raise NotAFile

    def fileno(self) -> int:
        return self._file.fileno()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        with as_stick_errors():
            return self._file.readinto(buffer) or 0

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._file.close()
        super().close()


def _not_waiting(name: str, flags: int) -> int:
    """Open without waiting for somebody at the other end of a pipe."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _not_following(name: str, flags: int) -> int:
    return _not_waiting(name, flags | getattr(os, "O_NOFOLLOW", 0))


def _write(
    path: Path,
    fill: Callable[[Writable], None],
    counted: Callable[[int], None],
    disk: Disk,
) -> OnStick:
    _remove(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with as_stick_errors():
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)
    try:
        out = _Writing(descriptor, counted, disk)
        fill(out)
        with as_stick_errors(out.size):
            os.utime(path, (WHEN, WHEN))
            disk.fsync(descriptor)
    finally:
        with as_stick_errors():
            os.close(descriptor)
    return OnStick(path.name, out.size, out.digest.hexdigest())


def _compare(
    path: Path, wrote: OnStick, counted: Callable[[int], None], disk: Disk
) -> OnStick:
    found = read_back(path, counted=counted, disk=disk)
    if (found.size, found.sha256) != (wrote.size, wrote.sha256):
        raise StickLies
    return found


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


@contextlib.contextmanager
def as_stick_errors(needed: int = 0) -> Iterator[None]:
    """Turn the errors of a medium into ours; *needed* is for the full one."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StickFull(needed=needed) from error
        if error.errno in _READ_ONLY:
            raise StickReadOnly from error
        raise StickGone from error
