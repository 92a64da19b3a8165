import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from intake.ui import tokens
from intake.ui.widgets import fields


def test_tab_leaves_a_text_area_and_pasted_styles_are_dropped(qtbot: QtBot) -> None:
    window = QWidget()
    area = fields.TextArea(name="Account")
    line = QVBoxLayout(window)
    line.addWidget(area)
    line.addWidget(fields.Field())
    qtbot.addWidget(window)
    window.show()
    QTest.keyClicks(area, "a")
    QTest.keyClick(area, Qt.Key.Key_Tab)
    assert area.toPlainText() == "a"
    assert not area.acceptRichText()
    assert area.accessibleName() == "Account"


def test_a_text_area_grows_with_what_is_written(qtbot: QtBot) -> None:
    area = fields.TextArea(rows=3)
    qtbot.addWidget(area)
    area.show()
    before = area.sizeHint().height()
    area.setPlainText("line\n" * 9)
    assert area.sizeHint().height() > before
    area.setPlainText("line\n" * 900)
    assert area.sizeHint().height() < 600


def test_the_wheel_changes_no_choice(qtbot: QtBot) -> None:
    drop = fields.DropDown(name="Month")
    qtbot.addWidget(drop)
    drop.put([("1", "January"), ("2", "February")])
    drop.choose("1")
    drop.show()
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(drop, turn)
    assert drop.value == "1"


def test_a_drop_down_keeps_its_choice_when_entries_change(qtbot: QtBot) -> None:
    drop = fields.DropDown()
    qtbot.addWidget(drop)
    drop.put([("1", "January"), ("2", "February")])
    drop.choose("2")
    drop.put([("2", "فېۋرال"), ("3", "مارت")])
    assert drop.value == "2"
    drop.put([("3", "مارت")])
    assert drop.value == ""


def test_fields_are_a_target_high(qtbot: QtBot) -> None:
    for field in (fields.Field(), fields.DropDown(), fields.SearchField("Find")):
        qtbot.addWidget(field)
        field.show()
        assert field.sizeHint().height() == tokens.TARGET
        field.mark("wrong")
        assert field.property("state") == "wrong"


def test_the_arrow_of_a_drop_down_is_drawn_at_its_end(qtbot: QtBot) -> None:
    drop = fields.DropDown()
    qtbot.addWidget(drop)
    drop.resize(200, 40)
    drop.show()
    to_right = drop.grab().toImage()
    drop.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    to_left = drop.grab().toImage()
    assert any(
        to_right.pixelColor(x, 20) != to_right.pixelColor(100, 20)
        for x in range(165, 195)
    )
    assert any(
        to_left.pixelColor(x, 20) != to_left.pixelColor(100, 20) for x in range(5, 35)
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [("٤٢", "42"), ("۴۲", "42"), ("4,5", "4.5"), ("٤\u066b٢", "4.2"), ("-7", "-7")],
)
def test_digits_of_any_script_are_read(typed: str, read: str) -> None:
    assert fields.to_western_digits(typed) == read


def test_a_labelled_field_has_its_name_and_hint(qtbot: QtBot) -> None:
    field = fields.Field()
    frame = fields.labelled("Your name here", field, "A name nobody else knows")
    qtbot.addWidget(frame)
    assert field.accessibleName() == "Your name here"
    assert field.accessibleDescription() == "A name nobody else knows"
    assert fields.local_number(1234.5)
