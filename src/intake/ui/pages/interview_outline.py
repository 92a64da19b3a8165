"""The rail of an interview: parts and pages with their marks, and the search."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.forms import Item, Progress
from intake.ui import measure, plain, tokens
from intake.ui.direction import isolate
from intake.ui.pages.interview_places import (
    MARKS,
    Place,
    Status,
    count_to_check,
    is_asked,
    status_of,
    words,
)
from intake.ui.questions.finding import search_key
from intake.ui.questions.reading import said, title, walk
from intake.ui.widgets.fields import SearchField
from intake.ui.widgets.navigation import NavigationEntry
from intake.ui.widgets.page import Rail, clear
from intake.ui.widgets.progress import Meter
from intake.ui.widgets.words import Section, Small

_MOST_FOUND = 30
_TYPING_PAUSE = 200


class Outline(Rail):
    """Where one is in the interview, and how far.

    ``chosen`` carries the number of a place in the list last shown or found; ``found``
    the item chosen from the search; ``check_wanted`` is the way to the check.
    """

    chosen = Signal(int)
    found = Signal(str, object)
    check_wanted = Signal()

    def __init__(self) -> None:
        """Start without a place."""
        super().__init__(tokens.RAIL_WIDTH)
        self.search = SearchField(self.tr("Find a question or answer"))
        self.head.addWidget(self.search)
        self._results = QWidget()
        self._results_list = QVBoxLayout(self._results)
        measure.gaps(self._results_list, spacing=3)
        self._places = QWidget()
        self._places_list = QVBoxLayout(self._places)
        measure.gaps(self._places_list, spacing=3)
        self.list.addWidget(self._results)
        self.list.addWidget(self._places)
        self.list.addStretch(1)
        self._results.hide()
        self.entries: list[NavigationEntry] = []
        self._check = NavigationEntry(self.tr("Check"))
        self._check.clicked.connect(lambda: self._press(self.check_wanted.emit))
        self._progress = Small()
        self.meter = Meter(self.tr("Asked so far"))
        self.end.addWidget(self._progress)
        self.end.addWidget(self.meter)
        self._sources: Sequence[tuple[str, Item]] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self.look_for)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self._take_first)
        self._current = -1

    def show_places(
        self,
        places: Sequence[Place],
        titles: Sequence[str],
        parts: Sequence[tuple[str, str, Item]],
    ) -> None:
        """Show *places* under the *titles* of their parts (name, title, root)."""
        had_focus = any(entry.hasFocus() for entry in self.entries)
        self._places_list.removeWidget(self._check)
        self._check.setParent(self)
        clear(self._places_list)
        self.entries = []
        self._sources = [(name, root) for name, _, root in parts]
        heads = {name: head for name, head, _ in parts}
        part = ""
        for number, (place, words_) in enumerate(zip(places, titles, strict=True)):
            if place.part != part:
                part = place.part
                self._places_list.addSpacing(measure.px(tokens.TINY))
                self._places_list.addWidget(Section(heads[part]))
            entry = NavigationEntry(words_, indent=place.depth)
            entry.clicked.connect(
                lambda _=False, number=number: self._press(
                    lambda: self.chosen.emit(number)
                )
            )
            self.entries.append(entry)
            self._places_list.addWidget(entry)
        self._places_list.addSpacing(measure.px(tokens.SMALL_GAP))
        self._places_list.addWidget(self._check)
        self._check.show()
        if had_focus:
            self.search.setFocus()

    def show_status(self, number: int, status: Status, *, asked: bool) -> None:
        """Mark the place *number*; one that is not asked now is left out."""
        entry = self.entries[number]
        icon, role = MARKS[status]
        entry.show_mark(icon, role, words(status))
        entry.setVisible(asked)

    def show_current(self, number: int) -> None:
        """Mark where the person is; -1 is the check."""
        self._current = number
        for at, entry in enumerate(self.entries):
            entry.setChecked(at == number)
        self._check.setChecked(number < 0)
        current = self.entries[number] if number >= 0 else self._check
        QTimer.singleShot(0, self, lambda: self._reveal(current))

    def show_marks(
        self,
        places: Sequence[Place],
        left: Collection[tuple[str, str, int]],
        parts: Sequence[Progress],
        problems: int | None = None,
    ) -> None:
        """Mark every place, and say how many questions are answered, of how many.

        Only on pages that were *left* once is an answer missing. *problems* is how
        many there are in all, once that was asked.
        """
        late = 0
        for number, place in enumerate(places):
            strict = place.key in left
            status = status_of(place.items, strict=strict)
            self.show_status(number, status, asked=is_asked(place))
            # The list of a repeat has counted its entries already.
            late += 0 if place.depth else count_to_check(place.items, strict=strict)
        late = late if problems is None else problems
        asked = sum(each.asked for each in parts)
        answered = sum(each.answered for each in parts)
        text = self.tr("{answered} of {asked} answered").format(
            answered=isolate(answered), asked=isolate(asked)
        )
        if late:
            text += " · " + self.tr("{count} to check").format(count=isolate(late))
        self._progress.say(text)
        self.meter.fill(answered, asked)

    def look_for(self) -> None:
        """Show the pages, then the questions, whose words hold what is typed.

        A question is found by its answer and its note, too.
        """
        wanted = search_key(self.search.text()).split()
        self._results.setVisible(bool(wanted))
        self._places.setVisible(not wanted)
        clear(self._results_list)
        if not wanted:
            return
        hits = 0
        for number, entry in enumerate(self.entries):
            text = plain.button_text(entry)
            if entry.isVisibleTo(self._places) and _holds(text, wanted):
                hits += 1
                self._add_place(number, text)
        for part, root in self._sources:
            for item in walk(root):
                if hits < _MOST_FOUND and _matches(item, wanted):
                    hits += 1
                    self._add_hit(part, item)
        if not hits:
            self._results_list.addWidget(Small(self.tr("Nothing found.")))

    def end_search(self) -> None:
        """Show the places again: the person went on by another way."""
        self.search.clear()
        self._pause.stop()
        self.look_for()

    def _add_place(self, number: int, text: str) -> None:
        entry = NavigationEntry(text)
        entry.setCheckable(False)
        entry.clicked.connect(lambda: self.chosen.emit(number))
        self._results_list.addWidget(entry)

    def _add_hit(self, part: str, item: Item) -> None:
        answer = said(item)
        text = title(item)
        entry = NavigationEntry(f"{text}\n{answer}" if answer else text)
        entry.setCheckable(False)
        entry.clicked.connect(lambda: self.found.emit(part, item))
        plain.spoken(entry, text, answer)
        self._results_list.addWidget(entry)

    def _take_first(self) -> None:
        self._pause.stop()
        self.look_for()
        first = self._results_list.itemAt(0)
        widget = first.widget() if first is not None else None
        if isinstance(widget, NavigationEntry):
            widget.click()

    def _press(self, deed: object) -> None:
        self.show_current(self._current)
        if callable(deed):
            deed()

    def _reveal(self, entry: NavigationEntry) -> None:
        self.middle.ensureWidgetVisible(entry, 0, measure.px(tokens.PAGE_GAP))


def _matches(item: Item, wanted: Sequence[str]) -> bool:
    return _holds(f"{item.plain()} {said(item)} {item.note}", wanted)


def _holds(text: str, wanted: Sequence[str]) -> bool:
    key = search_key(text)
    return all(word in key for word in wanted)
