from datetime import timedelta

from intake.app import opening, ownership, rotation
from intake.app.ownership import Earlier
from kitchen import BEGUN, Kitchen

LATER = BEGUN + timedelta(days=90)


def test_a_new_vault_has_one_card_and_one_key(apart: Kitchen) -> None:
    assert ownership.earlier(apart.desk) == ()
    assert ownership.cards(apart.desk) == (apart.desk.card.card,)
    assert ownership.identities(apart.desk) == (apart.desk.keys.identity,)


def test_earlier_cards_stay_ours_and_their_keys_open_newest_first(
    apart: Kitchen,
) -> None:
    first = apart.desk.card
    desk = rotation.renew_card(apart.desk, LATER)
    second = desk.card
    desk = rotation.rotate_keys(desk, LATER)
    assert ownership.cards(desk) == (desk.card.card, second.card, first.card)
    assert ownership.earlier(desk) == (Earlier(first, 0), Earlier(second, 0))
    found = [str(each.recipient) for each in ownership.identities(desk)]
    assert found == [desk.card.card.recipient, first.card.recipient]


def test_destroyed_keys_leave_the_cards(apart: Kitchen) -> None:
    first = apart.desk.card.card
    desk = rotation.rotate_keys(apart.desk, LATER)
    rotation.destroy_old_keys(desk, LATER)
    assert ownership.cards(desk) == (desk.card.card, first)
    assert [each.epoch for each in ownership.earlier(desk)] == [-1]
    assert len(ownership.identities(desk)) == 1
    assert opening.identity(desk.vault).epoch == 0
