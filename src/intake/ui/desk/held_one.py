"""One thing that is held apart: said in full, with what can be done about it."""

from PySide6.QtCore import QCoreApplication

from intake.app.desk.waiting import Waiting, Why
from intake.domain.people import Trust
from intake.ui import plain, times
from intake.ui.direction import isolate
from intake.ui.tokens import Tone
from intake.ui.widgets.buttons import Button, DangerButton
from intake.ui.widgets.card import Card
from intake.ui.widgets.flow import flow
from intake.ui.widgets.words import Hint, Strong, Text, selectable


class HeldCard(Card):
    """What is chosen in the list; its ``key`` is a bundle's id or a record's number."""

    def __init__(self) -> None:
        """Start hidden."""
        super().__init__()
        self.key = ""
        self._title = Strong()
        self._text = Text()
        self._names = Hint()
        selectable(self._names)
        self.compare = Button(self.tr("Compare the card"), icon="check")
        self.allow = Button(self.tr("Let it in once…"))
        self.open = Button(self.tr("Open it"), icon="file")
        self.drop = DangerButton(self.tr("Drop it unread…"))
        for thing in (self._title, self._text, self._names):
            self.add(thing)
        self.add(flow(self.compare, self.allow, self.open, self.drop))
        self.hide()

    def show_bundle(self, held: Waiting, trust: Trust, said: str) -> None:
        """Show a bundle that waits, for which there is this to be *said*."""
        self.key = held.bundle
        self._title.say(why(held, trust)[0])
        self._text.say(said)
        names = ", ".join(isolate(name) for name in held.missing_files)
        words = QCoreApplication.translate("held", "Still to come: {names}")
        self._names.say(words.format(names=names) if names else "")
        self._names.setVisible(bool(names))
        stranger = trust in {Trust.NOT_COMPARED, Trust.CHANGED}
        self.compare.setVisible(stranger)
        self.allow.setVisible(trust is not Trust.COMPARED)
        self.drop.show()
        self.open.hide()
        self.show()
        plain.spoken(self, self._title.text(), said)

    def show_record(self, number: str, reason: str) -> None:
        """Show a record that was set apart."""
        self.key = number
        self._title.say(
            QCoreApplication.translate("held", "Record {number} was set apart").format(
                number=isolate(number)
            )
        )
        self._text.say(reason)
        self._names.hide()
        for button in (self.compare, self.allow, self.drop):
            button.hide()
        self.open.show()
        self.show()
        plain.spoken(self, self._title.text(), reason)


def why(held: Waiting, trust: Trust) -> tuple[str, Tone]:
    """Say in a few words what a bundle waits for."""
    match trust:
        case Trust.REVOKED:
            said = QCoreApplication.translate("held", "Card taken back")
            return said, Tone.ERROR
        case Trust.CHANGED:
            said = QCoreApplication.translate("held", "Another card of this name")
            return said, Tone.ERROR
        case Trust.NOT_COMPARED:
            return QCoreApplication.translate("held", "Card not compared"), Tone.WARNING
        case _ if held.why is Why.INCOMPLETE or held.missing:
            return QCoreApplication.translate("held", "Parts missing"), Tone.WARNING
        case _:
            return QCoreApplication.translate("held", "Ready to be read"), Tone.ACCENT


def sentence(held: Waiting, trust: Trust, name: str) -> str:
    """Say what a bundle waits for, and what would settle it."""
    told = []
    match trust:
        case Trust.REVOKED:
            words = QCoreApplication.translate(
                "held",
                "The card of {name} was taken back. What it sent is not read unless "
                "somebody decides so and says why.",
            )
            told.append(words.format(name=isolate(name)))
        case Trust.CHANGED:
            words = QCoreApplication.translate(
                "held",
                "There is another card under the name {name}. Ask the person before "
                "you compare this one.",
            )
            told.append(words.format(name=isolate(name)))
        case Trust.NOT_COMPARED:
            words = QCoreApplication.translate(
                "held",
                "The card of {name} was not compared. Compare its digits, and this is "
                "read and taken in.",
            )
            told.append(words.format(name=isolate(name)))
        case _:
            pass
    if held.missing:
        words = QCoreApplication.translate(
            "held",
            "Part {missing} of {parts} has not come. Receive the other stick, in any "
            "order; or make a receipt, which asks for what is missing.",
        )
        missing = ", ".join(times.number(part) for part in held.missing)
        parts = isolate(times.number(held.parts))
        told.append(words.format(missing=isolate(missing), parts=parts))
    return " ".join(told)
