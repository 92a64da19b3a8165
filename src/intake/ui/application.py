"""Starts Qt the way this program wants it: no traces, our fonts, our look, our calm.

``make_application`` comes first, before any widget; ``guard`` then sends whatever
nobody caught to the window, as one calm sentence without data.
"""

import sys
from collections.abc import Sequence
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtWidgets import QApplication

from intake.ui import theme
from intake.ui.look import Look
from intake.ui.window import Window


def start(arguments: Sequence[str]) -> int:
    """Open the window and stay until it is closed; return the exit status.

    *arguments* are nothing, or the folder of the vault as ``--vault DIR``.
    """
    from intake.ui import shell  # noqa: PLC0415 - the shell needs this module whole

    return shell.start(arguments)


def make_application(arguments: Sequence[str], look: Look) -> QApplication:
    """Return the application, wearing *look*; the one there is, if there is one."""
    # Qt's file dialog would write what was opened into the home folder.
    QSettings.setPath(
        QSettings.Format.NativeFormat, QSettings.Scope.UserScope, "/dev/null"
    )
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "/dev/null"
    )
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    found = QApplication.instance()
    application = (
        found if isinstance(found, QApplication) else QApplication([*arguments])
    )
    application.setApplicationName("intake")
    application.setApplicationDisplayName("Intake")
    application.setStyle("fusion")
    application.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)  # noqa: FBT003 - Qt's own signature
    theme.load_fonts()
    theme.apply(application, look)
    return application


def guard(window: Window) -> None:
    """Send every exception that nobody caught to *window*.

    PySide calls ``sys.excepthook`` for errors in slots, timers and pool threads, on
    the thread where they happened; the window passes them to its own.
    """

    def take(
        _kind: type[BaseException],
        error: BaseException,
        _trace: TracebackType | None,
    ) -> None:
        window.take_exception(error)

    sys.excepthook = take
