"""Bringing back what was lost: a vault from its copy, or a desk from its sheets."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from intake.app import opening, recovery, restoring, slots
from intake.app.opening import Opened
from intake.app.restoring import Restored
from intake.domain.errors import IntakeError
from intake.ui import measure, plain, times, tokens
from intake.ui.direction import isolate
from intake.ui.jobs import Job, Report
from intake.ui.pages.lines import marked
from intake.ui.pages.own import Find, wants_key
from intake.ui.pages.restore_copy import CopyStep
from intake.ui.pages.restore_sheets import DeskStep, PassphraseStep, SheetsStep
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import PrimaryButton, QuietButton
from intake.ui.widgets.card import Card, deeds
from intake.ui.widgets.choices import RadioCard
from intake.ui.widgets.page import CentredPage
from intake.ui.widgets.progress import ProgressLine
from intake.ui.widgets.words import Hint, Text, Title

_WIDTH = 620


class Step(StrEnum):
    """Where one is."""

    CHOICE = "choice"
    COPY = "copy"
    SHEETS = "sheets"
    DESK = "desk"
    NEW = "new passphrase"
    DONE = "done"


_BEFORE = {
    Step.COPY: Step.CHOICE,
    Step.SHEETS: Step.CHOICE,
    Step.DESK: Step.SHEETS,
    Step.NEW: Step.DESK,
}


class Restore(CentredPage):
    """Brings a vault back to its folder; ``restored`` carries it."""

    restored = Signal(object)
    left = Signal()

    def __init__(
        self,
        folder: Path,
        *,
        from_sheets: Callable[..., Opened] = recovery.restore,
        find: Find = slots.find_security_key,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """Ask what there is; where a vault is already, only a copy is asked for."""
        super().__init__(width=_WIDTH)
        self._folder = folder
        self._from_sheets = from_sheets
        self._now = now
        self._covered = opening.exists(folder)
        self._opened: Opened | None = None
        self._title = Title()
        self.banner = Banner()
        self.line = ProgressLine()
        self.from_copy = RadioCard(
            self.tr("From a copy of the vault"),
            second=self.tr("A folder on a stick that was copied under “Settings”."),
        )
        self.sheets_choice = RadioCard(
            self.tr("From the recovery sheets of a desk"),
            second=self.tr("Some sheets of paper with 33 words each."),
        )
        choices = QButtonGroup(self)
        for choice in (self.from_copy, self.sheets_choice):
            choices.addButton(choice)
        self.copy = CopyStep(find, covered=self._covered)
        self.sheets, self.desk = SheetsStep(), DeskStep()
        self.new = PassphraseStep()
        self._result = Card(bare=True)
        self._steps: dict[Step, QWidget] = {
            Step.CHOICE: self._made_choice(),
            Step.COPY: self.copy,
            Step.SHEETS: self.sheets,
            Step.DESK: self.desk,
            Step.NEW: self.new,
            Step.DONE: self._result,
        }
        self.back = QuietButton(self.tr("Back"))
        self.on = PrimaryButton(self.tr("Continue"))
        for thing in (self._title, self.banner, *self._steps.values(), self.line):
            self.add(thing)
        self.add(deeds(self.back, None, self.on))
        self.back.clicked.connect(self.go_back)
        self.on.clicked.connect(self.go_on)
        self.copy.submitted.connect(self.go_on)
        self.new.submitted.connect(self.go_on)
        self.sheets.complete.connect(lambda: self.show_step(Step.DESK))
        self.line.finished.connect(self._done)
        self.line.failed.connect(self._failed)
        self.line.stopped.connect(lambda: self._busy(busy=False))
        self.show_step(Step.COPY if self._covered else Step.CHOICE)

    def _made_choice(self) -> QWidget:
        held = Card(bare=True)
        measure.gaps(held.body, spacing=tokens.GAP)
        for choice in (self.from_copy, self.sheets_choice):
            card = Card()
            measure.gaps(card.body, margins=(8, 8, 8, 8))
            card.add(choice)
            held.add(card)
        return held

    def flush(self) -> None:
        """Forget what was typed, and close what nobody has opened yet."""
        self.line.stop()
        self._forget()
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()

    def _forget(self) -> None:
        self.copy.forget()
        self.sheets.words.forget()
        self.new.new.forget()

    # --- from step to step

    def show_step(self, step: Step) -> None:
        """Ask what belongs to *step*."""
        self._step = step
        titles = {
            Step.CHOICE: self.tr("Bring back what was lost"),
            Step.COPY: self.tr("Bring back a copy"),
            Step.SHEETS: self.tr("The words of the sheets"),
            Step.DESK: self.tr("Which desk was it?"),
            Step.NEW: self.tr("Behind which passphrase?"),
            Step.DONE: self.tr("It is back"),
        }
        self._title.say(titles[step])
        for name, thing in self._steps.items():
            thing.setVisible(name is step)
        verbs = {
            Step.COPY: self.tr("Bring it back"),
            Step.NEW: self.tr("Bring the desk back"),
            Step.DONE: self.tr("Open it"),
        }
        plain.button(self.on, verbs.get(step, self.tr("Continue")))
        # The sheets go on by themselves when the last one is read.
        self.on.setVisible(step is not Step.SHEETS)
        self.back.setVisible(step is not Step.DONE)
        start = self._steps[step] if step is not Step.CHOICE else self.from_copy
        (self.on if step is Step.DONE else start).setFocus()

    def go_back(self) -> None:
        """Ask the one before again; before the first, leave."""
        self.banner.clear()
        before = _BEFORE.get(self._step)
        if before is None or (self._covered and self._step is Step.COPY):
            self.left.emit()
            return
        if before is Step.SHEETS:
            self.sheets.words.forget()
        self.show_step(before)

    def go_on(self) -> None:
        """Take what was asked, and ask the next, or bring it back."""
        if self.line.busy:
            return
        self.banner.clear()
        match self._step:
            case Step.CHOICE if self.from_copy.isChecked():
                self.show_step(Step.COPY)
            case Step.CHOICE if self.sheets_choice.isChecked():
                self.show_step(Step.SHEETS)
            case Step.CHOICE:
                self.banner.warn(self.tr("Choose one of the two."))
            case Step.COPY:
                self._restore_copy()
            case Step.DESK if self.desk.desk() is None:
                self.banner.warn(
                    self.tr("Choose the card's file, or fill in everything below it.")
                )
            case Step.DESK:
                self.show_step(Step.NEW)
            case Step.NEW:
                self._restore_sheets()
            case _:
                opened, self._opened = self._opened, None
                self.restored.emit(opened)

    # --- the deeds

    def _restore_copy(self) -> None:
        path, folder, now = self.copy.path, self._folder, self._now()
        if path is None:
            self.banner.warn(self.tr("Choose the folder of the copy first."))
            return
        given, aside = self.copy.given(), self._covered

        def deed(report: Report) -> Restored:
            return given.use(
                lambda own, key: restoring.restore(
                    path, folder, own, now, report, authenticator=key, aside=aside
                )
            )

        self._do(self.tr("Copying from the stick and opening the copy"), deed)

    def _restore_sheets(self) -> None:
        desk = self.desk.desk()
        try:
            passphrase = self.new.new.value()
        except IntakeError as error:
            self.banner.error(error)
            return
        folder, typed, now = self._folder, self.sheets.words.typed, self._now()
        groups = self.desk.groups
        self._do(
            self.tr("Bringing the desk back; this takes a few seconds"),
            lambda _report: self._from_sheets(
                folder, passphrase, typed, desk, now, groups=groups
            ),
        )

    def _do(self, what: str, deed: Callable[[Report], object]) -> None:
        self._busy(busy=True)
        self.line.follow(Job(deed), what)

    def _busy(self, *, busy: bool) -> None:
        for thing in (self._steps[self._step], self.back, self.on):
            thing.setEnabled(not busy)

    def _failed(self, error: Exception) -> None:
        self._busy(busy=False)
        self.banner.error(error)
        if wants_key(error):
            self.copy.ask_for_key()

    def _done(self, result: object) -> None:
        self._busy(busy=False)
        if isinstance(result, Restored):
            self._opened = result.opened
            self._tell_copy(result)
        elif isinstance(result, Opened):
            self._opened = result
            self._tell_sheets(result)
        self._forget()
        self.show_step(Step.DONE)

    def _tell_copy(self, done: Restored) -> None:
        said = self.tr("The vault of {name} is here as it was on the day of the copy.")
        words = said.format(name=isolate(done.opened.name))
        self._result.add(marked("good", "good", Text(words)))
        if done.findings:
            found = " ".join(isolate(one) for one in done.findings)
            words = self.tr("The copy was damaged: {found}").format(found=found)
            self._result.add(marked("warning", "warning", Text(words)))
        if done.aside is not None:
            words = self.tr("What was here before lies in {place}").format(
                place=isolate(done.aside)
            )
            self._result.add(Hint(words))

    def _tell_sheets(self, opened: Opened) -> None:
        said = self.tr(
            "The desk {name} is back, with the card it had. Its records are not: take "
            "them from a copy, or ask for them to be sent again. Compare the cards of "
            "the interviewers again."
        )
        words = said.format(name=isolate(opened.name))
        self._result.add(marked("good", "good", Text(words)))
