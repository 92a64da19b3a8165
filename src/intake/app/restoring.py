"""Bringing a vault back from a copy of it, beside or in place of what is here.

The copy on the stick is only read. What is here counts only when it has been opened
and read to its end; a vault that was here before is put aside, never written over.
"""

import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake import durable
from intake import vault as store
from intake.app import opening, witness
from intake.app.opening import Opened
from intake.app.reports import Report, silent
from intake.domain.custody import Event
from intake.domain.errors import DiskFull, VaultExists, VaultForeign, VaultMissing
from intake.sealing import medium
from intake.vault import backup, custody, disk, settings
from intake.vault.folder import OBJECTS, SETTINGS, STORE, STRAY
from intake.vault.hardware import Authenticator

_BLOCK = 1024 * 1024
_SPARE = 16 * 1024 * 1024
_FOLDER = re.compile(r"[0-9a-f]{2}")
_OBJECT = re.compile(r"[0-9a-f]{32}")
_FILES = (*backup.TOGETHER, STORE + "-wal")


@dataclass(frozen=True, slots=True)
class Restored:
    """A vault that is here again and open.

    ``findings`` is the damage that the copy had; ``aside`` where the vault lies that
    was here before, or None.
    """

    opened: Opened
    findings: tuple[str, ...]
    aside: Path | None


def restore(
    copy: Path,
    folder: Path,
    passphrase: str,
    now: datetime,
    report: Report = silent,
    *,
    authenticator: Authenticator | None = None,
    aside: bool = False,
) -> Restored:
    """Bring the vault back to *folder* whose *copy* lies on a stick.

    With *aside*, what is in *folder* now gets another name beside it; without, a vault
    there raises VaultExists. *report* counts bytes: copied, and read again. Raises
    VaultMissing for what is no copy, VaultForeign for a folder with other things in
    it, StickGone, DiskFull, DiskFailed, Cancelled and the errors of ``unlock``;
    *folder* is then as it was.
    """
    if not opening.exists(copy):
        raise VaultMissing
    if opening.exists(folder) and not aside:
        raise VaultExists
    if not opening.exists(folder) and folder.exists():
        with disk.disk_errors():
            if {each.name for each in folder.iterdir()} - STRAY:
                raise VaultForeign
    files = tuple(_found(copy))
    total = sum(size for _, size in files)
    again = sum(size for name, size in files if name.parts[0] == OBJECTS)
    with disk.disk_errors():
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(folder.parent).free < total + _SPARE:
            raise DiskFull
    work = folder.with_name(f"{folder.name}-{secrets.token_hex(4)}.unfinished")
    done = 0

    def counted(step: int) -> None:
        nonlocal done
        done = min(total + again, done + step)
        report(done, total + again)

    try:
        with disk.disk_errors():
            work.mkdir(mode=0o700)
            (work / OBJECTS / "new").mkdir(mode=0o700, parents=True)
        for name, _ in files:
            for size in _copy(copy / name, work / name):
                counted(size)
        _name_durably(work, [name for name, _ in files])
        vault = store.unlock(work, passphrase, authenticator)
        try:
            findings = backup.findings(vault, counted)
        finally:
            vault.close()
        before = _take_place(folder, work)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    opened = opening.unlock(folder, passphrase, authenticator)
    detail = {"from": "copy"}
    with store.transaction(opened.vault):
        settings.put(opened.vault, witness.SINCE_BROUGHT_BACK, [])
        custody.record(opened.vault, Event.RECOVERED, opened.device, detail, now)
    return Restored(opened, findings, before)


def _found(copy: Path) -> Iterator[tuple[Path, int]]:
    """Give the files of a vault in *copy*, and no others, with their sizes."""
    with medium.as_stick_errors():
        for name in _FILES:
            if (copy / name).is_file():
                yield Path(name), (copy / name).stat().st_size
        for each in sorted((copy / OBJECTS).glob("*/*")):
            known = _FOLDER.fullmatch(each.parent.name) and _OBJECT.fullmatch(each.name)
            if known and each.is_file():
                yield each.relative_to(copy), each.stat().st_size


def _copy(source: Path, target: Path) -> Iterator[int]:
    """Copy one file durably, telling the size of each block."""
    with disk.disk_errors():
        target.parent.mkdir(mode=0o700, exist_ok=True)
        out = target.open("xb")
    with out, medium.open_file(source) as file:
        target.chmod(0o600)
        while block := file.read(_BLOCK):
            with disk.disk_errors():
                out.write(block)
            yield len(block)
        with disk.disk_errors():
            out.flush()
            durable.sync_file(out.fileno())


def _name_durably(work: Path, names: Iterable[Path]) -> None:
    """Make the names of the copied files as durable as what is in them."""
    folders = {folder for name in names for folder in name.parents}
    with disk.disk_errors():
        for folder in folders:
            durable.sync_folder(work / folder)


def _take_place(folder: Path, work: Path) -> Path | None:
    """Give *work* the name of *folder*; tell where a vault went that was there."""
    before = None
    with disk.disk_errors():
        if opening.exists(folder):
            before = folder.with_name(f"{folder.name}-{secrets.token_hex(4)}")
            folder.rename(before)
        elif folder.exists():
            # What was chosen before there was a vault, how it looks, comes along.
            if (folder / SETTINGS).exists():
                (folder / SETTINGS).rename(work / SETTINGS)
            for name in STRAY:
                (folder / name).unlink(missing_ok=True)
            folder.rmdir()
        try:
            work.rename(folder)
        except OSError:
            if before is not None:
                before.rename(folder)
            raise
        durable.sync_folder(folder.parent)
    return before
