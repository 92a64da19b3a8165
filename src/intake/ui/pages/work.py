"""One long deed on a page: its progress, its error, and nothing else meanwhile."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from intake.domain.errors import Cancelled
from intake.ui import messages
from intake.ui.jobs import Job, Report
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.widgets.progress import ProgressLine


class Work(QObject):
    """Does a page's long deeds, one at a time; a second press while busy is ignored.

    ``line`` and ``banner`` are for the page to place; ``hold`` what may not be pressed
    meanwhile. The page's rail is held too, but for its lock.
    """

    def __init__(self, page: Page, hold: Sequence[QWidget] = ()) -> None:
        """Serve *page*."""
        super().__init__(page)
        self.line = ProgressLine()
        self.banner = Banner()
        self._hold = list(hold)
        if isinstance(page.rail, NavigationRail):
            self._hold.extend(page.rail.entries.values())
        self._page = page
        self._focus: QWidget | None = None
        self._then: Callable[[Any], object] = _nothing
        self._failed: Callable[[Exception], object] = self.banner.error
        self.line.finished.connect(self._done)
        self.line.failed.connect(self._fail)
        self.line.stopped.connect(self._stopped)

    def hold(self, things: Iterable[QWidget]) -> None:
        """Hold these, too, while a deed is under way."""
        self._hold.extend(things)

    @property
    def busy(self) -> bool:
        """Whether a deed is under way."""
        return self.line.busy

    def do(
        self,
        what: str,
        deed: Callable[[Report], object],
        then: Callable[[Any], object] = lambda _result: None,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Start *deed*, saying *what* is done; *then* gets its result.

        *failed* gets its error; without it, the banner says it.
        """
        if self.busy:
            return
        self.banner.clear()
        self._then = then
        self._failed = failed or self.banner.error
        self._focus = self._page.focusWidget()
        self.line.follow(Job(deed), what)
        # A second Enter must neither stop what the first began nor lock; Tab comes to
        # Stop from here.
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._let(go=False)
        self._page.column.reveal(self.line)

    def _let(self, *, go: bool) -> None:
        for thing in self._hold:
            thing.setEnabled(go)
        if go and self._focus is not None:
            # A field for a passphrase is thrown away once it was used.
            if isValid(self._focus):
                self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
            self._focus = None

    def _done(self, result: object) -> None:
        self._let(go=True)
        self._then(result)

    def _fail(self, error: Exception) -> None:
        self._let(go=True)
        self._failed(error)

    def _stopped(self) -> None:
        self._let(go=True)
        self.banner.info(messages.sentence(Cancelled()))


def _nothing(_result: object) -> None:
    pass


def asked_to_stop(report: Report) -> Callable[[], bool]:
    """Turn a job's report into what a conversion asks: whether it was stopped."""

    def asked() -> bool:
        try:
            report(0, 0)
        except Cancelled:
            return True
        return False

    return asked
