from datetime import timedelta
from pathlib import Path

import pytest

from intake.app.desk import packs as desk_packs
from intake.app.field import packs
from intake.domain.errors import (
    CardNotCompared,
    GroupsWrong,
    IntakeError,
    PackFromAnotherDesk,
    WrongDesk,
)
from intake.domain.people import Trust
from intake.domain.policy import Policy
from intake.domain.protocol import Audience
from kitchen import BEGUN, Kitchen, groups, meet, strangers


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
