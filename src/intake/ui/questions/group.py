"""The questions of one page, one under another or side by side as the form wants."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from intake.forms import Item, Kind
from intake.ui import look, measure, tokens
from intake.ui.questions.card import QuestionCard
from intake.ui.questions.editor import TYPED, Pause
from intake.ui.questions.hands import Hands
from intake.ui.questions.matrix import in_a_row, is_head
from intake.ui.questions.reading import is_generated, title
from intake.ui.questions.series import SeriesCard
from intake.ui.widgets.card import Card
from intake.ui.widgets.page import clear
from intake.ui.widgets.showing import show_if
from intake.ui.widgets.words import Section, Strong, Text

_GRID = 12
_WIDE_ZOOM = 150

AnyCard = QuestionCard | SeriesCard


class GroupView(QWidget):
    """The cards of some items; groups among them become headed sections.

    ``typed`` is told when somebody begins to type, and when all of it is stored;
    ``moved`` carries the ref of the question to which the person went.
    """

    typed = Signal()
    moved = Signal(str)

    def __init__(
        self,
        items: Sequence[Item],
        hands: Hands,
        parent: QWidget | None = None,
        *,
        notice: str = "",
    ) -> None:
        """Build the cards of *items* and of everything in them but repeats' entries.

        A *notice* stands above them.
        """
        super().__init__(parent)
        self.setProperty("role", "clear")
        self.cards: list[AnyCard] = []
        self._heads: list[tuple[Item, Strong]] = []
        self._sheets: list[tuple[Card, list[QuestionCard]]] = []
        self._hands = hands
        self._items = items
        self._notice = notice
        self._wide = _is_wide()
        self._column = QVBoxLayout(self)
        measure.gaps(self._column, spacing=tokens.GAP)
        self._current: QuestionCard | None = None
        if isinstance(program := QApplication.instance(), QApplication):
            program.focusChanged.connect(self._focus_moved)
        self._build()

    def look_changed(self) -> None:
        """Build anew when the text has become too large, or small enough, for rows."""
        if self._wide == _is_wide():
            return
        self._wide = _is_wide()
        self.flush()
        asking = [card for card in self.cards if isinstance(card, QuestionCard)]
        second = next((card.second for card in asking), "")
        strict = any(card.strict for card in asking)
        clear(self._column)
        self.cards, self._heads, self._sheets = [], [], []
        self._build()
        self.show_second(second)
        if strict:
            self.be_strict()

    # --- building

    def _build(self) -> None:
        if self._notice:
            self._column.addWidget(Text(self._notice))
        self._put(self._items)
        self._refresh_heads()

    def _put(self, items: Sequence[Item]) -> None:
        sections: tuple[str, ...] = ()
        run: list[Item] = []
        for item in items:
            if item.kind in (Kind.GROUP, Kind.REPEAT) or item.sections != sections:
                self._put_run(run)
                run = []
            if item.sections != sections:
                sections = item.sections
                if sections and sections[-1]:
                    self._column.addWidget(Section(sections[-1]))
            if item.kind is Kind.GROUP:
                if _asks(item):
                    self._put_group(item)
            elif item.kind is Kind.REPEAT:
                titled = len(items) > 1
                card = SeriesCard(item, self._hands, self, titled=titled)
                self._keep(card, self._column)
            elif _is_shown(item):
                run.append(item)
        self._put_run(run)

    def _put_group(self, group: Item) -> None:
        head = Strong(parent=self)
        self._heads.append((group, head))
        self._column.addWidget(head)
        self._put(group.children)

    def _put_run(self, run: Sequence[Item]) -> None:
        """Put questions that follow each other: in rows, in a table, or singly."""
        for line in _lines(run):
            if in_a_row(line[0]):
                sheet = Card(self)
                cards = [QuestionCard(item, self._hands, self) for item in line]
                for card in cards:
                    self._keep(card, sheet.body)
                self._sheets.append((sheet, cards))
                self._column.addWidget(sheet)
            elif len(line) > 1 and self._wide:
                row = QHBoxLayout()
                measure.gaps(row, spacing=tokens.GAP)
                for item in line:
                    card = QuestionCard(item, self._hands, self)
                    self._keep(card, row, _width(item))
                self._column.addLayout(row)
            else:
                for item in line:
                    self._keep(QuestionCard(item, self._hands, self), self._column)

    def _keep(
        self, card: AnyCard, layout: QVBoxLayout | QHBoxLayout, share: int = 0
    ) -> None:
        self.cards.append(card)
        layout.addWidget(card, share)

    # --- living

    def refresh(self, changed: frozenset[str] | None) -> None:
        """Show what *changed*; None is everything."""
        for card in self.cards:
            if changed is None or _concerns(card, changed):
                card.refresh()
        self._refresh_heads()

    def _refresh_heads(self) -> None:
        for group, head in self._heads:
            head.say(title(group))
            show_if(head, group.relevant)
        for sheet, cards in self._sheets:
            show_if(sheet, any(card.item.relevant for card in cards))

    def flush(self) -> None:
        """Store everything typed."""
        for card in self.cards:
            card.flush()

    def customEvent(self, event: QEvent) -> None:
        """Hear of typing in any of the fields, and keep what is no answer yet."""
        if event.type() == TYPED:
            if not self.typing:
                for card in self.questions():
                    card.hold_loose()
            self.typed.emit()

    @property
    def typing(self) -> bool:
        """Whether letters were typed that are not stored yet."""
        return any(pause.typing for pause in self.findChildren(Pause))

    def card_of(self, ref: str) -> AnyCard | None:
        """Return the card of a place, if it is on this page."""
        return next((card for card in self.cards if card.item.ref == ref), None)

    @property
    def current(self) -> QuestionCard | None:
        """The question the person is at, or was last; else the first."""
        if self._current in self.cards:
            return self._current
        return next(self.questions(), None)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        card = self.card_around(now)
        if card is not None and card is not self._current:
            self._current = card
            self.moved.emit(card.item.ref)

    def card_around(self, widget: QWidget | None) -> QuestionCard | None:
        """Return the question in which *widget* stands."""
        while widget is not None and widget is not self:
            if isinstance(widget, QuestionCard):
                return widget
            widget = widget.parentWidget()
        return None

    def card_after(self, ref: str) -> QuestionCard | None:
        """Return the question that follows the one of a place."""
        for card, after in pairwise(self.questions()):
            if card.item.ref == ref:
                return after
        return None

    def questions(self) -> Iterator[QuestionCard]:
        """Yield the cards of the questions in view, in order."""
        for card in self.cards:
            if isinstance(card, QuestionCard) and card.item.relevant:
                yield card

    def take_focus(self) -> bool:
        """Put the cursor into the first question or list; tell whether there is one."""
        for card in self.cards:
            asks = not isinstance(card, QuestionCard) or card.editor is not None
            if card.item.relevant and asks and not is_head(card.item):
                card.take_focus()
                return True
        return False

    def show_second(self, language: str) -> None:
        """Show the questions small in a second *language* too; "" hides it."""
        for card in self.cards:
            if isinstance(card, QuestionCard):
                card.second = language
                card.refresh()

    def be_strict(self) -> None:
        """Show from now on which answers are still needed."""
        for card in self.cards:
            if isinstance(card, QuestionCard) and not card.strict:
                card.strict = True
                card.refresh()


def _concerns(card: AnyCard, changed: frozenset[str]) -> bool:
    ref = card.item.ref
    if ref in changed:
        return True
    # The title of an entry may be an answer inside it.
    return isinstance(card, SeriesCard) and any(
        one.startswith(f"{ref}[") for one in changed
    )


def _is_wide() -> bool:
    return look.current().zoom <= _WIDE_ZOOM


def _width(item: Item) -> int:
    """Return how many of twelve columns the form gives *item*; 12 without a wish."""
    for one in item.appearance:
        if one[:1] == "w" and one[1:].isascii() and one[1:].isdigit():
            return max(1, min(int(one[1:]), _GRID))
    return _GRID


def _is_shown(item: Item) -> bool:
    """Leave out what only repeats the page's title or heads a table that is none."""
    if item.kind is Kind.NOTE and item.parent is not None:
        return not (is_generated(item) and item.plain() == title(item.parent))
    return item.kind is not Kind.VALUE and (in_a_row(item) or not is_head(item))


def _asks(item: Item) -> bool:
    """Tell whether anything stands in *item* that a person sees: not so in "meta"."""
    if item.kind is Kind.GROUP:
        return any(_asks(child) for child in item.children)
    return item.kind is not Kind.VALUE


def _lines(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield the items in lines: a table whole, the others by their columns."""
    line: list[Item] = []
    filled = 0
    for item in items:
        table = in_a_row(item)
        joins = in_a_row(line[0]) if line else False
        width = _GRID if table else _width(item)
        full = not (table and joins) and (table or joins or filled + width > _GRID)
        if line and full:
            yield line
            line, filled = [], 0
        line.append(item)
        filled += width
    if line:
        yield line
