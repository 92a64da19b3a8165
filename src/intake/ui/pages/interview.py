"""The interview page: where am I, what is asked, is it saved, how do I lock.

Rail, one page of questions, foot. Every answer is stored by the model the moment it is
given; this page only shows it. The host connects ``leave_wanted``, ``lock_wanted`` and
``finish_wanted``; the last comes from the check.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QWidget

from intake.domain.errors import IntakeError
from intake.domain.record import InterviewState
from intake.forms import Item, Session
from intake.ui import direction, look, shortcuts
from intake.ui.pages import interview_places as places
from intake.ui.pages import interview_route as ways
from intake.ui.pages import interview_undo as undoing
from intake.ui.pages.interview_check import CheckView
from intake.ui.pages.interview_hands import PartHands
from intake.ui.pages.interview_kept import Kept
from intake.ui.pages.interview_model import InterviewModel
from intake.ui.pages.interview_outline import Outline
from intake.ui.pages.interview_places import Place
from intake.ui.pages.interview_strips import Above, Below
from intake.ui.pages.interview_taking import Taking
from intake.ui.questions.card import QuestionCard
from intake.ui.questions.group import GroupView
from intake.ui.shortcuts import Key
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.page import Page, clear
from intake.ui.widgets.words import Title


class InterviewPage(Page):
    """One interview under way."""

    leave_wanted = Signal()
    lock_wanted = Signal()
    finish_wanted = Signal()

    def __init__(
        self,
        model: InterviewModel,
        *,
        now: Callable[[], datetime],
        part: str = "",
        ref: str = "",
        notices: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Show *model*, opened at *ref* of *part*; *notices* head parts by name."""
        self.outline = Outline()
        super().__init__(rail=self.outline, bar=True, foot=True)
        self._model = model
        self._notices = notices
        self._sessions: dict[str, Session] = {
            each.name: each.session for each in model.parts
        }
        self._titles = {each.name: each.title for each in model.parts}
        self._route: list[Place] = []
        self._here, self._checked = -1, False
        self._entry: Item | None = None
        self._left: set[tuple[str, str, int]] = set()
        self._view: GroupView | None = None
        self._last = ""
        self.banner = Banner()
        self._marks = QTimer(self, singleShot=True, interval=150)  # milliseconds
        self._marks.timeout.connect(self._show_marks)
        self._build_strips()
        self._kept = Kept(self.below.saved, self.banner, self.column, now)
        self.outline.chosen.connect(self.go_to)
        self.outline.check_wanted.connect(self.check)
        self.outline.found.connect(self.go_to_item)
        self._bind_keys()
        self._taking = Taking(
            model,
            self,
            kept=self._stored,
            failed=self._kept.failed,
            ended=self._taken,
        )
        self._plan()
        self._open_at(part, ref)

    # --- bar, foot and keys

    def _build_strips(self) -> None:
        first = next(iter(self._sessions.values()), None)
        current = first.language if first is not None else ""
        model = self._model
        self.above = Above(model.name, model.state, model.languages, current)
        self.below = Below()
        self.bar.add(self.above, 1)
        self.foot.add(self.below, 1)
        self.above.leave.clicked.connect(lambda: self._go_out(self.leave_wanted))
        self.above.lock.clicked.connect(self.lock_wanted)
        self.above.languages.asked_in.connect(self.ask_in)
        self.above.languages.second_wanted.connect(self.show_second)
        self.below.note.clicked.connect(self.write_note)
        self.below.not_answered.clicked.connect(self.offer_reasons)
        self.below.back.clicked.connect(self.go_back)
        self.below.next.clicked.connect(self.go_next)

    def _bind_keys(self) -> None:
        for key, deed in (
            (Key.NEXT, self.go_next),
            (Key.BACK, self.go_back),
            (Key.FIND, self.outline.search.setFocus),
            (Key.NOTE, self.write_note),
            (Key.NOT_ANSWERED, self.offer_reasons),
            (Key.CHECK, self.check),
            (Key.UNDO, lambda: self._undo(self._model.undo, again=False)),
            (Key.REDO, lambda: self._undo(self._model.redo, again=True)),
            (Key.SECOND_LANGUAGE, self.above.languages.turn_second),
        ):
            shortcuts.bind(self, key, deed)

    # --- the way through

    def _plan(self) -> None:
        """Lay the route anew: every page, and those of the entry that is open."""
        roots = {name: each.root for name, each in self._sessions.items()}
        self._route = ways.lay_route(roots, self._entry)
        titles = places.titles_of(self._route, self._titles)
        parts = [(one.name, one.title, one.session.root) for one in self._model.parts]
        self.outline.show_places(self._route, titles, parts)
        self._show_marks()

    def _title(self, number: int) -> str:
        return places.titles_of(self._route, self._titles)[number]

    def _open_at(self, part: str, ref: str) -> None:
        if part in self._sessions:
            self.go_to_item(part, ways.nearest(self._sessions[part], ref))
        else:
            self.go_to(ways.asked_from(self._route, 0, 1))

    def go_to(self, number: int, aim: str = "") -> None:
        """Show the page *number* of the route, the cursor at *aim*; past it, check."""
        if not 0 <= number < len(self._route):
            self.check()
            return
        place = self._route[number]
        self._leave_page()
        self._here = number
        hands = PartHands(
            self._model,
            place.part,
            self,
            self._taking,
            stored=self._stored,
            failed=self._kept.failed,
            opened=self.open_entry,
            gone_on=self._go_on,
        )
        view = GroupView(place.items, hands, notice=self._notices.get(place.part, ""))
        self._kept.watch(view)
        view.moved.connect(lambda ref: self._remember(place.part, ref))
        if self.above.languages.second:
            view.show_second(self.above.languages.second)
        if place.key in self._left:
            view.be_strict()
        language = self._sessions[place.part].language
        self._put(view, self._title(number), direction.of_questions(language))
        self._view = view
        self.outline.show_current(number)
        self._show_foot()
        first = place.items[0].ref if place.items else ""
        self._remember(place.part, aim or first)
        self._take_focus(aim)

    def go_to_item(self, part: str, item: Item) -> None:
        """Show the page on which *item* stands, with the cursor in it."""
        entry = ways.entry_around(item)
        if entry is not self._entry:
            self._enter(entry)
        number = ways.page_with(self._route, part, item)
        self.go_to(ways.shown_from(self._route, number), item.ref)

    def go_next(self) -> None:
        """Go to the next page that is asked; after the last one, check; then finish."""
        self.outline.end_search()
        if self._here < 0:
            if self._model.state is InterviewState.DRAFT:
                self._go_out(self.finish_wanted)
        elif ways.leaves_entry(self._route, self._here, 1, self._entry):
            self._close_entry()
        else:
            self.go_to(ways.asked_from(self._route, self._here + 1, 1))

    def go_back(self) -> None:
        """Go to the page before; out of an entry, to the list it is in."""
        self.outline.end_search()
        if self._here >= 0 and ways.leaves_entry(
            self._route, self._here, -1, self._entry
        ):
            self._close_entry()
            return
        start = self._here - 1 if self._here >= 0 else len(self._route) - 1
        number = ways.asked_from(self._route, start, -1)
        if number >= 0:
            self.go_to(number)

    def check(self) -> None:
        """Show what is still to do, and everything to read back."""
        self._leave_page()
        self._here, self._checked = -1, True
        self._left.update(place.key for place in self._route)
        parts, problems = self._model.parts, self._model.problems()
        self.check_view = view = CheckView(parts, problems, self._follow)
        self._put(view, "")
        self.outline.show_current(-1)
        self._show_marks()
        self.below.next.setFocus()

    def open_entry(self, ref: str) -> None:
        """Show an entry of a repeat on its own pages."""
        if self._here < 0:
            return
        part = self._route[self._here].part
        self._enter(self._sessions[part].get(ref))
        self.go_to(ways.first_of_entry(self._route, self._entry))

    def _close_entry(self) -> None:
        part = self._route[self._here].part
        series = self._entry.parent if self._entry is not None else None
        if series is not None:
            self.go_to_item(part, series)

    def _enter(self, entry: Item | None) -> None:
        """Lay the route by *entry*; the page shown is left, its number is no more."""
        self._leave_page()
        self._here = -1
        self._entry = entry
        self._plan()

    def _follow(self, part: str, ref: str) -> None:
        self.go_to_item(part, self._sessions[part].get(ref))

    # --- the page

    @property
    def title(self) -> str:
        """The title of the page shown; "" for the check."""
        return self._title(self._here) if self._here >= 0 else ""

    def _put(
        self, view: QWidget, title: str, turned: Qt.LayoutDirection | None = None
    ) -> None:
        self.column.unsetLayoutDirection()
        if look.current().mirrored is None and turned is not None:
            self.column.setLayoutDirection(turned)
        self.column.body.removeWidget(self.banner)
        clear(self.column.body)
        if title:
            self.column.add(Title(title))
        self.column.add(self.banner)
        self.column.add(view)
        view.show()  # Qt's own showing comes too late to give it the cursor
        self.column.rest()
        self.column.verticalScrollBar().setValue(0)

    def _leave_page(self) -> None:
        self.flush()
        if 0 <= self._here < len(self._route):
            self._left.add(self._route[self._here].key)
        self._kept.watch(None)
        self._view = None

    def _go_out(self, way: SignalInstance) -> None:
        """Go another way than the lock's, once nothing would be lost by it."""
        if self._taking.busy:
            words = self.tr("A file is still being taken in. Wait for it, or stop it.")
            self.banner.warn(words)
            self.column.reveal(self.banner)
        else:
            way.emit()

    def flush(self) -> None:
        """Store every keystroke of the page."""
        QGuiApplication.inputMethod().commit()
        if self._view is not None:
            self._view.flush()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor where one was, or into the first question."""
        super().showEvent(event)
        self._take_focus(self._last)

    def _take_focus(self, ref: str) -> None:
        """Put the cursor into a question, else the first, else on the way on."""
        self._last = ref
        if not self.isVisible() or self._view is None:
            return
        card = self._view.card_of(ref)
        if card is not None and card.item.relevant:
            self.column.reveal(card)
            card.take_focus(Qt.FocusReason.OtherFocusReason)
        elif not self._view.take_focus():
            self.below.next.setFocus()

    def _remember(self, part: str, ref: str) -> None:
        """Keep at which question the person is."""
        self._last = ref
        try:
            self._model.remember_place(part, ref, self.above.languages.current)
        except IntakeError as error:
            self._kept.failed(error)

    def _show_foot(self) -> None:
        draft = self._model.state is InterviewState.DRAFT
        self.below.lead_on(self._route, self._here, self._entry, draft=draft)

    # --- what was done

    def _stored(self) -> None:
        self._kept.stored()
        if self._view is not None and self._here >= 0:
            session = self._sessions[self._route[self._here].part]
            self._view.refresh(session.changed)
        self._marks.start()

    def _taken(self, part: str, ref: str) -> None:
        """Show a question again whose file has come, or was stopped."""
        if self._view is not None and self._route[self._here].part == part:
            self._view.refresh(frozenset((ref,)))

    def _undo(self, deed: Callable[[], str | None], *, again: bool) -> None:
        """Do *deed*, say what it took back, and show where that was."""
        self.flush()
        try:
            part = deed()
        except IntakeError as error:
            self._kept.failed(error)
            return
        session = self._sessions[part or next(iter(self._sessions))]
        step = undoing.last_turned(session.steps) if part is not None else None
        if part is not None and step is not None:
            self._stored()
            if self._entry is not None and ways.is_gone(self._entry):
                self._enter(None)
            item = undoing.where(session, step)
            if self._here < 0 or not self._route[self._here].holds(item):
                self.go_to_item(part, item)
            elif self._view is not None:
                self._view.refresh(None)
        self.banner.info(undoing.told(session, step, again=again))

    def _go_on(self, ref: str) -> None:
        after = self._view.card_after(ref) if self._view is not None else None
        if after is None:
            self.below.next.setFocus()
        else:
            self.column.reveal(after)
            after.take_focus()

    def _show_marks(self) -> None:
        told = [session.progress() for session in self._sessions.values()]
        problems = len(self._model.problems()) if self._checked else None
        self.outline.show_marks(self._route, self._left, told, problems)
        self._show_foot()

    # --- the question under the cursor

    @property
    def card(self) -> QuestionCard | None:
        """The question the person is at, or the first of the page."""
        return self._view.current if self._view is not None else None

    def write_note(self) -> None:
        """Open the note of the question the person is at."""
        if self.card is not None:
            self.column.reveal(self.card)
            self.card.write_note()

    def offer_reasons(self) -> None:
        """Offer the reasons why the question has no answer."""
        if self._here >= 0 and self.card is not None:
            self.below.reasons.offer(self.card, self.below.not_answered)

    # --- languages

    def ask_in(self, language: str) -> None:
        """Ask in another language from now on, wherever a form has it."""
        self.flush()
        self._model.set_language(language)
        self.above.languages.show_current(language)
        here, self._here, at = self._here, -1, self._last
        self._plan()
        self.go_to(here, at)

    def show_second(self, language: str) -> None:
        """Show the questions small in a second language below; "" hides it."""
        self.above.languages.second = language
        if self._view is not None:
            self._view.show_second(language)
