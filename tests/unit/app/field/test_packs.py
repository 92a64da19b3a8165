from datetime import timedelta
from pathlib import Path

import pytest

from intake.app import cards, opening, signing
from intake.app.desk import packs as desk_packs
from intake.app.desk import senders
from intake.app.field import finishing, interviewing, packs
from intake.domain.errors import (
    CardNotCompared,
    CardTakenBack,
    GroupsWrong,
    IntakeError,
    PackFromAnotherDesk,
    PackOlder,
    WrongDesk,
)
from intake.domain.people import Role, Trust
from intake.domain.policy import Policy
from intake.domain.protocol import Audience
from intake.sealing import pack as sealed_packs
from intake.vault import cards as vault_cards
from kitchen import BEGUN, CHEAP, PASSPHRASE, Kitchen, groups, meet, strangers, told


def test_before_the_first_pack_there_is_no_desk_and_no_recipient(
    apart: Kitchen,
) -> None:
    assert packs.desk(apart.field) is None
    assert packs.recipients(apart.field, Audience.DESK) == ()
    assert packs.policy(apart.field) == Policy()


def test_looking_at_a_pack_changes_nothing(apart: Kitchen) -> None:
    made = desk_packs.make(apart.desk, apart.stick, BEGUN)
    seen = packs.look(apart.field, made.path)
    assert (seen.trust, seen.needs_groups) == (Trust.NOT_COMPARED, True)
    assert seen.desk == apart.desk.card.card
    assert packs.desk(apart.field) is None


def test_a_pack_is_not_taken_in_before_its_digits_are_compared(apart: Kitchen) -> None:
    made = desk_packs.make(apart.desk, apart.stick, BEGUN)
    with pytest.raises(CardNotCompared):
        packs.accept(apart.field, made.path, BEGUN)
    wrong = {**groups(apart.desk.card.card.fingerprint), 4: "0000"}
    with pytest.raises(GroupsWrong):
        packs.accept(apart.field, made.path, BEGUN, wrong)
    few = dict(list(groups(apart.desk.card.card.fingerprint).items())[:2])
    with pytest.raises(GroupsWrong):
        packs.accept(apart.field, made.path, BEGUN, few)
    assert packs.desk(apart.field) is None


def test_the_digits_of_one_desk_do_not_open_the_way_for_another(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    other = strangers(tmp_path / "other")
    made = desk_packs.make(other.desk, other.stick, BEGUN)
    with pytest.raises(PackFromAnotherDesk):
        packs.accept(kitchen.field, made.path, BEGUN)
    assert packs.look(kitchen.field, made.path).trust is Trust.CHANGED
    known = packs.desk(kitchen.field)
    assert known is not None
    assert known.card == kitchen.desk.card.card
    other.close()


def test_an_interviewers_pack_is_no_pack(apart: Kitchen, tmp_path: Path) -> None:
    other = strangers(tmp_path / "other")
    made = desk_packs.make(other.desk, other.stick, BEGUN)
    data = bytearray(made.path.read_bytes())
    for place in range(0, len(data), max(1, len(data) // 50)):
        touched = bytearray(data)
        touched[place] ^= 1
        made.path.write_bytes(bytes(touched))
        with pytest.raises(IntakeError):
            packs.accept(
                apart.field, made.path, BEGUN, groups(other.desk.card.card.fingerprint)
            )
    assert packs.desk(apart.field) is None
    other.close()


def test_a_later_pack_of_the_same_desk_needs_no_digits(kitchen: Kitchen) -> None:
    later = BEGUN + timedelta(days=30)
    made = desk_packs.make(kitchen.desk, kitchen.stick, later)
    seen = packs.look(kitchen.field, made.path)
    assert (seen.trust, seen.needs_groups) == (Trust.COMPARED, False)
    assert packs.accept(kitchen.field, made.path, later).serial == made.serial


def test_identity_goes_to_the_desk_while_there_is_no_custodian(apart: Kitchen) -> None:
    meet(apart)
    for audience in Audience:
        assert packs.recipients(apart.field, audience) == (apart.desk.card.card,)


def test_the_desk_takes_no_packs(apart: Kitchen) -> None:
    made = desk_packs.make(apart.desk, apart.stick, BEGUN)
    with pytest.raises(WrongDesk):
        packs.accept(apart.desk, made.path, BEGUN)


def test_an_old_pack_played_again_takes_nothing_over(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    recorded = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    packs.accept(kitchen.field, recorded.path, BEGUN)
    other = strangers(tmp_path / "other")
    south = desk_packs.make(other.desk, other.stick, BEGUN)
    packs.accept(
        kitchen.field, south.path, BEGUN, groups(other.desk.card.card.fingerprint)
    )
    with pytest.raises(PackFromAnotherDesk):
        packs.accept(kitchen.field, recorded.path, BEGUN)
    with pytest.raises(PackOlder):
        packs.accept(
            kitchen.field,
            recorded.path,
            BEGUN,
            groups(kitchen.desk.card.card.fingerprint),
        )
    known = packs.desk(kitchen.field)
    assert known is not None
    assert known.card == other.desk.card.card
    other.close()


def test_only_a_desk_makes_packs(kitchen: Kitchen, tmp_path: Path) -> None:
    keeper = opening.create(
        tmp_path / "keeper", PASSPHRASE, Role.CUSTODIAN, "Yew", BEGUN, cost=CHEAP
    )
    path = tmp_path / "forged.tar"
    with path.open("wb") as out:
        sealed_packs.make_pack(
            out,
            sealed_packs.Contents(policy=Policy()),
            serial=9,
            stamp=signing.stamp(keeper, BEGUN),
            sender=signing.sender(keeper),
            to=None,
        )
    with pytest.raises(PackFromAnotherDesk):
        packs.accept(kitchen.field, path, BEGUN, groups(keeper.card.card.fingerprint))
    keeper.close()


def test_identities_go_to_the_custodian_whose_card_the_desk_compared(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    keeper = opening.create(
        tmp_path / "keeper", PASSPHRASE, Role.CUSTODIAN, "Yew", BEGUN, cost=CHEAP
    )
    card = keeper.card.card
    saved = cards.save(keeper, kitchen.stick)
    cards.accept(kitchen.desk, saved, groups(card.fingerprint), BEGUN)
    made = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    packs.accept(kitchen.field, made.path, BEGUN)
    assert packs.recipients(kitchen.field, Audience.CUSTODIAN) == (card,)
    assert packs.recipients(kitchen.field, Audience.DESK) == (kitchen.desk.card.card,)
    senders.revoke(kitchen.desk, card.fingerprint, BEGUN)
    made = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    packs.accept(kitchen.field, made.path, BEGUN)
    assert packs.recipients(kitchen.field, Audience.CUSTODIAN) == (
        kitchen.desk.card.card,
    )
    with pytest.raises(CardTakenBack):
        cards.compare(kitchen.field, card.fingerprint, groups(card.fingerprint), BEGUN)
    keeper.close()


def test_nothing_is_sealed_to_a_desk_whose_card_was_taken_back(
    kitchen: Kitchen,
) -> None:
    interview = told(kitchen.field)
    finishing.finish(kitchen.field, interview, BEGUN)
    fingerprint = kitchen.desk.card.card.fingerprint
    vault_cards.set_trust(
        kitchen.field.vault, fingerprint, Trust.REVOKED, "test", BEGUN
    )
    with pytest.raises(CardTakenBack):
        finishing.seal(kitchen.field, interview.id, BEGUN)
    assert interviewing.find(kitchen.field, interview.id).state == "Ready to seal"
