"""Handing over: sealed records leave for the desk on a stick or in a folder."""

import contextlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from intake import vault as store
from intake.app.field import interviewing, packs, plans
from intake.app.field.plans import Begun
from intake.app.opening import Opened, require
from intake.app.reports import Report, silent
from intake.domain.canonical import Json
from intake.domain.custody import Event
from intake.domain.errors import (
    Cancelled,
    NoPackYet,
    NoSuchPart,
    NothingToSend,
    SealingError,
    StickFull,
    StickLies,
    VaultDamaged,
)
from intake.domain.people import Card, Role
from intake.domain.record import InterviewState
from intake.sealing.bundle import (
    PART_SIZE,
    Written,
    fitting,
    withdraw,
    write_bundle,
)
from intake.sealing.listing import look_again
from intake.sealing.medium import DISK, Disk
from intake.vault import cards, custody, interviews, objects
from intake.vault.interviews import Interview as Row

ENDING = ".age"


@dataclass(frozen=True, slots=True)
class Sent:
    """What is on the medium now, read back and compared. ``size`` in bytes.

    ``bundle`` is the id of the newest bundle of it; ``kept`` are those of ``files``
    that were there already, whole. ``remaining`` are parts that found no room: the
    records count as handed over when these are on another stick. ``damaged`` are code
    names of interviews whose sealed copy this disk no longer holds as it was.
    """

    bundle: str
    records: int
    files: tuple[str, ...]
    size: int
    kept: tuple[str, ...] = ()
    remaining: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()


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


def begun(opened: Opened) -> tuple[Begun, ...]:
    """List the bundles that wait for a receipt, with the parts still to be written."""
    desk = packs.desk(opened)
    return plans.known(opened, desk.card) if desk else ()


def send(
    opened: Opened,
    folder: Path,
    now: datetime,
    report: Report = silent,
    only: Collection[str] | None = None,
    *,
    again: bool = False,
    part_size: int = PART_SIZE,
    disk: Disk = DISK,
) -> Sent:
    """Write the waiting records into *folder* for the desk, as one bundle.

    *only* limits it to these interview ids. Records that were signed into a bundle
    before go on in that one: the parts still missing are written, as many as fit; of
    a bundle that was written whole, all parts once more, except those that lie in
    *folder* still. *again* makes a new bundle instead; *part_size* is for new ones.
    Returns when every part has been read back from the medium and compared, and all
    of them once more after the last was written.

    Raises NothingToSend, NoPackYet, StickFull, StickReadOnly, StickGone, StickLies,
    NotAFolder or Cancelled; the sealed records stay here in every case, until the
    desk's receipt, and a part that was compared is not written again to that stick.
    """
    to = _desk(opened)
    rows = [row for row in waiting(opened) if only is None or row.id in only]
    if not rows:
        raise NothingToSend
    chosen = {row.id for row in rows}
    found = [] if again else _within(plans.known(opened, to), chosen)
    covered = {record for each in found for record in each.records}
    rest = [row for row in rows if row.id not in covered]
    damaged: list[str] = []
    for card, group in _by_desk(opened, rest, to):
        whole = [row for row in group if plans.is_whole(opened, row)]
        damaged.extend(row.name for row in group if row not in whole)
        if whole:
            found.append(plans.make(opened, whole, card, now, part_size))
    if not found:
        raise VaultDamaged(what=", ".join(damaged))
    wanted = [(each, each.remaining or each.needed) for each in found]
    sent = _write_all(_Stick(opened, folder, report, disk), wanted, now)
    return replace(sent, damaged=tuple(damaged))


def send_parts(
    opened: Opened,
    folder: Path,
    names: Collection[str],
    now: datetime,
    report: Report = silent,
    *,
    disk: Disk = DISK,
) -> Sent:
    """Write parts of bundles once more, told by the names of their files.

    Raises NoSuchPart for a name that is of no bundle here, and else as ``send``.
    """
    asked = {name.removesuffix(ENDING) for name in names}
    chosen = []
    for made in plans.known(opened, _desk(opened)):
        named = {
            made.plan.part_name(part).removesuffix(ENDING): part
            for part in made.plan.parts
            if made.plan.writable(part)
        }
        if parts := [part for name, part in named.items() if name in asked]:
            chosen.append((made, parts))
    if not names or sum(len(parts) for _, parts in chosen) != len(asked):
        raise NoSuchPart
    return _write_all(_Stick(opened, folder, report, disk), chosen, now)


def _desk(opened: Opened) -> Card:
    require(opened, Role.INTERVIEWER)
    known = packs.desk(opened)
    if known is None:
        raise NoPackYet
    return known.card


def _by_desk(
    opened: Opened, rows: Iterable[Row], today: Card
) -> list[tuple[Card, list[Row]]]:
    """Tell which desk can open what: the one each interview was sealed to."""
    groups: dict[str, tuple[Card, list[Row]]] = {}
    for row in rows:
        card = today
        match row.about:
            case {"desk": str(desk)} if not packs.speaks_for(
                opened, today.fingerprint, desk
            ):
                entry = cards.get(opened.vault, desk)
                card = entry.card if entry else today
            case _:
                pass
        groups.setdefault(card.fingerprint, (card, []))[1].append(row)
    return list(groups.values())


def _within(known: Iterable[Begun], chosen: Collection[str]) -> list[Begun]:
    """Take the bundles that hold nothing but chosen records, none of them twice."""
    found: dict[str, Begun] = {}
    for each in known:
        if set(each.records) <= set(chosen) and each.at_hand:
            found |= dict.fromkeys(each.records, each)
    newest = {each.id: each for each in found.values()}
    return [
        each
        for each in newest.values()
        if all(found[record] is each for record in each.records)
    ]


@dataclass(frozen=True, slots=True)
class _Stick:
    """Whose records go where, and who is told."""

    opened: Opened
    folder: Path
    report: Report
    disk: Disk


@dataclass(frozen=True, slots=True)
class _Done:
    """Some parts of one bundle that are on the stick, each compared by itself."""

    made: Begun
    parts: Collection[int]
    written: Written

    @property
    def new(self) -> bool:
        """Whether anything of it was not there before."""
        return len(self.written.kept) < len(self.written.names)


def _write_all(
    stick: _Stick, wanted: Sequence[tuple[Begun, Collection[int]]], now: datetime
) -> Sent:
    """Write parts of bundles, and only then say what is there."""
    fits = fitting(
        stick.folder, [(made.plan, parts) for made, parts in wanted], stick.disk
    )
    pairs = list(zip(wanted, fits, strict=True))
    going = [(made, parts) for (made, _), parts in pairs if parts]
    if not going:
        made, asked = wanted[0]
        raise StickFull(needed=min(made.plan.sealed_size(part) for part in asked))
    done = _write_and_see(stick, going)
    for each in done:
        _mark(stick.opened, each, now)
    records = {record for made, _ in wanted for record in made.records}
    return Sent(
        wanted[-1][0].id,
        len(records),
        tuple(name for each in done for name in each.written.names),
        sum(each.written.size for each in done),
        tuple(name for each in done for name in each.written.kept),
        tuple(
            made.plan.part_name(part)
            for (made, asked), parts in pairs
            for part in asked
            if part not in parts
        ),
    )


def _write_and_see(
    stick: _Stick, going: Sequence[tuple[Begun, Collection[int]]]
) -> list[_Done]:
    """Write, and if that is more than one file, read all from the medium once more.

    Stopped, nothing new stays there; on a stick that lies, nothing at all.
    """
    sizes = [sum(map(made.plan.sealed_size, parts)) for made, parts in going]
    several = sum(len(parts) for _, parts in going) > 1
    total = (3 if several else 2) * sum(sizes)
    begun = 0
    done: list[_Done] = []
    try:
        for (made, parts), size in zip(going, sizes, strict=True):
            report = _part_of(stick.report, begun, 2 * size, total)
            done.append(_write(replace(stick, report=report), made, parts))
            begun += 2 * size
        if several and any(each.new for each in done):
            files = {
                name: sha256
                for each in done
                for name, sha256 in each.written.hashes.items()
            }
            report = _part_of(stick.report, begun, total - begun, total)
            look_again(stick.folder, files, report, stick.disk)
    except (Cancelled, StickLies) as error:
        for each in done:
            if each.new or isinstance(error, StickLies):
                _take_back(stick, each)
        raise
    stick.report(total, total)
    return done


def _part_of(report: Report, begun: int, share: int, total: int) -> Report:
    """Report what is *share* of a *total*, after *begun*."""

    def told(done: int, of: int) -> None:
        report(begun + share * done // of, total)

    return told


def _write(stick: _Stick, made: Begun, parts: Collection[int]) -> _Done:
    """Write some parts of one bundle, remembering how each is known again."""
    state, opened = made, stick.opened

    def wrote(part: int, sha256: str) -> None:
        nonlocal state
        state = plans.note(opened, state, part, sha256)

    try:
        written = write_bundle(
            stick.folder,
            made.plan,
            only=parts,
            known=made.copies,
            report=stick.report,
            wrote=wrote,
            disk=stick.disk,
        )
    except (Cancelled, StickLies):
        plans.unmark(opened, state, parts)
        raise
    return _Done(state, parts, written)


def _take_back(stick: _Stick, done: _Done) -> None:
    """Remove what was written, as far as the stick lets, and count it as not there."""
    with contextlib.suppress(SealingError):
        withdraw(stick.folder, done.made.plan, done.parts, stick.disk)
    plans.unmark(stick.opened, done.made, done.parts)


def _mark(opened: Opened, done: _Done, now: datetime) -> None:
    """Count parts as there, and with the last of them their records as exported."""
    made = plans.mark(opened, done.made, done.parts)
    rows = [interviews.get(opened.vault, record) for record in made.records]
    if not made.remaining and (done.new or None in map(exported, rows)):
        _note_exported(opened, made, now)


def _note_exported(opened: Opened, made: Begun, now: datetime) -> None:
    with store.transaction(opened.vault):
        for record in made.records:
            about = interviews.get(opened.vault, record).about
            facts: dict[str, Json] = {**about} if isinstance(about, dict) else {}
            facts["exported"] = now.isoformat(timespec="seconds")
            interviewing.keep(opened, record, about=facts)
            custody.record(
                opened.vault, Event.EXPORTED, record, {"bundle": made.id}, now
            )
