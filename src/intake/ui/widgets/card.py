"""White sheets on the page, number tiles, and the thin line between things."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from intake.ui import measure, tokens
from intake.ui.widgets.words import Figure, Small, Text


class Card(QFrame):
    """A white sheet that holds one matter, laid out from top to bottom."""

    def __init__(self, parent: QWidget | None = None, *, bare: bool = False) -> None:
        """Start empty; a *bare* card has neither ground nor border."""
        super().__init__(parent)
        self.setProperty("role", "plain-card" if bare else "card")
        self.body = QVBoxLayout(self)
        inner = tokens.WIDE_GAP
        margins = (0, 0, 0, 0) if bare else (inner, inner - 4, inner, inner - 2)
        measure.gaps(self.body, margins=margins, spacing=tokens.SMALL_GAP)

    def add(self, thing: QWidget | QLayout) -> None:
        """Put a widget or a layout under what is there."""
        if isinstance(thing, QWidget):
            self.body.addWidget(thing)
        else:
            self.body.addLayout(thing)

    def show_state(self, state: str) -> None:
        """Draw the border for "", "wrong" or "lost"."""
        if (self.property("state") or "") != state:
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)


class Figures(QWidget):
    """A row of tiles: a number, what it counts, and a remark."""

    def __init__(
        self, tiles: Sequence[tuple[str, str, str]], parent: QWidget | None = None
    ) -> None:
        """Show *tiles* of (number, what it counts, remark)."""
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        measure.gaps(self._row, spacing=tokens.GAP)
        self._labels: list[tuple[Figure, Text, Small]] = []
        for _ in tiles:
            card = Card()
            labels = (Figure(), Text(), Small())
            for label in labels:
                card.add(label)
            card.body.addStretch(1)
            self._labels.append(labels)
            self._row.addWidget(card, 1)
        self.say(tiles)

    def say(self, tiles: Sequence[tuple[str, str, str]]) -> None:
        """Show other numbers in the same tiles."""
        for labels, texts in zip(self._labels, tiles, strict=True):
            for label, text in zip(labels, texts, strict=True):
                label.say(text)
                label.setVisible(bool(text))


def rule(parent: QWidget | None = None) -> QFrame:
    """Return a thin line across."""
    line = QFrame(parent)
    line.setProperty("role", "line")
    line.setFixedHeight(1)
    return line


def deeds(*things: QWidget | None) -> QHBoxLayout:
    """Return buttons side by side, a little apart from the words above them."""
    line = row(*things)
    measure.gaps(line, margins=(0, 6, 0, 0), spacing=tokens.SMALL_GAP)
    return line


def row(*things: QWidget | None, spacing: int = tokens.SMALL_GAP) -> QHBoxLayout:
    """Return things side by side; None is the gap that takes the free room."""
    line = QHBoxLayout()
    measure.gaps(line, spacing=spacing)
    for thing in things:
        if thing is None:
            line.addStretch(1)
        else:
            line.addWidget(thing)
    return line
