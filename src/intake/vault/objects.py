"""Opaque files in the vault folder: sealed objects, originals, media of drafts.

What comes here is encrypted already; the names on disk are random. A file is written
under ``objects/new`` and moves to its place when the database knows it, so that
whatever is left in ``objects/new`` at unlocking tells what a crash interrupted.
"""

import contextlib
import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import BufferedReader, BufferedWriter, FileIO
from pathlib import Path
from typing import BinaryIO

from intake.domain.canonical import Json
from intake.domain.errors import DiskFailed, VaultDamaged, VaultError
from intake.durable import sync_file, sync_folder
from intake.vault.columns import number, packed, text, unpacked
from intake.vault.disk import disk_errors
from intake.vault.folder import OBJECTS
from intake.vault.store import Row
from intake.vault.vault import Vault, after_commit, transaction

NEW = "new"
_COLUMNS = "id, kind, record, size, sha256, about"
_BUFFER = 1024 * 1024
_WHAT = "a stored file"
_ID = re.compile(r"[0-9a-f]{32}")
# What a system says that gives a file no second name, or not this one. Windows has
# numbers of its own: no such function, access denied, not supported, too many names;
# in the common ones it also says of a failing disk that access was denied.
_NO_SECOND_NAMES = {
    errno.EPERM,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.ENOSYS,
    errno.EACCES,
    errno.EMLINK,
}
_NO_SECOND_NAMES_WINDOWS = {1, 5, 50, 1142}


@dataclass(frozen=True, slots=True)
class Object:
    """A stored file. ``record`` is the interview, record or bundle it belongs to."""

    id: str
    kind: str
    record: str
    size: int
    sha256: str
    about: Json


def new_id() -> str:
    """Draw an id: 32 hex."""
    return secrets.token_hex(16)


@contextlib.contextmanager
def writer(
    vault: Vault, object_id: str, *, kind: str, record: str, about: Json = None
) -> Iterator[BinaryIO]:
    """Give a file to write; it becomes an object when the block ends well.

    If the block raises, nothing is left. Inside a transaction the object exists when
    that becomes durable. Whatever happens after that leaves the file alone, as
    ``enter`` tells. It cannot be moved about in. Raises DiskFull, DiskFailed.
    """
    if not _ID.fullmatch(object_id) or _place(vault, object_id).exists():
        raise VaultDamaged(what=_WHAT)
    path = new_path(vault, object_id)
    try:
        with disk_errors():
            raw = Hashing(path)
        # What goes wrong in the caller's block may be another disk's doing, and is
        # the caller's to name.
        with BufferedWriter(raw, _BUFFER) as file:
            yield file
            sync(file)
        with disk_errors():
            sync_folder(path.parent)
        made = Object(object_id, kind, record, raw.size, raw.digest.hexdigest(), about)
        enter(vault, [made])
    except BaseException:
        discard(vault, [object_id])
        raise


def enter(vault: Vault, made: Sequence[Object]) -> None:
    """Make objects of files that are durable in ``objects/new``.

    The rule for every file that comes in: first its bytes are durable, then its row,
    and then, whenever that may be, it moves to its place. Once there is a row only
    ``remove`` may take the file away.
    """
    with transaction(vault):
        vault.run_many(
            f"INSERT INTO objects ({_COLUMNS}, whole) VALUES (?, ?, ?, ?, ?, ?, 1)",  # noqa: S608 - constant
            [
                (
                    each.id,
                    each.kind,
                    each.record,
                    each.size,
                    each.sha256,
                    packed(each.about),
                )
                for each in made
            ],
        )
        after_commit(vault, partial(settle, vault, [each.id for each in made]))


def discard(vault: Vault, ids: Iterable[str]) -> None:
    """Remove files from ``objects/new``, but none that has a row.

    Whatever cannot be removed, or told, is left for the next unlocking.
    """
    with contextlib.suppress(VaultError), vault.guard:
        for object_id in ids:
            if vault.row("SELECT 1 FROM objects WHERE id = ?", object_id) is None:
                with disk_errors():
                    new_path(vault, object_id).unlink(missing_ok=True)


def sync(file: BinaryIO) -> None:
    """Bring what was written so far to the disk. Raises DiskFull, DiskFailed."""
    with disk_errors():
        file.flush()
        sync_file(file.fileno())


def get(vault: Vault, object_id: str) -> Object:
    """Tell what is known of an object. Raises VaultDamaged if there is none."""
    row = vault.row(f"SELECT {_COLUMNS} FROM objects WHERE id = ?", object_id)  # noqa: S608 - constant
    if row is None:
        raise VaultDamaged(what=_WHAT)
    return _object(row)


def of_record(vault: Vault, record: str, kind: str | None = None) -> tuple[Object, ...]:
    """List the objects of a record, perhaps of one kind, in order of their ids."""
    rows = vault.rows(
        f"SELECT {_COLUMNS} FROM objects WHERE record = ? ORDER BY id",  # noqa: S608 - constant
        record,
    )
    found = (_object(row) for row in rows)
    return tuple(one for one in found if kind is None or one.kind == kind)


def open(vault: Vault, object_id: str) -> BinaryIO:  # noqa: A001 - objects.open
    """Open an object for reading; the caller closes it.

    Raises VaultDamaged if it is not there or not as long as it was.
    """
    known = get(vault, object_id)
    for path in (_place(vault, object_id), new_path(vault, object_id)):
        try:
            file = reader(path)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise DiskFailed from error
        if os.fstat(file.fileno()).st_size != known.size:
            file.close()
            break
        return file
    raise VaultDamaged(what=_WHAT)


def remove(vault: Vault, ids: Iterable[str]) -> None:
    """Remove objects; the files go when the transaction is durable, and then surely."""
    condemned = tuple(ids)
    with transaction(vault, freeing=True):
        for object_id in condemned:
            vault.run("DELETE FROM objects WHERE id = ?", object_id)
            vault.run("INSERT OR IGNORE INTO dying VALUES ('object', ?)", object_id)
        after_commit(vault, lambda: bury(vault, condemned))


def bury(vault: Vault, condemned: Iterable[str]) -> None:
    """Remove the files of condemned objects, and take each off the list then."""
    buried: list[str] = []
    folders: set[Path] = set()
    refused: OSError | None = None
    for object_id in condemned:
        try:
            for path in (_place(vault, object_id), new_path(vault, object_id)):
                if path.exists():
                    path.unlink()
                    folders.add(path.parent)
            buried.append(object_id)
        except OSError as error:
            refused = error
    with disk_errors():
        for folder in folders:
            sync_folder(folder)
    with transaction(vault, freeing=True):
        vault.run_many(
            "DELETE FROM dying WHERE kind = 'object' AND id = ?",
            [(object_id,) for object_id in buried],
        )
    if refused:
        with disk_errors():
            raise refused


def place(vault: Vault, object_id: str) -> Path:
    """Tell where a file lies that the database knows."""
    settled = _place(vault, object_id)
    return settled if settled.exists() else new_path(vault, object_id)


def settle(vault: Vault, ids: Sequence[str]) -> None:
    """Move written files to their places, unless they are there or were removed since.

    Their bytes are durable already; here the names become so, and the old ones go only
    then: a disk may keep one half of a move and lose the other. One that is refused
    keeps no other back.
    """
    # Plain texts: a thousand files may settle while others wait for the vault.
    folder = f"{vault.folder}{os.sep}{OBJECTS}{os.sep}"
    homes = sorted({object_id[:2] for object_id in ids})
    refused: list[OSError] = []
    for home in homes:
        with _noted(refused), contextlib.suppress(FileExistsError):
            os.mkdir(f"{folder}{home}", 0o700)  # noqa: PTH102 - as above
    named: list[str] = []
    for object_id in ids:
        fresh = f"{folder}{NEW}{os.sep}{object_id}"
        settled = f"{folder}{object_id[:2]}{os.sep}{object_id}"
        with _noted(refused), contextlib.suppress(FileNotFoundError):
            if _second_name(fresh, settled):
                named.append(fresh)
    before = len(refused)
    for touched in (*homes, ""):
        with _noted(refused):
            sync_folder(Path(f"{folder}{touched}"))
    if len(refused) == before:
        for fresh in named:
            with _noted(refused):
                os.unlink(fresh)  # noqa: PTH108 - as above
    with _noted(refused):
        sync_folder(Path(f"{folder}{NEW}"))
    if refused:
        with disk_errors():
            raise refused[0]


def _second_name(fresh: str, settled: str) -> bool:
    """Give a file its place beside its old name; False if the system can only move it.

    A place that is taken is taken by the same file, after a crash, or by what must go.
    On a disk that fails nothing is moved: the file stays where it is, and is read
    there, until it is settled again. Raises OSError.
    """
    try:
        os.link(fresh, settled)
    except OSError as error:
        if not (isinstance(error, FileExistsError) or _only_moves(error)):
            raise
        if _same(fresh, settled):
            return True
        os.replace(fresh, settled)  # noqa: PTH105 - as above
        return False
    return True


def _only_moves(error: OSError) -> bool:
    told = getattr(error, "winerror", None)
    if told is None:
        return error.errno in _NO_SECOND_NAMES
    return told in _NO_SECOND_NAMES_WINDOWS


def _same(fresh: str, settled: str) -> bool:
    try:
        return os.path.samefile(fresh, settled)  # noqa: PTH121 - as above
    except FileNotFoundError:
        return False


@contextlib.contextmanager
def _noted(refused: list[OSError]) -> Iterator[None]:
    """Go on after an error of the disk, and remember it."""
    try:
        yield
    except OSError as error:
        refused.append(error)


def reader(path: Path) -> BinaryIO:
    """Open a file whose reads raise DiskFailed. Raises OSError."""
    return BufferedReader(_Reading(path, "rb"))


class _Reading(FileIO):
    """A file whose reads raise our errors, wherever they come to be made."""

    def readinto(self, buffer: object) -> int:
        """Read what there is room for."""
        with disk_errors():
            return super().readinto(buffer)  # type: ignore[arg-type]

    def readall(self) -> bytes:
        """Read to the end."""
        with disk_errors():
            return super().readall()


class Hashing(FileIO):
    """A new file that hashes what is written to it; the library's own base class."""

    def __init__(self, path: Path) -> None:
        """Make the file, readable by us alone. Raises OSError."""
        super().__init__(path, "xb", opener=_private)
        self.digest = hashlib.sha256()
        self.size = 0

    def seekable(self) -> bool:
        """Tell that it cannot be moved about in."""
        return False

    def write(self, data: object) -> int:
        """Take bytes. Raises DiskFull, DiskFailed."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        with disk_errors():
            written = super().write(view) or 0
        self.digest.update(view[:written])
        self.size += written
        return written


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _object(row: Row) -> Object:
    object_id, kind, record, size, sha256, about = row
    return Object(
        text(object_id),
        text(kind),
        text(record),
        number(size),
        text(sha256),
        unpacked(about),
    )


def new_path(vault: Vault, object_id: str) -> Path:
    """Tell where a file is written before the database knows it."""
    return vault.folder / OBJECTS / NEW / object_id


def _place(vault: Vault, object_id: str) -> Path:
    return vault.folder / OBJECTS / object_id[:2] / object_id
