"""Taking in what came on a stick: each record by itself, whole or not at all.

Objects are staged as they are read; a record is opened and verified from what lies in
the vault, not from the stick; then all of them appear in the library in one
transaction. What is wrong is named and costs nothing to the rest.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from intake import vault as store
from intake.app import signing
from intake.app.desk import judging, library
from intake.app.desk.judging import Case, Judged, Outcome, RecordResult
from intake.app.opening import Opened, require
from intake.app.reports import Report, silent
from intake.domain.custody import Event
from intake.domain.errors import SenderUnknown
from intake.domain.people import Card, Role, Trust
from intake.sealing import delivery
from intake.sealing.bundle import Parcel, parcel_of
from intake.sealing.container import Writable
from intake.sealing.delivery import Found
from intake.sealing.incoming import Reader
from intake.vault import cards, custody, records, staging
from intake.vault.staging import Adopted, Staged

__all__ = [
    "FileFault",
    "Outcome",
    "Received",
    "RecordResult",
    "UnknownSender",
    "receive",
]

ORIGINAL = "original"


@dataclass(frozen=True, slots=True)
class FileFault:
    """A file that is no sound part of a bundle for this desk, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnknownSender:
    """A sound bundle whose sender's card was not compared: held until it is."""

    card: Card
    records: int


@dataclass(frozen=True, slots=True)
class Received:
    """What came of everything that was given."""

    records: tuple[RecordResult, ...] = ()
    files: tuple[FileFault, ...] = ()
    unknown: tuple[UnknownSender, ...] = ()
    foreign: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether something was there and all of it is in the library now."""
        fine = {Outcome.TAKEN_IN, Outcome.ALREADY_HERE}
        sound = all(each.outcome in fine for each in self.records)
        return bool(self.records) and sound and not (self.files or self.unknown)


@dataclass(slots=True)
class _Staging:
    """Where the objects of one bundle lie meanwhile, by object id."""

    opened: Opened
    here: frozenset[str]
    placed: dict[str, Staged] = field(default_factory=dict)

    def offer(
        self, parcel: Parcel
    ) -> contextlib.AbstractContextManager[Writable] | None:
        """Give an object a place, unless its whole record is in the library."""
        if parcel.record in self.here:
            return None
        return self._place(parcel)

    @contextlib.contextmanager
    def _place(self, parcel: Parcel) -> Iterator[Writable]:
        staged = staging.new(self.opened.vault)
        with staging.stage(staged) as sink:
            yield sink
        self.placed[parcel.object] = staged


def receive(
    opened: Opened, places: Sequence[Path], now: datetime, report: Report = silent
) -> Received:
    """Take in every bundle found in *places* (files or folders).

    Raises StickGone, DiskFull, DiskFailed or Cancelled; nothing is then half in.
    Receiving the same again changes nothing.
    """
    require(opened, Role.COORDINATOR)
    reader = signing.reader(opened)
    seen = delivery.survey(places, reader)
    results: list[RecordResult] = []
    unknown: list[UnknownSender] = []
    for found in seen.bundles:
        if found.checked.known:
            results.extend(_one_bundle(opened, found, reader, now, report))
        else:
            unknown.append(_hold(opened, found, now))
    return Received(
        records=tuple(results),
        files=tuple(FileFault(each.path.name, str(each.error)) for each in seen.refused)
        + tuple(
            FileFault(each.card.fingerprint[:8], str(SenderUnknown()))
            for each in unknown
        ),
        unknown=tuple(unknown),
        foreign=tuple(path.name for path in seen.foreign),
    )


def _hold(opened: Opened, found: Found, now: datetime) -> UnknownSender:
    """Keep the card of an unknown sender, so that it can be compared."""
    signed = found.checked.statement.card
    card = found.checked.signer
    if cards.get(opened.vault, card.fingerprint) is None:
        cards.put(
            opened.vault, card, signed, Trust.NOT_COMPARED, "came with a bundle", now
        )
    count = {parcel_of(each).record for each in found.checked.statement.files}
    return UnknownSender(card, len(count))


def _one_bundle(
    opened: Opened, found: Found, reader: Reader, now: datetime, report: Report
) -> list[RecordResult]:
    staged = _Staging(opened, _here(opened, found))
    try:
        delivered = delivery.read_bundle(found, reader, staged.offer, report)
        case = Case(opened.vault, reader, delivered, staged.placed, now)
        judged = judging.judge(case)
        wanted = [file for each in judged for file in each.files]
        staging.make_durable(opened.vault, wanted)
        results = _enter(opened, judged, now)
    except BaseException:
        staging.drop(staged.placed.values())
        raise
    kept = {each.id for each in wanted}
    staging.drop(each for each in staged.placed.values() if each.id not in kept)
    return results


def _here(opened: Opened, found: Found) -> frozenset[str]:
    """Tell which records of a bundle are in the library, to the last object."""
    coming: dict[str, set[str]] = {}
    for entry in found.checked.statement.files:
        parcel = parcel_of(entry)
        coming.setdefault(parcel.record, set()).add(parcel.sha256)
    return frozenset(
        record
        for record, digests in coming.items()
        if any(
            digests == set(row.digests)
            for row in records.versions(opened.vault, record)
        )
    )


def _enter(
    opened: Opened, judged: Sequence[Judged], now: datetime
) -> list[RecordResult]:
    """Let every record of a bundle appear in the library at once."""
    fresh = [(each.row, each) for each in judged if each.row is not None]
    with store.transaction(opened.vault):
        numbers = records.enter(opened.vault, [(row, one.words) for row, one in fresh])
        staging.adopt(
            opened.vault,
            [
                Adopted(file, ORIGINAL, row.record)
                for row, one in fresh
                for file in one.files
            ],
        )
        custody.record_all(
            opened.vault,
            [
                (
                    Event.SET_APART if row.reason else Event.RECEIVED,
                    row.record,
                    {"bundle": library.text(row, "bundle"), "sender": row.sender},
                )
                for row, _ in fresh
            ],
            now,
        )
    named = {
        row.record: number for (row, _), number in zip(fresh, numbers, strict=True)
    }
    return [
        replace(each.result, number=named.get(each.result.record, each.result.number))
        for each in judged
    ]
