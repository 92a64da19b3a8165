from datetime import date

from intake.domain.people import Card, Role
from intake.sealing.card import make_card
from intake.sealing.keys import advance, derive
from intake.sealing.rotation import EPOCHS, epoch_of, holds

SEED = bytes(range(32))
DAY = date(2026, 11, 23)


def card(seed: bytes, epoch: int) -> Card:
    return make_card(derive(seed, epoch), Role.COORDINATOR, "North", DAY).card


def test_a_card_is_matched_to_the_epoch_its_keys_come_from() -> None:
    for epoch in (0, 1, 5):
        assert epoch_of(SEED, card(SEED, epoch)) == epoch
        assert holds(derive(SEED, epoch), card(SEED, epoch))
    assert not holds(derive(SEED, 1), card(SEED, 0))


def test_an_earlier_epoch_is_never_found_from_a_later_seed() -> None:
    assert epoch_of(advance(SEED, 2), card(SEED, 1)) is None
    assert epoch_of(advance(SEED, 2), card(SEED, 4)) == 2
    assert EPOCHS >= 240
