from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from asking import converted, find, fresh
from intake.ui.questions.numbers import NumberEditor


def test_digits_of_any_script_are_given_as_western_ones(qtbot: QtBot) -> None:
    given: list[str] = []
    editor = NumberEditor(find(fresh(), "year"), given.append)
    qtbot.addWidget(editor)
    editor.field.insert("٢٠١٧")
    editor.field.textEdited.emit(editor.field.text())
    editor.flush()
    assert given == ["2017"]


def test_letters_cannot_be_typed_and_grouping_is_only_shown(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "weight")
    editor = NumberEditor(item, lambda value: session.answer(item.ref, value))
    qtbot.addWidget(editor)
    QTest.keyClicks(editor.field, "12a345.5")
    editor.flush()
    assert item.value == "12345.5"
    editor.refresh(item)
    assert "12,345" in editor.findChildren(QLabel)[0].text()


def test_a_counter_counts_on(qtbot: QtBot) -> None:
    given: list[str] = []
    item = find(fresh(), "times")
    editor = NumberEditor(item, given.append)
    qtbot.addWidget(editor)
    button = editor.findChildren(QPushButton)[0]
    button.click()
    button.click()
    assert given == ["1", "2"]
    editor.name("How often?", "")
    assert editor.field.accessibleName() == "How often?"


def test_a_bearing_says_its_unit(qtbot: QtBot) -> None:
    form = converted(
        "| survey |\n| | type | name | label | appearance |\n"
        "| | decimal | way | Which way? | bearing |\n"
    )
    editor = NumberEditor(find(fresh(form), "way"), lambda _: None)
    qtbot.addWidget(editor)
    assert "degrees" in editor.findChildren(QLabel)[0].text()
