from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake.domain.errors import GroupsWrong
from intake.ui.desk.compare import CompareCard
from intake.ui.widgets.fields import Field
from intake.ui.widgets.page import Page, Rail


def shown(qtbot: QtBot) -> CompareCard:
    card = CompareCard()
    qtbot.addWidget(card)
    card.ask("Cedar", (0, 4, 9))
    return card


def fill(card: CompareCard, *groups: str) -> None:
    for box, group in zip(card.digits.findChildren(Field), groups, strict=True):
        box.clear()
        QTest.keyClicks(box, group)


def test_three_of_the_ten_groups_are_asked_for(qtbot: QtBot) -> None:
    card = CompareCard()
    qtbot.addWidget(card)
    card.ask("Cedar")
    assert len(card.digits.findChildren(Field)) == 3


def test_the_groups_are_given_by_their_place(qtbot: QtBot) -> None:
    card = shown(qtbot)
    given: list[Mapping[int, str]] = []
    card.typed.connect(given.append)
    fill(card, "0123", "4567", "8901")
    card.confirm.click()
    assert given == [{0: "0123", 4: "4567", 9: "8901"}]


def test_an_empty_box_is_pointed_out_and_nothing_is_given(qtbot: QtBot) -> None:
    card = shown(qtbot)
    given: list[object] = []
    card.typed.connect(given.append)
    fill(card, "0123", "4567", "89")
    card.confirm.click()
    assert given == []
    assert card.wrong.isVisible()


def test_wrong_digits_are_said_and_typed_again(qtbot: QtBot) -> None:
    card = shown(qtbot)
    fill(card, "0123", "4567", "8901")
    card.say_wrong(GroupsWrong())
    assert card.wrong.text() == str(GroupsWrong())
    assert not card.digits.is_complete


def test_it_can_be_left_for_later(qtbot: QtBot) -> None:
    card = shown(qtbot)
    with qtbot.waitSignal(card.left):
        card.later.click()
    assert not card.isVisible()


def test_tab_goes_from_box_to_box_to_compare_and_to_later(qtbot: QtBot) -> None:
    page, card = Page(rail=Rail()), CompareCard()
    page.column.add(card)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    card.ask("Cedar", (0, 4, 9))
    boxes = [box for box in card.digits.findChildren(Field) if box.isVisible()]
    assert boxes[0].hasFocus()
    QTest.keyClicks(boxes[0], "0123")
    QTest.keyClicks(boxes[1], "4567")
    for after in (card.confirm, card.later):
        now = page.focusWidget()
        assert now is not None
        QTest.keyClick(now, Qt.Key.Key_Tab)
        assert after.hasFocus()
    QTest.keyClick(card.later, Qt.Key.Key_Backtab)
    QTest.keyClick(card.confirm, Qt.Key.Key_Backtab)
    assert boxes[2].hasFocus()
