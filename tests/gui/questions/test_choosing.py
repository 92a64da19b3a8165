from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from asking import ENGLISH, UYGHUR, converted, find, fresh
from intake.ui import plain, theme
from intake.ui.look import Look
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


def test_the_space_bar_goes_on_too_and_a_mouse_only_chooses(qtbot: QtBot) -> None:
    given: list[str] = []
    gone: list[str] = []
    item = find(fresh(), "how")
    editor = OneOfLines(item, given.append, gone.append)
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.show()
    editor.cards["told"].click()
    assert (given, gone) == (["told"], [])
    QTest.keyClick(editor.cards["read"], Qt.Key.Key_Space)
    assert (given, gone) == (["told", "read"], [item.ref])


def test_choices_are_said_in_a_second_language_too(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "how")
    editor = OneOfLines(item, lambda _: None, lambda _: None)
    qtbot.addWidget(editor)
    editor.second = UYGHUR
    editor.refresh(item)
    assert editor.cards["saw"].second == "ئۆزۈم كۆردۈم"
    assert plain.button_text(editor.cards["saw"]) == "I saw it myself"
    assert session.language == ENGLISH
    editor.second = ""
    editor.refresh(item)
    assert editor.cards["saw"].second == ""
    folded = OneOfFolded(find(session, "folded"), lambda _: None)
    qtbot.addWidget(folded)
    folded.second = UYGHUR
    folded.refresh(find(session, "folded"))
    assert folded.drop.itemText(1).startswith("Yes · ")
    assert "ھەئە" in folded.drop.itemText(1)


def test_columns_leave_room_for_the_words(qapp: QApplication) -> None:
    form = converted(
        "| survey |\n| | type | name | label | appearance |\n"
        "| | select_one short | a | A | columns-pack |\n"
        "| | select_one long | b | B | columns-4 |\n"
        "| | select_one short | c | C | columns |\n"
        "| | select_one short | d | D | likert |\n"
        "| choices |\n| | list_name | name | label |\n"
        "| | short | y | Yes |\n| | short | n | No |\n| | short | u | Unsure |\n"
        f"| | long | y | {'word ' * 12} |\n| | long | n | No |\n"
    )
    session = fresh(form)
    count = {name: columns_of(find(session, name), 8) for name in "abcd"}
    assert count == {"a": 6, "b": 1, "c": 2, "d": 6}
    theme.apply(qapp, Look(zoom=200))
    count = {name: columns_of(find(session, name), 8) for name in "abcd"}
    assert count == {"a": 3, "b": 1, "c": 2, "d": 1}


def test_other_asks_in_words(qtbot: QtBot) -> None:
    form = converted(
        "| survey |\n| | type | name | label |\n"
        "| | select_one fruit or_other | best | Which? |\n"
        "| choices |\n| | list_name | name | label |\n"
        "| | fruit | fig | Fig |\n| | fruit | plum | Plum |\n"
    )
    session = fresh(form)
    item, words = find(session, "best"), find(session, "best_other")
    editor = OneOfLines(
        item, lambda value: session.answer(item.ref, value), lambda _: None
    )
    qtbot.addWidget(editor)
    editor.refresh(item)
    assert not words.relevant
    editor.cards["other"].click()
    assert words.relevant
