"""Comparing a card: three groups of digits, typed as their owner reads them aloud."""

from collections.abc import Mapping, Sequence
from random import SystemRandom

from PySide6.QtCore import Qt, Signal

from intake.app.cards import GROUPS_TO_TYPE
from intake.domain.errors import IntakeError
from intake.domain.people import GROUPS
from intake.ui import messages
from intake.ui.direction import isolate
from intake.ui.widgets.buttons import Button, PrimaryButton
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.digits import CodeDigits
from intake.ui.widgets.words import ErrorText, Hint, Strong, Text


class CompareCard(Card):
    """Asks for three groups of somebody's digits; hidden until it is asked to.

    ``typed`` gives the groups once the person says that they are right. What follows
    from them is the page's: it hides the card, or says what was wrong.
    """

    typed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        """Start hidden, asking nothing."""
        super().__init__()
        self._title = Strong()
        self._how = Text()
        self._hint = Hint(
            self.tr(
                "In person, or by a voice you know. Never from a message: whoever "
                "could change the card could change a message too."
            )
        )
        self.digits = CodeDigits((0,), GROUPS)
        self.wrong = ErrorText()
        self.confirm = PrimaryButton(self.tr("Compare"))
        self.later = Button(self.tr("Later"))
        for thing in (self._title, self._how, self._hint):
            self.add(thing)
        # In a line of their own, so that they begin where the words above begin.
        self.add(row(self.digits, None))
        self.add(self.wrong)
        self.add(row(self.confirm, self.later, None))
        self.confirm.clicked.connect(self._give)
        self.later.clicked.connect(self._leave)
        self.hide()

    def ask(self, name: str, asked: Sequence[int] = ()) -> None:
        """Ask for the digits of *name*'s card: three groups drawn, or those *asked*."""
        places = asked or sorted(SystemRandom().sample(range(GROUPS), GROUPS_TO_TYPE))
        self._title.say(
            self.tr("Compare the card of {name}").format(name=isolate(name))
        )
        self._how.say(
            self.tr(
                "Ask {name} to read aloud the ten groups of digits under “My card”. "
                "Type the three groups that have a box; their numbers say which."
            ).format(name=isolate(name))
        )
        fresh = CodeDigits(places, GROUPS)
        self.body.replaceWidget(self.digits, fresh)
        self.digits.hide()
        self.digits.deleteLater()
        self.digits = fresh
        fresh.complete.connect(self.confirm.setFocus)
        self.wrong.hide()
        self.show()
        fresh.clear()

    def say_wrong(self, error: IntakeError) -> None:
        """Say why the digits were not taken, and let them be typed again."""
        self.wrong.say(messages.sentence(error))
        self.wrong.show()
        self.digits.clear()

    def _give(self) -> None:
        groups: Mapping[int, str] = self.digits.typed
        if self.digits.is_complete:
            self.typed.emit(groups)
            return
        self.wrong.say(self.tr("Each box takes four digits."))
        self.wrong.show()
        self.digits.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self.hide()
        self.left.emit()
