"""What stands around the questions: languages, reasons, whether all is saved."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QLocale, QTime, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from intake.domain.record import Missing
from intake.ui import look, plain, words
from intake.ui.direction import isolate
from intake.ui.questions.card import QuestionCard
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.words import Small

_LONGEST = 48


class LanguageChoice(Button):
    """In which language is asked, and which one stands small below.

    One button with both choices behind it; hidden when there is nothing to choose.
    """

    asked_in = Signal(str)
    second_wanted = Signal(str)

    def __init__(self, languages: Sequence[str], current: str) -> None:
        """Offer *languages*, as the forms name them."""
        super().__init__("", icon="language")
        self._languages = languages
        self.second = ""
        self.current = ""
        self.menu_ = QMenu(self)
        self.clicked.connect(self._open)
        self.show_current(current)
        if len(languages) < 2:  # noqa: PLR2004 - nothing to choose
            self.hide()

    def show_current(self, language: str) -> None:
        """Show in which *language* is asked now."""
        self.current = language
        plain.button(self, language)
        words_ = self.tr("Questions in {language}")
        plain.spoken(self, words_.format(language=isolate(language)))

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
            action = self._add(language, chosen=language == self.current)
            action.triggered.connect(
                lambda _=False, language=language: self.asked_in.emit(language)
            )
        menu.addSeparator()
        menu.addAction(self.tr("Small below")).setEnabled(False)
        for language in ("", *self._languages):
            text = language or self.tr("no second language")
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

    def not_saved(self) -> None:
        """Say that the last answer waits to be stored."""
        self.say(self.tr("The last answer is not saved yet"))


class Reasons(QMenu):
    """Why a question has no answer; what has one can only lose it first."""

    def offer(self, card: QuestionCard, button: QWidget) -> None:
        """Offer the reasons for the question of *card*, above *button*."""
        self.clear()
        about = card.item.label.partition("\n")[0]
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
