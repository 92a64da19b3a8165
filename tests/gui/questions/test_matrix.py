from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from asking import find, fresh
from intake.forms import Item
from intake.ui import theme
from intake.ui.look import Look
from intake.ui.questions import matrix


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
