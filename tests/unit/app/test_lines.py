"""All cards of one owner, each signed by the one before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.app import cards as app_cards
from intake.app import lines, rotation
from intake.app.desk import receiving, senders
from intake.app.field import sending
from intake.app.opening import Opened
from intake.domain.errors import CardTakenBack
from intake.domain.people import Role, Trust
from intake.sealing.card import SignedCard, make_card
from intake.sealing.keys import derive
from intake.vault import cards
from kitchen import BEGUN, Kitchen, groups, sealed

LATER = BEGUN + timedelta(hours=2)
OTHER = derive(b"other keys".ljust(32, b"\0"))


def put(desk: Opened, card: SignedCard, trust: Trust = Trust.COMPARED) -> str:
    cards.put(desk.vault, card.card, card.to_bytes(), trust, "by the test", BEGUN)
    return card.card.fingerprint


def after(field: Opened, *, signed: bool = True) -> SignedCard:
    """Give a card of other keys that follows, or says so."""
    return make_card(
        OTHER,
        Role.INTERVIEWER,
        field.name,
        BEGUN.date(),
        serial=2,
        previous=field.card.card.fingerprint,
        previous_keys=field.keys if signed else None,
    )


def test_a_line_runs_over_signed_followers_from_any_of_its_cards(
    kitchen: Kitchen,
) -> None:
    first = kitchen.field.card.card.fingerprint
    second = put(kitchen.desk, after(kitchen.field))
    vault = kitchen.desk.vault
    assert set(lines.whole(vault, first)) == {first, second}
    assert lines.whole(vault, second)[0] == second
    assert lines.runs_from(vault, first, second)
    assert not lines.runs_from(vault, second, first)
    assert not lines.runs_from(vault, "0" * 64, second)
    assert lines.whole(vault, "0" * 64) == ()


def test_a_card_that_only_claims_to_follow_is_not_of_the_line(kitchen: Kitchen) -> None:
    first = kitchen.field.card.card.fingerprint
    put(kitchen.desk, after(kitchen.field, signed=False))
    assert lines.whole(kitchen.desk.vault, first) == (first,)


def test_anothers_key_copied_onto_a_card_makes_no_line(kitchen: Kitchen) -> None:
    mixed = replace(OTHER, identity=kitchen.field.keys.identity)
    copied = make_card(mixed, Role.INTERVIEWER, "Larch", BEGUN.date())
    false = put(kitchen.desk, copied)
    assert copied.card.recipient == kitchen.field.card.card.recipient
    senders.revoke(kitchen.desk, false, LATER)
    mine = kitchen.field.card.card.fingerprint
    assert app_cards.trust_of(kitchen.desk, mine) is Trust.COMPARED


@pytest.mark.parametrize("which", [0, 1])
def test_taking_one_card_back_takes_back_its_line(kitchen: Kitchen, which: int) -> None:
    first = kitchen.field.card.card.fingerprint
    thief = rotation.renew_card(kitchen.field, LATER)
    sealed(thief)
    sending.send(thief, kitchen.stick, LATER)
    assert receiving.receive(kitchen.desk, [kitchen.stick], LATER).good
    line = (first, thief.card.card.fingerprint)
    assert set(senders.revoke(kitchen.desk, line[which], LATER)) == set(line)
    for each in line:
        assert app_cards.trust_of(kitchen.desk, each) is Trust.REVOKED
    for path in kitchen.stick.iterdir():
        path.unlink()
    planted = sealed(thief)
    sending.send(thief, kitchen.stick, LATER, only=[planted.id])
    received = receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    assert planted.id not in {each.record for each in received.records}
    assert len(received.revoked) == 1


def test_what_fell_with_its_line_cannot_be_compared_again(kitchen: Kitchen) -> None:
    senders.revoke(kitchen.desk, kitchen.field.card.card.fingerprint, LATER)
    thief = rotation.renew_card(kitchen.field, LATER)
    path = app_cards.save(thief, kitchen.stick)
    assert app_cards.look(kitchen.desk, path).trust is Trust.REVOKED
    digits = groups(thief.card.card.fingerprint)
    with pytest.raises(CardTakenBack):
        app_cards.accept(kitchen.desk, path, digits, LATER)
    assert lines.taken_back(kitchen.desk.vault, after(kitchen.field))
    assert not lines.taken_back(kitchen.desk.vault, after(kitchen.field, signed=False))
