from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from asking import find, fresh, settle
from intake.ui.questions.rank import RankEditor


def test_nothing_is_given_until_somebody_orders(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "order")
    editor = RankEditor(item, lambda value: session.answer(item.ref, value))
    qtbot.addWidget(editor)
    editor.refresh(item)
    assert item.value == ""
    editor.keep.click()
    assert item.value == "saw told read"


def test_an_entry_moves_by_key_and_keeps_the_focus(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "order")
    editor = RankEditor(item, lambda value: session.answer(item.ref, value))
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.show()
    editor.activateWindow()
    QTest.qWaitForWindowActive(editor)
    settle()
    down = [
        button
        for button in editor.findChildren(QPushButton)
        if button.accessibleName().startswith("Move \u2068I saw")
        and button.accessibleName().endswith("down")
    ]
    down[-1].setFocus()
    QTest.keyClick(down[-1], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert item.value == "told saw read"
    editor.move_entry(0, -1)
    assert item.value == "told saw read"
    editor.refresh(item)
    assert editor.order == ["told", "saw", "read"]
