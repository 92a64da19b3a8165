import random
from datetime import timedelta
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from intake.app import cards, signing
from intake.app.desk import packs as desk_packs
from intake.app.desk import receipts as desk_receipts
from intake.app.desk import receiving
from intake.app.field import packs, sending
from intake.domain.people import digits
from intake.domain.policy import Policy
from intake.sealing.outgoing import Sender
from intake.sealing.pack import Contents, make_pack
from intake.sealing.receipt import Receipt, make_receipt
from intake.ui.pages.from_desk import FromDesk
from kitchen import BEGUN, Kitchen, sealed, strangers
from seeing import button, rail, said, settle, show

NOW = BEGUN + timedelta(hours=3)


def page_of(qtbot: QtBot, kitchen: Kitchen, *, first: bool = False) -> FromDesk:
    page = FromDesk(
        kitchen.field,
        rail(),
        now=lambda: NOW,
        first=first,
        chance=random.Random(7),  # noqa: S311 - which groups are asked, repeatably
    )
    show(qtbot, page)
    return page


def type_groups(page: FromDesk, fingerprint: str) -> None:
    assert page.code is not None
    groups = digits(fingerprint).split()
    asked = list(page.code.typed)
    for place, box in zip(asked, page.code.findChildren(QLineEdit), strict=True):
        box.clear()
        QTest.keyClicks(box, groups[place])


def test_a_pack_is_taken_in_once_three_groups_are_typed(
    qtbot: QtBot, apart: Kitchen
) -> None:
    made = desk_packs.make(apart.desk, apart.stick, BEGUN)
    page = page_of(qtbot, apart)
    assert "does not know a desk yet" in said(page)
    page.look_at(made.path)
    settle(qtbot)
    fingerprint = apart.desk.card.card.fingerprint
    assert not any(group in said(page) for group in digits(fingerprint).split())
    button(page, "Take in the pack").click()
    assert "Type all three groups first." in said(page)
    type_groups(page, fingerprint)
    with qtbot.waitSignal(page.taken):
        button(page, "Take in the pack").click()
    settle(qtbot)
    assert "The pack of North is taken in" in said(page)
    assert "Pack 1 of today" in said(page)
    assert packs.desk(apart.field) is not None


def test_a_chosen_pack_puts_the_cursor_into_the_first_box(
    qtbot: QtBot, apart: Kitchen
) -> None:
    made = desk_packs.make(apart.desk, apart.stick, BEGUN)
    page = page_of(qtbot, apart)
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    page.look_at(made.path)
    settle(qtbot)
    assert page.code is not None
    assert page.code.findChildren(QLineEdit)[0].hasFocus()
    page.not_now.click()
    assert page.find_pack.hasFocus()


def test_pack_and_receipts_are_found_on_a_stick(
    qtbot: QtBot, kitchen: Kitchen, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, NOW)
    receiving.receive(kitchen.desk, [kitchen.stick], NOW)
    desk_receipts.make(kitchen.desk, kitchen.stick, NOW)
    desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    page = page_of(qtbot, kitchen)
    page.look_on(empty)
    settle(qtbot)
    assert "There is no pack for this laptop." in said(page)
    page.look_on(kitchen.stick)
    settle(qtbot)
    assert "The pack says it is number 2 of North" in said(page)
    page.take_receipts(empty)
    settle(qtbot)
    assert "There is no receipt for this laptop." in said(page)
    page.take_receipts(kitchen.stick)
    settle(qtbot)
    assert "the sealed copy here removed" in said(page)
    assert done.name in said(page)


def test_a_forged_receipt_is_said_beside_what_was_taken_in(
    qtbot: QtBot, kitchen: Kitchen, tmp_path: Path
) -> None:
    done = sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, NOW)
    receiving.receive(kitchen.desk, [kitchen.stick], NOW)
    desk_receipts.make(kitchen.desk, kitchen.stick, NOW)
    alone = tmp_path / "alone"
    alone.mkdir()
    other = strangers(tmp_path / "other")
    for folder in (alone, kitchen.stick):
        with (folder / "forged.age").open("wb") as out:
            make_receipt(
                out,
                Receipt(()),
                stamp=signing.stamp(kitchen.desk, NOW),
                sender=Sender(kitchen.desk.card, other.desk.keys),
                to=kitchen.field.card.card,
            )
    other.close()
    page = page_of(qtbot, kitchen)
    page.take_receipts(alone)
    settle(qtbot)
    assert "No receipt here could be taken in." in said(page)
    assert "forged.age: A signature does not fit" in said(page)
    page.take_receipts(kitchen.stick)
    settle(qtbot)
    assert "the sealed copy here removed" in said(page)
    assert done.name in said(page)
    assert "forged.age: A signature does not fit" in said(page)
    assert "No receipt here could be taken in." not in said(page)
    empty = tmp_path / "empty"
    empty.mkdir()
    page.take_receipts(empty)
    settle(qtbot)
    assert "forged.age" not in said(page)


def test_a_broken_pack_is_said_beside_the_one_that_was_found(
    qtbot: QtBot, kitchen: Kitchen, tmp_path: Path
) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    other = strangers(tmp_path / "other")
    for folder in (alone, kitchen.stick):
        with (folder / "forged.tar").open("wb") as out:
            make_pack(
                out,
                Contents(Policy()),
                serial=9,
                stamp=signing.stamp(kitchen.desk, NOW),
                sender=Sender(kitchen.desk.card, other.desk.keys),
                to=None,
            )
    other.close()
    page = page_of(qtbot, kitchen)
    page.look_on(alone)
    settle(qtbot)
    assert "No pack here can be taken in." in said(page)
    assert "forged.tar: A signature does not fit" in said(page)
    made = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    page.look_on(kitchen.stick)
    settle(qtbot)
    assert "The pack says it is number 2 of North" in said(page)
    assert "forged.tar: A signature does not fit" in said(page)
    page.look_at(made.path)
    settle(qtbot)
    assert "The pack says it is number 2 of North" in said(page)
    assert "forged.tar" not in said(page)


def test_wrong_digits_change_nothing_and_stay_typed(
    qtbot: QtBot, apart: Kitchen
) -> None:
    made = desk_packs.make(apart.desk, apart.stick, BEGUN)
    page = page_of(qtbot, apart)
    page.look_at(made.path)
    settle(qtbot)
    type_groups(page, "0" * 64)
    button(page, "Take in the pack").click()
    settle(qtbot)
    assert "These digits are not those of the card." in said(page)
    assert page.code is not None
    assert page.code.is_complete
    assert packs.desk(apart.field) is None


def test_a_newer_pack_of_the_same_desk_needs_no_digits(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    made = desk_packs.make(kitchen.desk, kitchen.stick, BEGUN)
    page = page_of(qtbot, kitchen)
    page.look_at(made.path)
    settle(qtbot)
    assert page.code is None
    button(page, "Take in the pack").click()
    settle(qtbot)
    assert "Pack 2 of today" in said(page)
    page.look_at(made.path)
    settle(qtbot)
    button(page, "Take in the pack").click()
    settle(qtbot)
    assert "older than the one in use" in said(page)


def test_a_pack_of_another_desk_is_warned_of(qtbot: QtBot, kitchen: Kitchen) -> None:
    others = strangers(kitchen.stick / "others")
    made = desk_packs.make(others.desk, others.stick, BEGUN)
    others.close()
    page = page_of(qtbot, kitchen)
    page.look_at(made.path)
    settle(qtbot)
    assert "another card than the one you compared" in said(page)
    button(page, "Not now").click()
    assert "another card" not in said(page)


def test_what_is_no_pack_is_said(qtbot: QtBot, kitchen: Kitchen) -> None:
    wrong = cards.save(kitchen.field, kitchen.stick)
    page = page_of(qtbot, kitchen)
    page.look_at(wrong)
    settle(qtbot)
    assert page.work.banner.property("tone") == "error"
    page.look_at(kitchen.stick / "gone.age")
    settle(qtbot)
    assert page.work.banner.property("tone") == "error"
    assert "did not foresee" not in page.work.banner.text


def test_a_receipt_says_what_was_removed(qtbot: QtBot, kitchen: Kitchen) -> None:
    one, other = sealed(kitchen.field), sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, NOW, only=[one.id])
    receiving.receive(kitchen.desk, [kitchen.stick], NOW)
    receipt = desk_receipts.make(kitchen.desk, kitchen.stick, NOW)[0].path
    page = page_of(qtbot, kitchen)
    page.take_receipt(receipt)
    settle(qtbot)
    assert "the sealed copy here removed:" in said(page)
    assert one.name in said(page)
    assert other.name not in said(page)
    page.take_receipt(receipt)
    settle(qtbot)
    assert "1 record was settled by an earlier receipt." in said(page)


def test_right_after_the_vault_it_can_wait(qtbot: QtBot, apart: Kitchen) -> None:
    page = page_of(qtbot, apart, first=True)
    assert "The vault is ready." in said(page)
    with qtbot.waitSignal(page.list_wanted):
        button(page, "Later").click()
