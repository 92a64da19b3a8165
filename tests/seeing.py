"""What tests of pages look with: a page on the screen, and everything it says."""

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from intake.ui import plain
from intake.ui.jobs import under_way
from intake.ui.widgets.dialog import Dialog
from intake.ui.widgets.navigation import NavigationRail

MARKS = dict.fromkeys(map(ord, "\u2068\u2069"))


def rail() -> NavigationRail:
    """A rail with two places, as pages stand beside."""
    return NavigationRail("Interviewer: Cedar", (("a", "Here"), ("b", "There")), "a")


def show(qtbot: QtBot, page: QWidget) -> None:
    """Put *page* on a screen of the size of an old laptop's."""
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()


def said(page: QWidget) -> str:
    """Everything that can be read on *page* now, without the marks of isolation."""
    labels = [
        label.text()
        for label in page.findChildren(QLabel)
        if label.isVisibleTo(page) and label.text()
    ]
    return "\n".join(labels).translate(MARKS)


def button(page: QWidget, words: str) -> QPushButton:
    """The one visible button that says *words*."""
    found = [
        each
        for each in page.findChildren(QPushButton)
        if plain.button_text(each).translate(MARKS) == words and each.isVisibleTo(page)
    ]
    assert len(found) == 1, f"{len(found)} buttons say {words!r}"
    return found[0]


def type_into(field: QWidget, text: str) -> None:
    """Type *text* into the one line that *field* has now, in place of what is there."""
    # A line whose passphrase was forgotten goes with the next events.
    QTest.qWait(1)
    edits = [edit for edit in field.findChildren(QLineEdit) if edit.isVisibleTo(field)]
    assert len(edits) == 1, f"{len(edits)} lines to type into"
    edits[0].clear()
    QTest.keyClicks(edits[0], text)


def settle(qtbot: QtBot) -> None:
    """Wait until every job has ended and its end was told."""
    qtbot.waitUntil(lambda: not under_way(), timeout=60_000)
    # What was put on a page just now is shown with the next events.
    qtbot.wait(1)


def press_in_dialog(key: str) -> None:
    """Press the button *key* of the dialog that opens next."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Dialog)
        dialog.buttons[key].click()

    QTimer.singleShot(0, press)
