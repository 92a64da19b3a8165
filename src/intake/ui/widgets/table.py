"""Tables with calm rows: one line a row, states as chips, any number of rows.

Rows come from a source that counts and gives them page by page, so a million of them
cost no more than the few in view.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from intake.ui import measure, plain, theme, tokens
from intake.ui.direction import drawing
from intake.ui.tokens import Tone
from intake.ui.widgets import chip

Index = QModelIndex | QPersistentModelIndex

_PAGE = 256
_PAGES_KEPT = 8
_ROW = 46
_PAD = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, its least width at 100 %, and whether it takes free room."""

    title: str
    width: int = 120
    stretch: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says; with a ``tone`` it is a chip."""

    text: str
    tone: Tone | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the ``key`` by which the page knows it, and its cells."""

    key: str
    cells: tuple[Cell, ...]


class PagedRows(QAbstractTableModel):
    """Rows by the page: ``count`` tells how many, ``page(first, size)`` gives some."""

    def __init__(
        self,
        columns: Sequence[Column],
        count: Callable[[], int],
        page: Callable[[int, int], Sequence[Row]],
        parent: QWidget | None = None,
    ) -> None:
        """Ask nothing yet but the count."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self._count = count
        self._page = page
        self._pages: dict[int, Sequence[Row]] = {}
        self._rows = count()

    def reload(self) -> None:
        """Read everything anew: the rows behind have changed."""
        self.beginResetModel()
        self._pages.clear()
        self._rows = self._count()
        self.endResetModel()

    def row_at(self, number: int) -> Row | None:
        """Return the row *number*, counted from 0."""
        start = number // _PAGE
        if start not in self._pages:
            if len(self._pages) >= _PAGES_KEPT:
                del self._pages[next(iter(self._pages))]
            self._pages[start] = self._page(start * _PAGE, _PAGE)
        rows = self._pages[start]
        place = number - start * _PAGE
        return rows[place] if place < len(rows) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """Tell how many rows there are."""
        return 0 if parent is not None and parent.isValid() else self._rows

    def columnCount(self, parent: Index | None = None) -> int:
        """Tell how many columns there are."""
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a cell to the delegate, its words to a reader and to the tip."""
        row = self.row_at(index.row()) if index.isValid() else None
        if row is None:
            return None
        cell = row.cells[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return cell.text
            case Qt.ItemDataRole.ToolTipRole:
                return plain.tip_text(cell.text)
            case Qt.ItemDataRole.UserRole:
                return cell
            case _:
                return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Give a column's title."""
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        return None


class _Cells(QStyledItemDelegate):
    """Draws a cell: its ground, its words on one line, or its chip."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        cell = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(cell, Cell):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        reverse = option.direction is Qt.LayoutDirection.RightToLeft
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pad = measure.px(_PAD)
        inner = box.adjusted(pad, 0, -pad, 0)
        if cell.tone is not None and cell.text:
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            _paint_chip(painter, inner, cell, reverse=reverse, edged=chosen)
        else:
            _paint_text(painter, inner, cell, option.direction)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(measure.px(80), measure.px(_ROW))


def _paint_text(
    painter: QPainter, box: QRect, cell: Cell, layout: Qt.LayoutDirection
) -> None:
    painter.setFont(theme.font())
    painter.setPen(theme.colour("muted" if cell.quiet else "ink"))
    line = cell.text.replace("\n", " ")
    words = painter.fontMetrics().elidedText(
        line, Qt.TextElideMode.ElideRight, box.width()
    )
    flags = drawing(words, layout) | Qt.TextFlag.TextSingleLine.value
    painter.drawText(box, flags, words)


def _paint_chip(
    painter: QPainter, box: QRect, cell: Cell, *, reverse: bool, edged: bool
) -> None:
    painter.setFont(theme.font(tokens.SMALL_TEXT, bold=True))
    pad = measure.px(11)
    metrics = painter.fontMetrics()
    width = min(metrics.horizontalAdvance(cell.text) + 2 * pad, box.width())
    height = measure.px(chip.HEIGHT)
    left = box.right() - width if reverse else box.left()
    pill = QRectF(left, box.center().y() - height / 2, width, height)
    # On the ground of a chosen row a chip would drown without an edge.
    edge = QPen(theme.colour(str(cell.tone)), 1)
    painter.setPen(edge if edged else QPen(Qt.PenStyle.NoPen))
    painter.setBrush(theme.colour(f"{cell.tone}_soft"))
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setPen(theme.colour(str(cell.tone)))
    words = metrics.elidedText(
        cell.text, Qt.TextElideMode.ElideRight, int(width - 2 * pad) + 1
    )
    painter.drawText(
        pill, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, words
    )


class Table(QTableView):
    """A list of rows; Enter or a double click opens one, a click chooses it."""

    opened = Signal(str)
    chosen = Signal(str)

    _free_share: ClassVar[int] = 1

    def __init__(
        self, model: PagedRows, name: str, parent: QWidget | None = None
    ) -> None:
        """Show *model*; *name* is what a screen reader calls the list."""
        super().__init__(parent)
        self._source = model
        model.setParent(self)
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setMinimumSectionSize(measure.px(40))
        plain.spoken(self, name)
        self.activated.connect(lambda index: self._tell(index.row(), self.opened))
        self.clicked.connect(lambda index: self._tell(index.row(), self.chosen))
        model.modelReset.connect(self.look_changed)
        self.look_changed()

    def keys(self) -> Iterator[str]:
        """Yield the keys of the rows chosen."""
        for index in self.selectionModel().selectedRows():
            row = self._source.row_at(index.row())
            if row is not None:
                yield row.key

    def look_changed(self) -> None:
        """Set row height and column widths for the present zoom."""
        self.verticalHeader().setDefaultSectionSize(measure.px(_ROW))
        header = self.horizontalHeader()
        for number, column in enumerate(self._source.columns):
            if column.stretch:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
                wanted = max(measure.px(column.width), header.sectionSizeHint(number))
                self.setColumnWidth(number, wanted)
        if not any(column.stretch for column in self._source.columns):
            header.setStretchLastSection(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row on Enter, on every platform alike."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell(self.currentIndex().row(), self.opened)
            return
        super().keyPressEvent(event)

    def _tell(self, number: int, signal: object) -> None:
        row = self._source.row_at(number) if number >= 0 else None
        if row is not None:
            signal.emit(row.key)  # type: ignore[attr-defined] # a bound signal has no public type


def fixed_rows(
    columns: Sequence[Column], rows: Sequence[Row], parent: QWidget | None = None
) -> PagedRows:
    """Return a model of rows already at hand, for short lists."""
    return PagedRows(
        columns,
        lambda: len(rows),
        lambda first, size: rows[first : first + size],
        parent,
    )
