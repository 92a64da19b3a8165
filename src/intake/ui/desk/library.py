"""The library: every record of the desk, found by its words, opened by its row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from intake.app import cards
from intake.app.desk import agreed, library, paging
from intake.app.desk.paging import Filter
from intake.app.desk.paging import Row as Record
from intake.app.opening import Opened
from intake.domain.consent import Answer, Stands
from intake.domain.errors import IntakeError
from intake.domain.record import RecordState
from intake.ui import direction, measure, plain, shortcuts, times, tokens
from intake.ui import words as states
from intake.ui.desk import words
from intake.ui.direction import isolate
from intake.ui.shortcuts import Key
from intake.ui.times import counted
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import PrimaryButton, QuietButton
from intake.ui.widgets.empty import EmptyState
from intake.ui.widgets.fields import SearchField
from intake.ui.widgets.flow import flow
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.widgets.table import Cell, Column, PagedRows, Row, Table
from intake.ui.widgets.words import Small

_PAUSE = 180
_LEAST_TABLE = 260
_MOST_SHARES = 2

_FILTERS = (
    RecordState.NEW,
    RecordState.READ,
    RecordState.SET_APART,
)


@dataclass(slots=True)
class View:
    """How the library was left, to be found again when the person comes back."""

    wanted: Filter = paging.EVERYTHING
    number: str = ""


class LibraryPage(Page):
    """The records that fit the words typed and the state chosen, newest first."""

    record_wanted = Signal(str)
    receive_wanted = Signal()

    def __init__(
        self,
        opened: Opened,
        rail: NavigationRail,
        view: View,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """List what fits *view*."""
        super().__init__(rail=rail, wide=True)
        self._opened = opened
        self._now = now
        self._view = view
        self._numbers: Sequence[str] | None = None
        self._names: dict[str, str] = {}
        self.receive = PrimaryButton(self.tr("Receive a stick"), icon="stick")
        self.receive.clicked.connect(self.receive_wanted)
        self._count = Small(wraps=False)
        self.heading(self.tr("Library"), self._count, self.receive)
        self.notice = Banner()
        self.column.add(self.notice)
        self._bar = self._made_bar()
        self.column.add(self._bar)
        self._model = PagedRows(self._columns(), self._counted, self._page)
        self.table = Table(self._model, self.tr("Records"))
        self.table.opened.connect(self.record_wanted)
        measure.size(self.table, least_height=_LEAST_TABLE)
        self.column.add(self.table, 1)
        self.empty, self.nothing = self._made_empty(), self._made_nothing()
        self.column.add(self.empty, 1)
        self.column.add(self.nothing, 1)
        shortcuts.bind(self, Key.FIND, self.search.setFocus)
        self.reload()

    # --- the parts

    def _made_bar(self) -> QWidget:
        self.search = SearchField(self.tr("Find a word, a name, a code name"))
        self.search.setText(self._view.wanted.search)
        measure.size(self.search, least_width=320)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)
        self.search.textChanged.connect(lambda _: self._pause.start())
        self.search.returnPressed.connect(self._into_list)
        self.search.installEventFilter(self)
        self._group = QButtonGroup(self)
        self.filters: dict[RecordState | None, QuietButton] = {}
        everything: list[tuple[RecordState | None, str]] = [
            (None, self.tr("All states"))
        ]
        everything += [(state, states.state(state)[0]) for state in _FILTERS]
        for state, word in everything:
            button = QuietButton(word)
            button.setCheckable(True)
            button.setChecked(state is self._view.wanted.state)
            button.clicked.connect(lambda _=False, state=state: self._choose(state))
            self._group.addButton(button)
            self.filters[state] = button
        self.whose = QuietButton("", icon="close")
        self.whose.clicked.connect(self._any_sender)
        return flow(self.search, *self.filters.values(), self.whose, gap=tokens.TINY)

    def _made_empty(self) -> QWidget:
        self._first = PrimaryButton(self.tr("Receive a stick"), icon="stick")
        self._first.clicked.connect(self.receive_wanted)
        return EmptyState(
            self.tr("No records yet"),
            self.tr(
                "Each record that an interviewer hands over will stand here, once its "
                "signatures were checked."
            ),
            icon="file",
            button=self._first,
        )

    def _made_nothing(self) -> QWidget:
        button = QuietButton(self.tr("Show every record"))
        button.clicked.connect(self.show_all)
        return EmptyState(
            self.tr("No record fits"),
            self.tr(
                "Every word must occur in it; the last one may be a beginning. "
                "Try fewer words, or another state."
            ),
            icon="search",
            button=button,
        )

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(self.tr("Record"), 80),
            Column(self.tr("State"), 124),
            Column(self.tr("Interviewer"), 124),
            Column(self.tr("Taken"), 104),
            Column(self.tr("Questionnaire"), 296),
            Column(self.tr("Language"), 104),
            Column(self.tr("May go to"), 232),
        )

    # --- what is listed

    def reload(self) -> None:
        """Read the list anew."""
        self._numbers = None
        self._names = {
            known.card.fingerprint: known.card.name
            for known in cards.known(self._opened)
        }
        try:
            self._model.reload()
        except IntakeError as error:
            self.notice.error(error)
            return
        shown = self._model.rowCount()
        narrowed = self._view.wanted != paging.EVERYTHING
        self.table.setVisible(bool(shown))
        self.empty.setVisible(not shown and not narrowed)
        self.receive.setVisible(bool(shown) or narrowed)
        self.nothing.setVisible(not shown and narrowed)
        self._bar.setVisible(bool(shown) or narrowed)
        one, many = self.tr("{count} record"), self.tr("{count} records")
        self._count.say(counted(shown, one, many) if shown else "")
        whose = self._view.wanted.sender
        self.whose.setVisible(bool(whose))
        named = self.tr("From {name}").format(name=isolate(self._names.get(whose, "")))
        plain.button(self.whose, named)
        plain.spoken(self.whose, self.tr("Show the records of everybody"))
        self._choose_row()

    def show_all(self) -> None:
        """Drop every filter."""
        self._view.wanted = paging.EVERYTHING
        self.search.clear()
        self.filters[None].setChecked(True)
        self.reload()

    def _narrow(self, wanted: Filter) -> None:
        self._view.wanted = wanted
        self.reload()

    def _look(self) -> None:
        text = self.search.text().strip()
        if text != self._view.wanted.search:
            self._narrow(replace(self._view.wanted, search=text))

    def _choose(self, state: RecordState | None) -> None:
        self._narrow(replace(self._view.wanted, state=state))

    def _any_sender(self) -> None:
        self._narrow(replace(self._view.wanted, sender=""))

    def _counted(self) -> int:
        return paging.count(self._opened, self._view.wanted)

    def _page(self, first: int, size: int) -> Sequence[Row]:
        before = ""
        if first:
            # Where each page begins is asked for once the first has been passed.
            if self._numbers is None:
                self._numbers = paging.numbers(self._opened, self._view.wanted)
            before = self._numbers[first - 1]
        found = paging.page(self._opened, self._view.wanted, before=before, size=size)
        return [self._row(each) for each in found]

    def _row(self, record: Record) -> Row:
        at = self._now()
        word, tone = states.state(record.state)
        apart = record.state is RecordState.SET_APART
        who = self._names.get(record.sender) or library.text(record, "interviewer")
        begun = library.text(record, "begun")
        title = words.reason(record.reason) if apart else library.text(record, "title")
        return Row(
            record.number,
            (
                Cell(record.number),
                Cell(word, tone),
                Cell(who or self.tr("not known"), quiet=not who),
                Cell(taken(begun or record.day, at)),
                Cell(title),
                Cell(spoken(record), quiet=True),
                Cell(self._consent(record), quiet=True),
            ),
        )

    def _consent(self, record: Record) -> str:
        given = agreed.noted(record)
        if given is None or record.state is RecordState.SET_APART:
            return "" if record.state is RecordState.SET_APART else self.tr("not read")
        if given.stands is Stands.WITHDRAWN:
            return self.tr("nobody: taken back")
        if given.decision is Answer.NO:
            return self.tr("nobody: refused")
        names = [words.recipient(one) for one, _ in agreed.recipients(given)]
        if given.decision is not Answer.YES:
            return words.answer(given.decision)[0]
        if not names:
            return self.tr("nobody outside")
        more = len(names) - _MOST_SHARES
        said = ", ".join(names[:_MOST_SHARES])
        return f"{said} +{times.number(more)}" if more > 0 else said

    # --- moving about

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the list, where the arrows and Enter work at once."""
        super().showEvent(event)
        if self.table.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.empty.isVisible():
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_row(self) -> None:
        """Choose the row that was open last, as far as it is on the first page."""
        if not self._model.rowCount():
            return
        place = 0
        if self._view.number:
            for number in range(min(self._model.rowCount(), 256)):
                found = self._model.row_at(number)
                if found is not None and found.key == self._view.number:
                    place = number
        self.table.selectRow(place)

    def _into_list(self) -> None:
        self._pause.stop()
        self._look()
        if self._model.rowCount():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go from the search into the list with the arrow down."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            self._into_list()
            return True
        return super().eventFilter(watched, event)


def taken(text: str, at: datetime) -> str:
    """Write the day on which something was, given as an ISO day or moment."""
    try:
        return times.day(datetime.fromisoformat(text).astimezone(at.tzinfo), at)
    except ValueError:
        return text


def spoken(record: Record) -> str:
    """List the languages in which it was asked, without their tags."""
    found = library.summary(record).get("languages")
    names = [str(each) for each in found] if isinstance(found, list) else []
    return ", ".join(dict.fromkeys(language(name) for name in names))


def language(name: str) -> str:
    """Take the tag off a form's language name: ``Uyghur (ug)`` is Uyghur."""
    return name.removesuffix(f"({direction.tag(name)})").strip() or name
