"""Taking in what came on a stick: each record by itself, whole or not at all.

Objects are staged as they are read; a record is opened and verified from what lies in
the vault, not from the stick; then all of them appear in the library in one
transaction. What is wrong is named and costs nothing to the rest.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from intake import vault as store
from intake.app import signing
from intake.app.desk import library
from intake.app.opening import Opened, require
from intake.app.reports import Report, silent
from intake.domain.canonical import Json
from intake.domain.custody import Event
from intake.domain.errors import (
    ContentsAltered,
    IntakeError,
    PartMissing,
    SenderUnknown,
)
from intake.domain.people import Card, Role, Trust
from intake.domain.record import RecordState
from intake.sealing import delivery
from intake.sealing.bundle import Parcel, parcel_of
from intake.sealing.container import Writable
from intake.sealing.delivery import Delivered, Found
from intake.sealing.incoming import Reader
from intake.sealing.record import About, Portion, read_object
from intake.vault import cards, custody, objects, records
from intake.vault.records import Row

STAGED = "staged"
ORIGINAL = "original"


class Outcome(StrEnum):
    """What became of one record."""

    TAKEN_IN = "taken in"
    ALREADY_HERE = "already here"
    SET_APART = "set apart"
    DAMAGED = "damaged"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class RecordResult:
    """One record of a bundle and what became of it, with the reason if not taken in."""

    record: str
    number: str
    outcome: Outcome
    reason: str = ""


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
    """Where the objects of one bundle lie meanwhile: vault ids by object id."""

    opened: Opened
    bundle: str
    here: frozenset[str]
    placed: dict[str, str] = field(default_factory=dict)

    def offer(
        self, parcel: Parcel
    ) -> contextlib.AbstractContextManager[Writable] | None:
        """Give an object a place, unless its whole record is in the library."""
        if parcel.record in self.here:
            return None
        return self._place(parcel)

    @contextlib.contextmanager
    def _place(self, parcel: Parcel) -> Iterator[Writable]:
        key = objects.new_id()
        with objects.writer(
            self.opened.vault, key, kind=STAGED, record=self.bundle
        ) as sink:
            yield sink
        self.placed[parcel.object] = key


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
    bundle = found.checked.statement.id
    _forget_staged(opened, bundle)
    staging = _Staging(opened, bundle, _here(opened, found))
    try:
        delivered = delivery.read_bundle(found, reader, staging.offer, report)
        made = [
            _judge(staging, record, parcels, reader, (delivered, now))
            for record, parcels in _by_record(delivered).items()
        ]
        with store.transaction(opened.vault):
            results = [_enter(opened, each, now) for each in made]
            _forget_staged(opened, bundle)
    except BaseException:
        _forget_staged(opened, bundle)
        raise
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


@dataclass(frozen=True, slots=True)
class _Judged:
    """A record, ready to be entered; without a row it is only reported."""

    result: RecordResult
    row: Row | None = None
    words: str = ""
    keys: tuple[str, ...] = ()


def _by_record(
    delivered: Delivered,
) -> dict[str, list[tuple[Parcel, delivery.Outcome]]]:
    found: dict[str, list[tuple[Parcel, delivery.Outcome]]] = {}
    for parcel, outcome in delivered.objects:
        found.setdefault(parcel.record, []).append((parcel, outcome))
    return found


def _judge(
    staging: _Staging,
    record: str,
    parcels: list[tuple[Parcel, delivery.Outcome]],
    reader: Reader,
    when: tuple[Delivered, datetime],
) -> _Judged:
    """Decide what becomes of one record whose objects were read from the stick."""
    delivered, _ = when
    outcomes = {outcome for _, outcome in parcels}
    if delivery.Outcome.DAMAGED in outcomes:
        reason = str(ContentsAltered())
        return _Judged(RecordResult(record, "", Outcome.DAMAGED, reason))
    if delivery.Outcome.INCOMPLETE in outcomes:
        statement = delivered.checked.statement
        missing = [*delivered.missing, *delivered.damaged]
        reason = str(PartMissing(part=min(missing, default=1), parts=statement.parts))
        return _Judged(RecordResult(record, "", Outcome.INCOMPLETE, reason))
    if outcomes == {delivery.Outcome.PASSED_BY}:
        return _Judged(_already(staging.opened, record))
    return _open(staging, record, [parcel for parcel, _ in parcels], reader, when)


def _already(opened: Opened, record: str) -> RecordResult:
    rows = records.versions(opened.vault, record)
    return RecordResult(record, rows[0].number, Outcome.ALREADY_HERE)


def _open(
    staging: _Staging,
    record: str,
    parcels: list[Parcel],
    reader: Reader,
    when: tuple[Delivered, datetime],
) -> _Judged:
    """Verify a record from the objects that lie in the vault now."""
    delivered, now = when
    opened, statement = staging.opened, delivered.checked.statement
    keys = {each.object: staging.placed[each.object] for each in parcels}
    placed: dict[str, Json] = dict(keys)
    summary: dict[str, Json] = {
        "objects": placed,
        "bundle": statement.id,
        "bundle_statement": delivered.checked.head.sha256,
    }
    by_portion = {each.portion: each for each in parcels}
    account = by_portion.get(Portion.ACCOUNT)
    identity = by_portion.get(Portion.IDENTITY)
    state, reason, words = RecordState.NEW, "", ""
    try:
        if account is None:
            raise ContentsAltered
        with objects.open(opened.vault, keys[account.object]) as source:
            made, files = read_object(source, reader)
        _check(made.about, record, parcels)
        facts, words = library.summarise(files)
        summary.update(facts)
        summary["statement"] = made.checked.head.sha256
    except IntakeError as error:
        state, reason = RecordState.SET_APART, str(error)
    known = records.versions(opened.vault, record)
    row = Row(
        record=record,
        version=1 + max((each.version for each in known), default=0),
        state=state,
        sender=statement.signer,
        received=now,
        day=statement.day,
        account=keys[account.object] if account else "",
        identity=keys[identity.object] if identity else "",
        digests=tuple(sorted(each.sha256 for each in parcels)),
        summary=summary,
        reason=reason,
    )
    outcome = Outcome.SET_APART if reason else Outcome.TAKEN_IN
    return _Judged(
        RecordResult(record, "", outcome, reason), row, words, tuple(keys.values())
    )


def _check(about: About, record: str, parcels: list[Parcel]) -> None:
    """See that the account names this record and exactly the objects that came."""
    came = {
        (each.object, each.size, each.sha256)
        for each in parcels
        if each.portion != Portion.ACCOUNT
    }
    named = {(each.object, each.size, each.sha256) for each in about.others}
    whose = about.record == record and about.portion is Portion.ACCOUNT
    if not whose or came != named:
        raise ContentsAltered


def _enter(opened: Opened, judged: _Judged, now: datetime) -> RecordResult:
    """Put a judged record into the library, inside the caller's transaction."""
    result, row = judged.result, judged.row
    if row is None:
        return result
    for key in judged.keys:
        objects.assign(opened.vault, key, kind=ORIGINAL, record=row.record)
    records.import_records(opened.vault, [(row, judged.words)])
    number = records.versions(opened.vault, row.record)[0].number
    event = Event.SET_APART if row.reason else Event.RECEIVED
    detail = {"bundle": library.text(row, "bundle"), "sender": row.sender}
    custody.record(opened.vault, event, row.record, detail, now)
    return RecordResult(row.record, number, result.outcome, result.reason)


def _forget_staged(opened: Opened, bundle: str) -> None:
    staged = objects.of_record(opened.vault, bundle, STAGED)
    objects.remove(opened.vault, [each.id for each in staged])
