"""The rehearsal: typing sheets back, to show once that they bring this desk back."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal

from intake.app import recovery
from intake.app.opening import Opened
from intake.ui.pages.sheet_words import SheetWords
from intake.ui.pages.work import Work
from intake.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from intake.ui.widgets.card import Card, deeds
from intake.ui.widgets.words import Question, Text


class RehearsalCard(Card):
    """Asks for the words of enough sheets; ``rehearsed`` when they were right."""

    rehearsed = Signal()

    def __init__(self, opened: Opened, work: Work, now: Callable[[], datetime]) -> None:
        """Offer to begin; *work* does the deed."""
        super().__init__()
        self._opened = opened
        self._work = work
        self._now = now
        self.begin = PrimaryButton(self.tr("Begin the rehearsal"), icon="check")
        self.again = Button(self.tr("Rehearse again"), icon="check")
        self.stop = QuietButton(self.tr("Stop"))
        self.words = SheetWords()
        self.add(Question(self.tr("The rehearsal")))
        self.add(
            Text(
                self.tr(
                    "A sheet that was never tried is a hope. Type enough sheets back, "
                    "from the paper itself. Nothing is changed by it; it only shows "
                    "that they bring back exactly this desk."
                )
            )
        )
        self.add(deeds(self.begin, self.again, None))
        self.add(self.words)
        self.add(deeds(None, self.stop))
        for button in (self.begin, self.again):
            button.clicked.connect(self.start)
        self.stop.clicked.connect(self.fold)
        self.words.complete.connect(self._try)
        self.fold()

    def start(self) -> None:
        """Ask for the first sheet."""
        self._work.banner.clear()
        self.words.show()
        self.stop.show()
        self.begin.hide()
        self.again.hide()
        self.words.setFocus()

    def fold(self) -> None:
        """Forget what was typed and offer to begin."""
        self.words.forget()
        self.words.hide()
        self.stop.hide()
        found = recovery.state(self._opened)
        done = found is not None and found.rehearsed != ""
        self.begin.setVisible(not done)
        self.again.setVisible(done)

    def _try(self) -> None:
        opened, typed, now = self._opened, self.words.typed, self._now
        self._work.do(
            self.tr("Bringing the desk's card back from the sheets"),
            lambda _report: recovery.rehearse(opened, typed, now()),
            lambda _: self._done(),
            self._failed,
        )

    def _done(self) -> None:
        self.fold()
        self.rehearsed.emit()

    def _failed(self, error: Exception) -> None:
        self.words.forget()
        self._work.banner.error(error)
