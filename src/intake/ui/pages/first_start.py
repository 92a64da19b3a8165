"""The first start: what a person does here, under which name, behind which passphrase.

Three short steps on one card; nothing is written until the last. Going back or an error
loses nothing that was typed, but for a passphrase, which is typed again.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from unicodedata import normalize

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from intake.app import opening
from intake.app.opening import Opened
from intake.domain.errors import IntakeError
from intake.domain.people import Role
from intake.ui import measure, plain, times, tokens
from intake.ui.jobs import Job
from intake.ui.pages.new_passphrase import NewPassphrase
from intake.ui.pages.waiting import Waiting
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import LinkButton, PrimaryButton, QuietButton
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.choices import RadioCard
from intake.ui.widgets.fields import Field, labelled
from intake.ui.widgets.flow import flow
from intake.ui.widgets.page import CentredPage
from intake.ui.widgets.words import Hint, Text, Title

Make = Callable[[Path, str, Role, str, datetime], Opened]
"""Makes a vault: folder, passphrase, role, pseudonym, now."""

LONGEST_NAME = 60
_WIDTH = 620


class FirstStart(CentredPage):
    """Makes the vault; ``made`` carries it, opened."""

    made = Signal(object)
    quit_wanted = Signal()
    restore_wanted = Signal()

    def __init__(
        self,
        folder: Path,
        *,
        make: Make = opening.create,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """Ask the first of three things; the vault will lie in *folder*."""
        super().__init__(width=_WIDTH)
        self._folder = folder
        self._make = make
        self._now = now
        self._job: Job | None = None
        self._step = 0
        self.banner = Banner()
        self.interview = RadioCard(
            self.tr("I interview"),
            second=self.tr(
                "I sit with people and write down what they tell. What I seal, this "
                "laptop cannot open any more."
            ),
        )
        self.coordinate = RadioCard(
            self.tr("I coordinate"),
            second=self.tr(
                "I work at the desk: I receive sealed records, read them, and decide "
                "with the person's consent who gets them."
            ),
        )
        roles = QButtonGroup(self)
        for role in (self.interview, self.coordinate):
            roles.addButton(role)
        self.name = Field()
        self.name.setMaxLength(LONGEST_NAME)
        self.passphrase = NewPassphrase()
        self._titles = (
            self.tr("What will you do on this laptop?"),
            self.tr("Under which name?"),
            self.tr("Behind which passphrase?"),
        )
        self._title = Title()
        self.add(self._title)
        self.add(self.banner)
        self._steps = (self._ask_role(), self._ask_name(), self._ask_passphrase())
        for step in self._steps:
            self.add(step)
        self._waiting = Waiting(
            self.tr(
                "Making the vault. It measures this laptop, so that guessing the "
                "passphrase takes as long as it can. This takes a few seconds."
            )
        )
        self.add(self._waiting)
        self.back = QuietButton(self.tr("Quit"))
        self.back.clicked.connect(self.go_back)
        self.on = PrimaryButton(self.tr("Continue"))
        self.on.clicked.connect(self.go_on)
        self.add(row(self.back, None, self.on))
        self._show(0)

    def _ask_role(self) -> QWidget:
        self.restore = LinkButton(self.tr("Bring back what was lost…"), icon="undo")
        self.restore.clicked.connect(self.restore_wanted)
        return _step(
            Text(
                self.tr(
                    "Everything stays on this laptop, encrypted. The program never "
                    "uses a network."
                )
            ),
            _card(self.interview),
            _card(self.coordinate),
            flow(self.restore),
        )

    def _ask_name(self) -> QWidget:
        offer = QuietButton(self.tr("Offer another"))
        offer.clicked.connect(self._offer)
        self._offer()
        self.name.returnPressed.connect(self.go_on)
        self._label = labelled(
            self.tr("Pseudonym"),
            self.name,
            self.tr(
                "Not a real name. It stands on your card, and those you work with "
                "will know you by it."
            ),
        )
        held = QWidget()
        column = QVBoxLayout(held)
        measure.gaps(column)
        column.addWidget(self._label)
        column.addLayout(row(offer, None))
        return held

    def _ask_passphrase(self) -> QWidget:
        self.passphrase.submitted.connect(self.go_on)
        return _step(
            Hint(
                self.tr(
                    "It opens everything this laptop holds, so whoever takes the "
                    "laptop will try to guess it."
                )
            ),
            self.passphrase,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter from the two roles, as from every field."""
        if self._step == 0 and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        else:
            super().keyPressEvent(event)

    def go_on(self) -> None:
        """Take what was asked, and ask the next, or make the vault."""
        self.banner.clear()
        match self._step:
            case 0:
                if not (self.interview.isChecked() or self.coordinate.isChecked()):
                    self.banner.warn(self.tr("Choose one of the two."))
                    return
                self._show(1)
            case 1:
                if not self._name():
                    self.banner.warn(self.tr("Write a pseudonym, on one line."))
                    self.name.setFocus()
                    return
                self._show(2)
            case _:
                self._begin()

    def go_back(self) -> None:
        """Ask the one before again; before the first, quit."""
        self.banner.clear()
        if self._step == len(self._steps) - 1:
            # Half a passphrase that nobody sees would only be in the way later.
            self.passphrase.forget()
        if self._step:
            self._show(self._step - 1)
        else:
            self.quit_wanted.emit()

    def _name(self) -> str:
        text = normalize("NFC", " ".join(self.name.text().split()))
        return text if text.isprintable() else ""

    def _offer(self) -> None:
        self.name.setText(opening.offer_name())

    def _show(self, step: int) -> None:
        self._step = step
        self._title.say(self._titles[step])
        for number, thing in enumerate(self._steps):
            thing.setVisible(number == step)
        plain.button(self.back, self.tr("Back") if step else self.tr("Quit"))
        last = step == len(self._steps) - 1
        plain.button(
            self.on, self.tr("Make the vault") if last else self.tr("Continue")
        )
        match step:
            case 0:
                chosen = self.coordinate.isChecked()
                (self.coordinate if chosen else self.interview).setFocus()
            case 1:
                self.name.setFocus()
                self.name.selectAll()
            case _:
                self.passphrase.setFocus()

    def _begin(self) -> None:
        if self._job is not None:
            return
        try:
            passphrase = self.passphrase.value()
        except IntakeError as error:
            self.banner.error(error)
            return
        role = Role.INTERVIEWER if self.interview.isChecked() else Role.COORDINATOR
        name, now = self._name(), self._now()
        self._busy(busy=True)
        self._job = Job(
            lambda _report: self._make(self._folder, passphrase, role, name, now)
        )
        self._job.done.connect(self._made)
        self._job.failed.connect(self._failed)
        self._job.start()

    def _busy(self, *, busy: bool) -> None:
        self._waiting.setVisible(busy)
        for thing in (self._steps[-1], self.back, self.on):
            thing.setEnabled(not busy)

    def _made(self, opened: object) -> None:
        self._job = None
        self.passphrase.forget()
        self.made.emit(opened)

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._busy(busy=False)
        self.banner.error(error)


def _card(choice: RadioCard) -> Card:
    card = Card()
    measure.gaps(card.body, margins=(8, 8, 8, 8))
    card.add(choice)
    return card


def _step(*things: QWidget) -> QWidget:
    held = QWidget()
    held.setProperty("role", "clear")
    column = QVBoxLayout(held)
    measure.gaps(column, spacing=tokens.GAP)
    for thing in things:
        column.addWidget(thing)
    return held
