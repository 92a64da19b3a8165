"""Unlock: one field, about a second, and a sentence if it was not the passphrase."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent

from intake.app import opening, slots
from intake.app.opening import Opened
from intake.app.slots import Authenticator
from intake.domain.errors import (
    VaultDamaged,
    VaultForeign,
    VaultHeaderDamaged,
    VaultInUse,
    VaultUnfinished,
)
from intake.ui.jobs import Job, Report
from intake.ui.pages.own import Find, Given, PinField, wants_key
from intake.ui.pages.waiting import Waiting
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from intake.ui.widgets.card import row
from intake.ui.widgets.page import CentredPage
from intake.ui.widgets.passphrase import PassphraseField
from intake.ui.widgets.words import Hint, Title

Open = Callable[[Path, str, Authenticator | None], Opened]
"""Opens a vault: folder, passphrase, security key."""

_LOOK = 1000
_BROKEN = (VaultDamaged, VaultForeign, VaultHeaderDamaged, VaultUnfinished)


class Unlock(CentredPage):
    """Opens the vault; ``unlocked`` carries it."""

    unlocked = Signal(object)
    quit_wanted = Signal()
    restore_wanted = Signal()

    def __init__(
        self,
        folder: Path,
        *,
        unlock: Open = opening.unlock,
        find: Find = slots.find_security_key,
    ) -> None:
        """Ask for the passphrase of the vault in *folder*."""
        super().__init__()
        self._folder = folder
        self._unlock = unlock
        self._find = find
        self._job: Job | None = None
        self.add(Title(self.tr("Unlock")))
        self.banner = Banner()
        self.add(self.banner)
        self.passphrase = PassphraseField(self.tr("Passphrase"))
        self.passphrase.submitted.connect(self.go_on)
        self.passphrase.changed.connect(self._typed)
        self.add(self.passphrase)
        self.pin = PinField()
        self.pin.submitted.connect(self.go_on)
        self.pin.hide()
        self.add(self.pin)
        self._hint = Hint(
            self.tr(
                "Opening takes about a second on this laptop. That second is what "
                "protects you."
            )
        )
        self.add(self._hint)
        self._waiting = Waiting(self.tr("Opening…"))
        self.add(self._waiting)
        self.on = PrimaryButton(self.tr("Unlock"))
        self.on.clicked.connect(self.go_on)
        self.quit = QuietButton(self.tr("Quit"))
        self.quit.clicked.connect(self.quit_wanted)
        self.add(row(self.on, None, self.quit))
        self._held = False
        self._watch = QTimer(self, interval=_LOOK)
        self._watch.timeout.connect(self.look)
        self.restore = LinkButton(self.tr("It is damaged or lost? Bring back a copy"))
        self.restore.clicked.connect(self.restore_wanted)
        self.restore.hide()
        self.add(row(self.restore, None))

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor into the field."""
        super().showEvent(event)
        self.passphrase.setFocus()
        self.look()
        self._watch.start()

    def look(self) -> None:
        """Say before anything is typed that another window has the vault open."""
        held = self._job is None and opening.in_use(self._folder)
        if self._job is not None or held is self._held:
            return
        self._held = held
        for thing in (self.passphrase, self.on):
            thing.setEnabled(not held)
        if held:
            self.banner.error(VaultInUse())
            self.quit.setFocus()
        else:
            self.banner.clear()
            self.passphrase.setFocus()

    def go_on(self) -> None:
        """Try what was typed."""
        if self._job is not None:
            return
        if not self.passphrase.text:
            self.passphrase.setFocus()
            return
        self.banner.clear()
        self._busy(busy=True)
        if self.pin.isHidden():
            self._job = Job(self._without_key(self.passphrase.text))
        else:
            given = Given(self.passphrase.text, self.pin.pin.text, self._find)
            self._job = Job(self._with_key(given))
        self._job.done.connect(self._opened)
        self._job.failed.connect(self._failed)
        self._job.start()

    def _without_key(self, passphrase: str) -> Callable[[Report], Opened]:
        return lambda _report: self._unlock(self._folder, passphrase, None)

    def _with_key(self, given: Given) -> Callable[[Report], Opened]:
        """Try as before, and ask the security key when it is wanted."""
        folder, unlock = self._folder, self._unlock
        return lambda _report: given.use(lambda own, key: unlock(folder, own, key))

    def _forget(self) -> None:
        self.passphrase.forget()
        self.pin.pin.forget()

    def _typed(self) -> None:
        if self.passphrase.text:
            self.banner.clear()

    def _busy(self, *, busy: bool) -> None:
        self._waiting.setVisible(busy)
        self._hint.setVisible(not busy)
        for thing in (self.passphrase, self.pin, self.on, self.restore):
            thing.setEnabled(not busy)

    def _opened(self, opened: object) -> None:
        self._watch.stop()
        self._job = None
        self._forget()
        self.unlocked.emit(opened)

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._busy(busy=False)
        self.banner.error(error)
        if wants_key(error):
            # The passphrase was right: it need not be typed again.
            self.pin.show()
            self.pin.setFocus()
            return
        self._forget()
        self.restore.setVisible(isinstance(error, _BROKEN))
        self.passphrase.setFocus()
