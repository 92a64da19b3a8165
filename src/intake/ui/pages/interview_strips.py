"""What stands around the questions: languages, reasons, whether all is saved."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum, auto

from PySide6.QtCore import QLocale, QTime, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from intake.domain.record import InterviewState, Missing
from intake.forms import Item
from intake.ui import look, measure, plain, words
from intake.ui.direction import isolate, of_questions, without_tag
from intake.ui.pages import interview_route as ways
from intake.ui.pages.interview_places import Place
from intake.ui.questions.card import QuestionCard
from intake.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from intake.ui.widgets.chip import Chip
from intake.ui.widgets.words import Small, Strong

_LONGEST = 48


class Way(Enum):
    """Where the main button of the foot leads."""

    NEXT = auto()
    CHECK = auto()
    LIST = auto()
    FINISH = auto()


class LanguageChoice(Button):
    """In which language is asked, and which one stands small below.

    One button with both choices behind it; hidden when there is nothing to choose.
    """

    asked_in = Signal(str)
    second_wanted = Signal(str)

    def __init__(self, languages: Sequence[str], current: str) -> None:
        """Offer *languages*, as the forms name them."""
        super().__init__("", icon="language")
        # A form without languages names one that is none.
        self._languages = [one for one in languages if of_questions(one) is not None]
        self.second = ""
        self.current = ""
        self.menu_ = QMenu(self)
        self.clicked.connect(self._open)
        self.show_current(current)
        if len(self._languages) < 2:  # noqa: PLR2004 - nothing to choose
            self.hide()

    def show_current(self, language: str) -> None:
        """Show in which *language* is asked now."""
        self.current = language
        plain.button(self, self._called(language))
        words_ = self.tr("Questions in {language}")
        plain.spoken(self, words_.format(language=isolate(self._called(language))))

    def _called(self, language: str) -> str:
        """Leave the tag out, unless two languages would be called the same."""
        called = without_tag(language)
        alike = [one for one in self._languages if without_tag(one) == called]
        return language if len(alike) > 1 else called

    def turn_second(self) -> None:
        """Show another language small below, or hide the one that is shown."""
        others = [one for one in self._languages if one != self.current]
        self._take_second("" if self.second or not others else others[0])

    def fill(self) -> None:
        """Put both choices into the menu."""
        menu = self.menu_
        menu.clear()
        menu.addAction(self.tr("Questions in")).setEnabled(False)
        for language in self._languages:
            called = self._called(language)
            action = self._add(called, chosen=language == self.current)
            action.triggered.connect(
                lambda _=False, language=language: self.asked_in.emit(language)
            )
        menu.addSeparator()
        menu.addAction(self.tr("And small below it")).setEnabled(False)
        for language in ("", *self._languages):
            text = self._called(language) or self.tr("no second language")
            action = self._add(text, chosen=language == self.second)
            action.triggered.connect(
                lambda _=False, language=language: self._take_second(language)
            )

    def _add(self, text: str, *, chosen: bool) -> QAction:
        action = self.menu_.addAction(text.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(chosen)
        return action

    def _open(self) -> None:
        self.fill()
        self.menu_.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _take_second(self, language: str) -> None:
        self.second = language
        self.second_wanted.emit(language)


class Above(QWidget):
    """The way out, the interview's code name and state, the language, the lock."""

    def __init__(
        self, name: str, state: InterviewState, languages: Sequence[str], current: str
    ) -> None:
        """Show the interview *name* in its *state*, asked in the *current* language."""
        super().__init__()
        self.leave = QuietButton(self.tr("All interviews"), icon="back")
        self.languages = LanguageChoice(languages, current)
        self.lock = Button(self.tr("Lock"), icon="lock")
        plain.tip(self.lock, "Ctrl+L")
        line = QHBoxLayout(self)
        measure.gaps(line, spacing=10)
        line.addWidget(self.leave)
        line.addWidget(Strong(name, wraps=False))
        line.addWidget(Chip(*words.state(state)))
        line.addStretch(1)
        line.addWidget(self.languages)
        line.addWidget(self.lock)


class Below(QWidget):
    """Whether all is saved, what to say about the question, and the way on."""

    def __init__(self) -> None:
        """Begin at a page of questions."""
        super().__init__()
        self.saved = SavedLine()
        self.note = QuietButton(self.tr("Note"), icon="note")
        self.not_answered = QuietButton(self.tr("Not answered…"))
        self.reasons = Reasons(self.not_answered)
        self.back = Button(self.tr("Back"))
        self.next = PrimaryButton(self.tr("Next"))
        line = QHBoxLayout(self)
        measure.gaps(line, spacing=10)
        line.addWidget(self.saved)
        line.addStretch(1)
        for part in (self.note, self.not_answered, self.back, self.next):
            line.addWidget(part)

    def lead_on(
        self, route: Sequence[Place], here: int, entry: Item | None, *, draft: bool
    ) -> None:
        """Lead on from the page *here* of *route*; -1 is the check."""
        if here < 0:
            self.lead(Way.FINISH, back=True, onward=draft)
            return
        last = ways.asked_from(route, here + 1, 1) >= len(route)
        way = Way.CHECK if last else Way.NEXT
        if ways.leaves_entry(route, here, 1, entry):
            way = Way.LIST
        self.lead(way, back=ways.asked_from(route, here - 1, -1) >= 0)

    def lead(self, way: Way, *, back: bool, onward: bool = True) -> None:
        """Say where the main button leads, and if one can go *back* or *onward*."""
        texts = {
            Way.NEXT: self.tr("Next"),
            Way.CHECK: self.tr("Check"),
            Way.LIST: self.tr("Done, to the list"),
            Way.FINISH: self.tr("Finish the interview"),
        }
        plain.button(self.next, texts[way])
        self.next.setEnabled(onward)
        self.back.setEnabled(back)
        self.note.setVisible(way is not Way.FINISH)
        self.not_answered.setVisible(way is not Way.FINISH)


class SavedLine(Small):
    """Says that every answer is saved, and since when."""

    def __init__(self) -> None:
        """Begin without a time: nothing was answered yet."""
        super().__init__(wraps=False)
        self.say(self.tr("Every answer is saved"))

    def saved_at(self, moment: datetime) -> None:
        """Say that all was saved at *moment*."""
        time = QTime(moment.hour, moment.minute, moment.second)
        clock = QLocale(look.current().language).toString(time, "HH:mm:ss")
        self.say(f"{self.tr('Every answer is saved')} · {isolate(clock)}")

    def saving(self) -> None:
        """Say that letters are on their way."""
        self.say(self.tr("Saving…"))

    def not_saved(self) -> None:
        """Say that the last answer waits to be stored."""
        self.say(self.tr("The last answer is not saved yet"))


class Reasons(QMenu):
    """Why a question has no answer; what has one can only lose it first."""

    def offer(self, card: QuestionCard, button: QWidget) -> None:
        """Offer the reasons for the question of *card*, above *button*."""
        self.clear()
        about = card.item.plain().partition("\n")[0]
        if len(about) > _LONGEST:
            about = f"{about[: _LONGEST - 1]}…"
        self.addAction(about.replace("&", "&&")).setEnabled(False)
        self.addSeparator()
        for reason in Missing:
            action = self.addAction(words.missing(reason))
            action.setCheckable(True)
            action.setChecked(card.item.missing is reason)
            action.setEnabled(not card.item.value)
            action.triggered.connect(lambda _=False, reason=reason: card.mark(reason))
        if card.item.value:
            self.addAction(self.tr("Take the answer away"), card.clear_answer)
        elif card.item.missing is not None:
            self.addAction(self.tr("Take the reason back"), lambda: card.mark(None))
        corner = button.mapToGlobal(button.rect().topLeft())
        corner.setY(corner.y() - self.sizeHint().height())
        self.popup(corner)
