"""The interviewer's pages strung together: which place leads to which."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from intake.app import locking
from intake.app.field import interviewing, packs, protocols, salvaging, whereabouts
from intake.app.field.interviewing import Interview
from intake.app.opening import Opened
from intake.domain.errors import Cancelled, IntakeError, NoPackYet, VaultDamaged
from intake.domain.protocol import Protocol
from intake.domain.record import InterviewState
from intake.ui import times
from intake.ui.direction import isolate
from intake.ui.jobs import Job, Report
from intake.ui.pages.from_desk import FromDesk
from intake.ui.pages.hand_over import HandOver
from intake.ui.pages.interview import InterviewPage
from intake.ui.pages.interview_openers import openers
from intake.ui.pages.interviews import InterviewsPage
from intake.ui.pages.my_card import MyCard
from intake.ui.pages.new_interview import NewInterview
from intake.ui.pages.seal import SealPage
from intake.ui.pages.settings import Settings
from intake.ui.pages.work import asked_to_stop
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.window import Window

_MINUTE = 60


class FieldPages(QObject):
    """Shows the interviewer's pages in *window*; ``put_away`` before it locks.

    ``renewed`` carries the vault whenever its card has changed.
    """

    prepared = Signal(object)
    unprepared = Signal(Exception)
    renewed = Signal(object)

    def __init__(
        self,
        window: Window,
        opened: Opened,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """Serve the vault that *opened* is."""
        super().__init__(window)
        self._window = window
        self._opened = opened
        self._now = now
        self._interview: Interview | None = None
        self.built_in: Protocol | None = None
        self._preparing: Job | None = None

    def begin(self, *, fresh: bool = False) -> None:
        """Open where the person was; a *fresh* vault asks for the pack first."""
        self.watch_idleness()
        if fresh:
            self.show_from_desk(first=True)
        else:
            place = whereabouts.last(self._opened)
            if place is None:
                self.show_interviews()
            else:
                self.open_interview(place.interview, place)
        self.seal_due()

    def watch_idleness(self) -> None:
        """Lock by itself after the minutes that the organisation chose."""
        minutes = packs.policy(self._opened).lock_minutes
        self._window.idle.start(minutes * _MINUTE)

    def seal_due(self) -> None:
        """Seal what was due, then have the built-in questions ready; both unseen."""
        opened, now = self._opened, self._now
        job = Job(lambda report: locking.seal_due(opened, now(), report))
        job.done.connect(self._sealed)
        job.failed.connect(self._not_sealed)
        job.start()

    def _sealed(self, done: locking.Due) -> None:
        page = self._window.page
        # That nothing can be sealed before the first pack is said elsewhere.
        stuck = [each for each in done.refused if not isinstance(each.why, NoPackYet)]
        if isinstance(page, InterviewsPage):
            if stuck:
                page.say_not_sealed(stuck[0].name, stuck[0].why)
            elif done.lingering:
                page.say_key_lingers(done.lingering[0])
            elif done.sealed:
                page.say_sealed(done.sealed)
        self.prepare()

    def _not_sealed(self, error: Exception) -> None:
        # Stopped means that the vault is about to close.
        if not isinstance(error, Cancelled):
            self.prepare()

    def prepare(self) -> None:
        """Have the built-in questions ready; their forms are converted only once."""
        if self._preparing is not None or self.built_in is not None:
            return
        opened = self._opened

        def deed(report: Report) -> Protocol:
            return protocols.ensure_built_in(opened, asked_to_stop(report))

        self._preparing = Job(deed)
        self._preparing.done.connect(self._prepared)
        self._preparing.failed.connect(self._not_prepared)
        self._preparing.start()

    def _prepared(self, built_in: Protocol) -> None:
        self._preparing = None
        self.built_in = built_in
        self.prepared.emit(built_in)

    def _not_prepared(self, error: Exception) -> None:
        self._preparing = None
        self.unprepared.emit(error)

    def put_away(self) -> None:
        """Store and count what was answered before the vault closes."""
        interview, self._interview = self._interview, None
        if interview is not None and interview.state is InterviewState.DRAFT:
            interview.store_again()
            interview.keep_counts()

    # --- places

    def rail(self, current: str) -> NavigationRail:
        """Make the rail with *current* as the place where the person is."""
        made = NavigationRail(
            self.tr("Interviewer: {name}").format(name=isolate(self._opened.name)),
            (
                ("interviews", self.tr("Interviews")),
                ("hand over", self.tr("Hand over")),
                ("from the desk", self.tr("From the desk")),
                ("card", self.tr("My card")),
                ("settings", self.tr("Settings")),
            ),
            current,
        )
        made.chosen.connect(self.go)
        made.lock_wanted.connect(self._window.lock)
        return made

    def go(self, key: str) -> None:
        """Go to a place of the rail."""
        match key:
            case "hand over":
                self.show_hand_over()
            case "from the desk":
                self.show_from_desk()
            case "card":
                card = MyCard(self._opened, self.rail(key), now=self._now)
                card.renewed.connect(self._renewed)
                self._show(card, card.save)
            case "settings":
                settings = Settings(self._window, self._opened, self.rail(key))
                self._show(settings, settings.language)
            case _:
                self.show_interviews()

    def _renewed(self, opened: Opened) -> None:
        self._opened = opened
        self.renewed.emit(opened)
        self.go("card")

    def _show(self, page: Page, *first: QWidget) -> None:
        """Show *page* with the focus on the first of *first* that can be used."""
        self._window.show_page(page)
        for thing in first:
            if thing.isVisibleTo(page) and thing.isEnabled():
                thing.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def show_interviews(self) -> None:
        """Show the list; the person is in no interview any more."""
        page = InterviewsPage(self._opened, self.rail("interviews"), now=self._now)
        page.begin_wanted.connect(self.show_new_interview)
        page.open_wanted.connect(self.open_interview)
        page.hand_over_wanted.connect(self.show_hand_over)
        page.desk_wanted.connect(self.show_from_desk)
        self._show(page, page.table, page.begin_first)

    def show_new_interview(self) -> None:
        """Let the person choose what to ask by."""
        page = NewInterview(self._opened, self.rail("interviews"))
        page.chosen.connect(self.begin_interview)
        page.list_wanted.connect(self.show_interviews)
        page.retry_wanted.connect(self.prepare)
        self.prepared.connect(page.show_built_in)
        self.unprepared.connect(page.say_unprepared)
        if self.built_in is not None:
            page.show_built_in(self.built_in)
        self._show(page, page.begin, page.own)
        self.prepare()

    def show_hand_over(self) -> None:
        """Show what can leave for the desk."""
        page = HandOver(self._opened, self.rail("hand over"), now=self._now)
        page.desk_wanted.connect(self.show_from_desk)
        page.list_wanted.connect(self.show_interviews)
        self._show(page, *page.records.values())

    def show_from_desk(self, *, first: bool = False) -> None:
        """Show where packs and receipts are taken in."""
        page = FromDesk(
            self._opened, self.rail("from the desk"), now=self._now, first=first
        )
        page.taken.connect(self.watch_idleness)
        page.list_wanted.connect(self.show_interviews)
        self._show(page, page.find_pack)

    # --- an interview

    def begin_interview(self, protocol: Protocol) -> None:
        """Begin a new interview by *protocol* and show it."""
        self._with_waiting(
            lambda: interviewing.begin(self._opened, protocol, self._now), None
        )

    def open_interview(self, key: str, place: whereabouts.Place | None = None) -> None:
        """Open a draft where it was left, or a finished one to be sealed."""

        def resumed() -> Interview:
            try:
                return interviewing.resume(self._opened, key, self._now)
            except VaultDamaged:
                # All that can be read goes into another draft, and that is said.
                saved = salvaging.salvage(self._opened, key, self._now)
                raise saved.sentence from None

        self._with_waiting(resumed, place)

    def _with_waiting(
        self, made: Callable[[], Interview], place: whereabouts.Place | None
    ) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            interview = made()
            if interview.state is InterviewState.DRAFT:
                self._show_draft(interview, place)
            else:
                self.show_seal(interview)
        except IntakeError as error:
            if not isinstance(self._window.page, InterviewsPage):
                self.show_interviews()
            page = self._window.page
            if isinstance(page, InterviewsPage):
                page.notice.error(error)
                page.reload()
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _show_draft(
        self, interview: Interview, place: whereabouts.Place | None
    ) -> None:
        language = place.language if place else _language_of(self._opened, interview)
        if language in interview.languages:
            interview.set_language(language)
        self._interview = interview
        self._show_interview(
            interview, place.part if place else "", place.ref if place else ""
        )

    def _show_interview(self, interview: Interview, part: str, ref: str) -> None:
        notices = openers(interview.parts, packs.desk(self._opened))
        page = InterviewPage(
            interview, now=self._now, part=part, ref=ref, notices=notices
        )
        page.leave_wanted.connect(self._leave)
        page.lock_wanted.connect(self._window.lock)
        page.finish_wanted.connect(lambda: self._finish(interview))
        self._window.show_page(page)

    def _leave(self) -> None:
        self._window.flush()
        try:
            self.put_away()
            whereabouts.forget(self._opened)
        except IntakeError as error:
            self._window.say_unforeseen(error)
        self.show_interviews()

    def _finish(self, interview: Interview) -> None:
        self._window.flush()
        self.show_seal(interview)

    def show_seal(self, interview: Interview) -> None:
        """Show what is missing in an interview, or seal it."""
        page = SealPage(self._opened, interview, self.rail("interviews"), now=self._now)
        page.question_wanted.connect(
            lambda part, ref: self._show_interview(interview, part, ref)
        )
        page.list_wanted.connect(self._leave)
        page.hand_over_wanted.connect(self.show_hand_over)
        page.desk_wanted.connect(self.show_from_desk)
        # Not on the deed itself: Enter held down a moment too long must not seal.
        self._show(page, page.back)


def _language_of(opened: Opened, interview: Interview) -> str:
    rows = interviewing.listed(opened)
    spoken = next((row.languages for row in rows if row.id == interview.id), ())
    return spoken[0] if spoken else ""
