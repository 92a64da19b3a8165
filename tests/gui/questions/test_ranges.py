from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSlider
from pytestqt.qtbot import QtBot

from asking import Asking, converted, find, fresh
from intake.ui.questions.editors import editor_for
from intake.ui.questions.ranges import (
    PickerEditor,
    RangeEditor,
    RatingEditor,
    Scale,
    range_editor,
)


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


def test_each_appearance_has_its_face(qtbot: QtBot) -> None:
    looks = ("vertical", "no-ticks", "picker", "distress", "vertical no-ticks")
    lines = "\n".join(
        f"| | range | r{n} | How? | {one} | start=0 end=10 step=1 |"
        for n, one in enumerate(looks)
    )
    form = converted(
        f"| survey |\n| | type | name | label | appearance | parameters |\n{lines}\n"
        "| | integer | pain | How much? | analog-scale | |\n"
    )
    session = fresh(form)
    made = {}
    for number, one in enumerate(looks):
        item = find(session, f"r{number}")
        editor = made[one] = range_editor(item, partial(session.answer, item.ref))
        qtbot.addWidget(editor)
        editor.refresh(item)
        editor.name("How?", "")
        editor.mark("")
    upright, plain = made["vertical"], made["no-ticks"]
    assert isinstance(upright, RangeEditor)
    assert upright.slider.orientation() is Qt.Orientation.Vertical
    assert upright.slider.tickPosition() is QSlider.TickPosition.TicksRight
    assert isinstance(plain, RangeEditor)
    assert plain.slider.orientation() is Qt.Orientation.Horizontal
    assert plain.slider.tickPosition() is QSlider.TickPosition.NoTicks
    thermometer = made["distress"]
    assert isinstance(thermometer, RangeEditor)
    assert thermometer.slider.orientation() is Qt.Orientation.Vertical
    picker = made["picker"]
    assert isinstance(picker, PickerEditor)
    picker.drop.setCurrentIndex(4)
    picker.drop.activated.emit(4)
    assert find(session, "r2").value == "3"
    picker.refresh(find(session, "r2"))
    assert picker.drop.value == "3"
    pain = find(session, "pain")
    analogue = editor_for(
        pain, lambda value: session.answer(pain.ref, value), Asking(session)
    )
    assert isinstance(analogue, RangeEditor)
    qtbot.addWidget(analogue)
    analogue.slider.setValue(37)
    analogue.flush()
    assert pain.value == "37"
