from datetime import timedelta
from pathlib import Path

import pytest

from intake.app.desk import receipts as desk_receipts
from intake.app.desk import receiving
from intake.app.field import interviewing, receipts, sending
from intake.domain.custody import Event
from intake.domain.errors import IntakeError, ReceiptNotForUs, WrongDesk
from intake.domain.record import InterviewState
from intake.vault import custody, interviews, objects
from kitchen import BEGUN, Kitchen, introduced, sealed

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
