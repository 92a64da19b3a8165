"""What is held apart: why, and what can be decided about it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent

from intake.app import cards
from intake.app.desk import paging, receiving, senders, waiting
from intake.app.desk.paging import Filter
from intake.app.desk.paging import Row as Record
from intake.app.desk.receiving import Outcome, Received
from intake.app.desk.waiting import Waiting
from intake.app.opening import Opened
from intake.domain.errors import IntakeError, ReasonMissing
from intake.domain.record import RecordState
from intake.ui import measure, times
from intake.ui.desk import arrivals, words
from intake.ui.desk.allow import AllowCard
from intake.ui.desk.compare import CompareCard
from intake.ui.desk.held_one import HeldCard, sentence, why
from intake.ui.direction import isolate
from intake.ui.pages.work import Work
from intake.ui.times import counted
from intake.ui.widgets.dialog import Verb, ask
from intake.ui.widgets.empty import EmptyState
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.widgets.table import Cell, Column, PagedRows, Row, Table
from intake.ui.widgets.words import Hint

_LEAST_TABLE = 230
_MOST = 500


class HeldPage(Page):
    """Lists bundles that wait and records that were set apart, each with its reason."""

    record_wanted = Signal(str)

    def __init__(
        self,
        opened: Opened,
        rail: NavigationRail,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """List them."""
        super().__init__(rail=rail, wide=True)
        self._opened = opened
        self._now = now
        self._bundles: dict[str, Waiting] = {}
        self._records: dict[str, Record] = {}
        self._names: dict[str, str] = {}
        self._listed: Sequence[Row] = ()
        self.heading(self.tr("Held apart"))
        self.compare, self.allow = CompareCard(), AllowCard()
        self.chosen = HeldCard()
        self.work = Work(self, (self.chosen, self.compare, self.allow))
        self._model = PagedRows(
            (
                Column(self.tr("What"), 210),
                Column(self.tr("From"), 170),
                Column(self.tr("Why"), 300, stretch=True),
                Column(self.tr("Since"), 130),
            ),
            lambda: len(self._listed),
            lambda first, size: self._listed[first : first + size],
        )
        self.table = Table(self._model, self.tr("What is held apart"))
        measure.size(self.table, least_height=_LEAST_TABLE)
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(
            lambda current, _before: self._choose(current.row())
        )
        self.empty = EmptyState(
            self.tr("Nothing is held apart"),
            self.tr(
                "What comes from a card that does not count, or not whole, stands "
                "here, sealed and unread, until it is complete or somebody decides."
            ),
            icon="check",
        )
        self._hint = Hint()
        self.column.add(self.work.banner)
        self.column.add(self.work.line)
        self.column.add(self._hint)
        self.column.add(self.table, 1)
        self.column.add(self.empty, 1)
        for thing in (self.compare, self.allow, self.chosen):
            self.column.add(thing)
        self._connect()
        self.reload()

    def _connect(self) -> None:
        self.chosen.compare.clicked.connect(self._ask_compare)
        self.chosen.allow.clicked.connect(self._ask_allow)
        self.chosen.drop.clicked.connect(self._ask_drop)
        self.chosen.open.clicked.connect(lambda: self._open(self.chosen.key))
        self.compare.typed.connect(self._compare)
        self.compare.left.connect(self._back)
        self.allow.given.connect(self._allow)
        self.allow.later.clicked.connect(self._back)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the list."""
        super().showEvent(event)
        if self._listed:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(self.rail, NavigationRail):
            self.rail.focus_here()

    def flush(self) -> None:
        """Stop at the next step; what is half read is forgotten."""
        self.work.line.stop()

    # --- what there is

    def reload(self) -> None:
        """List everything anew, keeping what was chosen."""
        before = self.chosen.key
        try:
            bundles = waiting.listed(self._opened)
            apart = Filter(state=RecordState.SET_APART)
            records = paging.page(self._opened, apart, size=_MOST)
        except IntakeError as error:
            self.work.banner.error(error)
            return
        known = cards.known(self._opened)
        self._names = {each.card.fingerprint: each.card.name for each in known}
        self._bundles = {each.bundle: each for each in bundles}
        self._records = {each.number: each for each in records}
        self._listed = [
            *(self._bundle_row(each) for each in bundles),
            *(self._record_row(each) for each in records),
        ]
        self._model.reload()
        some = bool(self._listed)
        self.table.setVisible(some)
        self._hint.setVisible(bool(bundles))
        self.empty.setVisible(not some)
        self._hint.say(
            self.tr(
                "What waits here is sealed and unread. Nothing of it goes by itself: "
                "it stays until it is whole, you let it in, or you drop it."
            )
        )
        keys = [each.key for each in self._listed]
        self.chosen.hide()
        if some:
            self.table.selectRow(keys.index(before) if before in keys else 0)

    def _name(self, fingerprint: str) -> str:
        return self._names.get(fingerprint) or self.tr("not known")

    def _bundle_row(self, held: Waiting) -> Row:
        what = counted(
            held.records,
            self.tr("{count} record, {size}"),
            self.tr("{count} records, {size}"),
            size=times.size(held.size),
        )
        trust = cards.trust_of(self._opened, held.sender)
        return Row(
            held.bundle,
            (
                Cell(what),
                Cell(self._name(held.sender)),
                Cell(*why(held, trust)),
                Cell(times.day(held.since, self._now()), quiet=True),
            ),
        )

    def _record_row(self, record: Record) -> Row:
        said = self.tr("Record {number}").format(number=isolate(record.number))
        return Row(
            record.number,
            (
                Cell(said),
                Cell(self._name(record.sender)),
                Cell(words.reason(record.reason)),
                Cell(times.day(record.received, self._now()), quiet=True),
            ),
        )

    def _choose(self, number: int) -> None:
        key = self._listed[number].key if 0 <= number < len(self._listed) else ""
        self.compare.hide()
        self.allow.hide()
        if key in self._bundles:
            held = self._bundles[key]
            trust = cards.trust_of(self._opened, held.sender)
            said = sentence(held, trust, self._name(held.sender))
            self.chosen.show_bundle(held, trust, said)
        elif key in self._records:
            record = self._records[key]
            self.chosen.show_record(key, words.reason(record.reason))

    def _open(self, key: str) -> None:
        if key in self._records:
            self.record_wanted.emit(key)

    def _back(self) -> None:
        self.compare.hide()
        self.allow.hide()
        self.chosen.show()

    # --- what can be decided

    def _sender(self) -> str:
        held = self._bundles.get(self.chosen.key)
        return held.sender if held else ""

    def _ask_compare(self) -> None:
        self.chosen.hide()
        self.compare.ask(self._name(self._sender()))
        self.column.reveal(self.compare)

    def _compare(self, groups: Mapping[int, str]) -> None:
        opened, now = self._opened, self._now
        try:
            cards.compare(opened, self._sender(), groups, now())
        except IntakeError as error:
            self.compare.say_wrong(error)
            return
        self.compare.hide()
        self.work.do(
            self.tr("Reading and checking what was held"),
            lambda report: receiving.receive(opened, (), now(), report),
            self._taken,
        )

    def _ask_allow(self) -> None:
        self.chosen.hide()
        self.allow.ask(self._name(self._sender()))
        self.column.reveal(self.allow)

    def _allow(self, reason: str) -> None:
        opened, key, now = self._opened, self.chosen.key, self._now
        if not reason:
            self.allow.say_wrong(ReasonMissing())
            return
        self.allow.hide()
        self.work.do(
            self.tr("Reading and checking what was held"),
            lambda report: senders.allow_once(opened, key, reason, now(), report),
            self._taken,
        )

    def _taken(self, received: Received) -> None:
        self.reload()
        said = arrivals.summary(received.records)
        if not said:
            return
        fine = {Outcome.TAKEN_IN, Outcome.ALREADY_HERE}
        if all(each.outcome in fine for each in received.records):
            self.work.banner.good(said)
        else:
            self.work.banner.warn(said)

    def _ask_drop(self) -> None:
        verb = self.tr("Drop it unread")
        text = self.tr(
            "These sealed parts are removed here, for good. The sender gets no "
            "receipt, so their own copy stays, and they can hand it over again."
        )
        ways = [Verb("keep", self.tr("Keep it")), Verb("drop", verb, "danger")]
        if ask(self, f"{verb}?", text, ways) == "drop":
            self.drop(self.chosen.key)

    def drop(self, bundle: str) -> None:
        """Remove the parts of a bundle unread; the person has confirmed it."""
        try:
            waiting.drop(self._opened, bundle, self._now())
        except IntakeError as error:
            self.work.banner.error(error)
            return
        self.reload()
        self.work.banner.info(self.tr("Dropped; nothing of it was read."))
