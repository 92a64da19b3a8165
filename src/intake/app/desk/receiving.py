"""Taking in what came on a stick: each record by itself, whole or not at all.

Objects are staged as they are read; a record is opened and verified from what lies in
the vault, not from the stick; then all of them appear in the library in one
transaction. What is wrong is named and costs nothing to the rest.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from intake import vault as store
from intake.app import filenames, recovery, signing, witness
from intake.app.desk import judging, library, strangers, waiting
from intake.app.desk.judging import Case, Judged, Outcome, RecordResult
from intake.app.desk.landing import Landing
from intake.app.desk.waiting import Waiting, Why
from intake.app.opening import Opened, require
from intake.app.reports import Report, silent
from intake.domain.canonical import Json
from intake.domain.custody import Event
from intake.domain.devices import Doubt
from intake.domain.errors import (
    DiskFull,
    IntakeError,
    NoRoomToHold,
    RecoveryNotRehearsed,
    SecondFollower,
    SenderRevoked,
    SenderUnknown,
)
from intake.domain.people import Card, Role, Trust
from intake.sealing import delivery
from intake.sealing.bundle import NAME, parcel_of
from intake.sealing.delivery import Delivered, Found, Survey
from intake.sealing.incoming import Reader
from intake.vault import custody, records, staging
from intake.vault.records import Row
from intake.vault.staging import Adopted

__all__ = [
    "FileFault",
    "Outcome",
    "Received",
    "RecordResult",
    "UnknownSender",
    "receive",
    "take_allowed",
]

ORIGINAL = "original"
_UNSHOWN = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class FileFault:
    """A file that is no sound part of a bundle for this desk, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnknownSender:
    """A sound bundle whose sender does not count: held unread until somebody decides.

    ``bundle`` is its id; ``trust`` says how the card stands, which may have been taken
    back or be another under a known name; ``held`` tells whether it lies here now, or
    only on the stick.
    """

    card: Card
    records: int
    bundle: str = ""
    trust: Trust = Trust.NOT_COMPARED
    held: bool = True


@dataclass(frozen=True, slots=True)
class Received:
    """What came of everything that was given.

    ``unknown`` are bundles of cards that were not compared, ``revoked`` those of cards
    that were taken back. ``waiting`` are bundles of which parts are missing still;
    ``old`` those among them that wait longer than the policy lets a draft wait, which
    people may drop; ``doubts`` what devices left out.
    """

    records: tuple[RecordResult, ...] = ()
    files: tuple[FileFault, ...] = ()
    unknown: tuple[UnknownSender, ...] = ()
    foreign: tuple[str, ...] = ()
    revoked: tuple[UnknownSender, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    old: tuple[Waiting, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def good(self) -> bool:
        """Whether something was there and all of it is in the library now."""
        fine = {Outcome.TAKEN_IN, Outcome.ALREADY_HERE}
        sound = all(each.outcome in fine for each in self.records)
        return bool(self.records) and sound and not (self.files or self.unknown)


@dataclass(slots=True)
class _Desk:
    """One receiving: who reads, when, and what came of it so far.

    ``reader`` looks at bundles, whoever sent them; ``strict`` judges their records.
    """

    opened: Opened
    reader: Reader
    strict: Reader
    now: datetime
    report: Report
    allowed: str | None = None
    results: list[RecordResult] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)
    unknown: list[UnknownSender] = field(default_factory=list)
    revoked: list[UnknownSender] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def received(self, foreign: Collection[Path] = ()) -> Received:
        """Say what came of it."""
        return Received(
            records=tuple(self.results),
            files=tuple(self.faults),
            unknown=tuple(self.unknown),
            foreign=tuple(map(filenames.shown, foreign)),
            revoked=tuple(self.revoked),
            waiting=waiting.listed(self.opened),
            old=waiting.old(self.opened, self.now),
            doubts=tuple(self.doubts),
        )


def receive(
    opened: Opened,
    places: Sequence[Path],
    now: datetime,
    report: Report = silent,
    *,
    unrehearsed: bool = False,
) -> Received:
    """Take in every bundle found in *places* (files or folders).

    Parts that came before and waited for these are taken in with them. Receiving the
    same again changes nothing. Raises RecoveryNotRehearsed while nobody has shown that
    this desk can be brought back from its sheets, unless it is to be taken in
    *unrehearsed*; StickGone, DiskFull, DiskFailed or Cancelled; nothing is then half
    in.
    """
    require(opened, Role.COORDINATOR)
    if not (unrehearsed or recovery.rehearsed(opened)):
        raise RecoveryNotRehearsed
    lying = waiting.places(opened)
    reader = signing.reader(opened, revoked_is_unknown=True)
    seen = delivery.survey([*places, *lying], reader, report)
    if strangers.follow(opened, seen.bundles, now):
        reader = signing.reader(opened, revoked_is_unknown=True)
        seen = delivery.survey([*places, *lying], reader)
    waiting.lose(opened, [lying[each.path] for each in _spoilt(seen, lying)])
    desk = _Desk(opened, reader, signing.reader(opened), now, report)
    desk.faults.extend(
        FileFault(filenames.shown(each.path), str(each.error))
        for each in seen.refused
        if each.path not in lying
    )
    for found in seen.bundles:
        fresh = any(path not in lying for each in found.parts.values() for path in each)
        if not found.checked.known:
            if fresh:
                _hold(desk, found)
        elif fresh or _may_go_on(opened, found):
            _one_bundle(desk, found)
    return desk.received(seen.foreign)


def take_allowed(
    opened: Opened, bundle: str, reason: str, now: datetime, report: Report = silent
) -> Received:
    """Take in a bundle that was held, for a *reason* that goes with its records.

    `senders.allow_once` asks for the reason and notes the decision.
    """
    held = waiting.find(opened, bundle)
    signer = held.sender if held else ""
    reader = signing.reader(opened, [signer])
    desk = _Desk(opened, reader, reader, now, report, allowed=reason)
    for found in delivery.survey(waiting.places(opened, bundle), reader).bundles:
        _one_bundle(desk, found)
    return desk.received()


def _spoilt(seen: Survey, lying: Collection[Path]) -> Iterator[delivery.Refused]:
    return (each for each in seen.refused if each.path in lying)


def _may_go_on(opened: Opened, found: Found) -> bool:
    """Tell whether a bundle that lay here waits for nothing any more."""
    held = waiting.find(opened, found.checked.statement.id)
    return held is None or held.why is not Why.INCOMPLETE or not found.missing


def _hold(desk: _Desk, found: Found) -> None:
    """Keep the bundle of a sender who does not count, unread, and the card."""
    opened, statement = desk.opened, found.checked.statement
    card = found.checked.signer
    trust = strangers.keep_card(opened, statement.card, card, desk.now)
    gone = trust is Trust.REVOKED
    held = waiting.keep(
        opened,
        found,
        tuple(found.parts),
        Why.REVOKED if gone else Why.NOT_COMPARED,
        desk.reader,
        desk.now,
    )
    sender = UnknownSender(
        card, len(delivery.records_of(statement)), statement.id, trust, held
    )
    (desk.revoked if gone else desk.unknown).append(sender)
    why: IntakeError = SenderRevoked() if gone else SenderUnknown()
    if not gone and strangers.is_second(opened, statement.card):
        why = SecondFollower()
    desk.faults.append(FileFault(card.fingerprint[:8], str(why)))


def _one_bundle(desk: _Desk, found: Found) -> None:
    opened = desk.opened
    staged = Landing(opened.vault, found)
    if not staged.has_room:
        name = found.checked.statement.id[:NAME]
        desk.faults.append(FileFault(name, str(DiskFull())))
        return
    try:
        delivered = delivery.read_bundle(found, desk.reader, staged.offer, desk.report)
        case = Case(opened.vault, desk.strict, delivered, staged.placed, desk.now)
        judged = judging.judge(case)
        wanted = [file for each in judged for file in each.files]
        staging.make_durable(opened.vault, wanted)
        results = _enter(desk, found, judged)
    except BaseException:
        staged.clear()
        raise
    staged.clear(but=wanted)
    desk.results.extend(results)
    _keep_the_rest(desk, found, delivered, results)


def _keep_the_rest(
    desk: _Desk, found: Found, delivered: Delivered, results: Sequence[RecordResult]
) -> None:
    """Keep whole parts of records that are not whole yet, or let go of all of them."""
    statement = found.checked.statement
    open_ones = {
        each.record
        for each in results
        if each.outcome in {Outcome.INCOMPLETE, Outcome.DAMAGED}
    }
    lacking = {*delivered.missing, *delivered.damaged}
    if not open_ones or not lacking:
        waiting.settle(desk.opened, statement.id)
        return
    needed = {
        segment.part
        for entry in statement.files
        if parcel_of(entry).record in open_ones
        for segment in entry.segments
    }
    whole = needed - lacking
    why = Why.INCOMPLETE
    if not waiting.keep(desk.opened, found, whole, why, desk.reader, desk.now):
        desk.faults.append(FileFault(statement.id[:NAME], str(NoRoomToHold())))


def _enter(desk: _Desk, found: Found, judged: Sequence[Judged]) -> list[RecordResult]:
    """Let every record of a bundle appear in the library at once."""
    opened = desk.opened
    with store.transaction(opened.vault):
        doubted = _doubts(desk, found, judged)
        fresh = [
            (_with_notes(desk, each.row, doubted.get(each.row.record, ())), each)
            for each in judged
            if each.row is not None
        ]
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
            ]
            + [
                (Event.DOUBTED, record, witness.as_detail(doubts))
                for record, doubts in doubted.items()
                if doubts
            ],
            desk.now,
        )
    named = {
        row.record: number for (row, _), number in zip(fresh, numbers, strict=True)
    }
    return [
        replace(
            each.result,
            number=named.get(each.result.record, each.result.number),
            doubts=doubted.get(each.result.record, ()),
        )
        for each in judged
    ]


def _doubts(
    desk: _Desk, found: Found, judged: Sequence[Judged]
) -> dict[str, tuple[Doubt, ...]]:
    """Tell what is odd of the devices, by record or bundle, and remember them."""
    vault = desk.opened.vault
    bundle = witness.of_statement(found.checked)
    accounts = [each for each in judged if each.told is not None]
    told = [bundle, *(each.told for each in accounts if each.told is not None)]
    of_bundle, *of_accounts = witness.doubts(vault, told, desk.now.date())
    gap = witness.gap(vault, told)
    witness.remember(vault, told)
    desk.doubts.extend(gap)
    common = of_bundle + gap
    doubted = {
        each.result.record: common + mine
        for each, mine in zip(accounts, of_accounts, strict=True)
    }
    if common:
        doubted[found.checked.statement.id] = common
    return doubted


def _with_notes(desk: _Desk, row: Row, doubts: Sequence[Doubt]) -> Row:
    notes: dict[str, Json] = {}
    if doubts:
        notes["doubts"] = [each.to_json() for each in doubts]
    if desk.allowed is not None:
        notes["allowed"] = {"reason": desk.allowed}
    return replace(row, summary={**library.summary(row), **notes})
