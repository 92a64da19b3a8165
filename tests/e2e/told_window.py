"""The real window over a vault that costs nothing to open, telling what stands on it.

Run as a script with the folder of the vault. Nobody is at it but who presses its keys
from outside: it only writes a line of JSON whenever what can be read on it, or where
the cursor is, has changed.
"""

import json
import os
import sys
import traceback
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from e2e.person import Person
from intake.app import opening
from intake.app.opening import Opened
from intake.domain.people import Role
from intake.ui import jobs, plain
from intake.ui.application import guard, make_application
from intake.ui.look import Look
from intake.ui.shell import Shell
from intake.vault.process import harden
from kitchen import CHEAP
from seeing import MARKS

_PAUSE = 20
_HELD = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt)


def make(folder: Path, passphrase: str, role: Role, name: str, now: datetime) -> Opened:
    """Make a vault that costs nothing to open."""
    return opening.create(folder, passphrase, role, name, now, cost=CHEAP)


def named(widget: QWidget | None) -> str:
    """Give what is written on a button, or what a screen reader calls a field."""
    if isinstance(widget, QAbstractButton):
        return plain.button_text(widget).translate(MARKS)
    return "" if widget is None else widget.accessibleName().translate(MARKS)


def asked_for_a_path() -> str | None:
    """Give what stands in the line of a dialog for files that takes the keys."""
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, QFileDialog):
        return None
    # What it offers while one types is a window above it.
    if not (dialog.isActiveWindow() or QApplication.activePopupWidget()):
        return None
    line = dialog.findChild(QLineEdit)
    return line.text() if isinstance(line, QLineEdit) else None


class Teller(QObject):
    """Tells of *window* on standard output.

    A key is told of with what came of it: a turn after it was taken, when whatever the
    page put off is done.
    """

    def __init__(self, window: QWidget) -> None:
        """Begin to tell; the window is shown."""
        super().__init__(window)
        self._person = Person(window)
        self._keys = 0
        self._told_keys = 0
        self._last = ""
        handle = window.windowHandle()
        assert handle is not None
        handle.installEventFilter(self)
        self._pause = QTimer(self)
        self._pause.timeout.connect(self.tell)
        self._pause.start(_PAUSE)

    def eventFilter(  # noqa: N802 - Qt's own name
        self, _watched: QObject, event: QEvent
    ) -> bool:
        """Count the keys that were pressed, but not those that are held meanwhile."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._keys += event.key() not in _HELD
        return False

    def tell(self) -> None:
        """Write what is seen now, if it is something else than before."""
        page = {
            "said": self._person.reads(),
            "cells": self._person.cells(),
            "here": named(QApplication.focusWidget()),
            "keys": self._told_keys,
            "choice": isinstance(QApplication.focusWidget(), QRadioButton),
            "dialog": asked_for_a_path(),
            "busy": bool(jobs.under_way()),
        }
        self._told_keys = self._keys
        line = json.dumps(page)
        if line != self._last:
            self._last = line
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


def again() -> None:
    """Become a fresh process, as the program does when it locks."""
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - itself


def main(vault: Path) -> None:
    """Be the program until the window is left; a lock begins in a fresh process."""
    harden()
    application = make_application(["intake"], Look())
    shell = Shell(
        vault,
        restart=again,
        end=lambda: os._exit(0),
        make=make,
    )
    guard(shell.window)
    shell.show()
    Teller(shell.window)
    application.exec()
    shell.close()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except BaseException:
        # The window would take it, as it takes whatever nobody caught.
        traceback.print_exc()
        raise
