"""Handing over: sealed records leave for the desk on a stick or in a folder."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from intake import vault as store
from intake.app import signing
from intake.app.field import interviewing, packs
from intake.app.opening import Opened, require
from intake.app.reports import Report, silent
from intake.domain.canonical import Json
from intake.domain.custody import Event
from intake.domain.errors import NoPackYet, NothingToSend
from intake.domain.people import Role
from intake.domain.record import InterviewState
from intake.sealing.bundle import Parcel, plan_bundle, write_bundle
from intake.vault import custody, interviews, objects
from intake.vault.interviews import Interview as Row


@dataclass(frozen=True, slots=True)
class Sent:
    """A bundle that is on the medium, read back and compared. ``size`` in bytes."""

    bundle: str
    records: int
    files: tuple[str, ...]
    size: int


def waiting(opened: Opened) -> tuple[Row, ...]:
    """List the sealed interviews for which the desk has not given a receipt."""
    return tuple(
        row
        for row in interviews.all_interviews(opened.vault)
        if row.state is InterviewState.SEALED
    )


def exported(row: Row) -> datetime | None:
    """Tell when an interview was last handed over, if it was."""
    match row.about:
        case {"exported": str(moment)}:
            return datetime.fromisoformat(moment)
        case _:
            return None


def size_of(opened: Opened, rows: Collection[Row]) -> int:
    """Tell how many bytes the sealed objects of these interviews take."""
    return sum(
        each.size for row in rows for each in objects.of_record(opened.vault, row.id)
    )


def send(
    opened: Opened,
    folder: Path,
    now: datetime,
    report: Report = silent,
    only: Collection[str] | None = None,
) -> Sent:
    """Write the waiting records into *folder* as one bundle for the desk.

    *only* limits it to these interview ids. Returns when every part has been read
    back from the medium and compared. Raises NothingToSend, NoPackYet, StickFull,
    StickReadOnly, StickGone, StickLies, NotAFolder or Cancelled; the sealed records
    stay here in every case, until the desk's receipt.
    """
    require(opened, Role.INTERVIEWER)
    known = packs.desk(opened)
    if known is None:
        raise NoPackYet
    rows = [row for row in waiting(opened) if only is None or row.id in only]
    if not rows:
        raise NothingToSend
    parcels = [
        (
            Parcel(row.id, each.kind, each.id, each.size, each.sha256),
            _opener(opened, each.id),
        )
        for row in rows
        for each in objects.of_record(opened.vault, row.id)
    ]
    plan = plan_bundle(
        parcels,
        stamp=signing.stamp(opened, now),
        sender=signing.sender(opened),
        to=known.card,
    )
    written = write_bundle(folder, plan, report=report)
    with store.transaction(opened.vault):
        for row in rows:
            facts: dict[str, Json] = {"exported": now.isoformat(timespec="seconds")}
            interviewing.keep(opened, row.id, about=facts)
            custody.record(
                opened.vault, Event.EXPORTED, row.id, {"bundle": written.id}, now
            )
    return Sent(written.id, len(rows), written.names, written.size)


def _opener(opened: Opened, key: str) -> Callable[[], BinaryIO]:
    return lambda: objects.open(opened.vault, key)
