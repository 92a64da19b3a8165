from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from intake.ui.widgets.dialog import Dialog, Verb, ask

VERBS = [
    Verb("keep", "Keep it"),
    Verb("remove", "Remove the sealed copy of Juniper 11", "danger"),
]


def test_escape_and_enter_take_the_way_that_changes_nothing(qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        dialog = Dialog("Remove?", "It cannot be brought back.", VERBS)
        qtbot.addWidget(dialog)
        dialog.show()
        QTest.keyClick(dialog, key)
        assert dialog.choice == "keep"
        assert not dialog.isVisible()


def test_the_dangerous_way_is_taken_by_its_own_button(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Dialog)
        assert dialog.windowTitle() == "Intake"
        dialog.buttons["remove"].click()

    QTimer.singleShot(0, press)
    assert ask(parent, "Remove?", "It cannot be brought back.", VERBS) == "remove"
