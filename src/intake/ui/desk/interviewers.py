"""The people whose cards are known here: compared, taken in, taken back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent

from intake.app import cards
from intake.app.cards import Known
from intake.app.desk import paging, senders
from intake.app.desk.paging import Filter
from intake.app.opening import Opened
from intake.domain.errors import IntakeError
from intake.domain.people import Role, Trust
from intake.ui import measure, plain, times, words
from intake.ui.desk.compare import CompareCard
from intake.ui.direction import isolate
from intake.ui.times import counted
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import Button, DangerButton, PrimaryButton
from intake.ui.widgets.card import Card
from intake.ui.widgets.dialog import Verb, ask
from intake.ui.widgets.empty import EmptyState
from intake.ui.widgets.files import choose_file
from intake.ui.widgets.flow import flow
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.widgets.table import Cell, Column, PagedRows, Row, Table
from intake.ui.widgets.words import Hint, Strong

_LEAST_TABLE = 230


@dataclass(frozen=True, slots=True)
class _Comparing:
    """Whose card is being compared; with a ``path`` it is only then taken in."""

    fingerprint: str
    name: str
    path: Path | None = None


class InterviewersPage(Page):
    """Every card but the desk's own, with how far it was checked and what it sent."""

    records_wanted = Signal(str)
    packs_wanted = Signal()

    def __init__(
        self,
        opened: Opened,
        rail: NavigationRail,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """List the cards."""
        super().__init__(rail=rail, wide=True)
        self._opened = opened
        self._now = now
        self._known: dict[str, Known] = {}
        self._counts: dict[str, int] = {}
        self._listed: Sequence[Row] = ()
        self._comparing: _Comparing | None = None
        self.take_in = PrimaryButton(self.tr("Take in a card"), icon="person")
        self.take_in.clicked.connect(self._choose)
        self.heading(self.tr("Interviewers"), self.take_in)
        self.notice = Banner()
        self.notice.taken.connect(self.packs_wanted)
        self.compare = CompareCard()
        self.compare.typed.connect(self._compare)
        self.compare.left.connect(self._go_on)
        self._model = PagedRows(
            (
                Column(self.tr("Name"), 260),
                Column(self.tr("Part"), 140),
                Column(self.tr("Card"), 190),
                Column(self.tr("Records"), 110),
                Column(self.tr("Good until"), 140),
            ),
            lambda: len(self._listed),
            lambda first, size: self._listed[first : first + size],
        )
        self.table = Table(self._model, self.tr("Interviewers"))
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(
            lambda current, _before: self._show_chosen(current.row())
        )
        measure.size(self.table, least_height=_LEAST_TABLE)
        self.empty = EmptyState(
            self.tr("Nobody is known here yet"),
            self.tr(
                "An interviewer saves their card onto a stick, under “My card”. Take "
                "the file in here and compare its digits with them."
            ),
            icon="person",
        )
        self.chosen = _Chosen()
        self.chosen.compare.clicked.connect(self._ask)
        self.chosen.records.clicked.connect(
            lambda: self.records_wanted.emit(self.chosen.key)
        )
        self.chosen.take_back.clicked.connect(self._take_back)
        for thing in (self.notice, self.compare):
            self.column.add(thing)
        self.column.add(self.table, 1)
        self.column.add(self.empty, 1)
        self.column.add(self.chosen)
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the list, or where the first card is taken in."""
        super().showEvent(event)
        self._take_focus()

    def _go_on(self) -> None:
        self.reload()
        self._take_focus()

    def _take_focus(self) -> None:
        start = self.table if self._listed else self.take_in
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read the cards anew, keeping the one that was chosen."""
        before = self.chosen.key
        own = self._opened.card.card.fingerprint
        found = [
            each
            for each in cards.known(self._opened)
            if each.card.fingerprint != own and each.card.role is not Role.COORDINATOR
        ]
        self._known = {each.card.fingerprint: each for each in found}
        self._counts = {
            key: paging.count(self._opened, Filter(sender=key)) for key in self._known
        }
        self._listed = [self._row(each) for each in found]
        self._model.reload()
        self.table.setVisible(bool(found))
        self.empty.setVisible(not found)
        keys = [each.key for each in self._listed]
        if before in keys:
            self.table.selectRow(keys.index(before))
        elif keys:
            self.table.selectRow(0)
        else:
            self.chosen.show_card(None, 0)

    def _row(self, known: Known) -> Row:
        at = self._now()
        word, tone = words.trust(known.trust)
        count = self._counts[known.card.fingerprint]
        return Row(
            known.card.fingerprint,
            (
                Cell(known.card.name),
                Cell(words.role(known.card.role), quiet=True),
                Cell(word, tone),
                Cell(times.number(count), quiet=not count),
                Cell(times.iso_day(known.card.expires, at), quiet=True),
            ),
        )

    def _show_chosen(self, number: int) -> None:
        key = self._listed[number].key if 0 <= number < len(self._listed) else ""
        self.chosen.show_card(self._known.get(key), self._counts.get(key, 0))

    def _open(self, key: str) -> None:
        if self._counts.get(key):
            self.records_wanted.emit(key)

    # --- comparing

    def _choose(self) -> None:
        found = choose_file(self, self.tr("Choose the card"), self.tr("Cards (*.card)"))
        if found is not None:
            self.offer(found)

    def offer(self, path: Path) -> None:
        """Look at a card file and ask for its digits; it is kept only if they fit."""
        self.notice.clear()
        try:
            known = cards.look(self._opened, path)
        except IntakeError as error:
            self.notice.error(error)
            return
        if known.trust is Trust.COMPARED:
            said = self.tr("The card of {name} is here and was compared already.")
            self.notice.info(said.format(name=isolate(known.card.name)))
            return
        self._begin(_Comparing(known.card.fingerprint, known.card.name, path))

    def _ask(self) -> None:
        known = self._known.get(self.chosen.key)
        if known is not None:
            self._begin(_Comparing(known.card.fingerprint, known.card.name))

    def _begin(self, comparing: _Comparing) -> None:
        self._comparing = comparing
        self.notice.clear()
        self.compare.ask(comparing.name)
        self.chosen.hide()
        self.column.reveal(self.compare)

    def _compare(self, groups: Mapping[int, str]) -> None:
        wanted = self._comparing
        if wanted is None:
            return
        try:
            if wanted.path is not None:
                cards.accept(self._opened, wanted.path, groups, self._now())
            else:
                cards.compare(self._opened, wanted.fingerprint, groups, self._now())
        except IntakeError as error:
            self.compare.say_wrong(error)
            return
        self._comparing = None
        self.compare.hide()
        said = self.tr("The card of {name} is compared. What it sent can be received.")
        self.notice.good(said.format(name=isolate(wanted.name)))
        self._go_on()

    # --- taking back

    def _take_back(self) -> None:
        known = self._known.get(self.chosen.key)
        if known is None:
            return
        name = isolate(known.card.name)
        verb = self.tr("Take back the card of {name}").format(name=name)
        text = self.tr(
            "Nothing that comes from {name} is taken in any more, and the next packs "
            "tell every interviewer. Records that are here stay. This cannot be "
            "undone: to work on, {name} begins anew, with a new vault and card."
        ).format(name=name)
        ways = [Verb("keep", self.tr("Keep it")), Verb("back", verb, "danger")]
        if ask(self, f"{verb}?", text, ways) != "back":
            return
        self.take_back(known.card.fingerprint)

    def take_back(self, fingerprint: str) -> None:
        """Take a card back; the person has confirmed it."""
        known = self._known[fingerprint]
        try:
            senders.revoke(self._opened, fingerprint, self._now())
        except IntakeError as error:
            self.notice.error(error)
            return
        said = self.tr(
            "The card of {name} is taken back. The other interviewers learn of it by "
            "their next pack or receipt."
        )
        self.notice.info(said.format(name=isolate(known.card.name)))
        self.notice.offer(self.tr("Make a pack"))
        self.reload()


class _Chosen(Card):
    """What can be done with the card that is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self._name = Strong()
        self._hint = Hint()
        self.compare = Button(self.tr("Compare the card"), icon="check")
        self.records = Button(self.tr("See the records"), icon="file")
        self.take_back = DangerButton(self.tr("Take the card back…"))
        self.add(self._name)
        self.add(self._hint)
        self.add(flow(self.compare, self.records, self.take_back))
        self.hide()

    def show_card(self, known: Known | None, count: int) -> None:
        """Show what can be done with *known*; None hides it."""
        self.key = known.card.fingerprint if known else ""
        self.setVisible(known is not None)
        if known is None:
            return
        self._name.say(known.card.name)
        match known.trust:
            case Trust.COMPARED if not known.typed:
                said = counted(
                    count,
                    self.tr(
                        "Counts because the card before it was compared. {count} "
                        "record is here."
                    ),
                    self.tr(
                        "Counts because the card before it was compared. {count} "
                        "records are here."
                    ),
                )
            case Trust.COMPARED:
                said = counted(
                    count,
                    self.tr("Compared. {count} record is here."),
                    self.tr("Compared. {count} records are here."),
                )
            case Trust.NOT_COMPARED:
                said = self.tr(
                    "Came with a bundle and waits: compare its digits, and what it "
                    "sent can be received."
                )
            case Trust.CHANGED:
                said = self.tr(
                    "There is another card under this name. Ask the person, then "
                    "compare this one."
                )
            case _:
                said = self.tr(
                    "Taken back for good. What still comes from it is held apart for "
                    "a decision. To work on, the person makes a new card."
                )
        self._hint.say(said)
        self.compare.setVisible(known.trust in {Trust.NOT_COMPARED, Trust.CHANGED})
        self.records.setVisible(count > 0)
        self.take_back.setVisible(known.trust is not Trust.REVOKED)
        for button in (self.compare, self.records, self.take_back):
            verb = plain.button_text(button)
            plain.spoken(button, f"{verb}: {known.card.name}")
