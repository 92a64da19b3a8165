"""Records that lie here and may not be read yet: looked at again, or let in."""

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from intake import vault as store
from intake.app import signing, witness
from intake.app.desk import judging, library, strangers
from intake.app.desk.judging import Looked, Outcome, RecordResult
from intake.app.desk.receiving import Received
from intake.app.opening import Opened, require
from intake.domain.canonical import Json, encode
from intake.domain.custody import Event
from intake.domain.errors import ContentsAltered, NothingHeld
from intake.domain.people import Role
from intake.domain.record import RecordState
from intake.sealing import record as sealed
from intake.sealing.bundle import Parcel
from intake.vault import custody, objects, records
from intake.vault.records import Row


def look_again(opened: Opened, row: Row, now: datetime) -> Row:
    """Take a record in that was set apart, now that its sender counts.

    Raises NothingHeld if it is not set apart, and the reason if it still must be.
    """
    require(opened, Role.COORDINATOR)
    looked = _look(opened, row, ())
    return _enter(opened, row, looked, None, now)


def allow(opened: Opened, row: Row, reason: str, now: datetime) -> Received:
    """Let a record in although its sender does not count; `senders.allow_once`."""
    signer = _signer(opened, row, now)
    looked = _look(opened, row, (row.sender, signer))
    done = _enter(opened, row, looked, reason, now)
    return Received((RecordResult(done.record, done.number, Outcome.TAKEN_IN),))


def _look(opened: Opened, row: Row, believing: Collection[str]) -> Looked:
    if row.state is not RecordState.SET_APART:
        raise NothingHeld
    reader = signing.reader(opened, believing)
    with objects.open(opened.vault, row.account) as source:
        return judging.look(source, reader, row.record, _parcels(opened, row))


def _signer(opened: Opened, row: Row, now: datetime) -> str:
    """Tell who signed the account, whoever that is, and keep the card.

    Raises what is wrong with it.
    """
    if row.state is not RecordState.SET_APART or not row.account:
        raise NothingHeld
    reader = signing.reader(opened, revoked_is_unknown=True)
    with objects.open(opened.vault, row.account) as source:
        checked, _ = sealed.look(source, reader)
    strangers.keep_card(opened, checked.statement.card, checked.signer, now)
    return checked.statement.signer


def _parcels(opened: Opened, row: Row) -> list[Parcel]:
    """Give the objects of a record again as its bundle listed them."""
    placed = library.summary(row).get("objects")
    portions = library.summary(row).get("portions")
    if not isinstance(placed, dict) or not isinstance(portions, dict):
        raise ContentsAltered
    found = []
    for name, key in placed.items():
        stored = objects.get(opened.vault, str(key))
        portion = str(portions.get(name, ""))
        found.append(Parcel(row.record, portion, name, stored.size, stored.sha256))
    return found


def _enter(
    opened: Opened, row: Row, looked: Looked, reason: str | None, now: datetime
) -> Row:
    facts: dict[str, Json] = {**library.summary(row), **looked.facts}
    detail = {"sender": row.sender}
    if reason is not None:
        facts["allowed"] = {"reason": reason}
        detail["reason"] = hashlib.sha256(reason.encode()).hexdigest()
    (doubts,) = witness.doubts(opened.vault, [looked.told], now.date())
    if doubts:
        known = [each.to_json() for each in {*library.noted(row), *doubts}]
        facts["doubts"] = sorted(known, key=encode)
    entered = replace(row, state=RecordState.NEW, reason="", summary=facts)
    event = Event.RECEIVED if reason is None else Event.ALLOWED
    with store.transaction(opened.vault):
        records.update(opened.vault, entered, looked.words)
        custody.record(opened.vault, event, row.record, detail, now)
        if doubts:
            said = witness.as_detail(doubts)
            custody.record(opened.vault, Event.DOUBTED, row.record, said, now)
        witness.remember(opened.vault, [looked.told])
    return entered
