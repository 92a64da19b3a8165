"""The digits of a card: shown in groups of four, and three groups typed to compare."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QRegularExpression, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QRegularExpressionValidator
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.domain.people import GROUP
from intake.ui import measure, plain, theme, tokens
from intake.ui.widgets.fields import Field, to_western_digits
from intake.ui.widgets.flow import Flow
from intake.ui.widgets.words import Small, Text, selectable

_COLUMNS = 5
_FEW = 3
_BOX = 92
_LINE = _COLUMNS * _BOX + (_COLUMNS - 1) * tokens.SMALL_GAP


class DigitsLine(QWidget):
    """Groups of four digits, ten by fives or six by threes, left to right always.

    Each has its number above it, so that one can say which is read.
    """

    def __init__(self, digits: str, parent: QWidget | None = None) -> None:
        """Show *digits* as ``domain.people.digits`` writes them."""
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._labels = [_digits_label(group) for group in digits.split()]
        numbered = [_numbered(*each) for each in enumerate(self._labels, 1)]
        Flow(*numbered, parent=self, gap=tokens.SMALL_GAP)
        columns = _COLUMNS if len(self._labels) % _COLUMNS == 0 else _FEW
        gaps = (columns - 1) * tokens.SMALL_GAP
        measure.size(self, most_width=columns * _BOX + gaps)
        plain.spoken(self, digits)

    def look_changed(self) -> None:
        """Follow the zoom."""
        for label in self._labels:
            label.setFont(_digit_font())


class CodeDigits(QWidget):
    """The groups of a card's digits to be typed as the other person reads them out.

    ``asked`` are places from 0; the other groups are shown as dots. ``typed`` gives
    what was typed, in western digits, by place; ``complete`` is told when every box
    is full.
    """

    complete = Signal()

    def __init__(
        self, asked: Sequence[int], groups: int, parent: QWidget | None = None
    ) -> None:
        """Make boxes for the *asked* of *groups* groups."""
        super().__init__(parent)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._boxes: dict[int, Field] = {place: self._box(place) for place in asked}
        line = Flow(parent=self, gap=tokens.SMALL_GAP)
        for place in range(groups):
            group = self._boxes.get(place) or _digits_label("····")
            line.addWidget(_numbered(place + 1, group))
        self.setFocusProxy(next(iter(self._boxes.values())))
        measure.size(self, most_width=_LINE)
        self.look_changed()

    @property
    def typed(self) -> Mapping[int, str]:
        """The digits typed so far, by place of their group."""
        return {
            place: to_western_digits(box.text()) for place, box in self._boxes.items()
        }

    @property
    def is_complete(self) -> bool:
        """Whether every box holds four digits."""
        return all(len(text) == GROUP for text in self.typed.values())

    def clear(self) -> None:
        """Empty the boxes and begin again at the first."""
        for box in self._boxes.values():
            box.clear()
        next(iter(self._boxes.values())).setFocus()

    def look_changed(self) -> None:
        """Follow the zoom."""
        for box in self._boxes.values():
            box.setFont(_digit_font())

    def _box(self, place: int) -> Field:
        words = QCoreApplication.translate("CodeDigits", "Group {number}")
        box = Box(name=words.format(number=place + 1))
        box.setProperty("role", "digits")
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.setMaxLength(GROUP)
        box.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"\p{Nd}{0,4}"), box)
        )
        measure.size(box, width=_BOX)
        box.textEdited.connect(lambda text: self._move_on(place, text))
        return box

    def _move_on(self, place: int, text: str) -> None:
        if len(text) < GROUP:
            return
        later = [box for other, box in self._boxes.items() if other > place]
        if later:
            later[0].setFocus()
        if self.is_complete:
            self.complete.emit()


class Box(Field):
    """A box for four digits; typing where four stand already begins it anew."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose what stands there, whatever way the cursor came."""
        super().focusInEvent(event)
        self.selectAll()


def _numbered(number: int, group: QWidget) -> QWidget:
    """Put a small number above a group: who counts over a telephone says it."""
    held = QWidget()
    held.setProperty("role", "clear")
    ordinal = Small(str(number), wraps=False)
    ordinal.centre()
    column = QVBoxLayout(held)
    measure.gaps(column, spacing=0)
    column.addWidget(ordinal)
    column.addWidget(group)
    return held


def _digit_font() -> QFont:
    font = theme.font(tokens.QUESTION_TEXT)
    font.setFamilies(list(tokens.DIGIT_FONTS))
    return font


def _digits_label(group: str) -> Text:
    label = Text(group, wraps=False)
    label.setFont(_digit_font())
    label.centre()
    measure.size(label, least_width=_BOX, least_height=tokens.TARGET)
    selectable(label)
    return label
