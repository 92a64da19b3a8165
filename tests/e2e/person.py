"""Somebody at the real windows: reads what stands there, clicks what says a word.

Nothing is called by its name in the code: a button is found by what is written on it,
a field because it has the cursor, a result because a label says it.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTableView,
    QWidget,
)

from intake.ui import jobs, plain
from seeing import MARKS

LONGEST = 45_000
Found = TypeVar("Found", bound=QWidget)
_GROUP = re.compile(r"Group (\d+)")
_DIGITS = re.compile(r"(?:\d{4} ){9}\d{4}")


class Person:
    """Works in *window*."""

    def __init__(self, window: QWidget) -> None:
        """Sit down at it."""
        self.window = window

    # --- looking

    def here(self, kind: type[Found]) -> Iterator[Found]:
        """Give every visible widget of a kind."""
        for each in self.window.findChildren(kind):
            if each.isVisibleTo(self.window):
                yield each

    def reads(self) -> str:
        """Read everything that is written in labels."""
        said = "\n".join(label.text() for label in self.here(QLabel))
        return said.translate(MARKS)

    def sees(self, words: str) -> None:
        """Wait until *words* stand somewhere in the window."""
        wait(lambda: words in self.reads(), lambda: f"{words!r} in\n{self.reads()}")

    def rests(self) -> None:
        """Wait until nothing is under way any more, and it is shown."""
        QTest.qWait(1)
        wait(lambda: not jobs.under_way(), lambda: "rest")
        QTest.qWait(1)

    # --- clicking

    def button(self, words: str) -> QAbstractButton:
        """Wait for the button that says *words*, or begins with them.

        The rail comes before the page, and the page is meant.
        """
        found: list[QAbstractButton] = []

        def there() -> list[QAbstractButton]:
            texts = [
                (plain.button_text(each).translate(MARKS), each)
                for each in self.here(QAbstractButton)
                if each.isEnabled()
            ]
            found[:] = [each for text, each in texts if text == words] or [
                each for text, each in texts if text.startswith(words)
            ]
            return found

        wait(
            there,
            lambda: f"a button {words!r} in\n{self.reads()}",
        )
        return found[-1]

    def presses(self, words: str) -> None:
        """Click the button that says *words*."""
        button = self.button(words)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=_middle(button))
        QTest.qWait(1)

    def opens_row(self, words: str) -> None:
        """Choose the row of a list in which *words* stand, and press Enter."""
        for table in self.here(QTableView):
            model = table.model()
            for index in (model.index(row, 0) for row in range(model.rowCount())):
                if index.data() == words:
                    at = table.visualRect(index).center()
                    left = Qt.MouseButton.LeftButton
                    QTest.mouseClick(table.viewport(), left, pos=at)
                    QTest.keyClick(table, Qt.Key.Key_Return)
                    QTest.qWait(1)
                    return
        pytest.fail(f"no row says {words!r}")

    def cells(self) -> list[str]:
        """Read the lists of the window, cell by cell."""
        return [
            str(model.index(row, column).data())
            for model in (table.model() for table in self.here(QTableView))
            for row in range(model.rowCount())
            for column in range(model.columnCount())
        ]

    # --- typing

    def turns_here(self) -> None:
        """Bring the window to the front."""
        self.window.activateWindow()
        wait(self.window.isActiveWindow, lambda: "the window in front")

    def types(self, text: str) -> None:
        """Type *text*, in any script, where the cursor is."""
        self.turns_here()
        for letter in text:
            field = self.window.focusWidget()
            assert field is not None
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(field, key)
        QTest.qWait(1)

    def keys(self, *sequence: tuple[Qt.Key, Qt.KeyboardModifier] | Qt.Key) -> None:
        """Press keys where the cursor is."""
        self.turns_here()
        for each in sequence:
            field = self.window.focusWidget()
            key, held = (
                each
                if isinstance(each, tuple)
                else (each, Qt.KeyboardModifier.NoModifier)
            )
            QTest.keyClick(field, key, held)
            QTest.qWait(1)

    def clicks_into(self, name: str) -> QWidget:
        """Click into the field that a screen reader calls *name*."""
        (field,) = [
            each
            for each in self.here(QWidget)
            if each.accessibleName().translate(MARKS).startswith(name)
            and each.focusPolicy() & Qt.FocusPolicy.ClickFocus
            and not isinstance(each, QAbstractButton)
        ]
        QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=_middle(field))
        return field

    # --- what the windows ask of a person

    def digits(self) -> list[str]:
        """Read the ten groups of the card that is shown."""
        for each in self.here(QWidget):
            if _DIGITS.fullmatch(each.accessibleName()):
                return each.accessibleName().split()
        pytest.fail("no digits are shown")

    def sheet(self) -> str:
        """Copy the words of the recovery sheet that is shown, by their numbers."""
        found = {}
        for each in self.here(QLabel):
            number, _, word = each.text().partition(". ")
            if number.isdecimal() and word.isalpha():
                found[int(number)] = word
        return " ".join(found[number] for number in sorted(found))

    def types_groups(self, groups: list[str]) -> None:
        """Type those of the ten *groups* that the window asks for."""
        for field in list(self.here(QLineEdit)):
            asked = _GROUP.fullmatch(field.accessibleName())
            if asked:
                field.setFocus()
                field.selectAll()
                self.types(groups[int(asked[1]) - 1])

    def chooses(self, words: str, path: Path) -> None:
        """Click the button *words* and choose *path* in the dialog it opens."""
        self._in_dialog(lambda dialog: _choose(dialog, path))
        self.presses(words)

    def _in_dialog(self, deed: Callable[[QFileDialog], None]) -> None:
        timer = QTimer(self.window)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QFileDialog) and dialog.isVisible():
                timer.stop()
                timer.deleteLater()
                deed(dialog)

        timer.timeout.connect(look)
        timer.start(20)


def _choose(dialog: QFileDialog, path: Path) -> None:
    (name,) = dialog.findChildren(QLineEdit, "fileNameEdit")
    name.selectAll()
    name.insert(str(path))  # as one pastes it; typed letters would be completed
    QTest.keyClick(name, Qt.Key.Key_Return)


def _middle(widget: QWidget) -> QPoint:
    return widget.rect().center()


def wait(holds: Callable[[], object], what: Callable[[], str]) -> None:
    """Let the windows work until *holds* gives something true."""
    watch = QElapsedTimer()
    watch.start()
    loop = QEventLoop()
    while not holds():
        assert watch.elapsed() < LONGEST, f"it never came: {what()}"
        QTimer.singleShot(10, loop.quit)
        loop.exec()
