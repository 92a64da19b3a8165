"""Fields to type and choose in, each at least a target high, each with a ring."""

import math

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLocale,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
)
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListView,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from intake.ui import icons, measure, plain, theme, tokens
from intake.ui.widgets.words import Hint, Text

_MOST_ROWS = 18

# What people type stays out of the learning keyboards of the machine.
PRIVATE = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText


class Field(QLineEdit):
    """One line of text; nothing can be dragged out of it."""

    def __init__(
        self, parent: QWidget | None = None, *, name: str = "", placeholder: str = ""
    ) -> None:
        """Start empty; *name* is what a screen reader calls it."""
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setDragEnabled(False)
        self.setInputMethodHints(PRIVATE)
        plain.spoken(self, name or placeholder)

    def mark(self, state: str) -> None:
        """Draw the edge for "" or "wrong"."""
        _mark(self, state)


class TextArea(QTextEdit):
    """Several lines of plain text; Tab moves on, pasted styles are dropped.

    QTextEdit and not QPlainTextEdit: only the former aligns each paragraph by its own
    direction.
    """

    def __init__(
        self, parent: QWidget | None = None, *, name: str = "", rows: int = 4
    ) -> None:
        """Start empty, *rows* lines high."""
        super().__init__(parent)
        self.rows = rows
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setInputMethodHints(PRIVATE)
        self.setLineWrapMode(QTextEdit.LineWrapMode.WidgetWidth)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(
            self.updateGeometry
        )
        plain.spoken(self, name)

    def sizeHint(self) -> QSize:
        """Grow with what is written, from *rows* lines to a good part of a page."""
        line = self.fontMetrics().lineSpacing()
        around = measure.px(2 * tokens.SMALL_GAP + 10)
        written = math.ceil(self.document().size().height())
        height = max(line * self.rows, min(written, line * _MOST_ROWS))
        return QSize(measure.px(tokens.COLUMN_WIDTH // 2), height + around)

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine; the height is the same."""
        return QSize(measure.px(96), self.sizeHint().height())

    def mark(self, state: str) -> None:
        """Draw the edge for "" or "wrong"."""
        _mark(self, state)


class DropDown(QComboBox):
    """One of a few, folded; the wheel scrolls the page and changes no answer."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        """Start empty; *name* is what a screen reader calls it."""
        super().__init__(parent)
        self._unfolded = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        plain.spoken(self, name)

    def showPopup(self) -> None:
        """Unfold; the list that the stylesheet can dress is made the first time."""
        if not self._unfolded:
            self._unfolded = True
            self.setView(QListView(self))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()

    def put(self, entries: list[tuple[str, str]]) -> None:
        """Offer *entries* of (value, words); keep the choice if it is still there."""
        chosen = self.value
        with QSignalBlocker(self):
            self.clear()
            for value, words in entries:
                self.addItem(words, value)
            self.choose(chosen)

    @property
    def value(self) -> str:
        """The value chosen, or ""."""
        return str(self.currentData() or "")

    def choose(self, value: str) -> None:
        """Choose the entry of *value*, if there is one."""
        self.setCurrentIndex(self.findData(value))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow that a stylesheet takes away."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = measure.px(16)
        pad = measure.px(tokens.SMALL_GAP + 2)
        reverse = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = pad if reverse else self.width() - side - pad
        box = QRectF(left, (self.height() - side) / 2, side, side)
        icons.paint(painter, "down", box, theme.colour("muted"))
        painter.end()

    def mark(self, state: str) -> None:
        """Draw the edge for "" or "wrong"."""
        _mark(self, state)


class SearchField(Field):
    """A field that narrows a list, with a glass in it and a way to empty it."""

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        """Say in *placeholder* what can be found."""
        super().__init__(parent, placeholder=placeholder)
        self.empty = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        plain.tip(self.empty, QCoreApplication.translate("SearchField", "Empty it"))
        self.empty.triggered.connect(self.clear)
        self.empty.setVisible(False)
        self.textChanged.connect(lambda text: self.empty.setVisible(bool(text)))
        self.look_changed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty it with Escape, too."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Turn with the page."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.look_changed()

    def look_changed(self) -> None:
        """Leave room for the glass at the start, and draw the cross anew."""
        self.empty.setIcon(icons.icon("close", "muted", self.devicePixelRatioF()))
        room = measure.px(tokens.ICON + tokens.SMALL_GAP)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            self.setTextMargins(0, 0, room, 0)
        else:
            self.setTextMargins(room, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the glass."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = measure.px(tokens.ICON - 2)
        pad = measure.px(11)
        reverse = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = self.width() - side - pad if reverse else pad
        box = QRectF(left, (self.height() - side) / 2, side, side)
        icons.paint(painter, "search", box, theme.colour("muted"))
        painter.end()


class FieldLabel(Text):
    """What a field is for, above it."""

    role = "strong"


def labelled(label: str, field: QWidget, hint: str = "") -> QWidget:
    """Return *field* under its *label*, with a *hint* between, named for a reader."""
    frame = QWidget()
    column = QVBoxLayout(frame)
    measure.gaps(column, spacing=tokens.TINY + 2)
    column.addWidget(FieldLabel(label))
    if hint:
        column.addWidget(Hint(hint))
    column.addWidget(field)
    plain.spoken(field, label, hint)
    return frame


def to_western_digits(text: str) -> str:
    """Turn the digits of any script, and its decimal mark, into western ones."""
    made = []
    for letter in text:
        if letter in "\u066b\u066c,":
            made.append("." if letter != "\u066c" else "")
        elif letter.isdecimal():
            made.append(str(int(letter)))
        else:
            made.append(letter)
    return "".join(made)


def local_number(value: float) -> str:
    """Write a number as the reader's language does."""
    return QLocale().toString(value)


def _mark(widget: QWidget, state: str) -> None:
    if (widget.property("state") or "") != state:
        widget.setProperty("state", state)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
