"""Letting in, once, what is held apart: a decision, with its reason."""

from PySide6.QtCore import Signal

from intake.domain.errors import IntakeError
from intake.ui import messages
from intake.ui.direction import isolate
from intake.ui.widgets.buttons import Button, DangerButton
from intake.ui.widgets.card import Card
from intake.ui.widgets.fields import TextArea, labelled
from intake.ui.widgets.flow import flow
from intake.ui.widgets.words import ErrorText, Strong, Text


class AllowCard(Card):
    """Asks why; hidden until it is asked to. ``given`` carries the reason."""

    given = Signal(str)

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self._title = Strong()
        self.reason = TextArea(rows=2)
        self.wrong = ErrorText()
        self.wrong.hide()
        self.confirm = DangerButton(self.tr("Let it in once"))
        self.later = Button(self.tr("Leave it apart"))
        self.confirm.clicked.connect(
            lambda: self.given.emit(self.reason.toPlainText().strip())
        )
        self.later.clicked.connect(self.hide)
        self.add(self._title)
        self.add(
            Text(
                self.tr(
                    "The card is not trusted by this: only what lies here now is let "
                    "in, and only if nothing else is wrong with it. The reason is "
                    "kept with the records, and the decision in their log."
                )
            )
        )
        self.add(labelled(self.tr("Why, in a few words"), self.reason))
        self.add(self.wrong)
        self.add(flow(self.later, self.confirm))
        self.hide()

    def ask(self, name: str) -> None:
        """Ask why something from *name* is to be let in."""
        said = self.tr("Let in what came from {name}?")
        self._title.say(said.format(name=isolate(name)))
        self.reason.clear()
        self.wrong.hide()
        self.show()
        self.reason.setFocus()

    def say_wrong(self, error: IntakeError) -> None:
        """Say why it was not let in."""
        self.wrong.say(messages.sentence(error))
        self.wrong.show()
