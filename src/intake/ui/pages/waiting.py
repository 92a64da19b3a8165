"""A deed that takes a second or more and cannot be stopped half way, said calmly."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.ui import measure, plain, tokens
from intake.ui.widgets.progress import Meter
from intake.ui.widgets.words import Hint


class Waiting(QWidget):
    """Says what is being done while it is done; hidden before and after."""

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        """Prepare to say *what* is being done."""
        super().__init__(parent)
        self.setProperty("role", "clear")
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=tokens.SMALL_GAP)
        self._meter = Meter(what)
        self._meter.setRange(0, 0)
        column.addWidget(Hint(what))
        column.addWidget(self._meter)
        plain.spoken(self, what)
        self.hide()
