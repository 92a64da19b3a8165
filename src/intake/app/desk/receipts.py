"""The desk's answer: a signed list of what arrived and verified."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake import vault as store
from intake.app import signing, wholeness
from intake.app.desk import waiting
from intake.app.desk.library import keys_of, text
from intake.app.desk.waiting import Waiting, Why
from intake.app.opening import Opened, require
from intake.domain.custody import Event
from intake.domain.errors import NothingToAnswer, VaultDamaged
from intake.domain.people import Card, Role, Trust
from intake.domain.record import RecordState
from intake.sealing import medium
from intake.sealing.container import Writable
from intake.sealing.pack import file_name
from intake.sealing.receipt import Came, Line, Receipt, Verdict, make_receipt
from intake.vault import cards, custody, records
from intake.vault.records import Row


@dataclass(frozen=True, slots=True)
class Made:
    """A receipt that lies on the medium, for one interviewer."""

    path: Path
    to: Card
    records: int


def due(opened: Opened, *, again: bool = False) -> dict[str, tuple[Row, ...]]:
    """List the records that wait for a receipt, by their sender's fingerprint.

    With *again*, those that had one are listed once more. Records whose sender was
    not compared, or was taken back, wait until that is settled.
    """
    waiting: dict[str, tuple[Row, ...]] = {}
    for row in records.all_rows(opened.vault):
        answered = row.receipted is not None and not again
        if row.state is RecordState.SET_APART or answered:
            continue
        if cards.trusted(opened.vault, row.sender):
            waiting[row.sender] = (*waiting.get(row.sender, ()), row)
    return waiting


def missing(opened: Opened, *, again: bool = False) -> dict[str, tuple[Waiting, ...]]:
    """List the bundles of which parts are missing, by their sender's fingerprint.

    With *again*, also those of which the sender was told.
    """
    found: dict[str, tuple[Waiting, ...]] = {}
    for each in waiting.listed(opened):
        if each.why is not Why.INCOMPLETE or (each.told and not again):
            continue
        if cards.trusted(opened.vault, each.sender):
            found[each.sender] = (*found.get(each.sender, ()), each)
    return found


def make(
    opened: Opened, folder: Path, now: datetime, *, again: bool = False
) -> tuple[Made, ...]:
    """Write one receipt for each interviewer who waits for one into *folder*.

    Every object of a record is read from the disk first: one that this desk does not
    hold whole is left out, and what waits for it in the field stays there. Each
    receipt is sealed to the interviewer's own card, names the parts that are missing,
    and carries the cards that were taken back. With *again*, records that had a
    receipt are listed once more, for a receipt that was lost on the way. Raises
    NothingToAnswer, VaultDamaged, and the errors of a stick.
    """
    require(opened, Role.COORDINATOR)
    made = []
    arrived, lacking = due(opened, again=again), missing(opened, again=again)
    for sender in sorted({*arrived, *lacking}):
        card = cards.trusted(opened.vault, sender)
        if card is not None:
            told = arrived.get(sender, ()), lacking.get(sender, ())
            made.append(_one(opened, folder, now, card, told))
    if not made:
        raise NothingToAnswer
    return tuple(made)


def _one(
    opened: Opened,
    folder: Path,
    now: datetime,
    to: Card,
    told: tuple[tuple[Row, ...], tuple[Waiting, ...]],
) -> Made:
    arrived, lacking = told
    rows = tuple(
        row
        for row in arrived
        if all(wholeness.is_whole(opened, key) for key in keys_of(row))
    )
    if not (rows or lacking):
        raise VaultDamaged(what=", ".join(row.number for row in arrived))
    lines = tuple(
        Line(row.record, text(row, "statement"), row.digests, Verdict.STORED)
        for row in rows
    )
    came = {
        text(row, "bundle"): Came(text(row, "bundle"), text(row, "bundle_statement"))
        for row in rows
    }
    came |= {
        each.bundle: Came(each.bundle, each.statement, each.missing) for each in lacking
    }
    revoked = tuple(
        each.card.fingerprint
        for each in cards.all_cards(opened.vault)
        if each.trust is Trust.REVOKED
    )
    receipt = Receipt(lines, tuple(came[key] for key in sorted(came)), revoked)
    stamp = signing.stamp(opened, now)

    def fill(out: Writable) -> None:
        make_receipt(out, receipt, stamp=stamp, sender=signing.sender(opened), to=to)

    name = file_name(stamp, sealed=True)
    medium.write_file(folder, name, fill)
    with store.transaction(opened.vault):
        for each in lacking:
            waiting.mark_told(opened, each.bundle)
        for row in rows:
            records.set_receipted(opened.vault, row.number, now)
            custody.record(
                opened.vault,
                Event.RECEIPT_GIVEN,
                row.record,
                {"receipt": stamp.id},
                now,
            )
    return Made(folder / name, to, len(rows))
