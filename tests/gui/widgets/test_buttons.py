import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake.ui import theme, tokens
from intake.ui.look import Look
from intake.ui.widgets import buttons

KINDS = [
    buttons.Button,
    buttons.PrimaryButton,
    buttons.QuietButton,
    buttons.DangerButton,
    buttons.LinkButton,
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("words", ["Next", "كېيىنكى"])
def test_a_button_is_a_target_high_in_both_scripts(
    qtbot: QtBot, kind: type[buttons.Button], words: str
) -> None:
    button = kind(words, icon="next")
    qtbot.addWidget(button)
    button.ensurePolished()
    assert button.sizeHint().height() == tokens.TARGET


@pytest.mark.parametrize("kind", KINDS)
def test_the_ring_of_the_focus_can_be_seen(
    qtbot: QtBot, kind: type[buttons.Button]
) -> None:
    button = kind("Next")
    qtbot.addWidget(button)
    button.show()
    button.activateWindow()
    QTest.qWaitForWindowActive(button)
    button.clearFocus()
    without = button.grab().toImage()
    button.setFocus()
    assert button.grab().toImage() != without


def test_enter_presses_a_button(qtbot: QtBot) -> None:
    button = buttons.Button("Back")
    qtbot.addWidget(button)
    button.show()
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Return)


def test_an_icon_follows_the_look(qtbot: QtBot, qapp: QApplication) -> None:
    button = buttons.Button("Lock", icon="lock")
    qtbot.addWidget(button)
    before = button.iconSize()
    theme.apply(qapp, Look(zoom=200))
    assert button.iconSize() == before * 2


@pytest.mark.parametrize("layout", Qt.LayoutDirection)
def test_a_toggle_is_pressed_anywhere_and_heard_as_a_check_box(
    qtbot: QtBot, layout: Qt.LayoutDirection
) -> None:
    toggle = buttons.Toggle("Show the second language")
    toggle.setLayoutDirection(layout)
    qtbot.addWidget(toggle)
    toggle.show()
    off = toggle.grab().toImage()
    QTest.mouseClick(
        toggle,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(toggle.width() // 2, toggle.height() // 2),
    )
    assert toggle.isChecked()
    assert toggle.grab().toImage() != off
    heard = QAccessible.queryAccessibleInterface(toggle)
    assert heard.role() is QAccessible.Role.CheckBox
    assert heard.text(QAccessible.Text.Name) == "Show the second language"
