"""Files on their way in: written one after another, made durable and known together.

A staged file has no row and no promise; whatever a crash leaves of one is removed at
unlocking. So a thousand of them cost one wait for the disk and not a thousand.
"""

import contextlib
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BufferedWriter
from pathlib import Path
from typing import BinaryIO

from intake.domain.canonical import Json
from intake.domain.errors import DiskFailed, VaultDamaged
from intake.durable import sync_folder
from intake.vault import objects
from intake.vault.disk import disk_errors
from intake.vault.folder import OBJECTS
from intake.vault.objects import Object
from intake.vault.vault import Vault

# A disk serves several waiting threads with one flush.
_THREADS = 8
_BUFFER = 1024 * 1024
# A large file is brought to the disk at once, so that the system need not hold it.
_LARGE = 16 * 1024 * 1024


@dataclass(slots=True)
class Staged:
    """A file that is written; ``size`` in bytes and ``sha256`` once it is closed."""

    vault: Vault = field(repr=False)
    id: str
    path: Path
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Adopted:
    """What a staged file is to become."""

    staged: Staged
    kind: str
    record: str
    about: Json = None


@contextlib.contextmanager
def stage(staged: Staged) -> Iterator[BinaryIO]:
    """Give a file to write; if the block raises, nothing is left of it.

    Raises DiskFull, DiskFailed.
    """
    try:
        with disk_errors():
            raw = objects.Hashing(staged.path)
        with BufferedWriter(raw, _BUFFER) as file:
            yield file
            file.flush()
            if raw.size >= _LARGE:
                objects.sync(file)
        staged.size, staged.sha256 = raw.size, raw.digest.hexdigest()
    except BaseException:
        drop([staged])
        raise


def new(vault: Vault) -> Staged:
    """Draw the place of a file to be staged."""
    object_id = objects.new_id()
    return Staged(vault, object_id, objects.new_path(vault, object_id))


def open(staged: Staged) -> BinaryIO:  # noqa: A001 - staging.open
    """Open a staged file for reading. Raises DiskFailed, VaultDamaged."""
    with disk_errors():
        file = objects.reader(staged.path)
    if os.fstat(file.fileno()).st_size != staged.size:
        file.close()
        raise VaultDamaged(what="a stored file")
    return file


def make_durable(vault: Vault, files: Sequence[Staged]) -> None:
    """Bring staged files to the disk, all together. Raises DiskFull, DiskFailed."""
    if not files:
        return
    with ThreadPoolExecutor(min(_THREADS, len(files))) as threads:
        for done in [threads.submit(_sync, each.path) for each in files]:
            done.result()
    with disk_errors():
        sync_folder(vault.folder / OBJECTS / objects.NEW)


def adopt(vault: Vault, files: Iterable[Adopted]) -> None:
    """Make objects of durable files, with the caller's transaction or in one."""
    objects.enter(
        vault,
        [
            Object(
                each.staged.id,
                each.kind,
                each.record,
                each.staged.size,
                each.staged.sha256,
                each.about,
            )
            for each in files
        ],
    )


def drop(files: Iterable[Staged]) -> None:
    """Remove staged files, but none that became an object: see ``objects.enter``."""
    for each in files:
        objects.discard(each.vault, [each.id])


def _sync(path: Path) -> None:
    try:
        with path.open("rb+") as file:
            objects.sync(file)
    except FileNotFoundError as error:
        raise DiskFailed from error
