from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from intake.ui.questions.note import NoteField

made: list[QWidget] = []


def begun(qtbot: QtBot) -> tuple[NoteField, QLineEdit, list[str]]:
    page, given = QWidget(), list[str]()
    held: list[str] = []
    note, other = NoteField(given.append, held.append), QLineEdit()
    column = QVBoxLayout(page)
    column.addWidget(note)
    column.addWidget(other)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    made.append(page)
    return note, other, given


def test_a_note_is_given_when_one_moves_on(qtbot: QtBot) -> None:
    note, other, given = begun(qtbot)
    note.open()
    QTest.keyClicks(note.area, "hesitated")
    other.setFocus()
    assert given == ["hesitated"]
    assert note.isVisible()


def test_an_empty_note_folds_away(qtbot: QtBot) -> None:
    note, other, given = begun(qtbot)
    note.open()
    other.setFocus()
    assert not note.isVisible()
    assert given == []


def test_fresh_typing_is_not_overwritten(qtbot: QtBot) -> None:
    note, _, given = begun(qtbot)
    note.show_note("stored")
    note.area.moveCursor(note.area.textCursor().MoveOperation.End)
    QTest.keyClick(note.area, Qt.Key.Key_Exclam)
    note.show_note("stored")
    assert note.area.toPlainText() == "stored!"
    note.flush()
    assert given == ["stored!"]
