"""Editors for words: one line, several, a code, dots in place of letters."""

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    QRegularExpression,
    QSignalBlocker,
)
from PySide6.QtGui import QRegularExpressionValidator, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from intake.forms import Item
from intake.ui import measure, plain
from intake.ui.questions.editor import Editor, Give, Pause
from intake.ui.widgets.buttons import QuietButton
from intake.ui.widgets.fields import Field, TextArea, to_western_digits

_ROWS = 4
_TOLD_ROWS = 10
_MOST_ROWS = 20
_PLENTY = 100_000
_NUMBER_WIDTH = 320
_HIDDEN = frozenset(("masked", "hidden-answer"))
# Digits of any script and the signs between them, as in a telephone number.
_NUMBERS = QRegularExpression(r"[\p{Nd}.,\x{066B}\x{066C}+\-() /]*")


class LineEditor(Editor):
    """One line of text."""

    def __init__(self, item: Item, give: Give) -> None:
        """Show the answer of *item*."""
        super().__init__(give)
        self.field = Field()
        self.field.setMaxLength(_PLENTY)
        line = QHBoxLayout(self)
        measure.gaps(line)
        line.addWidget(self.field)
        self.peek: QuietButton | None = None
        if _HIDDEN.intersection(item.appearance):
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
            words = QCoreApplication.translate("text", "Hold to show")
            self.peek = QuietButton(words, icon="eye")
            self.peek.pressed.connect(lambda: self._show(seen=True))
            self.peek.released.connect(lambda: self._show(seen=False))
            line.addWidget(self.peek)
        self._numbers = "numbers" in item.appearance
        if self._numbers:
            self.field.setValidator(QRegularExpressionValidator(_NUMBERS, self.field))
            measure.size(self.field, most_width=_NUMBER_WIDTH)
            line.addStretch(1)
        self._pause = Pause(self._commit, self, lambda: self.hold(self._text()))
        self.field.textEdited.connect(lambda _: self._pause.begin())
        self.field.editingFinished.connect(self._pause.now)
        self.setFocusProxy(self.field)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self.field.setReadOnly(item.readonly)
        typed = self.field.text()
        typed = to_western_digits(typed) if self._numbers else typed
        if self._pause.waiting or item.value == typed:
            return
        self.knows(item.value)
        # Who comes back to an answer goes on writing at its end.
        place = self.field.cursorPosition() if self.field.text() else len(item.value)
        with QSignalBlocker(self.field):
            self.field.setText(item.value)
        self.field.setCursorPosition(min(place, len(item.value)))

    def flush(self) -> None:
        """Give what is typed."""
        self._pause.now()

    def name(self, name: str, description: str) -> None:
        """Name the field."""
        plain.spoken(self.field, name, description)
        if self.peek is not None:
            plain.spoken(self.peek, f"{plain.button_text(self.peek)}: {name}")

    def mark(self, state: str) -> None:
        """Draw the edge."""
        self.field.mark(state)

    def _show(self, *, seen: bool) -> None:
        mode = QLineEdit.EchoMode
        self.field.setEchoMode(mode.Normal if seen else mode.Password)

    def _text(self) -> str:
        text = self.field.text()
        return to_western_digits(text) if self._numbers else text

    def _commit(self) -> None:
        self.give(self._text())


class AreaEditor(Editor):
    """Several lines of text, growing with what is told."""

    def __init__(self, item: Item, give: Give) -> None:
        """Show the answer of *item*; the form may say how many rows."""
        super().__init__(give)
        rows = item.parameters.get("rows", "")
        usual = _TOLD_ROWS if "narrative" in item.appearance else _ROWS
        wanted = int(rows) if rows.isascii() and rows.isdigit() else usual
        self.area = TextArea(rows=max(2, min(wanted, _MOST_ROWS)))
        column = QVBoxLayout(self)
        measure.gaps(column)
        column.addWidget(self.area)
        self._pause = Pause(self._commit, self, lambda: self.hold(self._text()))
        self.area.textChanged.connect(self._pause.begin)
        self.area.installEventFilter(self)
        self.setFocusProxy(self.area)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self.area.setReadOnly(item.readonly)
        if self._pause.waiting or item.value == self.area.toPlainText():
            return
        self.knows(item.value)
        before = self.area.textCursor().position() if self.area.toPlainText() else None
        with QSignalBlocker(self.area):
            self.area.setPlainText(item.value)
        cursor = QTextCursor(self.area.document())
        end = self.area.document().characterCount() - 1
        cursor.setPosition(end if before is None else min(before, end))
        self.area.setTextCursor(cursor)
        self.area.updateGeometry()

    def flush(self) -> None:
        """Give what is typed, with what an input method still holds."""
        self._pause.now()

    def name(self, name: str, description: str) -> None:
        """Name the area."""
        plain.spoken(self.area, name, description)

    def mark(self, state: str) -> None:
        """Draw the edge."""
        self.area.mark(state)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Give what is typed when the person moves on."""
        if event.type() == QEvent.Type.FocusOut:
            self._pause.now()
        return False

    def _text(self) -> str:
        return self.area.toPlainText()

    def _commit(self) -> None:
        self.give(self._text())
