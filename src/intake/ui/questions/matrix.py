"""Rows of one table: the same choices for several questions, heard one by one.

The question marked ``label`` is the head of the table; those marked ``list-nolabel``
are its rows, and ``list`` is a row that writes the choices too.
"""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from intake.forms import Item, Kind
from intake.ui import look, measure, plain
from intake.ui.questions.choosing import seconds_of
from intake.ui.questions.editor import Editor, Give
from intake.ui.widgets.choices import CheckCard, RadioCard
from intake.ui.widgets.words import Small

_IN_A_ROW = frozenset(("label", "list-nolabel", "list"))
_CHOOSING = (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE)
_WIDEST_ZOOM = 150
_ARROWS = {
    int(Qt.Key.Key_Left): (-1, 0),
    int(Qt.Key.Key_Right): (1, 0),
    int(Qt.Key.Key_Up): (0, -1),
    int(Qt.Key.Key_Down): (0, 1),
}


def in_a_row(item: Item) -> bool:
    """Tell whether *item* is a line of a table; large text turns tables into lists."""
    wide = look.current().zoom <= _WIDEST_ZOOM
    return wide and item.kind in _CHOOSING and bool(_IN_A_ROW & set(item.appearance))


def is_head(item: Item) -> bool:
    """Tell whether *item* asks nothing and only heads a table."""
    return item.kind in _CHOOSING and "label" in item.appearance


class MatrixHead(Editor):
    """The words of the choices, each over its column."""

    def __init__(self, item: Item, give: Give) -> None:
        """Show the choices of *item*."""
        super().__init__(give)
        self._line = QHBoxLayout(self)
        measure.gaps(self._line, spacing=4)
        self._labels: list[Small] = []
        self.refresh(item)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        said = seconds_of(item, self.second)
        words = [
            "\n".join(dict.fromkeys((each.plain or each.value, said[each.value])))
            if each.value in said
            else each.plain or each.value
            for each in item.choices
        ]
        while len(self._labels) < len(words):
            label = Small()
            label.centre()
            self._labels.append(label)
            self._line.addWidget(label, 1)
        for place, label in enumerate(self._labels):
            label.say(words[place] if place < len(words) else "")

    def name(self, name: str, description: str) -> None:
        """Heads are read with each row, so they have no name of their own."""


class MatrixRow(Editor):
    """One mark a choice, without words; arrows move along the row."""

    def __init__(self, item: Item, give: Give) -> None:
        """Show the choices of *item*."""
        super().__init__(give)
        self._single = item.kind is Kind.SELECT_ONE
        self._worded = "list" in item.appearance
        self._line = QHBoxLayout(self)
        measure.gaps(self._line, spacing=4)
        self.cells: dict[str, RadioCard | CheckCard] = {}
        self._words: dict[str, str] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(self._single)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self._words = {each.value: each.plain or each.value for each in item.choices}
        if list(self._words) != list(self.cells):
            self._build()
        self.knows(item.value)
        chosen = {item.value} if self._single else set(item.value.split())
        self._group.setExclusive(False)
        for value, cell in self.cells.items():
            with QSignalBlocker(cell):
                cell.setChecked(value in chosen)
            cell.setDisabled(item.readonly)
            cell.update()
        self._group.setExclusive(self._single)

    def name(self, name: str, description: str) -> None:
        """Name each mark by question and choice."""
        for value, cell in self.cells.items():
            plain.spoken(cell, f"{name}: {self._words.get(value, value)}", description)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by number; take the answer away with Delete."""
        number, cells = event.text(), list(self.cells.values())
        if number.isdecimal() and 0 < int(number) <= len(cells):
            cells[int(number) - 1].setFocus()
            cells[int(number) - 1].click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.give("")
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move about the table with the arrows; nothing is chosen by passing over it.

        Qt's own arrows would choose, and would not leave the row.
        """
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        cells = list(self.cells.values())
        place = next((at for at, cell in enumerate(cells) if cell is watched), -1)
        along, down = _ARROWS.get(event.key(), (0, 0))
        if place < 0 or not (along or down):
            return False
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            along = -along
        row = self._row(down) if down else self
        if row is not None:
            row.enter(place + along)
        return True

    def enter(self, place: int) -> None:
        """Put the cursor on the mark at *place*, if there is one."""
        cells = list(self.cells.values())
        if 0 <= place < len(cells):
            cells[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _row(self, step: int) -> "MatrixRow | None":
        """Return the row of the same table above or below this one."""
        card = self.parentWidget()
        table = card.parentWidget() if card is not None else None
        if table is None:
            return None
        rows = [one for one in table.findChildren(MatrixRow) if one.isVisible()]
        at = next((n for n, one in enumerate(rows) if one is self), 0) + step
        return rows[at] if 0 <= at < len(rows) else None

    def _build(self) -> None:
        for cell in self.cells.values():
            self._group.removeButton(cell)
        while (item := self._line.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.cells = {}
        kind = RadioCard if self._single else CheckCard
        for value, words in self._words.items():
            cell = kind("")
            cell.clicked.connect(self._pressed)
            cell.installEventFilter(self)
            self._group.addButton(cell)
            self.cells[value] = cell
            place = QWidget()
            column = QVBoxLayout(place)
            measure.gaps(column, spacing=0)
            if self._worded:
                head = Small(words)
                head.centre()
                column.addWidget(head)
            column.addWidget(cell, 0, Qt.AlignmentFlag.AlignHCenter)
            self._line.addWidget(place, 1)
        if self.cells:
            self.setFocusProxy(next(iter(self.cells.values())))

    def _pressed(self) -> None:
        chosen = [value for value, cell in self.cells.items() if cell.isChecked()]
        self.give(" ".join(chosen))
