import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake.ui import tokens
from intake.ui.widgets.choices import CheckCard, RadioCard

LONG = "Somebody who was there told me " * 6


@pytest.mark.parametrize("kind", [RadioCard, CheckCard])
def test_long_words_wrap_instead_of_being_cut(
    qtbot: QtBot, kind: type[RadioCard | CheckCard]
) -> None:
    card = kind(LONG, second="كۆرگەن كىشى ماڭا ئېيتتى")
    qtbot.addWidget(card)
    assert card.hasHeightForWidth()
    assert card.heightForWidth(300) > card.heightForWidth(900) > tokens.TARGET
    assert kind("Yes").sizeHint().height() == tokens.TARGET


@pytest.mark.parametrize("kind", [RadioCard, CheckCard])
@pytest.mark.parametrize("layout", Qt.LayoutDirection)
def test_a_choice_is_pressed_anywhere_on_its_line(
    qtbot: QtBot, kind: type[RadioCard | CheckCard], layout: Qt.LayoutDirection
) -> None:
    card = kind("I saw it myself", key="1", second="ئۆزۈم كۆردۈم")
    card.setLayoutDirection(layout)
    qtbot.addWidget(card)
    card.resize(400, 60)
    card.show()
    before = card.grab().toImage()
    QTest.mouseClick(
        card,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(390, 30),
    )
    assert card.isChecked()
    assert card.grab().toImage() != before


def test_a_reader_hears_a_radio_button_and_a_check_box(qtbot: QtBot) -> None:
    radio, check = RadioCard("Yes & no"), CheckCard("Other")
    qtbot.addWidget(radio)
    qtbot.addWidget(check)
    heard = QAccessible.queryAccessibleInterface(radio)
    assert heard.role() is QAccessible.Role.RadioButton
    heard = QAccessible.queryAccessibleInterface(check)
    assert heard.role() is QAccessible.Role.CheckBox
