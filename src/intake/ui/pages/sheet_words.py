"""The words of recovery sheets as people type them in, one sheet after the other."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.app import recovery
from intake.domain.errors import IntakeError, SheetTwice
from intake.ui import measure, messages, plain, times, tokens
from intake.ui.direction import isolate
from intake.ui.pages.lines import marked
from intake.ui.times import counted
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.card import deeds
from intake.ui.widgets.fields import FieldLabel, TextArea
from intake.ui.widgets.page import clear
from intake.ui.widgets.words import ErrorText, Hint, Small, Text


class SheetWords(QWidget):
    """Asks for the sheets that are needed; ``complete`` is told when all are read.

    ``typed`` gives the words of each. The first sheet tells how many are needed.
    """

    complete = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Ask for the first sheet."""
        super().__init__(parent)
        self.setProperty("role", "clear")
        self.typed: tuple[str, ...] = ()
        self._numbers: list[int] = []
        self._needed = 0
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=tokens.SMALL_GAP)
        self._read = QVBoxLayout()
        measure.gaps(self._read, spacing=tokens.TINY)
        column.addLayout(self._read)
        self._asked = QWidget()
        inner = QVBoxLayout(self._asked)
        measure.gaps(inner, spacing=tokens.TINY + 2)
        self._label = FieldLabel()
        self._hint = Hint(
            QCoreApplication.translate(
                "SheetWords",
                "All its words in their order, with a space between. The first four "
                "letters of each are enough.",
            )
        )
        self.words = TextArea(rows=4)
        self.words.textChanged.connect(self._tell)
        self._count = Small()
        self.wrong = ErrorText()
        self.wrong.hide()
        self.take = Button(
            QCoreApplication.translate("SheetWords", "Take this sheet in")
        )
        self.take.clicked.connect(self.read)
        for thing in (self._label, self._hint, self.words, self._count, self.wrong):
            inner.addWidget(thing)
        inner.addLayout(deeds(self.take, None))
        column.addWidget(self._asked)
        self.setFocusProxy(self.words)
        self._ask()

    @property
    def is_complete(self) -> bool:
        """Whether as many sheets were read as are needed."""
        return bool(self._needed) and len(self.typed) >= self._needed

    def read(self) -> None:
        """Read what was typed, and ask for the next sheet or tell that it is all."""
        text = self.words.toPlainText()
        try:
            share = recovery.read(text)
            if share.number in self._numbers:
                raise SheetTwice(number=share.number)
        except IntakeError as error:
            self.wrong.say(messages.sentence(error))
            self.wrong.show()
            self.words.setFocus()
            return
        self.typed = (*self.typed, text)
        self._numbers.append(share.number)
        self._needed = share.needed
        said = QCoreApplication.translate("SheetWords", "Sheet {number} is read.")
        number = isolate(times.number(share.number))
        self._read.addLayout(marked("good", "good", Text(said.format(number=number))))
        self._ask()
        if self.is_complete:
            self.complete.emit()

    def forget(self) -> None:
        """Throw away what was typed, and ask for the first sheet again."""
        self.typed, self._needed = (), 0
        self._numbers.clear()
        clear(self._read)
        self._ask()

    def _ask(self) -> None:
        # Its undo forgets them with it.
        self.words.clear()
        self.wrong.hide()
        self._asked.setVisible(not self.is_complete)
        if not self._needed:
            said = QCoreApplication.translate("SheetWords", "The words of a sheet")
        else:
            words = QCoreApplication.translate(
                "SheetWords", "The words of another sheet: {place} of {needed}"
            )
            said = words.format(
                place=isolate(times.number(len(self.typed) + 1)),
                needed=isolate(times.number(self._needed)),
            )
        self._label.say(said)
        plain.spoken(self.words, said, self._hint.text())
        if not self.is_complete and self._numbers:
            self.words.setFocus()

    def _tell(self) -> None:
        count = len(self.words.toPlainText().split())
        one = QCoreApplication.translate("SheetWords", "{count} word of {all}")
        many = QCoreApplication.translate("SheetWords", "{count} words of {all}")
        whole = times.number(recovery.WORDS)
        self._count.say(counted(count, one, many, all=whole))
        self.wrong.hide()
