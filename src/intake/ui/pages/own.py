"""Showing once more that one may: one's own passphrase, and the key that belongs to it.

An open vault does not know its own key, so whoever changes the ways in, or copies the
vault, types the passphrase again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.app import slots
from intake.app.opening import Opened
from intake.app.slots import Authenticator, Kind
from intake.domain.errors import (
    SecurityKeyMissing,
    SecurityKeyNeeded,
    SecurityKeyRefused,
    SecurityKeyWrong,
)
from intake.ui import measure, tokens
from intake.ui.pages.lines import marked
from intake.ui.widgets.fields import FieldLabel
from intake.ui.widgets.passphrase import PassphraseField
from intake.ui.widgets.words import Hint

Result = TypeVar("Result")
Find = Callable[[Callable[[], str] | None], Authenticator]
"""Finds the security key that is plugged in; is given who asks for its PIN."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gave to show that they may."""

    passphrase: str = field(repr=False)
    pin: str = field(default="", repr=False)
    find: Find = slots.find_security_key

    def use(self, deed: Callable[[str, Authenticator | None], Result]) -> Result:
        """Do *deed* with the passphrase, and with the security key if it wants one."""
        try:
            return deed(self.passphrase, None)
        except SecurityKeyNeeded:
            return deed(self.passphrase, self.key())

    def key(self) -> Authenticator:
        """Find the security key; the PIN is used only if it insists."""
        return self.find(lambda: self.pin)


def wants_key(error: Exception) -> bool:
    """Tell whether the passphrase was right and only the security key is lacking."""
    return isinstance(
        error,
        SecurityKeyNeeded | SecurityKeyMissing | SecurityKeyWrong | SecurityKeyRefused,
    )


class PinField(QWidget):
    """Says that a security key will be asked, and takes its PIN if it has one."""

    submitted = Signal()

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.setProperty("role", "clear")
        name = QCoreApplication.translate("Own", "PIN of the security key")
        hint = QCoreApplication.translate(
            "Own",
            "Put the security key in. When it blinks, touch it; some want it twice. "
            "Leave the PIN empty if it has none.",
        )
        self.pin = PassphraseField(name)
        self.pin.submitted.connect(self.submitted)
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=tokens.TINY + 2)
        column.addLayout(marked("info", "muted", Hint(hint)))
        column.addWidget(FieldLabel(name))
        column.addWidget(self.pin)
        self.setFocusProxy(self.pin)


class Own(QWidget):
    """Asks for one's own passphrase, and for a PIN where security keys are in use."""

    submitted = Signal()

    def __init__(
        self, opened: Opened, label: str = "", *, find: Find = slots.find_security_key
    ) -> None:
        """Start empty; *label* says which passphrase is meant."""
        super().__init__()
        self.setProperty("role", "clear")
        self._opened = opened
        self._find = find
        said = label or QCoreApplication.translate("Own", "Your passphrase")
        self.passphrase = PassphraseField(said)
        self.pin = PinField()
        for thing in (self.passphrase, self.pin):
            thing.submitted.connect(self.submitted)
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=tokens.SMALL_GAP)
        column.addWidget(FieldLabel(said))
        column.addWidget(self.passphrase)
        column.addWidget(self.pin)
        self.setFocusProxy(self.passphrase)
        self.reload()

    def reload(self) -> None:
        """Ask for a PIN only where a security key may be wanted."""
        ways = slots.listed(self._opened)
        self.pin.setVisible(any(way.kind is Kind.SECURITY_KEY for way in ways))

    def given(self) -> Given:
        """Give what was typed; it stays here until ``forget``."""
        return Given(self.passphrase.text, self.pin.pin.text, self._find)

    def forget(self) -> None:
        """Throw away what was typed."""
        self.passphrase.forget()
        self.pin.pin.forget()
        self.reload()
