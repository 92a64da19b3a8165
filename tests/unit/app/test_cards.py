import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.app import cards, rotation
from intake.app.desk import library, receiving, senders
from intake.app.field import sending
from intake.domain.errors import (
    CardEnds,
    CardExpired,
    CardInvalid,
    CardTakenBack,
    GroupsWrong,
)
from intake.domain.people import Trust
from kitchen import BEGUN, Kitchen, groups, sealed


def test_a_card_is_shown_as_ten_groups_of_four_digits(apart: Kitchen) -> None:
    shown = cards.own_digits(apart.field).split()
    assert [len(group) for group in shown] == [4] * 10
    rows = cards.own_qr(apart.field)
    assert len(rows) == len(rows[0]) >= 21


def test_a_card_is_compared_by_three_groups_and_not_by_fewer(apart: Kitchen) -> None:
    saved = cards.save(apart.field, apart.stick)
    fingerprint = apart.field.card.card.fingerprint
    assert cards.look(apart.desk, saved).trust is Trust.NOT_COMPARED
    right = groups(fingerprint)
    wrong = {**right, 0: "12a4"}
    for typed in ({}, dict(list(right.items())[:2]), wrong):
        with pytest.raises(GroupsWrong):
            cards.accept(apart.desk, saved, typed, BEGUN)
    assert cards.known(apart.desk) == ()
    cards.accept(apart.desk, saved, right, BEGUN)
    assert cards.look(apart.desk, saved).trust is Trust.COMPARED


def test_a_card_that_was_taken_back_is_not_taken_in_again(kitchen: Kitchen) -> None:
    saved = cards.save(kitchen.field, kitchen.stick)
    fingerprint = kitchen.field.card.card.fingerprint
    senders.revoke(kitchen.desk, fingerprint, BEGUN)
    with pytest.raises(CardTakenBack):
        cards.accept(kitchen.desk, saved, groups(fingerprint), BEGUN)
    with pytest.raises(CardTakenBack):
        cards.compare(kitchen.desk, fingerprint, groups(fingerprint), BEGUN)
    assert cards.trust_of(kitchen.desk, fingerprint) is Trust.REVOKED


def test_a_card_file_that_was_touched_is_no_card(apart: Kitchen) -> None:
    saved = cards.save(apart.field, apart.stick)
    whole = saved.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        saved.write_bytes(bytes(damaged))
        with pytest.raises(CardInvalid):
            cards.look(apart.desk, saved)


@pytest.mark.parametrize("data", [b"", b"{}", b"x" * 70_000])
def test_another_programs_file_is_no_card(
    apart: Kitchen, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(CardInvalid):
        cards.look(apart.desk, path)
    with pytest.raises(CardInvalid):
        cards.look(apart.desk, tmp_path / "nothing")


def test_the_qr_code_can_be_saved_as_a_picture(apart: Kitchen) -> None:
    saved = cards.save_qr(apart.field, apart.stick)
    assert saved.read_bytes().lstrip().startswith(b"<")


def test_cards_near_or_past_their_last_day_are_told_and_still_work(
    kitchen: Kitchen,
) -> None:
    assert cards.endings(kitchen.desk, BEGUN) == ()
    near = datetime(2027, 5, 1, tzinfo=UTC)
    own, theirs = cards.endings(kitchen.desk, near)
    assert isinstance(own, CardEnds)
    assert own.fields == {"name": "North", "day": "2027-05-23"}
    assert theirs.fields["name"] == "Cedar"
    past = datetime(2027, 5, 24, tzinfo=UTC)
    assert {type(each) for each in cards.endings(kitchen.field, past)} == {CardExpired}
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, past)
    assert receiving.receive(kitchen.desk, [kitchen.stick], past).good
    (row,) = library.listed(kitchen.desk)
    (said,) = library.doubts(kitchen.desk, row)
    assert "past its last day, 2027-05-23" in said


def test_a_card_that_another_follows_ends_unsaid(kitchen: Kitchen) -> None:
    near = datetime(2027, 5, 1, tzinfo=UTC)
    field = rotation.renew_card(kitchen.field, near)
    cards.keep(kitchen.desk, field.card, Trust.COMPARED, "by the card before", near)
    assert [each.fields["name"] for each in cards.endings(kitchen.desk, near)] == [
        "North"
    ]
    assert cards.endings(field, near) != ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_no_card_and_is_not_waited_for(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.card")
    for name in ("pipe.card", "none.card"):
        with pytest.raises(CardInvalid):
            cards.look(kitchen.desk, tmp_path / name)
