"""Receiving: what came on a stick is taken in, record by record, each with its word."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.app import cards, recovery
from intake.app.desk import receiving, senders
from intake.app.desk.receiving import (
    Outcome,
    Received,
    RecordResult,
    UnknownSender,
)
from intake.app.opening import Opened
from intake.domain.errors import IntakeError, ReasonMissing, RecoveryNotRehearsed
from intake.domain.people import Trust
from intake.ui import measure, times, tokens
from intake.ui.desk import arrivals, words
from intake.ui.desk.allow import AllowCard
from intake.ui.desk.compare import CompareCard
from intake.ui.pages.work import Work
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import Button, PrimaryButton
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.files import choose_files, choose_folder
from intake.ui.widgets.flow import flow
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page, clear
from intake.ui.widgets.table import Cell, Column, PagedRows, Row, Table
from intake.ui.widgets.words import Hint, Strong

_ROW = 46
_HEAD = 50
_MOST_ROWS = 8


class ReceivePage(Page):
    """The place for a stick: choose it or drop files, then see what became of each."""

    record_wanted = Signal(str)
    receipts_wanted = Signal()
    rehearsal_wanted = Signal()

    def __init__(
        self,
        opened: Opened,
        rail: NavigationRail,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """Wait for a stick."""
        super().__init__(rail=rail)
        self._opened = opened
        self._now = now
        self._places: Sequence[Path] = ()
        self._results: Sequence[RecordResult] = ()
        self.setAcceptDrops(True)
        self.heading(self.tr("Receive"))
        self.folder = PrimaryButton(self.tr("Choose a stick or folder"), icon="stick")
        self.files = Button(self.tr("Choose files"), icon="file")
        self.folder.clicked.connect(self._choose_folder)
        self.files.clicked.connect(self._choose_files)
        self.work = Work(self, (self.folder, self.files))
        self.work.banner.taken.connect(self.receipts_wanted)
        self.gate = Banner()
        self.gate.taken.connect(self.rehearsal_wanted)
        self.compare = CompareCard()
        self.compare.typed.connect(self._compare)
        self.allow = AllowCard()
        self.allow.given.connect(self._allow)
        self._asked: UnknownSender | None = None
        self._model = PagedRows(
            (
                Column(self.tr("Record"), 110),
                Column(self.tr("What became of it"), 170),
                Column(self.tr("Why"), 200, stretch=True),
            ),
            lambda: len(self._results),
            self._rows,
        )
        self.table = Table(self._model, self.tr("What became of each record"))
        self.table.opened.connect(self._open)
        self.table.hide()
        self._held, self._notes = QVBoxLayout(), QVBoxLayout()
        for notes in (self._held, self._notes):
            measure.gaps(notes, spacing=tokens.GAP)
        self.column.add(self.gate)
        self.column.add(self._door())
        for thing in (self.work.banner, self.work.line, self.compare, self.allow):
            self.column.add(thing)
        self.column.add(self._held)
        self.column.add(self.table)
        self.column.add(self._notes)
        self.column.rest()
        self._close_gate()

    def _close_gate(self) -> None:
        """Ask for the rehearsal before anything comes in."""
        if recovery.rehearsed(self._opened):
            return
        self.gate.warn(
            self.tr(
                "Before records come in, make the recovery sheets and "
                "rehearse with them once: what comes in is sealed to this desk alone."
            )
        )
        self.gate.offer(self.tr("Go to the recovery sheets"))
        for button in (self.folder, self.files):
            button.setEnabled(False)

    @property
    def is_open(self) -> bool:
        """Whether anything may come in yet."""
        return self.folder.isEnabled() and not self.work.busy

    def _door(self) -> QWidget:
        card = Card()
        line = row(Icon("stick", "muted"), Strong(self.tr("Put the stick in")), None)
        card.add(line)
        card.add(
            Hint(
                self.tr(
                    "Then choose it here, or drop its files onto this page. Each "
                    "record is checked by itself; one that is damaged costs nothing "
                    "to the others, and nothing on the stick is changed."
                )
            )
        )
        card.add(flow(self.folder, self.files))
        return card

    # --- what is given

    def _choose_folder(self) -> None:
        found = choose_folder(self, self.tr("Choose the stick or a folder"))
        if found is not None:
            self.receive([found])

    def _choose_files(self) -> None:
        found = choose_files(self, self.tr("Choose the files to receive"))
        if found:
            self.receive(found)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this machine, nothing else."""
        if self.is_open and _local(event.mimeData().urls()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Receive what was dropped."""
        found = _local(event.mimeData().urls())
        if found:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.receive(found)

    def receive(self, places: Sequence[Path]) -> None:
        """Take in everything found in *places*."""
        if not self.is_open:
            return
        self._places = tuple(places)
        self.compare.hide()
        self.allow.hide()
        opened, now = self._opened, self._now
        self.work.do(
            self.tr("Reading and checking what came"),
            lambda report: receiving.receive(opened, places, now(), report),
            self._show,
            self._refused,
        )

    def _refused(self, error: Exception) -> None:
        self.work.banner.error(error)
        if isinstance(error, RecoveryNotRehearsed):
            self._close_gate()

    def flush(self) -> None:
        """Stop at the next step; what is half read is forgotten."""
        self.work.line.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where the stick is chosen."""
        super().showEvent(event)
        start = self.folder if self.folder.isEnabled() else self.gate
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what came of it

    def _show(self, received: Received) -> None:
        self._results = received.records
        self._model.reload()
        self.table.setVisible(bool(self._results))
        self._fit()
        clear(self._held)
        clear(self._notes)
        for sender in (*received.unknown, *received.revoked):
            self._held.addWidget(self._held_notice(sender))
        damaged = arrivals.damaged(received)
        if damaged:
            title = self.tr("These files could not be read")
            self._notes.addWidget(arrivals.listing(title, damaged))
        missing = arrivals.still_missing(received.waiting)
        if missing:
            title = self.tr("The rest of this has not come yet")
            self._notes.addWidget(arrivals.listing(title, missing))
        if received.doubts:
            title = self.tr("Look into this with the interviewer")
            doubts = [(str(each), "") for each in received.doubts]
            self._notes.addWidget(arrivals.listing(title, doubts))
        others = [each.name for each in received.files if arrivals.is_foreign(each)]
        others += received.foreign
        if others:
            self._notes.addWidget(
                arrivals.listing(
                    self.tr("These files are nothing to receive here; left alone"),
                    [(arrivals.shortened(others), "")],
                )
            )
        self._say(received)

    def _say(self, received: Received) -> None:
        banner = self.work.banner
        damaged = arrivals.damaged(received)
        held = received.unknown or received.revoked or received.waiting
        if not (received.records or damaged or held):
            banner.warn(
                self.tr("There is nothing to receive there. Is it the right stick?")
            )
            return
        said = arrivals.summary(received.records)
        if damaged and not said:
            banner.warn(
                self.tr(
                    "Nothing could be taken in from there. The interviewer's laptop "
                    "keeps its sealed copy until it has your receipt."
                )
            )
        if not said:
            return
        fine = {Outcome.TAKEN_IN, Outcome.ALREADY_HERE}
        if damaged or any(each.outcome not in fine for each in received.records):
            banner.warn(said)
        else:
            banner.good(said)
        taken = any(each.outcome in fine for each in received.records)
        banner.offer(self.tr("Make receipts") if taken else "")

    def _held_notice(self, sender: UnknownSender) -> QWidget:
        notice = arrivals.held_notice(sender, self)
        if sender.trust is Trust.REVOKED:
            notice.offer(self.tr("Decide…") if sender.held else "")
            notice.taken.connect(lambda: self._decide(sender))
        else:
            notice.offer(self.tr("Compare the card"))
            notice.taken.connect(lambda: self._ask(sender))
        return notice

    def _decide(self, sender: UnknownSender) -> None:
        self._asked = sender
        self.compare.hide()
        self.allow.ask(sender.card.name)
        self.column.reveal(self.allow)

    def _allow(self, reason: str) -> None:
        sender, opened, now = self._asked, self._opened, self._now
        if sender is None:
            return
        if not reason:
            self.allow.say_wrong(ReasonMissing())
            return
        self.allow.hide()
        self.work.do(
            self.tr("Reading and checking what was held"),
            lambda report: senders.allow_once(
                opened, sender.bundle, reason, now(), report
            ),
            self._show,
        )

    def _ask(self, sender: UnknownSender) -> None:
        self._asked = sender
        self.compare.ask(sender.card.name)
        self.column.reveal(self.compare)

    def _compare(self, groups: Mapping[int, str]) -> None:
        if self._asked is None:
            return
        try:
            cards.compare(
                self._opened, self._asked.card.fingerprint, groups, self._now()
            )
        except IntakeError as error:
            self.compare.say_wrong(error)
            return
        self._asked = None
        self.receive(self._places)

    def _open(self, key: str) -> None:
        if key:
            self.record_wanted.emit(key)

    def _rows(self, first: int, size: int) -> Sequence[Row]:
        return [self._row(each) for each in self._results[first : first + size]]

    def _row(self, result: RecordResult) -> Row:
        word, tone = words.outcome(result.outcome)
        number = result.number or self.tr("not taken in")
        return Row(
            result.number,
            (
                Cell(number, quiet=not result.number),
                Cell(word, tone),
                Cell(_why(result)),
            ),
        )

    def _fit(self) -> None:
        """Let the table be as high as its rows, to a limit."""
        rows = min(len(self._results), _MOST_ROWS)
        measure.size(self.table, height=_HEAD + rows * _ROW)


def _local(urls: Sequence[QUrl]) -> list[Path]:
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def _why(result: RecordResult) -> str:
    said = [words.reason(result.reason), *(str(each) for each in result.doubts)]
    return " ".join(each for each in said if each)
