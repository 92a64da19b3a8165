from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from asking import UYGHUR, Asking, find, fresh
from intake.forms import Item
from intake.ui import theme
from intake.ui.look import Look
from intake.ui.questions import matrix
from intake.ui.questions.group import GroupView


def head_of(session_item: Item) -> Item:
    group = session_item.parent
    assert group is not None
    return next(child for child in group.children if matrix.is_head(child))


def test_a_head_writes_the_choices_once(qtbot: QtBot) -> None:
    food = find(fresh(), "food")
    head = matrix.MatrixHead(head_of(food), lambda _: None)
    qtbot.addWidget(head)
    head.refresh(head_of(food))
    head.name("", "")
    said = [label.text() for label in head.findChildren(QLabel)]
    assert said == ["Yes", "No", "Cannot say"]


def test_a_row_is_answered_by_mouse_and_key(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "food")
    row = matrix.MatrixRow(item, lambda value: session.answer(item.ref, value))
    qtbot.addWidget(row)
    row.refresh(item)
    row.show()
    row.cells["no"].click()
    assert item.value == "no"
    QTest.keyClicks(row, "3")
    assert item.value == "unsure"
    QTest.keyClick(row, Qt.Key.Key_Delete)
    row.refresh(item)
    assert item.value == ""
    assert not any(cell.isChecked() for cell in row.cells.values())
    row.name("Was there food?", "")
    assert row.cells["yes"].accessibleName() == "Was there food?: Yes"


def test_large_text_turns_tables_into_lists(qapp: QApplication) -> None:
    item = find(fresh(), "food")
    assert matrix.in_a_row(item)
    theme.apply(qapp, Look(zoom=200))
    assert not matrix.in_a_row(item)


def test_arrows_move_about_the_table_and_choose_nothing(qtbot: QtBot) -> None:
    session = fresh()
    meals = find(session, "meals")
    view = GroupView([meals], Asking(session))
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    QTest.qWaitForWindowActive(view)
    first, second = view.findChildren(matrix.MatrixRow)

    def press(key: Qt.Key) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)
        after = QApplication.focusWidget()
        assert after is not None
        return after

    first.cells["yes"].setFocus()
    assert press(Qt.Key.Key_Right) is first.cells["no"]
    assert press(Qt.Key.Key_Down) is second.cells["no"]
    assert press(Qt.Key.Key_Down) is second.cells["no"]
    assert press(Qt.Key.Key_Left) is second.cells["yes"]
    assert press(Qt.Key.Key_Left) is second.cells["yes"]
    assert press(Qt.Key.Key_Up) is first.cells["yes"]
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert press(Qt.Key.Key_Left) is first.cells["no"]
    food, water = find(session, "food"), find(session, "water")
    assert (food.value, water.value) == ("", "")
    press(Qt.Key.Key_Space)
    assert food.value == "no"


def test_a_head_says_the_second_language_under_the_first(qtbot: QtBot) -> None:
    food = find(fresh(), "food")
    head = matrix.MatrixHead(head_of(food), lambda _: None)
    qtbot.addWidget(head)
    head.second = UYGHUR
    head.refresh(head_of(food))
    said = [label.text() for label in head.findChildren(QLabel)]
    assert said[0] == "Yes\nھەئە"
