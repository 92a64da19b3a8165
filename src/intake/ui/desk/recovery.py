"""Recovery: the sheets of paper that bring the desk back, made and rehearsed."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from intake.app import recovery
from intake.app.opening import Opened
from intake.domain.errors import IntakeError
from intake.ui import measure, times, tokens
from intake.ui.desk.rehearsal import RehearsalCard
from intake.ui.desk.sheets import SheetsCard
from intake.ui.direction import isolate
from intake.ui.pages.work import Work
from intake.ui.tokens import Tone
from intake.ui.widgets.buttons import Button, PrimaryButton
from intake.ui.widgets.card import Card, deeds, row
from intake.ui.widgets.chip import Chip
from intake.ui.widgets.fields import DropDown, labelled
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.widgets.words import Hint, Question, Text

_FIELD = 150
_USUAL = (2, 3)


class RecoveryPage(Page):
    """Makes sheets and rehearses with them; ``receive_wanted`` when all is ready."""

    receive_wanted = Signal()

    def __init__(
        self,
        opened: Opened,
        rail: NavigationRail,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """Say how things stand."""
        super().__init__(rail=rail)
        self._opened = opened
        self._now = now
        self.heading(self.tr("Recovery sheets"))
        self.make = PrimaryButton(self.tr("Make the sheets"), icon="file")
        self.remake = Button(self.tr("Make a new set"), icon="file")
        for button in (self.make, self.remake):
            button.clicked.connect(self.make_set)
        self.needed, self.of = DropDown(), DropDown()
        self.work = Work(self, (self.make, self.remake))
        self.work.banner.taken.connect(self.receive_wanted)
        self.sheets = SheetsCard(self.work)
        self.sheets.gone.connect(self.show_state)
        self.rehearsal = RehearsalCard(opened, self.work, now)
        self.rehearsal.rehearsed.connect(self._rehearsed)
        for thing in (
            self.work.banner,
            self.work.line,
            self._made_state(),
            self.sheets,
            self.rehearsal,
        ):
            self.column.add(thing)
        self.column.rest()
        self.show_state()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with what comes next."""
        super().showEvent(event)
        for button in (self.make, self.rehearsal.begin, self.remake):
            if button.isVisible():
                button.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def flush(self) -> None:
        """Forget the sheets and what was typed of them."""
        self.work.line.stop()
        self.sheets.forget()
        self.rehearsal.fold()

    # --- making

    def _made_state(self) -> Card:
        card = Card()
        head = QHBoxLayout()
        measure.gaps(head, spacing=tokens.GAP)
        self._chip = Chip("")
        head.addWidget(Question(self.tr("If this machine is taken or burns")), 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        card.add(head)
        card.add(
            Text(
                self.tr(
                    "Then nobody can open what interviewers have sealed to this desk, "
                    "unless its keys come back. Sheets of paper bring them back: some "
                    "of them together, kept by people who do not all work in one "
                    "place. Fewer than needed tell nothing."
                )
            )
        )
        self._state = Hint()
        card.add(self._state)
        most = range(recovery.FEWEST, recovery.MOST + 1)
        self.of.put([(str(each), times.number(each)) for each in most])
        self.of.choose(str(_USUAL[1]))
        self.of.activated.connect(lambda _: self._offer_needed())
        self.needed.put([(str(_USUAL[0]), "")])
        self._offer_needed()
        self.needed.choose(str(_USUAL[0]))
        for field in (self.of, self.needed):
            measure.size(field, least_width=_FIELD)
        card.add(
            row(
                labelled(self.tr("Sheets in all"), self.of),
                labelled(self.tr("Needed to come back"), self.needed),
                None,
                spacing=tokens.WIDE_GAP,
            )
        )
        card.add(deeds(self.make, self.remake, None))
        return card

    def _offer_needed(self) -> None:
        most = range(recovery.FEWEST, int(self.of.value) + 1)
        before = self.needed.value
        self.needed.put([(str(each), times.number(each)) for each in most])
        if not self.needed.value:
            fitting = min(int(before or _USUAL[0]), int(self.of.value))
            self.needed.choose(str(fitting))

    def make_set(self) -> None:
        """Make a new set of sheets and hold it here."""
        self.work.banner.clear()
        try:
            made = recovery.sheets(
                self._opened, self._now(), int(self.needed.value), int(self.of.value)
            )
        except IntakeError as error:
            self.work.banner.error(error)
            return
        self.show_state()
        self.rehearsal.fold()
        self.sheets.show_set(made)
        self.column.reveal(self.sheets)

    # --- how things stand

    def show_state(self) -> None:
        """Say what sheets there are, and whether they were tried."""
        found = recovery.state(self._opened)
        never = found is None
        self.make.setVisible(never)
        self.remake.setVisible(not never)
        self.rehearsal.setVisible(not never)
        self._state.setVisible(not never)
        if found is None:
            self._chip.say(self.tr("No sheets yet"), Tone.WARNING)
            return
        at = self._now()
        said = self.tr("The newest set: {of} sheets, {needed} of which are needed.")
        told = [
            said.format(
                of=isolate(times.number(found.of)),
                needed=isolate(times.number(found.needed)),
            )
        ]
        if found.printed:
            words = self.tr("Made {day}.")
            told.append(words.format(day=isolate(times.iso_day(found.printed, at))))
        if found.rehearsed:
            words = self.tr("Rehearsed {day}.")
            told.append(words.format(day=isolate(times.iso_day(found.rehearsed, at))))
        elif found.before:
            words = self.tr(
                "Nobody has rehearsed with this set yet. An older one was rehearsed "
                "{day} and still works: keep it until this one is rehearsed, too, and "
                "burn it then."
            )
            told.append(words.format(day=isolate(times.iso_day(found.before, at))))
        if found.outdated:
            told.append(
                self.tr(
                    "They still hold keys that were destroyed here since: make a new "
                    "set and burn these."
                )
            )
            self._chip.say(self.tr("Outdated"), Tone.WARNING)
        elif found.rehearsed:
            self._chip.say(self.tr("Rehearsed"), Tone.GOOD)
        else:
            self._chip.say(self.tr("Not rehearsed"), Tone.WARNING)
        self._state.say(" ".join(told))

    def _rehearsed(self) -> None:
        self.sheets.forget()
        self.show_state()
        self.work.banner.good(
            self.tr(
                "These sheets bring this desk back. Put them away again, apart from "
                "each other. Records can come in now."
            )
        )
        self.work.banner.offer(self.tr("Receive a stick"))
        self.work.banner.setFocus(Qt.FocusReason.OtherFocusReason)
        self.column.reveal(self.work.banner)
