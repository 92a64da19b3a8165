"""The desk's receipt at the interviewer's end: only now may the sealed copy go.

Only today's desk is obeyed. A card that it had before still says what it stored, and
nothing else; a desk that another took the place of says nothing any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake import vault as store
from intake.app import signing
from intake.app.field import interviewing, logbook, packs, plans
from intake.app.opening import Opened, require
from intake.domain.custody import Event
from intake.domain.devices import Doubt
from intake.domain.errors import (
    NoPackYet,
    ReceiptFromAnother,
    ReceiptNotForUs,
    SenderUnknown,
)
from intake.domain.people import Card, Role
from intake.domain.record import InterviewState
from intake.sealing.container import Readable
from intake.sealing.incoming import Checked, Reader
from intake.sealing.medium import open_file
from intake.sealing.receipt import Came, Receipt, Verdict, read_receipt
from intake.vault import custody, interviews, objects
from intake.vault.interviews import Interview as Row


@dataclass(frozen=True, slots=True)
class Taken:
    """What a receipt did: code names whose copies were removed, and those kept.

    ``kept`` are records that the desk does not hold whole; their copies stay here.
    ``before`` counts those that an earlier receipt had settled. ``missing`` are parts
    of bundles that did not reach the desk, by the names of their files: the next
    sending writes them again. ``doubts`` are contradictions of the desk's own device.
    """

    removed: tuple[str, ...]
    kept: tuple[str, ...]
    before: int
    missing: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def accept(opened: Opened, path: Path, now: datetime) -> Taken:
    """Take a receipt in and remove exactly the sealed copies that it names.

    A copy goes only if the desk's signed list holds every one of its objects with
    the very digest it has here. Raises NoPackYet, ReceiptNotForUs, ReceiptFromAnother,
    SignatureInvalid and the errors of a damaged file; nothing is then removed.
    """
    require(opened, Role.INTERVIEWER)
    known = packs.desk(opened)
    if known is None:
        raise NoPackYet
    before_today = packs.cards_before(opened)
    with open_file(path) as source:
        checked, receipt = _read(source, signing.reader(opened, before_today))
    signer, today = checked.statement.signer, known.card.fingerprint
    if signer != today and signer not in before_today:
        raise ReceiptFromAnother
    proof = {"receipt": checked.head.sha256}
    rows = {row.id: row for row in interviews.all_interviews(opened.vault)}
    removed, kept, gone, before = [], [], [], 0
    missing: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    with store.transaction(opened.vault):
        if signer == today:
            missing = _mark_missing(opened, known.card, receipt.bundles)
            # No desk takes its own card back: the one that follows it does.
            packs.take_back(opened, set(receipt.revoked) - {today}, now)
            doubts = packs.weigh(opened, checked, now)
        for line in receipt.lines:
            row = rows.get(line.record)
            if row is None or not _sealed_to(opened, row, signer):
                continue
            if row.state is InterviewState.HANDED_OVER:
                before += 1
                continue
            mine = objects.of_record(opened.vault, row.id)
            digests = {each.sha256 for each in mine}
            whole = bool(mine) and digests <= set(line.objects)
            sealed = row.state is InterviewState.SEALED
            if line.verdict is not Verdict.STORED or not whole or not sealed:
                kept.append(row.name)
                continue
            custody.record(opened.vault, Event.RECEIPT_TAKEN, row.id, proof, now)
            logbook.note_seen(opened, row.id)
            objects.remove(opened.vault, [each.id for each in mine])
            interviewing.keep(
                opened, row.id, state=InterviewState.HANDED_OVER, changed=now
            )
            custody.record(opened.vault, Event.PURGED, row.id, proof, now)
            removed.append(row.name)
            gone.append(row.id)
        plans.forget(opened, gone)
        if not (removed or kept or before or missing):
            raise ReceiptNotForUs
    return Taken(tuple(removed), tuple(kept), before, missing, doubts)


def _read(source: Readable, reader: Reader) -> tuple[Checked, Receipt]:
    try:
        return read_receipt(source, reader)
    except SenderUnknown as error:
        raise ReceiptFromAnother from error


def _mark_missing(
    opened: Opened, desk: Card, bundles: Iterable[Came]
) -> tuple[str, ...]:
    """Note which parts of our bundles must be written again."""
    missing = {each.statement_sha256: each.missing for each in bundles}
    names: list[str] = []
    for made in plans.known(opened, desk):
        parts = set(missing.get(made.plan.head.sha256, ())) & set(made.plan.parts)
        if parts:
            plans.unmark(opened, made, parts)
            names.extend(made.plan.part_name(part) for part in sorted(parts))
    return tuple(names)


def _sealed_to(opened: Opened, row: Row, signer: str) -> bool:
    """Tell whether the signer is the desk that this interview was sealed to."""
    match row.about:
        case {"desk": str(desk)}:
            return packs.speaks_for(opened, signer, desk)
        case _:
            return False
