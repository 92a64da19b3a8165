"""An editor for an order: each entry moves up or down, by button or by key."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake.forms import Item
from intake.ui import measure, plain, tokens
from intake.ui.direction import isolate
from intake.ui.questions.choosing import seconds_of, with_second
from intake.ui.questions.editor import Editor, Give
from intake.ui.questions.hands import label_of
from intake.ui.widgets.buttons import QuietButton
from intake.ui.widgets.flow import flow
from intake.ui.widgets.page import clear
from intake.ui.widgets.words import Strong, Text

_STEPS = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}


class RankEditor(Editor):
    """The choices from first to last; nothing is stored until somebody orders them."""

    def __init__(self, item: Item, give: Give) -> None:
        """Show the choices of *item*."""
        super().__init__(give)
        self.order: list[str] = []
        self._ups: list[QuietButton] = []
        self._downs: list[QuietButton] = []
        self._item = item
        self._seconds: dict[str, str] = {}
        self._name = ("", "")
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=6)
        self._rows = QVBoxLayout()
        measure.gaps(self._rows, spacing=2)
        column.addLayout(self._rows)
        words = QCoreApplication.translate("rank", "Keep this order")
        self.keep = QuietButton(words, icon="check")
        self.keep.clicked.connect(self._tell)
        column.addWidget(flow(self.keep))

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        offered = [each.value for each in item.choices]
        ranked = [value for value in item.value.split() if value in offered]
        order = ranked + [value for value in offered if value not in ranked]
        self.knows(item.value)
        self.keep.setVisible(not item.value and not item.readonly)
        seconds = seconds_of(item, self.second)
        changed = (order, seconds) != (self.order, self._seconds)
        if changed or len(self._ups) != len(order):
            self.order, self._seconds = order, seconds
            self._draw()
        for button in (*self._ups, *self._downs):
            button.setDisabled(item.readonly)
        self.name(*self._name)

    def name(self, name: str, description: str) -> None:
        """Name the buttons after the entries they move."""
        self._name = (name, description)
        plain.spoken(self, name, description)
        up = QCoreApplication.translate("rank", "Move {entry} up")
        down = QCoreApplication.translate("rank", "Move {entry} down")
        for place, value in enumerate(self.order):
            entry = isolate(label_of(self._item.choices, value))
            plain.spoken(self._ups[place], up.format(entry=entry), name)
            plain.spoken(self._downs[place], down.format(entry=entry), name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the entry of the focused button with Alt and an arrow.

        A button takes bare and modified arrows alike for its own, so they are caught
        before it.
        """
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            step = _STEPS.get(event.key(), 0) if alt else 0
            for place, pair in enumerate(zip(self._ups, self._downs, strict=True)):
                if step and any(watched is button for button in pair):
                    self.move_entry(place, step)
                    return True
        return False

    def move_entry(self, place: int, step: int) -> None:
        """Move the entry at *place* by *step*; the focus goes with it."""
        target = place + step
        if self._item.readonly or not 0 <= target < len(self.order):
            return
        order = self.order
        order[place], order[target] = order[target], order[place]
        self._draw()
        (self._ups if step < 0 else self._downs)[target].setFocus()
        self._tell()

    def _tell(self) -> None:
        self.give(" ".join(self.order))

    def _draw(self) -> None:
        clear(self._rows)
        self._ups, self._downs = [], []
        for place, value in enumerate(self.order):
            row = QWidget()
            line = QHBoxLayout(row)
            measure.gaps(line, spacing=tokens.SMALL_GAP)
            number = Strong(f"{place + 1}.", wraps=False)
            measure.size(number, least_width=28)
            line.addWidget(number)
            label = label_of(self._item.choices, value)
            line.addWidget(Text(with_second(label, self._seconds.get(value, ""))), 1)
            for icon, step, kept in (("up", -1, self._ups), ("down", 1, self._downs)):
                button = QuietButton("", icon=icon)
                button.clicked.connect(
                    lambda _=False, place=place, step=step: self.move_entry(place, step)
                )
                button.installEventFilter(self)
                kept.append(button)
                line.addWidget(button)
            self._rows.addWidget(row)
        self.name(*self._name)
