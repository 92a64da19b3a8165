"""The form behind every change of the ways in: its name, who asks, what is new."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal

from intake.app import slots
from intake.app.opening import Opened
from intake.domain.errors import IntakeError
from intake.ui.pages.new_passphrase import NewPassphrase
from intake.ui.pages.own import Find, Own
from intake.ui.widgets.buttons import Button, DangerButton, PrimaryButton, QuietButton
from intake.ui.widgets.card import Card, deeds
from intake.ui.widgets.fields import Field, labelled
from intake.ui.widgets.showing import show_if
from intake.ui.widgets.words import Hint, Strong

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks for, in words; without ``name`` or ``new`` it does not ask.

    ``own`` says which passphrase is meant; ``verb`` stands on the button.
    """

    title: str
    hint: str
    verb: str
    own: str = ""
    name: str = ""
    new: bool = False
    pin: bool = False
    danger: bool = False


class WayForm(Card):
    """A folded form; ``wanted`` when it is filled in, ``left`` when it is not meant."""

    wanted = Signal()
    left = Signal()

    def __init__(
        self, opened: Opened, asked: Asked, *, find: Find = slots.find_security_key
    ) -> None:
        """Ask what *asked* says."""
        super().__init__(bare=True)
        self.add(Strong(asked.title))
        self.add(Hint(asked.hint))
        self.name = Field()
        self.name.setMaxLength(LONGEST_NAME)
        self._named = labelled(asked.name, self.name)
        show_if(self._named, bool(asked.name))
        self.own = Own(opened, asked.own, find=find)
        self._pin = asked.pin
        if asked.pin:
            self.own.pin.show()
        self.new = NewPassphrase(self.tr("The new passphrase"))
        show_if(self.new, asked.new)
        self._asks_new = asked.new
        self.keep = QuietButton(self.tr("Leave it as it is"))
        self.go: Button = (
            DangerButton(asked.verb) if asked.danger else PrimaryButton(asked.verb)
        )
        for thing in (self._named, self.own, self.new):
            self.add(thing)
        self.add(deeds(self.keep, None, self.go))
        self.keep.clicked.connect(self.left)
        self.go.clicked.connect(self.wanted)
        if asked.new:
            self.new.submitted.connect(self.wanted)
        else:
            self.own.submitted.connect(self.wanted)

    @property
    def called(self) -> str:
        """What the way is to be called."""
        return " ".join(self.name.text().split())

    def value(self) -> str:
        """Return the new passphrase. Raises PassphraseTooWeak or PassphrasesDiffer."""
        return self.new.value() if self._asks_new else ""

    def check(self) -> IntakeError | None:
        """Tell what stands against going on, if anything does."""
        try:
            self.value()
        except IntakeError as error:
            return error
        return None

    def begin(self) -> None:
        """Put the cursor where one begins."""
        start = self.own if self._named.isHidden() else self.name
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Throw away what was typed."""
        self.name.clear()
        self.own.forget()
        self.new.forget()
