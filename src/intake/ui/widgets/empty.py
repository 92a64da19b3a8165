"""What an empty list says: what will stand there, and how to begin."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake.ui import measure, tokens
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.words import Hint, Strong


class EmptyState(QWidget):
    """A few quiet words in the middle of an empty place, with a button if it helps."""

    def __init__(
        self,
        title: str,
        hint: str = "",
        *,
        icon: str = "",
        button: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Say *title* and *hint* and show the *button* that begins it."""
        super().__init__(parent)
        self.setProperty("role", "clear")
        column = QVBoxLayout(self)
        pad = tokens.PAGE_GAP
        measure.gaps(column, margins=(pad, pad, pad, pad), spacing=tokens.SMALL_GAP)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(1)
        if icon:
            column.addWidget(Icon(icon, "muted"), 0, middle)
        self.title = Strong(title)
        self.hint = Hint(hint)
        for words in (self.title, self.hint):
            words.centre()
            line = QHBoxLayout()
            line.addStretch(1)
            line.addWidget(words, 100)
            line.addStretch(1)
            column.addLayout(line)
            words.setVisible(bool(words.text()))
        if button is not None:
            column.addSpacing(measure.px(tokens.SMALL_GAP))
            column.addWidget(button, 0, middle)
        column.addStretch(2)
