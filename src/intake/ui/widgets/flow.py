"""Things side by side that go on to the next line when the page is narrow."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from intake.ui import measure, tokens


class Flow(QLayout):
    """A line that breaks like words do, from the right where the page runs left."""

    def __init__(
        self, *things: QWidget, parent: QWidget | None = None, gap: int = 10
    ) -> None:
        """Put *things* one after another, *gap* apart at 100 %."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        measure.gaps(self, spacing=gap)
        for thing in things:
            self.addWidget(thing)

    def addWidget(self, thing: QWidget) -> None:
        """Put *thing* at the end.

        Its item is made here: of one that Qt makes, nobody would be told when it goes,
        and the place where it was would be read.
        """
        self.addChildWidget(thing)
        self.addItem(QWidgetItem(thing))

    def addItem(self, item: QLayoutItem) -> None:
        """Keep *item*."""
        self._items.append(item)

    def count(self) -> int:
        """Tell how many things there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return the thing at *index*, or None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the thing at *index* out, or return None past the end."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that a narrower line is a higher one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at *width*, or at the most it may be given."""
        owner = self.parentWidget()
        if owner is not None and owner.layout() is self:
            width = min(width, owner.maximumWidth())
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the things in *rect*."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """Return the size of one line with everything in it."""
        gap = measure.px(self._gap)
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() + gap for hint in hints) - gap if hints else 0
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        """Return the size of the widest thing alone."""
        size = QSize(0, 0)
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """Break the things into lines, each with the size it gets."""
        gap = measure.px(self._gap)
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        filled = 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            size = QSize(min(hint.width(), max(width, 1)), hint.height())
            if size.width() < hint.width() and item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))
            if not lines or filled + size.width() > width:
                lines.append([])
                filled = 0
            lines[-1].append((item, size))
            filled += size.width() + gap
        return lines

    def _place(self, rect: QRect, *, move: bool) -> int:
        gap = measure.px(self._gap)
        owner = self.parentWidget()
        reverse = owner is not None and (
            owner.layoutDirection() is Qt.LayoutDirection.RightToLeft
        )
        y = rect.top()
        for line in self._lines(rect.width()):
            height = max(size.height() for _, size in line)
            x = 0
            for item, size in line if move else ():
                width = size.width()
                left = rect.right() + 1 - x - width if reverse else rect.left() + x
                top = y + (height - size.height()) // 2
                item.setGeometry(QRect(QPoint(left, top), size))
                x += width + gap
            y += height + gap
        return max(0, y - gap - rect.top())


def flow(*things: QWidget, gap: int = tokens.SMALL_GAP) -> QWidget:
    """Return a widget with *things* in a line that breaks."""
    frame = QWidget()
    Flow(*things, parent=frame, gap=gap)
    return frame
