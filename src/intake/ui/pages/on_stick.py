"""Finding on a stick what is for this laptop: its files tell nothing by their names."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from intake.app.field import packs, receipts
from intake.app.field.packs import Preview
from intake.app.field.receipts import Taken
from intake.app.opening import Opened
from intake.app.reports import Report
from intake.domain.errors import (
    DeedRefused,
    FileUnreadable,
    SealingError,
    StickGone,
)

MOST_FILES = 500
_KINDS = frozenset({".age", ".tar", ".pack", ".receipt"})
_NOT_FOR_US = (SealingError, DeedRefused, FileUnreadable)
_BUNDLE = re.compile(r"[0-9a-f]{20}-\d{4}\.age")


def find_pack(
    opened: Opened, folder: Path, report: Report
) -> tuple[Path, Preview] | None:
    """Find the newest pack in *folder* that this laptop can read; None if none is.

    One of the desk that one works for, also under its next card, comes before any that
    is still to be compared. Raises Cancelled or StickGone.
    """
    found: list[tuple[bool, int, Path, Preview]] = []
    for path in _files(folder, report):
        try:
            seen = packs.look(opened, path)
        except StickGone:
            raise
        except _NOT_FOR_US:
            continue
        found.append((not seen.needs_groups, seen.serial, path, seen))
    if not found:
        return None
    *_, path, seen = max(found, key=lambda each: each[:2])
    return path, seen


def take_receipts(
    opened: Opened, folder: Path, now: datetime, report: Report
) -> Taken | None:
    """Take in every receipt in *folder* that is for this laptop; None if none is.

    A receipt that was taken in before does no harm. Raises Cancelled, StickGone
    and the errors of the vault.
    """
    taken: list[Taken] = []
    for path in _files(folder, report):
        try:
            taken.append(receipts.accept(opened, path, now))
        except StickGone:
            raise
        except _NOT_FOR_US:
            continue
    if not taken:
        return None
    return Taken(
        removed=tuple(name for each in taken for name in each.removed),
        kept=tuple(dict.fromkeys(name for each in taken for name in each.kept)),
        before=sum(each.before for each in taken),
        missing=tuple(dict.fromkeys(name for each in taken for name in each.missing)),
        doubts=tuple(doubt for each in taken for doubt in each.doubts),
    )


def _files(folder: Path, report: Report) -> Iterator[Path]:
    """Yield what may come from a desk; bundles are told by their names."""
    try:
        listed = sorted(folder.iterdir())
    except OSError:
        return
    wanted = [
        path
        for path in listed
        if path.suffix.lower() in _KINDS
        and not _BUNDLE.fullmatch(path.name)
        and path.is_file()
    ][:MOST_FILES]
    for done, path in enumerate(wanted):
        report(done, len(wanted))
        yield path
