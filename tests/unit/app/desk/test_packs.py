from datetime import timedelta

import pytest

from intake.app import cards
from intake.app.desk import packs as desk_packs
from intake.app.field import packs, protocols
from intake.domain.errors import CardNotCompared, PackOlder, WrongDesk
from intake.domain.policy import Policy, SealWhen
from kitchen import BEGUN, Kitchen, groups

LATER = BEGUN + timedelta(days=1)
RULES = Policy(seal=SealWhen.ON_LOCK, lock_minutes=3, draft_days=7, erase_allowed=True)


def test_the_next_pack_carries_the_rules_that_were_decided(kitchen: Kitchen) -> None:
    desk_packs.set_policy(kitchen.desk, RULES)
    made = desk_packs.make(kitchen.desk, kitchen.stick, LATER)
    assert packs.accept(kitchen.field, made.path, LATER).policy == RULES
    assert packs.policy(kitchen.field) == RULES


def test_serials_only_rise(kitchen: Kitchen) -> None:
    first = desk_packs.make(kitchen.desk, kitchen.stick, LATER)
    second = desk_packs.make(kitchen.desk, kitchen.stick, LATER)
    assert second.serial == first.serial + 1
    packs.accept(kitchen.field, second.path, LATER)
    with pytest.raises(PackOlder):
        packs.accept(kitchen.field, first.path, LATER)


def test_a_pack_for_one_interviewer_can_be_opened_by_no_other(
    kitchen: Kitchen,
) -> None:
    to = kitchen.field.card.card.fingerprint
    made = desk_packs.make(kitchen.desk, kitchen.stick, LATER, to)
    assert made.sealed
    assert made.path.read_bytes().startswith(b"age-encryption.org/v1")
    assert packs.accept(kitchen.field, made.path, LATER).serial == made.serial


def test_a_pack_is_sealed_only_to_a_card_that_was_compared(apart: Kitchen) -> None:
    with pytest.raises(CardNotCompared):
        desk_packs.make(
            apart.desk, apart.stick, LATER, apart.field.card.card.fingerprint
        )


def test_protocols_travel_with_their_forms(kitchen: Kitchen) -> None:
    protocol = protocols.ensure_built_in(kitchen.desk)
    made = desk_packs.make(kitchen.desk, kitchen.stick, LATER)
    accepted = packs.accept(kitchen.field, made.path, LATER)
    assert accepted.protocols == (protocol.title,)
    assert protocol in protocols.known(kitchen.field)
    for part in protocol.parts:
        assert protocols.load(kitchen.field, part.form).root == part.name


def test_the_desk_keeps_identities_itself_until_a_custodian_is_known(
    kitchen: Kitchen,
) -> None:
    assert desk_packs.custodian(kitchen.desk) == kitchen.desk.card.card.fingerprint


def test_packs_are_the_desks_to_make(kitchen: Kitchen) -> None:
    with pytest.raises(WrongDesk):
        desk_packs.make(kitchen.field, kitchen.stick, LATER)


def test_the_interviewers_card_can_be_saved_and_compared_again(
    kitchen: Kitchen,
) -> None:
    saved = cards.save(kitchen.field, kitchen.stick)
    card = cards.accept(
        kitchen.desk, saved, groups(kitchen.field.card.card.fingerprint), LATER
    )
    assert card == kitchen.field.card.card
