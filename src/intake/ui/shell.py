"""From the start to the lock: first start or unlock, then the pages of one's role.

Locking stores every keystroke, seals what the organisation wants sealed, closes the
vault and replaces the process, so that nothing of it stays in memory.
"""

import contextlib
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from intake.app import locking, opening, preferences
from intake.app.opening import Opened
from intake.domain.errors import IntakeError
from intake.domain.people import Role
from intake.ui import display, jobs, times
from intake.ui.application import guard, make_application
from intake.ui.jobs import Job, Report
from intake.ui.look import Look, Theme, current
from intake.ui.pages.first_start import FirstStart, Make
from intake.ui.pages.unlock import Unlock
from intake.ui.pages.waiting import Waiting
from intake.ui.widgets.page import CentredPage
from intake.ui.window import Window

if TYPE_CHECKING:
    from intake.ui.pages.field import FieldPages

_PATIENCE = 5.0
_HASTE = 1.0
_HEAVY = "intake.app.field.finishing"
_ROOMY = (1280, 820)


def start(arguments: Sequence[str]) -> int:
    """Open the window and stay until it is closed; return the exit status.

    *arguments* are nothing, or ``--vault DIR``.
    """
    lacking = display.lacking_here()
    if lacking:
        sys.stderr.write(lacking)
        return 1
    folder = folder_named(arguments)
    application = make_application(["intake"], look_of(preferences.read(folder)))
    shell = Shell(folder, restart=lambda: locking.restart(arguments), end=locking.end)
    guard(shell.window)
    shell.show()
    status = application.exec()
    shell.close()
    return status


def folder_named(arguments: Sequence[str]) -> Path:
    """Tell which folder the arguments name, or the usual one."""
    for place, word in enumerate(arguments):
        if word.startswith("--vault="):
            return Path(word.removeprefix("--vault="))
        if word == "--vault" and place + 1 < len(arguments):
            return Path(arguments[place + 1])
    return opening.default_folder()


class Shell(QObject):
    """One window over one vault, from unlock to lock.

    ``restart`` becomes a fresh process and ``end`` ends this one; ``make`` makes a
    vault. All three are the program's own unless a test says otherwise.
    """

    def __init__(
        self,
        folder: Path,
        *,
        restart: Callable[[], object],
        end: Callable[[], object],
        make: Make = opening.create,
    ) -> None:
        """Show nothing yet."""
        super().__init__()
        self._folder = folder
        self._restart = restart
        self._end = end
        self._make = make
        self.opened: Opened | None = None
        self.pages: FieldPages | None = None
        self._leaving: Job | None = None
        self.window = Window(lock=self._lock, quick_exit=self._quick_exit)
        self.window.look_changed_to.connect(self._keep_look)

    def show(self) -> None:
        """Show the window: unlock, or the first start where there is no vault."""
        self._ask()
        screen = QGuiApplication.primaryScreen().availableGeometry()
        if screen.width() < _ROOMY[0] or screen.height() < _ROOMY[1]:
            self.window.showMaximized()
        else:
            self.window.show()
        # While the passphrase is typed, what comes after it is loaded.
        Job(lambda _report: import_module(_HEAVY)).start()

    def _ask(self) -> None:
        """Ask for the passphrase, or what this machine is for."""
        if opening.exists(self._folder):
            unlock = Unlock(self._folder)
            unlock.unlocked.connect(self.enter)
            unlock.quit_wanted.connect(self.window.close)
            unlock.restore_wanted.connect(self._restore)
            self.window.show_page(unlock)
        else:
            first = FirstStart(self._folder, make=self._make)
            first.made.connect(self._made)
            first.quit_wanted.connect(self.window.close)
            first.restore_wanted.connect(self._restore)
            self.window.show_page(first)

    def _restore(self) -> None:
        # What brings a vault back is seldom wanted, so it is loaded only then.
        from intake.ui.pages.restore import Restore  # noqa: PLC0415 - said above

        page = Restore(self._folder)
        page.restored.connect(self.enter)
        page.left.connect(self._ask)
        self.window.show_page(page)

    def enter(self, opened: Opened, *, fresh: bool = False) -> None:
        """Show the pages of whoever the vault belongs to."""
        self.opened = opened
        # There is nothing to lock before, so the bus is joined only now.
        from intake.ui import sleeping  # noqa: PLC0415 - said above

        watch = sleeping.Sleeping(self.window)
        watch.watch(sleeping.here())
        self.window.lock_on_sleep(watch)
        # Each role's pages are loaded for that role alone: the start is sooner.
        if opened.role is Role.INTERVIEWER:
            from intake.ui.pages.field import FieldPages  # noqa: PLC0415 - said above

            self.pages = FieldPages(self.window, opened)
            self.pages.renewed.connect(self._renewed)
            self.pages.begin(fresh=fresh)
        else:
            from intake.ui.desk.shell import open_desk  # noqa: PLC0415 - said above

            open_desk(self.window, opened).renewed.connect(self._renewed)

    def _renewed(self, opened: Opened) -> None:
        """Go on with another card or other keys; what was given before is over."""
        self.opened = opened

    def close(self) -> None:
        """Put the vault away after the window has closed."""
        opened, self.opened = self.opened, None
        if opened is None:
            return
        self._count()
        if self._jobs_ended(_PATIENCE):
            locking.put_away(opened, times.now())

    # --- lock and exit

    def _lock(self) -> None:
        opened = self.opened
        if opened is None or self._leaving is not None:
            return
        self._count()
        for job in jobs.under_way():
            job.cancel()
        page = CentredPage()
        waiting = Waiting(self.tr("Locking…"))
        page.add(waiting)
        self.window.show_page(page)
        waiting.show()

        def put_away(_report: Report) -> None:
            # What does not end in time is left to the vault, which outlives a kill.
            if self._jobs_ended(_PATIENCE):
                locking.put_away(opened, times.now())

        self._leaving = Job(put_away)
        self._leaving.done.connect(self._gone)
        self._leaving.failed.connect(self._gone)
        self._leaving.start()

    def _gone(self) -> None:
        self.opened = None
        try:
            self._restart()
        except OSError:
            # The program was moved or removed meanwhile: at least nothing stays here.
            self._end()

    def _quick_exit(self) -> None:
        opened, self.opened = self.opened, None
        try:
            if opened is not None:
                self._count()
                if self._jobs_ended(_HASTE):
                    opened.close()
        finally:
            self._end()

    def _count(self) -> None:
        if self.pages is None:
            return
        # The counts of the list are a convenience: no lock and no exit fails by them.
        with contextlib.suppress(Exception):
            self.pages.put_away()

    def _jobs_ended(self, seconds: float) -> bool:
        waited = [job for job in jobs.under_way() if job is not self._leaving]
        for job in waited:
            job.cancel()
        return all(job.wait(seconds) for job in waited)

    # --- beginning

    def _made(self, opened: Opened) -> None:
        if current() != Look():
            self._keep_look(current())
        self.enter(opened, fresh=True)

    def _keep_look(self, look: Look) -> None:
        # Before there is a vault there is no folder to keep it in.
        if not opening.exists(self._folder):
            return
        try:
            preferences.write(self._folder, preferences_of(look))
        except IntakeError as error:
            self.window.say_unforeseen(error)


def look_of(kept: preferences.Preferences) -> Look:
    """Turn what is kept into a look."""
    mirrored = {"ltr": False, "rtl": True}.get(kept.direction)
    return Look(
        theme=Theme(kept.theme),
        contrast=kept.contrast,
        zoom=kept.text_size,
        language=kept.language or "en",
        mirrored=mirrored,
    )


def preferences_of(look: Look) -> preferences.Preferences:
    """Turn a look into what is kept."""
    ways = {None: "", False: "ltr", True: "rtl"}
    return preferences.Preferences(
        language=look.language,
        text_size=look.zoom,
        theme=look.theme.value,
        contrast=look.contrast,
        direction=ways[look.mirrored],
    )
