from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from asking import find, fresh
from intake.ui.questions.ranges import RangeEditor, RatingEditor, Scale, range_editor


def test_a_slider_and_a_field_say_the_same(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "sure")
    editor = RangeEditor(item, lambda value: session.answer(item.ref, value))
    qtbot.addWidget(editor)
    editor.refresh(item)
    assert item.value == ""
    assert editor.field.text() == ""
    editor.slider.setValue(3)
    editor.flush()
    assert item.value == "6"
    editor.field.clear()
    QTest.keyClicks(editor.field, "8")
    editor.flush()
    editor.refresh(item)
    assert editor.slider.value() == 4
    said = [label.text() for label in editor.findChildren(QLabel)]
    assert said == ["0", "10"]
    editor.name("How sure?", "")
    editor.mark("")
    assert editor.slider.accessibleName() == "How sure?"


def test_a_rating_is_pressed(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "stars")
    editor = range_editor(item, lambda value: session.answer(item.ref, value))
    assert isinstance(editor, RatingEditor)
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.buttons["4"].click()
    assert item.value == "4"
    editor.refresh(item)
    assert editor.buttons["4"].isChecked()
    editor.name("Rate it", "")


def test_a_scale_writes_numbers_as_the_form_does() -> None:
    scale = Scale(find(fresh(), "sure"))
    assert [scale.value(place) for place in range(6)] == ["0", "2", "4", "6", "8", "10"]
    assert scale.place("5.1") == 3
    assert scale.place("99") == 5
    assert scale.place("x") is None
    assert scale.place("nan") is None
