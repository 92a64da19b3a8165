from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from asking import UYGHUR, find, fresh
from intake.ui import plain
from intake.ui.questions.choosing import (
    ManyOfLines,
    OneOfFolded,
    OneOfLines,
    columns_of,
)


def test_a_number_key_chooses_and_quick_goes_on(qtbot: QtBot) -> None:
    given: list[str] = []
    gone: list[str] = []
    item = find(fresh(), "how")
    editor = OneOfLines(item, given.append, gone.append)
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.show()
    QTest.keyClicks(editor, "2")
    assert given == ["told"]
    assert gone == [item.ref]
    QTest.keyClicks(editor, "9")
    assert given == ["told"]
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    assert given == ["told", ""]
    assert not any(card.isChecked() for card in editor.cards.values())


def test_enter_chooses_the_line_in_focus(qtbot: QtBot) -> None:
    given: list[str] = []
    item = find(fresh(), "how")
    editor = OneOfLines(item, given.append, lambda _: None)
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.show()
    editor.activateWindow()
    QTest.qWaitForWindowActive(editor)
    editor.cards["read"].setFocus()
    QTest.keyClick(editor.cards["read"], Qt.Key.Key_Return)
    assert given == ["read"]


def test_several_are_given_in_the_order_of_the_list(qtbot: QtBot) -> None:
    given: list[str] = []
    item = find(fresh(), "more")
    editor = ManyOfLines(item, given.append)
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.cards["read"].click()
    editor.cards["saw"].click()
    editor.cards["read"].click()
    assert given == ["read", "saw read", "saw"]


def test_another_language_keeps_lines_choice_and_focus(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "how")
    session.answer(item.ref, "saw")
    editor = OneOfLines(item, lambda _: None, lambda _: None)
    qtbot.addWidget(editor)
    editor.refresh(item)
    before = editor.cards["saw"]
    session.set_language(UYGHUR)
    editor.refresh(item)
    assert editor.cards["saw"] is before
    assert before.isChecked()
    assert plain.button_text(before) == "ئۆزۈم كۆردۈم"
    editor.name("قانداق بىلدىڭىز؟", "")
    assert before.accessibleName() == "ئۆزۈم كۆردۈم"


def test_a_folded_list_gives_what_is_chosen(qtbot: QtBot) -> None:
    given: list[str] = []
    session = fresh()
    item = find(session, "folded")
    editor = OneOfFolded(item, given.append)
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.drop.choose("no")
    editor.drop.activated.emit(editor.drop.currentIndex())
    assert given == ["no"]
    session.answer(item.ref, "yes")
    editor.refresh(item)
    assert editor.drop.value == "yes"
    editor.name("Folded", "")
    editor.mark("wrong")
    assert editor.drop.accessibleName() == "Folded"


def test_columns_are_as_the_form_wants() -> None:
    session = fresh()
    assert columns_of(find(session, "scale"), 3) == 3
    assert columns_of(find(session, "how"), 3) == 1
