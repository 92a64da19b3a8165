"""Editors for choices: lines to press, number keys, drop-downs, likert scales."""

from itertools import pairwise
from typing import Self

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from intake.forms import Choice, Item, Kind
from intake.ui import look, measure, plain
from intake.ui.direction import isolate
from intake.ui.questions.beside import Read, picture_of
from intake.ui.questions.editor import Editor, Give
from intake.ui.questions.pictures import Picture
from intake.ui.widgets.choices import CheckCard, RadioCard
from intake.ui.widgets.fields import DropDown

_KEYS = 9
_MOST_COLUMNS = 6
_WIDEST_ZOOM = 150
# Letters on a line of the column at 100 %, and those that a mark takes of them.
_ROOM, _MARK = 90, 6
_ACROSS = frozenset(("likert", "horizontal", "horizontal-compact"))
_IN_COLUMNS = frozenset(("columns", "compact", "quickcompact"))
_QUICK = frozenset(("quick", "quickcompact"))
_PACKED = frozenset(("columns-pack",))
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def columns_of(item: Item, count: int) -> int:
    """Return how many columns the form wants for *count* choices."""
    looks, most = item.appearance, _most_columns(item)
    for one in looks:
        head, _, number = one.rpartition("-")
        if head in _IN_COLUMNS and number.isascii() and number.isdigit():
            return max(1, min(int(number), most))
    if _ACROSS.intersection(looks):
        return max(1, min(count, most))
    if _IN_COLUMNS.intersection(looks):
        return min(2, most)
    if _PACKED.intersection(looks):
        return most
    return 1


def _most_columns(item: Item) -> int:
    """Return how many columns the words of *item* leave room for at this zoom."""
    if _ACROSS.intersection(item.appearance):
        # A scale is one line, or, with large text, one under another.
        return _MOST_COLUMNS if look.current().zoom <= _WIDEST_ZOOM else 1
    longest = max((len(each.plain) for each in item.choices), default=0)
    room = _ROOM * 100 // look.current().zoom
    return max(1, min(_MOST_COLUMNS, room // (longest + _MARK)))


def with_second(label: str, second: str) -> str:
    """Write a choice in both languages on one line."""
    return f"{label} · {isolate(second)}" if second and second != label else label


def seconds_of(item: Item, language: str) -> dict[str, str]:
    """Return the words of every choice in a second *language*; none for ""."""
    if not language:
        return {}
    return {each.value: each.plain for each in item.choices_in(language)}


class _Lines(Editor):
    """The common shape of both lists: a grid of lines, keys 1 to 9."""

    def __init__(self, item: Item, give: Give) -> None:
        super().__init__(give)
        self.cards: dict[str, RadioCard | CheckCard] = {}
        self._single = item.kind is Kind.SELECT_ONE
        self._group = QButtonGroup(self)
        self._group.setExclusive(self._single)
        self._grid = QGridLayout(self)
        measure.gaps(self._grid, spacing=2)
        self._offered: tuple[Choice, ...] = ()
        self._item = item
        self._read: Read = _nothing
        self._pictures: list[Picture] = []

    def shows(self, read: Read) -> Self:
        """Get the pictures of choices with *read*."""
        self._read = read
        return self

    def _offer(self, item: Item) -> None:
        choices = item.choices
        if choices == self._offered:
            return
        self._offered = choices
        focused = next(
            (value for value, card in self.cards.items() if card.hasFocus()), None
        )
        kept = {}
        for value, card in self.cards.items():
            self._grid.removeWidget(card)
            kept[value] = card
        self.cards = {}
        for picture in self._pictures:
            picture.hide()
            picture.deleteLater()
        self._pictures = []
        columns = columns_of(item, len(choices))
        for number, choice in enumerate(choices):
            if choice.value in self.cards:
                continue
            card = (
                kept.pop(choice.value) if choice.value in kept else self._make(choice)
            )
            plain.button(card, choice.plain or choice.value)
            card.key = str(number + 1) if number < _KEYS else ""
            self.cards[choice.value] = card
            # A picture stands over its words, in a row of its own.
            row, column = 2 * (number // columns), number % columns
            self._put_picture(choice, row, column)
            self._grid.addWidget(card, row + 1, column)
        for card in kept.values():
            self._group.removeButton(card)
            card.hide()
            card.deleteLater()
        cards = list(self.cards.values())
        for before, after in pairwise(cards):
            QWidget.setTabOrder(before, after)
        if cards:
            self.setFocusProxy(cards[0])
        if focused in self.cards:
            self.cards[focused].setFocus()

    def _put_picture(self, choice: Choice, row: int, column: int) -> None:
        data = picture_of(choice.media, self._read) if choice.media else b""
        if data:
            picture = Picture(width=160, height=120)
            if picture.show_data(data, choice.plain or choice.value):
                self._grid.addWidget(picture, row, column)
                self._pictures.append(picture)

    def show_seconds(self, item: Item) -> None:
        """Write the second language small under the words of each line."""
        said = seconds_of(item, self.second)
        for value, card in self.cards.items():
            second = said.get(value, "")
            second = "" if second == plain.button_text(card) else second
            if card.second != second:
                card.second = second
                card.updateGeometry()
                card.update()

    def _make(self, choice: Choice) -> RadioCard | CheckCard:
        kind = RadioCard if self._single else CheckCard
        card = kind(choice.plain)
        self._group.addButton(card)
        card.clicked.connect(self.pressed)
        if _QUICK.intersection(self._item.appearance):
            card.installEventFilter(self)
        return card

    def pressed(self) -> None:
        """Take in that a line was pressed."""
        raise NotImplementedError

    def name(self, name: str, description: str) -> None:
        """Name the lines after the question, each with its own words."""
        plain.spoken(self, name, description)
        for card in self.cards.values():
            plain.spoken(card, plain.button_text(card), f"{name} {description}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the line of a number key; take the answer away with Delete."""
        number = event.text()
        plain_key = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain_key and len(number) == 1 and number.isdecimal() and int(number):
            cards = list(self.cards.values())
            if int(number) <= len(cards) and cards[int(number) - 1].isEnabled():
                cards[int(number) - 1].setFocus()
                cards[int(number) - 1].click()
                self.after_key()
                return
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain_key:
            self.clear()
            return
        super().keyPressEvent(event)

    def after_key(self) -> None:
        """Take in that a key chose a line."""

    def clear(self) -> None:
        """Take the answer away."""
        if all(card.isEnabled() for card in self.cards.values()):
            self.show_chosen(())
            self.give("")

    def show_chosen(self, values: tuple[str, ...]) -> None:
        """Mark the lines of *values* and no others."""
        self._group.setExclusive(False)
        for value, card in self.cards.items():
            with QSignalBlocker(card):
                card.setChecked(value in values)
            card.update()
        self._group.setExclusive(self._single)


class OneOfLines(_Lines):
    """One choice of a few; ``quick`` goes on to the next question when a key chose."""

    def __init__(self, item: Item, give: Give, go_on: Give) -> None:
        """Show the choices of *item*."""
        super().__init__(item, give)
        self._quick = bool(_QUICK.intersection(item.appearance))
        self._go_on = go_on

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self._offer(item)
        self.show_seconds(item)
        self.knows(item.value)
        self.show_chosen((item.value,))
        for card in self.cards.values():
            card.setDisabled(item.readonly)

    def pressed(self) -> None:
        """Give what was chosen."""
        chosen = [value for value, card in self.cards.items() if card.isChecked()]
        self.give(chosen[0] if chosen else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the space bar choose and go on; a mouse or an arrow only chooses."""
        if (
            self._quick
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
            and isinstance(watched, RadioCard)
            and not event.isAutoRepeat()
        ):
            watched.click()
            self.after_key()
            return True
        return False

    def after_key(self) -> None:
        """Go on, if the form wants to be quick."""
        if self._quick:
            self._go_on(self._item.ref)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter choose the line that has the focus."""
        if event.key() in _ENTER and not event.modifiers():
            focused = [card for card in self.cards.values() if card.hasFocus()]
            if focused and focused[0].isEnabled():
                focused[0].click()
                self.after_key()
                return
        super().keyPressEvent(event)


class ManyOfLines(_Lines):
    """Any choices of a few, stored in the order of the list."""

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self._offer(item)
        self.show_seconds(item)
        self.knows(item.value)
        self.show_chosen(tuple(item.value.split()))
        for card in self.cards.values():
            card.setDisabled(item.readonly)

    def pressed(self) -> None:
        """Give what is chosen now."""
        chosen = [value for value, card in self.cards.items() if card.isChecked()]
        self.give(" ".join(chosen))


class OneOfFolded(Editor):
    """One choice of a drop-down, as the appearance ``minimal`` wants."""

    def __init__(self, _item: Item, give: Give) -> None:
        """Show the choices of the item."""
        super().__init__(give)
        self.drop = DropDown()
        column = QVBoxLayout(self)
        measure.gaps(column)
        column.addWidget(self.drop)
        self.drop.activated.connect(lambda _: self.give(self.drop.value))
        self.setFocusProxy(self.drop)
        self._shown: tuple[tuple[Choice, ...], str] = ((), "")

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        if (item.choices, self.second) != self._shown:
            self._shown = (item.choices, self.second)
            none = QCoreApplication.translate("choosing", "Choose…")
            said = seconds_of(item, self.second)
            entries = [
                (each.value, with_second(each.plain, said.get(each.value, "")))
                for each in item.choices
            ]
            self.drop.put([("", none), *entries])
        self.knows(item.value)
        with QSignalBlocker(self.drop):
            self.drop.choose(item.value)
        self.drop.setDisabled(item.readonly)

    def name(self, name: str, description: str) -> None:
        """Name the drop-down."""
        plain.spoken(self.drop, name, description)

    def mark(self, state: str) -> None:
        """Draw the edge."""
        self.drop.mark(state)


def _nothing(_name: str) -> bytes:
    return b""
