"""Searching a stick for what is for this laptop: names of files tell little of them.

What others left there is passed over. What should have been for us and is broken, or
signed by somebody who does not count, is named: it may have been put there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake.app import filenames
from intake.app.field import packs, receipts
from intake.app.field.packs import Preview
from intake.app.field.receipts import Taken
from intake.app.opening import Opened, require
from intake.app.reports import Report
from intake.domain.errors import (
    AgeHeaderError,
    AgeNoMatch,
    DeedRefused,
    FileUnreadable,
    IntakeError,
    NoPackYet,
    NotAFile,
    NotAPack,
    ReceiptNotForUs,
    SealingError,
    StickGone,
    StickReadOnly,
    TooManyFiles,
    WrongKind,
)
from intake.domain.people import Role
from intake.sealing.incoming import is_sealed
from intake.sealing.medium import open_file

MOST_FILES = 500
_KINDS = frozenset({".age", ".tar", ".pack", ".receipt"})
_OF_OTHERS = (AgeNoMatch, WrongKind, NotAFile, ReceiptNotForUs)
_BUNDLE = re.compile(r"[0-9a-f]{20}-\d{4}\.age")
# What `sealing.pack.file_name` gives: a file that was ours, whatever it holds now.
_OURS = re.compile(r"[0-9a-f]{20}\.(?:age|tar)")
_START = 32


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken for what it seems to be, by its name, and why."""

    name: str
    error: IntakeError


@dataclass(frozen=True, slots=True)
class PackSearch:
    """The pack to take in, if there is one, and the files that were refused."""

    found: tuple[Path, Preview] | None
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class ReceiptSearch:
    """What all receipts did together, if one did, and the files that were refused."""

    taken: Taken | None
    refused: tuple[Refused, ...]


def find_pack(opened: Opened, folder: Path, report: Report) -> PackSearch:
    """Find the newest pack in *folder* that this laptop can read.

    One of the desk that one works for, also under its next card, comes before any that
    is still to be compared. Raises Cancelled, StickGone or WrongDesk.
    """
    require(opened, Role.INTERVIEWER)
    paths, refused = _files(folder)
    found: list[tuple[bool, int, Path, Preview]] = []
    for path in _reported(paths, report):
        try:
            seen = packs.look(opened, path)
        except StickGone:
            raise
        except NotAPack as error:
            if _OURS.fullmatch(path.name):
                refused.append(_refused(path, error))
        except (SealingError, DeedRefused) as error:
            if not isinstance(error, _OF_OTHERS):
                refused.append(_refused(path, error))
        else:
            found.append((not seen.needs_groups, seen.serial, path, seen))
    if not found:
        return PackSearch(None, tuple(refused))
    *_, path, seen = max(found, key=lambda each: each[:2])
    return PackSearch((path, seen), tuple(refused))


def take_receipts(
    opened: Opened, folder: Path, now: datetime, report: Report
) -> ReceiptSearch:
    """Take in every receipt in *folder* that is for this laptop.

    A receipt that was taken in before does no harm. Raises NoPackYet, Cancelled,
    StickGone, WrongDesk and the errors of the vault.
    """
    require(opened, Role.INTERVIEWER)
    if packs.desk(opened) is None:
        raise NoPackYet
    paths, refused = _files(folder)
    taken: list[Taken] = []
    for path in _reported(paths, report):
        try:
            if _is_sealed(path):
                taken.append(receipts.accept(opened, path, now))
            elif _OURS.fullmatch(path.name) and path.suffix == ".age":
                refused.append(_refused(path, AgeHeaderError()))
        except StickGone:
            raise
        except (SealingError, DeedRefused) as error:
            if not isinstance(error, _OF_OTHERS):
                refused.append(_refused(path, error))
    return ReceiptSearch(_together(taken) if taken else None, tuple(refused))


def _together(taken: Sequence[Taken]) -> Taken:
    """Say of several receipts what they did, each name once."""
    return Taken(
        removed=tuple(name for each in taken for name in each.removed),
        kept=tuple(dict.fromkeys(name for each in taken for name in each.kept)),
        before=sum(each.before for each in taken),
        missing=tuple(dict.fromkeys(name for each in taken for name in each.missing)),
        doubts=tuple(doubt for each in taken for doubt in each.doubts),
    )


def _files(folder: Path) -> tuple[list[Path], list[Refused]]:
    """List what may come from a desk; bundles are told by their names.

    Where there is more than is looked at, the folder itself is the first refused.
    """
    try:
        listed = sorted(folder.iterdir())
    except OSError:
        return [], []
    wanted = [
        path
        for path in listed
        if path.suffix.lower() in _KINDS
        and not _BUNDLE.fullmatch(path.name)
        and path.is_file()
    ]
    if len(wanted) <= MOST_FILES:
        return wanted, []
    more = _refused(folder, TooManyFiles(most=MOST_FILES))
    return wanted[:MOST_FILES], [more]


def _reported(paths: Sequence[Path], report: Report) -> Iterator[Path]:
    for done, path in enumerate(paths):
        report(done, len(paths))
        yield path


def _is_sealed(path: Path) -> bool:
    """Tell whether a file begins as every receipt does, to its first bytes."""
    with open_file(path) as file:
        return is_sealed(file.read(_START))


def _refused(path: Path, error: IntakeError) -> Refused:
    # Reading says so of a file that may not be opened; nothing was to be written.
    if isinstance(error, StickReadOnly):
        error = FileUnreadable()
    return Refused(filenames.shown(path), error)
