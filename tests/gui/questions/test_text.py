from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from asking import converted, find, fresh
from intake.ui.questions.editor import PAUSE
from intake.ui.questions.text import AreaEditor, LineEditor


def test_typing_is_given_after_a_pause_and_at_once_when_flushed(qtbot: QtBot) -> None:
    item, given = find(fresh(), "first"), list[str]()
    editor = LineEditor(item, given.append)
    qtbot.addWidget(editor)
    editor.show()
    QTest.keyClicks(editor.field, "Ay")
    assert given == []
    qtbot.waitUntil(lambda: given == ["Ay"], timeout=PAUSE * 10)
    QTest.keyClicks(editor.field, "nur")
    editor.flush()
    assert given == ["Ay", "Aynur"]
    editor.flush()
    assert given == ["Ay", "Aynur"]


def test_leaving_the_field_gives_what_is_typed(qtbot: QtBot) -> None:
    item, given = find(fresh(), "first"), list[str]()
    editor = LineEditor(item, given.append)
    qtbot.addWidget(editor)
    editor.show()
    # QTest types Latin keys only; an input method hands the letters over whole.
    editor.field.insert("قەشقەر")
    editor.field.textEdited.emit(editor.field.text())
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert given == ["قەشقەر"]


def test_a_refresh_leaves_fresh_typing_and_the_cursor_alone(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "words")
    editor = AreaEditor(item, lambda _: None)
    qtbot.addWidget(editor)
    editor.show()
    session.answer(item.ref, "They came at night.")
    editor.refresh(item)
    assert editor.area.toPlainText() == "They came at night."
    cursor = editor.area.textCursor()
    cursor.setPosition(4)
    editor.area.setTextCursor(cursor)
    editor.refresh(item)
    assert editor.area.textCursor().position() == 4
    QTest.keyClicks(editor.area, "X")
    editor.refresh(item)
    assert editor.area.toPlainText() == "TheyX came at night."


def test_who_comes_back_to_an_answer_goes_on_at_its_end(qtbot: QtBot) -> None:
    session = fresh()
    for name in ("words", "first"):
        session.answer(find(session, name).ref, "They came")
    area = AreaEditor(find(session, "words"), lambda _: None)
    line = LineEditor(find(session, "first"), lambda _: None)
    for editor, field in ((area, area.area), (line, line.field)):
        qtbot.addWidget(editor)
        editor.refresh(find(session, "words"))
        editor.show()
        QTest.keyClicks(field, " at night.")
    assert area.area.toPlainText() == "They came at night."
    assert line.field.text() == "They came at night."


def test_a_long_text_is_given_when_the_person_moves_on(qtbot: QtBot) -> None:
    given: list[str] = []
    editor = AreaEditor(find(fresh(), "told"), given.append)
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    QTest.qWaitForWindowActive(editor)
    editor.area.setFocus()
    QTest.keyClicks(editor.area, "It was winter.")
    editor.area.clearFocus()
    assert given == ["It was winter."]
    assert editor.area.rows == 10


def test_a_masked_answer_is_shown_as_dots(qtbot: QtBot) -> None:
    editor = LineEditor(find(fresh(), "secret"), lambda _: None)
    qtbot.addWidget(editor)
    assert editor.field.echoMode() is QLineEdit.EchoMode.Password
    editor.name("A secret word", "hint")
    editor.mark("wrong")
    assert editor.field.accessibleName() == "A secret word"
    assert editor.field.property("state") == "wrong"


def test_dots_are_lifted_while_the_button_is_held(qtbot: QtBot) -> None:
    item = find(fresh(), "secret")
    editor = LineEditor(item, lambda _: None)
    qtbot.addWidget(editor)
    editor.show()
    editor.name("A secret word", "")
    assert editor.peek is not None
    assert editor.field.echoMode() is QLineEdit.EchoMode.Password
    QTest.mousePress(editor.peek, Qt.MouseButton.LeftButton)
    assert editor.field.echoMode() is QLineEdit.EchoMode.Normal
    QTest.mouseRelease(editor.peek, Qt.MouseButton.LeftButton)
    assert editor.field.echoMode() is QLineEdit.EchoMode.Password


def test_a_number_kept_as_text_takes_digits_of_any_script(qtbot: QtBot) -> None:
    form = converted(
        "| survey |\n| | type | name | label | appearance |\n"
        "| | text | phone | Number | numbers |\n"
    )
    session = fresh(form)
    item = find(session, "phone")
    editor = LineEditor(item, lambda value: session.answer(item.ref, value))
    qtbot.addWidget(editor)
    QTest.keyClicks(editor.field, "ab+41 (79)")
    editor.flush()
    assert item.value == "+41 (79)"
    editor.field.setText("٠٧٩")
    editor.field.textEdited.emit("٠٧٩")
    editor.flush()
    assert item.value == "079"
    editor.refresh(item)
    assert editor.field.text() == "٠٧٩"
