import pytest

from intake.app import signing
from intake.domain.errors import SenderRevoked
from intake.domain.people import Trust
from intake.vault import cards
from kitchen import BEGUN, Kitchen


def test_each_stamp_is_new_and_its_number_rises(apart: Kitchen) -> None:
    first, second = (signing.stamp(apart.field, BEGUN) for _ in range(2))
    assert first.id != second.id
    assert second.sequence == first.sequence + 1
    assert (first.device, first.day) == (apart.field.device, "2026-11-23")


def test_only_compared_cards_are_believed(kitchen: Kitchen) -> None:
    known = signing.reader(kitchen.desk).known
    field = kitchen.field.card.card
    assert known(field.fingerprint) == field
    assert known(kitchen.desk.card.card.fingerprint) == kitchen.desk.card.card
    assert known("0" * 64) is None
    vault = kitchen.desk.vault
    cards.set_trust(vault, field.fingerprint, Trust.CHANGED, "test", BEGUN)
    assert known(field.fingerprint) == field  # one reader is for one deed
    assert signing.reader(kitchen.desk).known(field.fingerprint) is None
    cards.set_trust(vault, field.fingerprint, Trust.REVOKED, "test", BEGUN)
    with pytest.raises(SenderRevoked):
        signing.reader(kitchen.desk).known(field.fingerprint)


def test_we_sign_with_our_own_card(apart: Kitchen) -> None:
    assert signing.sender(apart.field).card == apart.field.card
