"""A repeat on the page: its entries by name, to open, to add, to remove."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake.forms import Item
from intake.ui import measure, plain, tokens
from intake.ui.direction import isolate
from intake.ui.questions.hands import Hands
from intake.ui.questions.reading import said, title, walk
from intake.ui.widgets.buttons import Button, LinkButton, QuietButton
from intake.ui.widgets.card import Card
from intake.ui.widgets.flow import flow
from intake.ui.widgets.page import clear
from intake.ui.widgets.showing import show_if
from intake.ui.widgets.words import Hint, Question

_LONGEST = 40
_STEPS = {int(Qt.Key.Key_Up): -1, int(Qt.Key.Key_Down): 1}


def title_of(instance: Item) -> str:
    """Name an entry of a repeat by what it says, if that is short, or by its number.

    What somebody told at length is no title: it would be read over a shoulder.
    """
    words = _words_of(instance)
    if words and cut(words) == words:
        return words
    series = instance.parent
    if series is None:
        return ""
    number = instance.ref.rpartition("[")[2].rstrip("]")
    return f"{series.plain()} {number}".strip() if series.count > 1 else title(series)


def cut(text: str) -> str:
    """Give the first line of *text*, no longer than fits a line of a list."""
    line, _, rest = text.strip().partition("\n")
    if len(line) > _LONGEST:
        return f"{line[: _LONGEST - 1].rstrip()}…"
    return f"{line}…" if rest else line


def _words_of(instance: Item) -> str:
    """Give an entry's own label, or its first answer; "" while it is empty."""
    series = instance.parent
    general = series.label if series is not None else ""
    if instance.label and instance.label != general:
        return instance.plain()
    answers = (said(item) for item in walk(instance))
    return next(filter(None, answers), "")


def _waits_empty(instance: Item) -> bool:
    """Tell whether an entry still waits for its first answer.

    One of notes and calculations alone never waits: there is nothing to fill in.
    """
    return _takes_answers(instance) and not any(
        one.value or one.missing is not None or one.note for one in walk(instance)
    )


def _takes_answers(item: Item) -> bool:
    """Tell whether something under *item*, itself included, can be filled in."""
    if not item.relevant:
        return False
    if item.children:
        return any(map(_takes_answers, item.children))
    # An empty list inside an entry is filled by adding to it.
    return item.can_add or (not item.readonly and next(walk(item), None) is not None)


class SeriesCard(Card):
    """The entries of a repeat as a list."""

    def __init__(
        self,
        item: Item,
        hands: Hands,
        parent: QWidget | None = None,
        *,
        titled: bool = True,
    ) -> None:
        """Build the list of *item*, a REPEAT; its page may name it already."""
        super().__init__(parent)
        self._titled = titled
        self.item = item
        self._hands = hands
        self._shown: list[tuple[str, str, bool]] | None = None
        self._ways: list[LinkButton] = []
        self._title = Question()
        self._hint = Hint()
        self._empty = Hint(self.tr("Nobody and nothing is entered here yet."))
        self._list = QVBoxLayout()
        measure.gaps(self._list, spacing=2)
        self.add_button = Button(self.tr("Add"), icon="plus")
        self.add_button.clicked.connect(self._add)
        for part in (self._title, self._hint, self._empty):
            self.add(part)
        self.add(self._list)
        self.add(flow(self.add_button))
        self.refresh()

    def refresh(self) -> None:
        """Show the entries as they are now."""
        item = self.item
        show_if(self, item.relevant)
        if not item.relevant:
            return
        self._title.say(title(item))
        show_if(self._title, self._titled)
        self._hint.say(item.plain("hint"))
        show_if(self._hint, bool(item.hint))
        show_if(self.add_button, item.can_add)
        name = self.tr("Add to: {list}").format(list=isolate(item.plain()))
        plain.spoken(self.add_button, name)
        now = [
            (each.ref, cut(_words_of(each)), each.can_remove) for each in item.children
        ]
        show_if(self._empty, not now)
        if now != self._shown:
            self._shown = now
            self._draw()

    def _add(self) -> None:
        """Add an entry; where the last one waits empty, that one is opened."""
        last = self.item.children[-1] if self.item.children else None
        if last is not None and _waits_empty(last):
            self._hands.open(last.ref)
        else:
            self._hands.add(self.item.ref)

    def flush(self) -> None:
        """Nothing is typed here."""

    def take_focus(
        self, reason: Qt.FocusReason = Qt.FocusReason.TabFocusReason
    ) -> None:
        """Put the cursor on the first entry, or where the first one is added."""
        target = self._ways[0] if self._ways else self.add_button
        target.setFocus(reason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move an entry with Alt and an arrow while its line has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            step = _STEPS.get(event.key(), 0) if alt else 0
            for place, way in enumerate(self._ways):
                if step and watched is way:
                    self.move_entry(place, step)
                    return True
        return False

    def move_entry(self, place: int, step: int) -> None:
        """Move the entry at *place* by *step*; the focus goes with it."""
        entries = self.item.children
        target = place + step
        if 0 <= target < len(entries):
            self._hands.move(entries[place].ref, target + 1)
            self.refresh()
            if target < len(self._ways):
                self._ways[target].setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_moves(self, line: QHBoxLayout, number: int, name: str) -> None:
        """Put the buttons that move an entry; one alone has nowhere to go."""
        count = len(self._shown or ())
        if count < 2 or self.item.readonly:  # noqa: PLR2004 - one alone
            return
        for icon, step, words in (
            ("up", -1, self.tr("Move {entry} up")),
            ("down", 1, self.tr("Move {entry} down")),
        ):
            button = QuietButton("", icon=icon)
            said_ = words.format(entry=isolate(name))
            plain.spoken(button, said_)
            plain.tip(button, said_)
            button.setEnabled(1 <= number + step <= count)
            button.clicked.connect(
                lambda _=False, place=number - 1, step=step: self.move_entry(
                    place, step
                )
            )
            line.addWidget(button)

    def _draw(self) -> None:
        clear(self._list)
        self._ways = []
        empty = self.tr("Nothing entered yet")
        several = len(self._shown or ()) > 1
        for number, (ref, words_, removable) in enumerate(self._shown or (), 1):
            name = words_ or title_of(self.item.children[number - 1])
            row = QWidget()
            line = QHBoxLayout(row)
            measure.gaps(line, spacing=tokens.SMALL_GAP)
            line_ = words_ or empty
            open_ = LinkButton(f"{number}. {line_}" if several else line_)
            plain.spoken(open_, self.tr("Open {entry}").format(entry=isolate(name)))
            open_.installEventFilter(self)
            self._ways.append(open_)
            open_.clicked.connect(lambda _=False, ref=ref: self._hands.open(ref))
            line.addWidget(open_, 1)
            self._put_moves(line, number, name)
            if removable:
                verb = self.tr("Remove")
                remove = QuietButton(verb, icon="remove")
                plain.spoken(remove, f"{verb} {isolate(name)}")
                remove.clicked.connect(
                    lambda _=False, ref=ref, name=name: self._hands.remove(ref, name)
                )
                line.addWidget(remove)
            self._list.addWidget(row)
