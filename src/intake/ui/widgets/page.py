"""The shape of every page: a rail (where am I), a column (what now), a foot (next).

Rail and column scroll inside the page, so a page never grows past its window in any
script or at any zoom.
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from intake.ui import measure, tabbing, tokens
from intake.ui.widgets.card import Card
from intake.ui.widgets.words import Title


class Strip(QFrame):
    """A line across the page: ``role`` "bar" above, "foot" below."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setProperty("role", role)
        self._line = QHBoxLayout(self)
        side = tokens.WIDE_GAP - 2
        measure.gaps(self._line, margins=(side, 9, side, 9), spacing=10)

    def add(self, thing: QWidget, stretch: int = 0) -> None:
        """Put *thing* after what is there."""
        self._line.addWidget(thing, stretch, Qt.AlignmentFlag.AlignVCenter)

    def gap(self) -> None:
        """Let what follows stand at the other end."""
        self._line.addStretch(1)


class Scroll(QScrollArea):
    """A column that scrolls up and down and is as wide as its place."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        """Show *content*."""
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setProperty("role", "clear")
        self.setWidget(content)
        self.viewport().setProperty("role", "clear")
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)


class Rail(QFrame):
    """The side of a page: ``head`` and ``end`` stay, ``list`` between them scrolls."""

    def __init__(
        self, width: int = tokens.NAVIGATION_WIDTH, parent: QWidget | None = None
    ) -> None:
        """Start empty, *width* wide at 100 %."""
        super().__init__(parent)
        self.setProperty("role", "rail")
        column = QVBoxLayout(self)
        measure.gaps(column, margins=(14, 18, 14, 14), spacing=10)
        self.head = QVBoxLayout()
        measure.gaps(self.head, spacing=2)
        column.addLayout(self.head)
        content = QWidget()
        self.list = QVBoxLayout(content)
        measure.gaps(self.list, spacing=3)
        self.middle = Scroll(content)
        column.addWidget(self.middle, 1)
        self.end = QVBoxLayout()
        measure.gaps(self.end, spacing=5)
        column.addLayout(self.end)
        self._width = width

    def fit(self, page_width: int) -> None:
        """Take the usual width, but never more than a third of the page."""
        self.setFixedWidth(min(measure.px(self._width), max(page_width // 3, 160)))


class Column(Scroll):
    """What the page is about, centred, with lines no longer than can be read.

    A *wide* column takes the whole place: for lists.
    """

    def __init__(self, parent: QWidget | None = None, *, wide: bool = False) -> None:
        """Start empty."""
        outer = QWidget()
        # As high as its words are at its width: Qt's least height takes them narrower,
        # and would scroll a page that fits.
        outer.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        super().__init__(outer, parent)
        line = QHBoxLayout(outer)
        side = tokens.PAGE_GAP
        measure.gaps(line, margins=(side, 22, side, 22), spacing=0)
        self.content = QWidget()
        self.content.setProperty("role", "clear")
        self.body = QVBoxLayout(self.content)
        measure.gaps(self.body, spacing=tokens.GAP)
        if wide:
            line.addWidget(self.content)
        else:
            measure.size(self.content, most_width=tokens.COLUMN_WIDTH)
            line.addStretch(1)
            line.addWidget(self.content, 1000)
            line.addStretch(1)

    def follow(self, now: QWidget) -> None:
        """Keep what has the cursor in view; under a pressed button nothing may move."""
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if not pressed and self.content.isAncestorOf(now):
            self.reveal(now)

    def add(self, thing: QWidget | QLayout, stretch: int = 0) -> None:
        """Put a widget or a layout under what is there."""
        if isinstance(thing, QWidget):
            self.body.addWidget(thing, stretch)
        else:
            self.body.addLayout(thing, stretch)

    def rest(self) -> None:
        """Leave the rest of the column empty."""
        self.body.addStretch(1)

    def reveal(self, thing: QWidget) -> None:
        """Scroll until *thing* is in view, even if it was only just put there.

        What was just put there has no place yet; it gets one before the timer's turn.
        """
        edge = measure.px(tokens.PAGE_GAP)
        QTimer.singleShot(0, thing, lambda: self.ensureWidgetVisible(thing, 0, edge))


class Page(QWidget):
    """One page of the window: optional ``bar``, ``rail`` and ``foot`` around a column.

    ``heading`` puts the title with a primary button beside it. A page that must act
    before the vault closes, or be told of a new look, overrides ``flush``.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        rail: Rail | None = None,
        bar: bool = False,
        foot: bool = False,
        wide: bool = False,
    ) -> None:
        """Lay out the parts that are wanted."""
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(self)
        measure.gaps(whole, spacing=0)
        self.bar = Strip("bar")
        self.foot = Strip("foot")
        self.column = Column(wide=wide)
        self.rail = rail
        middle = QHBoxLayout()
        measure.gaps(middle, spacing=0)
        if rail is not None:
            middle.addWidget(rail)
        middle.addWidget(self.column, 1)
        whole.addWidget(self.bar)
        whole.addLayout(middle, 1)
        whole.addWidget(self.foot)
        self.bar.setVisible(bar)
        self.foot.setVisible(foot)

    def heading(self, title: str, *things: QWidget) -> Title:
        """Put the page's title at the top, with *things* at the other end."""
        words = Title(title)
        line = QHBoxLayout()
        measure.gaps(line, spacing=tokens.GAP)
        # The words are no wider than can be read; what is left stands after them.
        line.addWidget(words, 1000)
        line.addStretch(1)
        for thing in things:
            line.addWidget(thing, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.add(line)
        return words

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave most of the page to the column at any zoom."""
        super().resizeEvent(event)
        self.look_changed()

    def look_changed(self) -> None:
        """Fit the rail to the page at the present zoom."""
        if self.rail is not None:
            self.rail.fit(self.width())

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Let Tab follow the page as it is read."""
        return tabbing.step(self.window(), forward=forward)

    def flush(self) -> None:
        """Store what is typed but not yet stored; called before lock and exit."""


class CentredPage(QWidget):
    """A single card in the middle of the window: first start, unlock."""

    def __init__(self, parent: QWidget | None = None, *, width: int = 440) -> None:
        """Start with an empty card, *width* wide at 100 %."""
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.card = Card()
        measure.size(self.card, width=width)
        content = QWidget()
        # As high as its words are at its width: Qt's least height takes them narrower.
        content.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(content)
        side = tokens.WIDE_GAP
        measure.gaps(column, margins=(side, side, side, side), spacing=0)
        column.addStretch(1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.card)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        measure.gaps(whole, spacing=0)
        whole.addWidget(Scroll(content))

    def add(self, thing: QWidget | QLayout) -> None:
        """Put a widget or a layout into the card."""
        self.card.add(thing)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Let Tab follow the card as it is read."""
        return tabbing.step(self.window(), forward=forward)

    def flush(self) -> None:
        """Nothing of an unlock page is kept."""


def clear(layout: QBoxLayout) -> None:
    """Take everything out of *layout* and throw it away."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QBoxLayout):
            clear(inner)
            inner.deleteLater()
