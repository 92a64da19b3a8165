from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from intake.ui import shortcuts
from intake.ui.shortcuts import Key


def test_every_key_is_in_the_table_and_no_keys_are_given_twice() -> None:
    assert set(shortcuts.TABLE) == set(Key)
    given = [
        QKeySequence(keys).toString()
        for entry in shortcuts.TABLE.values()
        if entry.bound
        for keys in entry.keys
    ]
    assert all(given)
    assert len(given) == len(set(given))


def test_a_bound_key_does_its_deed(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    done: list[bool] = []
    shortcuts.bind_everywhere(window, Key.LOCK, lambda: done.append(True))
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert done == [True]


def test_keys_are_written_as_they_are_read() -> None:
    assert shortcuts.shown(Key.QUICK_EXIT) == "Ctrl Shift Q"
    assert shortcuts.shown(Key.LARGER) == "Ctrl +"
    assert shortcuts.words(Key.LOCK) == "Lock"
    assert shortcuts.group(Key.LOCK) == "Anywhere"
