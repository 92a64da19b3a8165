import sys

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from intake.ui.application import guard, make_application
from intake.ui.look import Look
from intake.ui.window import Window


def test_the_application_wears_the_look_and_keeps_no_settings() -> None:
    made = make_application([], Look(language="ug"))
    assert made.layoutDirection() is Look(language="ug").direction
    assert made.applicationName() == "intake"
    kept = QSettings(
        QSettings.Format.NativeFormat, QSettings.Scope.UserScope, "QtProject"
    )
    assert kept.fileName().startswith("/dev/null")
    assert QApplication.instance() is made


def test_what_nobody_caught_reaches_the_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    window = Window(lock=lambda: None, quick_exit=lambda: None)
    qtbot.addWidget(window)
    guard(window)
    error = ValueError("an answer")
    with qtbot.waitSignal(window.failed):
        sys.excepthook(ValueError, error, None)
    qtbot.waitUntil(lambda: not window.notice.isHidden())
    assert "an answer" not in window.notice.text
