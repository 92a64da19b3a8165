"""The coordinator's side of the window: the rail, and from where one goes where."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from intake.app.desk import packs, paging
from intake.app.opening import Opened
from intake.ui import times
from intake.ui.desk.held import HeldPage
from intake.ui.desk.interviewers import InterviewersPage
from intake.ui.desk.keys import KeysCard
from intake.ui.desk.library import LibraryPage, View
from intake.ui.desk.packs import PacksPage
from intake.ui.desk.receipts import ReceiptsPage
from intake.ui.desk.receive import ReceivePage
from intake.ui.desk.record import RecordPage
from intake.ui.desk.recovery import RecoveryPage
from intake.ui.direction import isolate
from intake.ui.marking import QT_TRANSLATE_NOOP
from intake.ui.pages.my_card import MyCard
from intake.ui.pages.settings import Settings
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.window import Window

LIBRARY, RECEIVE, HELD, INTERVIEWERS, PACKS, RECEIPTS, CARD, RECOVERY, SETTINGS = (
    "library",
    "receive",
    "held",
    "interviewers",
    "packs",
    "receipts",
    "card",
    "recovery",
    "settings",
)

_MINUTE = 60
_CONTEXT = "DeskShell"
_PLACES = (
    (LIBRARY, QT_TRANSLATE_NOOP("DeskShell", "Library")),
    (RECEIVE, QT_TRANSLATE_NOOP("DeskShell", "Receive")),
    (HELD, QT_TRANSLATE_NOOP("DeskShell", "Held apart")),
    (INTERVIEWERS, QT_TRANSLATE_NOOP("DeskShell", "Interviewers")),
    (PACKS, QT_TRANSLATE_NOOP("DeskShell", "What we send")),
    (RECEIPTS, QT_TRANSLATE_NOOP("DeskShell", "Receipts")),
    (CARD, QT_TRANSLATE_NOOP("DeskShell", "My card")),
    (RECOVERY, QT_TRANSLATE_NOOP("DeskShell", "Recovery sheets")),
    (SETTINGS, QT_TRANSLATE_NOOP("DeskShell", "Settings")),
)


class DeskShell(QObject):
    """Shows the desk's pages in the window, one at a time.

    ``renewed`` carries the vault whenever its card or keys have changed.
    """

    renewed = Signal(object)

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
            HELD: self._held,
            INTERVIEWERS: self._interviewers,
            PACKS: self._packs,
            RECEIPTS: self._receipts,
            CARD: self._card,
            RECOVERY: self._recovery,
            SETTINGS: self._settings,
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

    def watch_idleness(self) -> None:
        """Lock by itself after the same minutes as the interviewers' laptops."""
        minutes = packs.policy(self._opened).lock_minutes
        self._window.idle.start(minutes * _MINUTE)

    # --- the pages

    def _rail(self, place: str) -> NavigationRail:
        words = QCoreApplication.translate("DeskShell", "Desk: {name}")
        entries = [
            (key, QCoreApplication.translate(_CONTEXT, text)) for key, text in _PLACES
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
        page.rehearsal_wanted.connect(lambda: self.go(RECOVERY))
        return page

    def _held(self) -> QWidget:
        page = HeldPage(self._opened, self._rail(HELD), now=self._now)
        page.record_wanted.connect(self.open_record)
        return page

    def _interviewers(self) -> QWidget:
        page = InterviewersPage(self._opened, self._rail(INTERVIEWERS), now=self._now)
        page.records_wanted.connect(self.records_of)
        page.packs_wanted.connect(lambda: self.go(PACKS))
        return page

    def _packs(self) -> QWidget:
        page = PacksPage(self._opened, self._rail(PACKS), now=self._now)
        page.policy.changed.connect(lambda _: self.watch_idleness())
        return page

    def _receipts(self) -> QWidget:
        return ReceiptsPage(self._opened, self._rail(RECEIPTS), now=self._now)

    def _card(self) -> QWidget:
        page = MyCard(self._opened, self._rail(CARD), now=self._now)
        keys = KeysCard(self._opened, page.work, now=self._now)
        page.work.hold((keys,))
        page.add(keys)
        page.renewed.connect(self._renewed)
        keys.renewed.connect(self._renewed)
        keys.packs_wanted.connect(lambda: self.go(PACKS))
        keys.sheets_wanted.connect(lambda: self.go(RECOVERY))
        return page

    def _renewed(self, opened: Opened) -> None:
        self._opened = opened
        self.renewed.emit(opened)
        self.go(CARD)

    def _recovery(self) -> QWidget:
        page = RecoveryPage(self._opened, self._rail(RECOVERY), now=self._now)
        page.receive_wanted.connect(lambda: self.go(RECEIVE))
        return page

    def _settings(self) -> QWidget:
        rail = self._rail(SETTINGS)
        return Settings(self._window, self._opened, rail, now=self._now)


def open_desk(window: Window, opened: Opened) -> DeskShell:
    """Show the coordinator's pages in *window*, beginning with the library."""
    shell = DeskShell(window, opened)
    shell.watch_idleness()
    shell.go(LIBRARY)
    return shell
