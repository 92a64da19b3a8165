"""A second copy of the vault, on a stick or in a folder, proved by opening it.

A backup is a vault like any other: to restore it, copy its folder to the machine and
open it. It keeps what it had on its day: an interview that is sealed later on this
machine can still be read in an older backup, with the passphrase. So it is made
rarely, kept apart, and destroyed when a newer one is there.
"""

import contextlib
import functools
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from intake import durable
from intake import vault as store
from intake.app.opening import Opened
from intake.app.reports import Report, silent
from intake.domain.custody import Event
from intake.domain.errors import (
    MemoryShort,
    NotAFolder,
    StickFull,
    StickGone,
    StickLies,
    VaultDamaged,
    VaultError,
)
from intake.sealing import medium
from intake.sealing.container import Writable
from intake.vault import backup, custody, disk, drafts, interviews, objects, settings
from intake.vault.folder import OBJECTS
from intake.vault.hardware import Authenticator

_BLOCK = 1024 * 1024
_LAST = "last backup"
_SPARE = 2 * 1024 * 1024  # what the copy writes when it is opened


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was opened and read to its end.

    ``size`` in bytes; ``objects`` counts its stored files; ``drafts`` the interviews
    that whoever has the stick and the passphrase can read there; ``findings`` is the
    damage that the copy shares with the vault itself, empty when both are sound.
    """

    path: Path
    objects: int
    size: int
    drafts: int
    findings: tuple[str, ...]


def make(
    opened: Opened,
    folder: Path,
    passphrase: str,
    now: datetime,
    report: Report = silent,
    *,
    authenticator: Authenticator | None = None,
) -> Made:
    """Copy the vault into a new folder within *folder*, and prove the copy.

    The copy is opened with *passphrase* and every file in it read from the medium;
    only then does it get its name. Never writes over anything. *report* counts bytes:
    written, read back and read again; a security key is asked twice. Raises
    PassphraseWrong, NotAFolder, StickFull,
    StickReadOnly, StickGone, StickLies, DiskFailed or Cancelled; nothing is then left
    of it on the medium, unless the medium is gone.
    """
    if not folder.is_dir() or folder.resolve().is_relative_to(
        opened.vault.folder.resolve()
    ):
        raise NotAFolder
    store.prove(opened.vault, passphrase, authenticator)
    stored, rest = _sizes(opened)
    total = stored + rest
    if medium.room(folder) < total + _SPARE:
        raise StickFull(needed=total + _SPARE)
    name = f"{now.date().isoformat()}-{secrets.token_hex(3)}"
    unfinished, path = folder / (name + medium.UNFINISHED), folder / name
    work = _Work(opened, unfinished, _counting(report, 3 * stored + 2 * rest))
    try:
        with medium.as_stick_errors(total):
            unfinished.mkdir(mode=0o700)
            (unfinished / OBJECTS / objects.NEW).mkdir(mode=0o700, parents=True)
        work.copy()
        findings = _prove(work, passphrase, authenticator)
        with medium.as_stick_errors(total):
            unfinished.rename(path)
            durable.sync_folder(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    with store.transaction(opened.vault):
        settings.put(opened.vault, _LAST, now.date().isoformat())
        detail = {"objects": str(len(work.copied))}
        custody.record(
            opened.vault, Event.BACKED_UP, opened.card.card.fingerprint, detail, now
        )
    return Made(path, len(work.copied), work.size, _drafts(opened), findings)


def last(opened: Opened) -> str:
    """Tell the ISO day of the last backup made of this vault; "" before the first."""
    found = settings.get(opened.vault, _LAST)
    return found if isinstance(found, str) else ""


class _Work:
    """One copying: what is copied already, and how much that was."""

    def __init__(
        self, opened: Opened, place: Path, counted: Callable[[int], None]
    ) -> None:
        self.vault = opened.vault
        self.place = place
        self.counted = counted
        self.copied: set[str] = set()
        self.size = 0

    def copy(self) -> None:
        """Copy stored files as they come, then the rest while the vault lies still."""
        self._objects()
        with self.vault.guard:
            # What was stored meanwhile, and what was removed.
            self._objects()
            wanted = {each.id for each in backup.all_objects(self.vault)}
            for gone in self.copied - wanted:
                with medium.as_stick_errors():
                    (self.place / backup.place_of(gone)).unlink()
            self.copied &= wanted
            with backup.still(self.vault):
                for name in backup.TOGETHER:
                    path = self.vault.folder / name
                    if path.exists():
                        self._file(Path(name), functools.partial(_open, path))

    def _objects(self) -> None:
        for each in backup.all_objects(self.vault):
            if each.id in self.copied:
                continue
            # What is gone or cut here will be found so in the copy.
            with contextlib.suppress(VaultDamaged):
                objects.open(self.vault, each.id).close()
                self._file(backup.place_of(each.id), self._opener(each.id))
                self.copied.add(each.id)

    def _opener(self, key: str) -> Callable[[], BinaryIO]:
        return lambda: objects.open(self.vault, key)

    def _file(self, name: Path, source: Callable[[], BinaryIO]) -> None:
        def fill(out: Writable) -> None:
            with disk.disk_errors(), source() as file:
                while block := file.read(_BLOCK):
                    out.write(block)

        folder = self.place / name.parent
        with medium.as_stick_errors():
            if not folder.exists():
                folder.mkdir(mode=0o700)
                durable.sync_folder(folder.parent)
        written = medium.write_file(folder, name.name, fill, counted=self.counted)
        self.size += written.size


def _prove(
    work: _Work, passphrase: str, authenticator: Authenticator | None
) -> tuple[str, ...]:
    """Open the copy from the medium itself, and read all of it."""
    with medium.as_stick_errors():
        for path in work.place.rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    medium.drop_cache(file.fileno())
    try:
        copy = store.unlock(work.place, passphrase, authenticator)
        try:
            found = backup.findings(copy, work.counted)
        finally:
            copy.close()
    except MemoryShort:
        raise
    except VaultError as error:
        raise StickLies if work.place.is_dir() else StickGone from error
    if set(found) - set(backup.findings(work.vault, _uncounted) if found else ()):
        raise StickLies
    return found


def _uncounted(_step: int) -> None:
    pass


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _sizes(opened: Opened) -> tuple[int, int]:
    """Sum the bytes of the stored files, and of all else that is to be copied."""
    stored = sum(each.size for each in backup.all_objects(opened.vault))
    with backup.still(opened.vault):
        paths = [opened.vault.folder / name for name in backup.TOGETHER]
        return stored, sum(path.stat().st_size for path in paths if path.exists())


def _counting(report: Report, total: int) -> Callable[[int], None]:
    done = 0

    def count(step: int) -> None:
        nonlocal done
        done = min(total, done + step)
        report(done, total)

    return count


def _drafts(opened: Opened) -> int:
    rows = interviews.all_interviews(opened.vault)
    return sum(drafts.has_key(opened.vault, row.id) for row in rows)
