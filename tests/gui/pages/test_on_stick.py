from datetime import timedelta

import pytest

from intake.app import rotation
from intake.app.desk import packs as desk_packs
from intake.app.desk import receipts as desk_receipts
from intake.app.desk import receiving
from intake.app.field import packs, sending
from intake.app.reports import silent
from intake.domain.errors import Cancelled
from intake.ui.pages import on_stick
from kitchen import BEGUN, Kitchen, introduced, sealed

NOW = BEGUN + timedelta(hours=3)


def test_the_newest_pack_of_the_desk_one_knows_is_found_among_everything(
    kitchen: Kitchen,
) -> None:
    others = introduced(kitchen.stick.parent / "others")
    for _ in range(3):
        desk_packs.make(others.desk, kitchen.stick, BEGUN)
    others.close()
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, NOW)
    (kitchen.stick / "letter.age").write_bytes(b"something else")
    (kitchen.stick / "folder.tar").mkdir()
    desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    last = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    found = on_stick.find_pack(kitchen.field, kitchen.stick, silent)
    assert found is not None
    path, seen = found
    assert (path, seen.serial) == (last.path, last.serial)
    assert packs.accept(kitchen.field, path, NOW).serial == last.serial


def test_a_pack_of_the_desk_under_its_next_card_comes_before_an_older_one(
    kitchen: Kitchen,
) -> None:
    desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    desk = rotation.rotate_keys(kitchen.desk, BEGUN)
    last = desk_packs.make(desk, kitchen.stick, NOW)
    found = on_stick.find_pack(kitchen.field, kitchen.stick, silent)
    assert found is not None
    assert (found[0], found[1].needs_groups) == (last.path, False)
    assert packs.accept(kitchen.field, found[0], NOW).serial == last.serial


def test_every_receipt_of_ours_is_taken_in_and_no_other(kitchen: Kitchen) -> None:
    one, two = sealed(kitchen.field), sealed(kitchen.field)
    for interview in (one, two):
        sending.send(kitchen.field, kitchen.stick, NOW, only=[interview.id])
        receiving.receive(kitchen.desk, [kitchen.stick], NOW)
        desk_receipts.make(kitchen.desk, kitchen.stick, NOW)
    taken = on_stick.take_receipts(kitchen.field, kitchen.stick, NOW, silent)
    assert taken is not None
    assert sorted(taken.removed) == sorted([one.name, two.name])
    again = on_stick.take_receipts(kitchen.field, kitchen.stick, NOW, silent)
    assert again is not None
    assert (again.removed, again.before) == ((), 2)


def test_where_there_is_nothing_for_this_laptop_nothing_is_found(
    kitchen: Kitchen,
) -> None:
    empty = kitchen.stick.parent / "empty"
    empty.mkdir()
    for folder in (empty, empty / "gone"):
        assert on_stick.find_pack(kitchen.field, folder, silent) is None
        assert on_stick.take_receipts(kitchen.field, folder, NOW, silent) is None


def test_looking_can_be_stopped(kitchen: Kitchen) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        on_stick.find_pack(kitchen.field, kitchen.stick, stop)
