"""The coordinator's side of the window: the rail, and from where one goes where."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QWidget

from intake.app.desk import packs, paging
from intake.app.opening import Opened
from intake.ui import times
from intake.ui.desk.library import LibraryPage, View
from intake.ui.desk.receive import ReceivePage
from intake.ui.desk.record import RecordPage
from intake.ui.direction import isolate
from intake.ui.marking import QT_TRANSLATE_NOOP
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.window import Window

LIBRARY, RECEIVE, INTERVIEWERS, PACKS, RECEIPTS, CARD, SETTINGS = (
    "library",
    "receive",
    "interviewers",
    "packs",
    "receipts",
    "card",
    "settings",
)

_CONTEXT = "DeskShell"
_PLACES = (
    (LIBRARY, QT_TRANSLATE_NOOP("DeskShell", "Library")),
    (RECEIVE, QT_TRANSLATE_NOOP("DeskShell", "Receive")),
    (INTERVIEWERS, QT_TRANSLATE_NOOP("DeskShell", "Interviewers")),
    (PACKS, QT_TRANSLATE_NOOP("DeskShell", "What we send")),
    (RECEIPTS, QT_TRANSLATE_NOOP("DeskShell", "Receipts")),
    (CARD, QT_TRANSLATE_NOOP("DeskShell", "My card")),
    (SETTINGS, QT_TRANSLATE_NOOP("DeskShell", "Settings")),
)


class DeskShell(QObject):
    """Shows the desk's pages in the window, one at a time."""

    def __init__(
        self,
        window: Window,
        opened: Opened,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """Belong to *window* and show nothing yet."""
        super().__init__(window)
        self._window = window
        self._opened = opened
        self._now = now
        self._view = View()
        self._ways: dict[str, Callable[[], QWidget]] = {
            LIBRARY: self._library,
            RECEIVE: self._receive,
        }

    def go(self, place: str) -> None:
        """Show a page of the rail."""
        self._window.show_page(self._ways[place]())

    def open_record(self, number: str) -> None:
        """Show a record; coming back, the library is as it was left."""
        self._view.number = number
        page = RecordPage(self._opened, number, now=self._now)
        page.left.connect(lambda: self.go(LIBRARY))
        page.lock_wanted.connect(self._window.lock)
        self._window.show_page(page)

    def records_of(self, fingerprint: str) -> None:
        """Show the library, narrowed to what one interviewer took."""
        self._view = View(paging.Filter(sender=fingerprint))
        self.go(LIBRARY)

    # --- the pages

    def _rail(self, place: str) -> NavigationRail:
        words = QCoreApplication.translate(_CONTEXT, "Desk: {name}")
        entries = [
            (key, QCoreApplication.translate(_CONTEXT, text))
            for key, text in _PLACES
            if key in self._ways
        ]
        rail = NavigationRail(
            words.format(name=isolate(self._opened.name)), entries, place
        )
        rail.chosen.connect(self.go)
        rail.lock_wanted.connect(self._window.lock)
        return rail

    def _library(self) -> QWidget:
        page = LibraryPage(self._opened, self._rail(LIBRARY), self._view, now=self._now)
        page.record_wanted.connect(self.open_record)
        page.receive_wanted.connect(lambda: self.go(RECEIVE))
        return page

    def _receive(self) -> QWidget:
        page = ReceivePage(self._opened, self._rail(RECEIVE), now=self._now)
        page.record_wanted.connect(self.open_record)
        page.receipts_wanted.connect(lambda: self.go(RECEIPTS))
        return page


def open_desk(window: Window, opened: Opened) -> None:
    """Show the coordinator's pages in *window*, beginning with the library."""
    shell = DeskShell(window, opened)
    window.idle.start(packs.policy(opened).lock_minutes * 60)
    shell.go(LIBRARY)
