from datetime import timedelta
from pathlib import Path

import pytest

from intake.app import cards, opening, rotation, signing, witness
from intake.app.desk import packs as desk_packs
from intake.app.desk import receipts as desk_receipts
from intake.app.desk import receiving
from intake.app.field import interviewing, packs, receipts, sending
from intake.app.opening import Opened
from intake.domain.custody import Event
from intake.domain.errors import (
    IntakeError,
    ReceiptFromAnother,
    ReceiptNotForUs,
    WrongDesk,
)
from intake.domain.people import Role, Trust
from intake.domain.record import InterviewState
from intake.sealing.receipt import Line, Receipt, Verdict, make_receipt
from intake.vault import custody, interviews, objects
from kitchen import (
    BEGUN,
    CHEAP,
    PASSPHRASE,
    Kitchen,
    groups,
    introduced,
    sealed,
    strangers,
)

LATER = BEGUN + timedelta(hours=2)


def answered(kitchen: Kitchen) -> Path:
    """Send what waits, take it in at the desk, and make the receipt."""
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (made,) = desk_receipts.make(kitchen.desk, kitchen.stick, LATER)
    return made.path


def test_only_the_receipt_lets_the_sealed_copy_go(kitchen: Kitchen) -> None:
    interview = sealed(kitchen.field)
    receipt = answered(kitchen)
    assert objects.of_record(kitchen.field.vault, interview.id)
    taken = receipts.accept(kitchen.field, receipt, LATER)
    assert taken.removed == (interview.name,)
    assert objects.of_record(kitchen.field.vault, interview.id) == ()
    (row,) = interviewing.listed(kitchen.field)
    assert row.state is InterviewState.HANDED_OVER
    log = custody.entries(kitchen.field.vault, interview.id)
    assert [each.event for each in log][-2:] == [Event.RECEIPT_TAKEN, Event.PURGED]
    assert dict(log[-1].detail)["receipt"]


def test_a_record_the_receipt_does_not_name_stays(kitchen: Kitchen) -> None:
    first = sealed(kitchen.field)
    receipt = answered(kitchen)
    second = sealed(kitchen.field)
    taken = receipts.accept(kitchen.field, receipt, LATER)
    assert taken.removed == (first.name,)
    assert objects.of_record(kitchen.field.vault, second.id)


def test_taking_a_receipt_twice_removes_nothing_more(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    receipt = answered(kitchen)
    receipts.accept(kitchen.field, receipt, LATER)
    again = receipts.accept(kitchen.field, receipt, LATER)
    assert (again.removed, again.before) == ((), 1)


def test_a_receipt_for_another_laptop_removes_nothing(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    other = introduced(tmp_path / "other")
    sealed(other.field)
    mine = sealed(kitchen.field)
    receipt = answered(other)
    other.close()
    with pytest.raises(IntakeError):
        receipts.accept(kitchen.field, receipt, LATER)
    assert objects.of_record(kitchen.field.vault, mine.id)


def test_every_flipped_byte_of_a_receipt_is_refused(kitchen: Kitchen) -> None:
    interview = sealed(kitchen.field)
    receipt = answered(kitchen)
    whole = receipt.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        receipt.write_bytes(bytes(damaged))
        with pytest.raises(IntakeError):
            receipts.accept(kitchen.field, receipt, LATER)
    assert objects.of_record(kitchen.field.vault, interview.id)


def test_a_receipt_that_names_nothing_of_ours_says_so(
    kitchen: Kitchen,
) -> None:
    sealed(kitchen.field)
    receipt = answered(kitchen)
    (row,) = interviewing.listed(kitchen.field)
    objects.remove(
        kitchen.field.vault,
        [each.id for each in objects.of_record(kitchen.field.vault, row.id)],
    )

    interviews.remove(kitchen.field.vault, row.id)
    with pytest.raises(ReceiptNotForUs):
        receipts.accept(kitchen.field, receipt, LATER)


def test_the_desk_takes_no_receipts(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    receipt = answered(kitchen)
    with pytest.raises(WrongDesk):
        receipts.accept(kitchen.desk, receipt, LATER)


def signed_receipt(
    signer: Opened, kitchen: Kitchen, receipt: Receipt, name: str = "forged.age"
) -> Path:
    """Write a receipt as whoever holds the keys of *signer* could."""
    path = kitchen.stick / name
    with path.open("wb") as out:
        make_receipt(
            out,
            receipt,
            stamp=signing.stamp(signer, LATER),
            sender=signing.sender(signer),
            to=kitchen.field.card.card,
        )
    return path


def answer_for(kitchen: Kitchen, key: str, verdict: Verdict) -> Line:
    lying = objects.of_record(kitchen.field.vault, key)
    return Line(key, "", tuple(each.sha256 for each in lying), verdict)


def moved(kitchen: Kitchen, tmp_path: Path) -> Kitchen:
    """Let the laptop work for another desk from now on, by its digits."""
    other = strangers(tmp_path / "other")
    made = desk_packs.make(other.desk, other.stick, LATER)
    compared = groups(other.desk.card.card.fingerprint)
    packs.accept(kitchen.field, made.path, LATER, compared)
    return other


def test_a_desk_that_another_took_the_place_of_is_not_obeyed(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    old = sealed(kitchen.field)
    other = moved(kitchen, tmp_path)
    mine, today = kitchen.field.vault, other.desk.card.card.fingerprint
    before = kitchen.desk.card.card.fingerprint
    assert cards.trust_of(kitchen.field, before) is Trust.CHANGED
    seen = witness.known_devices(mine)
    for verdict in (Verdict.REFUSED, Verdict.STORED):
        lines = (answer_for(kitchen, old.id, verdict),)
        told = Receipt(lines, revoked=(today,))
        with pytest.raises(ReceiptFromAnother):
            receipts.accept(
                kitchen.field, signed_receipt(kitchen.desk, kitchen, told), LATER
            )
    assert objects.of_record(mine, old.id)
    assert cards.trust_of(kitchen.field, today) is Trust.COMPARED
    assert witness.known_devices(mine) == seen
    sealed(kitchen.field)
    pack = desk_packs.make(other.desk, other.stick, LATER)
    assert packs.accept(kitchen.field, pack.path, LATER).card == other.desk.card.card
    other.close()


def test_a_custodians_receipt_is_not_obeyed(kitchen: Kitchen, tmp_path: Path) -> None:
    keeper = opening.create(
        tmp_path / "keeper", PASSPHRASE, Role.CUSTODIAN, "Yew", BEGUN, cost=CHEAP
    )
    saved = cards.save(keeper, kitchen.stick)
    cards.accept(kitchen.desk, saved, groups(keeper.card.card.fingerprint), BEGUN)
    made = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    packs.accept(kitchen.field, made.path, BEGUN)
    mine, today = sealed(kitchen.field), kitchen.desk.card.card.fingerprint
    told = Receipt((answer_for(kitchen, mine.id, Verdict.STORED),), revoked=(today,))
    with pytest.raises(ReceiptFromAnother):
        receipts.accept(kitchen.field, signed_receipt(keeper, kitchen, told), LATER)
    assert objects.of_record(kitchen.field.vault, mine.id)
    assert cards.trust_of(kitchen.field, today) is Trust.COMPARED
    keeper.close()


def test_no_desk_takes_its_own_card_back(kitchen: Kitchen) -> None:
    mine, today = sealed(kitchen.field), kitchen.desk.card.card.fingerprint
    told = Receipt((answer_for(kitchen, mine.id, Verdict.STORED),), revoked=(today,))
    path = signed_receipt(kitchen.desk, kitchen, told)
    assert receipts.accept(kitchen.field, path, LATER).removed == (mine.name,)
    assert cards.trust_of(kitchen.field, today) is Trust.COMPARED
    sealed(kitchen.field)


def test_a_receipt_by_the_desks_card_before_only_says_what_it_stored(
    kitchen: Kitchen,
) -> None:
    first, older = sealed(kitchen.field), kitchen.desk
    lines = [answer_for(kitchen, first.id, Verdict.STORED)]
    desk = rotation.rotate_keys(kitchen.desk, LATER)
    today = desk.card.card.fingerprint
    packs.accept(kitchen.field, desk_packs.make(desk, kitchen.stick, LATER).path, LATER)
    second = sealed(kitchen.field)
    lines.append(answer_for(kitchen, second.id, Verdict.STORED))
    told = Receipt(tuple(lines), revoked=(today,))
    path = signed_receipt(older, kitchen, told)
    assert receipts.accept(kitchen.field, path, LATER).removed == (first.name,)
    assert objects.of_record(kitchen.field.vault, second.id)
    assert cards.trust_of(kitchen.field, today) is Trust.COMPARED
