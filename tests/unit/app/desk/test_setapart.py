from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from intake.app import cards as app_cards
from intake.app import signing
from intake.app.desk import library, receiving, senders, setapart
from intake.app.desk import packs as desk_packs
from intake.app.desk.receiving import Outcome
from intake.app.field import packs, sending
from intake.domain.custody import Event
from intake.domain.errors import (
    NothingHeld,
    ReasonMissing,
    RecordSetApart,
    SealingError,
    SenderUnknown,
)
from intake.domain.people import Trust
from intake.domain.record import RecordState
from intake.sealing.bundle import Parcel, plan_bundle, write_bundle
from intake.vault import custody, objects
from kitchen import BEGUN, Kitchen, groups, sealed, strangers

LATER = BEGUN + timedelta(hours=2)
Carried = tuple[Kitchen, Kitchen]


@pytest.fixture
def carried(kitchen: Kitchen, tmp_path: Path) -> Carried:
    """A record by somebody nobody compared, in the bundle of one who was compared."""
    other = strangers(tmp_path / "other")
    made = desk_packs.make(kitchen.desk, other.stick, BEGUN)
    digits = groups(kitchen.desk.card.card.fingerprint)
    packs.accept(other.field, made.path, BEGUN, digits)
    interview = sealed(other.field)
    parcels = [
        (
            Parcel(interview.id, each.kind, each.id, each.size, each.sha256),
            partial(objects.open, other.field.vault, each.id),
        )
        for each in objects.of_record(other.field.vault, interview.id)
    ]
    plan = plan_bundle(
        parcels,
        stamp=signing.stamp(kitchen.field, LATER),
        sender=signing.sender(kitchen.field),
        to=kitchen.desk.card.card,
    )
    write_bundle(kitchen.stick, plan)
    received = receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    assert [each.outcome for each in received.records] == [Outcome.SET_APART]
    return kitchen, other


def test_a_record_by_a_stranger_is_let_in_for_a_reason(carried: Carried) -> None:
    kitchen, other = carried
    desk = kitchen.desk
    (row,) = library.listed(desk)
    with pytest.raises(RecordSetApart):
        library.read(desk, row, LATER)
    with pytest.raises(ReasonMissing):
        senders.allow_once(desk, row.number, "  ", LATER)
    done = senders.allow_once(desk, row.number, "brought by hand", LATER)
    assert [each.outcome for each in done.records] == [Outcome.TAKEN_IN]
    (row,) = library.listed(desk)
    assert row.state is RecordState.NEW
    assert library.allowed_because(row) == "brought by hand"
    assert library.read(desk, row, LATER).parts
    entry = custody.entries(desk.vault, row.record)[1]
    assert entry.event is Event.ALLOWED
    assert "brought by hand" not in str(entry)
    # The card stands as before: another "Cedar" than the one that was compared.
    fingerprint = other.field.card.card.fingerprint
    assert app_cards.trust_of(desk, fingerprint) is Trust.CHANGED


def test_a_record_is_taken_in_once_its_sender_was_compared(carried: Carried) -> None:
    kitchen, other = carried
    desk = kitchen.desk
    (row,) = library.listed(desk)
    with pytest.raises(SenderUnknown):
        setapart.look_again(desk, row, LATER)
    saved = app_cards.save(other.field, other.stick)
    fingerprint = other.field.card.card.fingerprint
    app_cards.accept(desk, saved, groups(fingerprint), LATER)
    entered = setapart.look_again(desk, row, LATER)
    assert entered.state is RecordState.NEW
    assert library.allowed_because(entered) is None
    assert library.read(desk, entered, LATER).parts
    with pytest.raises(NothingHeld):
        setapart.look_again(desk, entered, LATER)


def test_a_decision_mends_no_forgery(carried: Carried) -> None:
    kitchen, _ = carried
    desk = kitchen.desk
    (row,) = library.listed(desk)
    path = objects.place(desk.vault, row.account)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(SealingError):
        senders.allow_once(desk, row.number, "brought by hand", LATER)
    (row,) = library.listed(desk)
    assert row.state is RecordState.SET_APART


def test_nothing_is_held_under_the_name_of_a_record_that_is_fine(
    kitchen: Kitchen,
) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    (result,) = receiving.receive(kitchen.desk, [kitchen.stick], LATER).records
    with pytest.raises(NothingHeld):
        senders.allow_once(kitchen.desk, result.number, "why not", LATER)


def test_what_came_before_a_card_was_taken_back_stays_readable_and_marked(
    kitchen: Kitchen,
) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (row,) = library.listed(kitchen.desk)
    assert library.doubts(kitchen.desk, row) == ()
    senders.revoke(kitchen.desk, kitchen.field.card.card.fingerprint, LATER)
    assert library.read(kitchen.desk, row, LATER).parts
    assert all(each.good for each in library.verify(kitchen.desk, row, LATER))
    (said,) = library.doubts(kitchen.desk, row)
    assert "taken back since" in said
