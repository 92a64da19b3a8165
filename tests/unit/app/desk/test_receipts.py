from datetime import timedelta

import pytest

from intake.app.desk import receipts, receiving, senders
from intake.app.field import sending
from intake.domain.errors import NothingToAnswer, WrongDesk
from kitchen import BEGUN, Kitchen, sealed

LATER = BEGUN + timedelta(hours=2)


def received(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)


def test_there_is_nothing_to_answer_before_anything_came(kitchen: Kitchen) -> None:
    with pytest.raises(NothingToAnswer):
        receipts.make(kitchen.desk, kitchen.stick, LATER)


def test_each_interviewer_gets_one_receipt_that_only_they_can_open(
    kitchen: Kitchen,
) -> None:
    received(kitchen)
    (made,) = receipts.make(kitchen.desk, kitchen.stick, LATER)
    assert (made.to, made.records) == (kitchen.field.card.card, 1)
    assert made.path.read_bytes().startswith(b"age-encryption.org/v1")


def test_a_record_is_answered_once_unless_asked_again(kitchen: Kitchen) -> None:
    received(kitchen)
    receipts.make(kitchen.desk, kitchen.stick, LATER)
    assert receipts.due(kitchen.desk) == {}
    with pytest.raises(NothingToAnswer):
        receipts.make(kitchen.desk, kitchen.stick, LATER)
    (again,) = receipts.make(kitchen.desk, kitchen.stick, LATER, again=True)
    assert again.records == 1


def test_a_sender_whose_card_was_taken_back_gets_no_receipt(kitchen: Kitchen) -> None:
    received(kitchen)
    senders.revoke(kitchen.desk, kitchen.field.card.card.fingerprint, LATER)
    assert receipts.due(kitchen.desk) == {}


def test_receipts_are_the_desks_to_give(kitchen: Kitchen) -> None:
    with pytest.raises(WrongDesk):
        receipts.make(kitchen.field, kitchen.stick, LATER)
