"""An editor for numbers: typed, in the digits of any script; no wheel, no arrows."""

from PySide6.QtCore import (
    QCoreApplication,
    QLocale,
    QRegularExpression,
    QSignalBlocker,
    Qt,
)
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from intake.forms import Item
from intake.ui import measure, plain
from intake.ui.questions.editor import Editor, Give, Pause
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.fields import Field, to_western_digits
from intake.ui.widgets.words import Hint, Small

_WIDTH = 180
# Signs a person may type: digits of any script, signs, points, commas, spaces.
_TYPED = QRegularExpression(r"[-+\x{2212}]?[\p{Nd}.,\x{066B}\x{066C} ]*")


class NumberEditor(Editor):
    """A whole or a decimal number."""

    def __init__(self, item: Item, give: Give) -> None:
        """Show the answer of *item*."""
        super().__init__(give)
        self._whole = item.type == "int"
        self.field = Field()
        self.field.setValidator(QRegularExpressionValidator(_TYPED, self.field))
        hints = (
            Qt.InputMethodHint.ImhDigitsOnly
            if self._whole
            else Qt.InputMethodHint.ImhFormattedNumbersOnly
        )
        self.field.setInputMethodHints(self.field.inputMethodHints() | hints)
        measure.size(self.field, width=_WIDTH)
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=4)
        line = QHBoxLayout()
        measure.gaps(line, spacing=10)
        column.addLayout(line)
        if "bearing" in item.appearance:
            words = QCoreApplication.translate(
                "numbers", "In degrees from north, clockwise: 90 is east."
            )
            column.addWidget(Hint(words))
        line.addWidget(self.field)
        self._more = Button("+1") if "counter" in item.appearance else None
        if self._more is not None:
            line.addWidget(self._more)
            self._more.clicked.connect(self._count_on)
        self._grouped = (
            Small(wraps=False) if "thousands-sep" in item.appearance else None
        )
        if self._grouped is not None:
            line.addWidget(self._grouped)
        line.addStretch(1)
        self._pause = Pause(self._commit, self, lambda: self.hold(self._text()))
        self.field.textEdited.connect(lambda _: self._pause.begin())
        self.field.editingFinished.connect(self._pause.now)
        self.setFocusProxy(self.field)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self.field.setReadOnly(item.readonly)
        if self._more is not None:
            self._more.setDisabled(item.readonly)
        self._show_grouped(item.value)
        typed = to_western_digits(self.field.text()).replace(" ", "")
        if self._pause.waiting or item.value == typed:
            return
        self.knows(item.value)
        with QSignalBlocker(self.field):
            self.field.setText(item.value)

    def flush(self) -> None:
        """Give what is typed."""
        self._pause.now()

    def name(self, name: str, description: str) -> None:
        """Name the field."""
        plain.spoken(self.field, name, description)

    def mark(self, state: str) -> None:
        """Draw the edge."""
        self.field.mark(state)

    def _text(self) -> str:
        return to_western_digits(self.field.text()).replace(" ", "")

    def _commit(self) -> None:
        self.give(self._text())

    def _count_on(self) -> None:
        text = to_western_digits(self.field.text()).strip()
        number = int(text) if text.lstrip("-").isdigit() else 0
        self.field.setText(str(number + 1))
        self._commit()

    def _show_grouped(self, value: str) -> None:
        if self._grouped is None:
            return
        number, fine = QLocale.c().toDouble(value)
        shown = QLocale().toString(number, "f", 0 if self._whole else 2)
        self._grouped.say(shown if fine and value else "")
