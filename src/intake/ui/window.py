"""The one window: pages in a stack, and what is at hand on every one of them.

Lock, quick exit, text size, the page of keys and the lock of an idle machine live
here; the pages know nothing of them. The title is "Intake" whatever is shown.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from intake.ui import always, messages, shortcuts, theme
from intake.ui.always import Always
from intake.ui.direction import isolate
from intake.ui.idle import IdleWatch
from intake.ui.look import Look, current
from intake.ui.pages.keys import show_keys
from intake.ui.shortcuts import Key
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.page import CentredPage, Page

if TYPE_CHECKING:
    from intake.ui.sleeping import Sleeping

_SMALLEST = (640, 480)
_USUAL = (1200, 760)

AnyPage = Page | CentredPage


class Window(QMainWindow):
    """The program's window.

    ``lock`` and ``quick_exit`` are hooks: what the program does once the page has
    flushed. ``look_changed_to`` tells that a person chose another look, to be kept in
    the settings.
    """

    look_changed_to = Signal(object)
    failed = Signal(Exception)

    def __init__(
        self,
        *,
        lock: Callable[[], object],
        quick_exit: Callable[[], object],
    ) -> None:
        """Show nothing yet."""
        super().__init__()
        self.setWindowTitle("Intake")
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_USUAL)
        self._lock = lock
        self._quick_exit = quick_exit
        self._going = False
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        self.notice = Banner(self)
        self.notice.taken.connect(self.notice.clear)
        self.sleeping: Sleeping | None = None
        self.idle = IdleWatch(self)
        self.idle.warned.connect(self._warn_of_lock)
        self.idle.expired.connect(self.lock)
        self._always = Always(
            {Key.LOCK: self.lock, Key.QUICK_EXIT: self.leave_at_once}, self
        )
        application = QCoreApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        if application is not None:
            application.installEventFilter(self.idle)
            application.installEventFilter(self._always)
        self.failed.connect(self.say_unforeseen, Qt.ConnectionType.QueuedConnection)
        for key, deed in (
            (Key.LOCK, self.lock),
            (Key.QUICK_EXIT, self.leave_at_once),
            (Key.HELP, lambda: show_keys(self)),
            (Key.LARGER, lambda: self.zoom(1)),
            (Key.SMALLER, lambda: self.zoom(-1)),
            (Key.USUAL_SIZE, lambda: self.zoom(0)),
        ):
            shortcuts.bind_everywhere(self, key, deed)

    # --- pages

    @property
    def page(self) -> QWidget | None:
        """The page on the screen."""
        return self._pages.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """Show *page*; the one before is flushed, then thrown away, never hidden."""
        before = self.page
        self.flush()
        self.notice.clear()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before is not None:
            self._pages.removeWidget(before)
            before.deleteLater()

    def flush(self) -> None:
        """Let the page store what is typed but not yet stored.

        On the way out a page that breaks is left as it is: nothing waits for it.
        """
        page = self.page
        if not isinstance(page, Page | CentredPage):
            return
        try:
            page.flush()
        except Exception:
            if not self._going:
                raise

    @contextmanager
    def _on_the_way_out(self) -> Iterator[None]:
        """Let no page, no list and no dialog stop what is done now."""
        self._going = True
        try:
            yield
        finally:
            self._going = False

    @Slot(QWidget, QWidget)
    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to what has got the cursor, also when the page itself put it there."""
        page = self.page
        if now is not None and isinstance(page, Page):
            page.column.follow(now)

    # --- lock and exit

    @property
    def locks(self) -> bool:
        """Whether something is open that could be locked."""
        return isinstance(self.page, Page)

    def lock(self) -> None:
        """Store every keystroke, then do what locking means here.

        A dialog that is open is closed the way that changes nothing. A page that cannot
        store does not keep the vault open.
        """
        with self._on_the_way_out():
            self.idle.stop()
            always.close_above()
            self.flush()
            self._lock()

    def leave_at_once(self) -> None:
        """Store every keystroke, empty the clipboard, close; no question asked."""
        with self._on_the_way_out():
            self.idle.stop()
            always.close_above()
            self.hide()
            QGuiApplication.clipboard().clear()
            self.flush()
            self._quick_exit()

    def lock_on_sleep(self, sleeping: "Sleeping") -> None:
        """Lock when the system tells that nobody will be here."""
        self.sleeping = sleeping
        sleeping.noticed.connect(self.lock)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Store every keystroke before the window goes."""
        with self._on_the_way_out():
            self.flush()
        super().closeEvent(event)

    # --- look

    def zoom(self, step: int) -> None:
        """Make everything a step larger or smaller; 0 goes back to 100 %."""
        look = current()
        self.wear(replace(look, zoom=look.zoomed(step) if step else 100))

    def wear(self, look: Look) -> None:
        """Put on another look, and tell so that it is kept."""
        application = QApplication.instance()
        if look != current() and isinstance(application, QApplication):
            theme.apply(application, look)
            self._place_notice()
            self.look_changed_to.emit(look)

    # --- notices over any page

    def say_unforeseen(self, error: BaseException) -> None:
        """Say calmly that something went wrong; never what it carried."""
        self.notice.error(messages.sentence(error))
        self.notice.offer(QCoreApplication.translate("Window", "Close"))
        self._place_notice()

    def take_exception(self, error: BaseException) -> None:
        """Take an exception nobody caught, from whatever thread it came."""
        if isinstance(error, Exception):
            self.failed.emit(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the notice in its place."""
        super().resizeEvent(event)
        self._place_notice()

    def _warn_of_lock(self, seconds: int) -> None:
        if not seconds:
            self.notice.clear()
            return
        words = QCoreApplication.translate(
            "Window",
            "Nobody seems to be here. Locking in {seconds} s; press any key to stay.",
        )
        self.notice.warn(words.format(seconds=isolate(seconds)))
        self._place_notice()

    def _place_notice(self) -> None:
        width = min(640, self.width() - 32)
        self.notice.setFixedWidth(max(width, 0))
        self.notice.resize(width, self.notice.heightForWidth(width))
        self.notice.move((self.width() - self.notice.width()) // 2, 16)
        self.notice.raise_()
