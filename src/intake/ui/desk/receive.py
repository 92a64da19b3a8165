"""Receiving: what came on a stick is taken in, record by record, each with its word."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.app import cards
from intake.app.desk import receiving
from intake.app.desk.receiving import (
    FileFault,
    Outcome,
    Received,
    RecordResult,
    UnknownSender,
)
from intake.app.opening import Opened
from intake.domain.errors import AgeNoMatch, IntakeError, SenderUnknown
from intake.ui import measure, plain, times, tokens
from intake.ui.desk import words
from intake.ui.desk.compare import CompareCard
from intake.ui.direction import isolate
from intake.ui.pages.work import Work
from intake.ui.times import counted
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import Button, PrimaryButton
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.files import choose_files, choose_folder
from intake.ui.widgets.flow import flow
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page, clear
from intake.ui.widgets.table import Cell, Column, PagedRows, Row, Table
from intake.ui.widgets.words import Hint, Section, Strong, Text

_ROW = 46
_HEAD = 50
_MOST_ROWS = 8
_MOST_NAMES = 8


class ReceivePage(Page):
    """The place for a stick: choose it or drop files, then see what became of each."""

    record_wanted = Signal(str)
    receipts_wanted = Signal()

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
        self.compare = CompareCard()
        self.compare.typed.connect(self._compare)
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
        self.column.add(self._door())
        for thing in (self.work.banner, self.work.line, self.compare):
            self.column.add(thing)
        self.column.add(self._held)
        self.column.add(self.table)
        self.column.add(self._notes)
        self.column.rest()

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
        if not self.work.busy and _local(event.mimeData().urls()):
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
        self._places = tuple(places)
        self.compare.hide()
        opened, now = self._opened, self._now
        self.work.do(
            self.tr("Reading and checking what came"),
            lambda report: receiving.receive(opened, places, now(), report),
            self._show,
        )

    def flush(self) -> None:
        """Stop at the next step; what is half read is forgotten."""
        self.work.line.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where the stick is chosen."""
        super().showEvent(event)
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what came of it

    def _show(self, received: Received) -> None:
        self._results = received.records
        self._model.reload()
        self.table.setVisible(bool(self._results))
        self._fit()
        clear(self._held)
        clear(self._notes)
        for sender in received.unknown:
            self._held.addWidget(self._held_notice(sender))
        damaged = _damaged(received)
        if damaged:
            title = self.tr("These files could not be read")
            self._notes.addWidget(_listing(title, damaged))
        others = [each.name for each in received.files if _is_foreign(each)]
        others += received.foreign
        if others:
            self._notes.addWidget(
                _listing(
                    self.tr("These files are nothing to receive here; left alone"),
                    [(_shortened(self, others), "")],
                )
            )
        self._say(received)

    def _say(self, received: Received) -> None:
        banner = self.work.banner
        damaged = _damaged(received)
        if not (received.records or damaged or received.unknown):
            banner.warn(
                self.tr("There is nothing to receive there. Is it the right stick?")
            )
            return
        said = _summary(self, received.records)
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
        notice = Banner()
        notice.warn(
            counted(
                sender.records,
                self.tr(
                    "{count} record from “{name}” is held: this card was not compared "
                    "yet. Nothing is lost; it stays on the stick."
                ),
                self.tr(
                    "{count} records from “{name}” are held: this card was not "
                    "compared yet. Nothing is lost; they stay on the stick."
                ),
                name=sender.card.name,
            )
        )
        notice.offer(self.tr("Compare the card"))
        notice.taken.connect(lambda: self._ask(sender))
        return notice

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
                Cell(words.reason(result.reason)),
            ),
        )

    def _fit(self) -> None:
        """Let the table be as high as its rows, to a limit."""
        rows = min(len(self._results), _MOST_ROWS)
        measure.size(self.table, height=_HEAD + rows * _ROW)


def _is_foreign(fault: FileFault) -> bool:
    """Tell whether a file is fine but for others: an interviewer's receipt, say."""
    return fault.reason == str(AgeNoMatch())


def _damaged(received: Received) -> list[tuple[str, str]]:
    """List the files that are truly bad; a held bundle has its own notice."""
    known = {str(AgeNoMatch()), str(SenderUnknown())}
    return [
        (each.name, words.reason(each.reason))
        for each in received.files
        if each.reason not in known
    ]


def _shortened(page: ReceivePage, names: Sequence[str]) -> str:
    said = ", ".join(isolate(name) for name in names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    if more <= 0:
        return said
    words_ = page.tr("{names} and {count} more")
    return words_.format(names=said, count=isolate(times.number(more)))


def _local(urls: Sequence[QUrl]) -> list[Path]:
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def _summary(page: ReceivePage, results: Sequence[RecordResult]) -> str:
    said = []
    for outcome, one, many in (
        (
            Outcome.TAKEN_IN,
            page.tr("{count} record taken in"),
            page.tr("{count} records taken in"),
        ),
        (
            Outcome.ALREADY_HERE,
            page.tr("{count} already here"),
            page.tr("{count} already here"),
        ),
        (
            Outcome.SET_APART,
            page.tr("{count} set apart"),
            page.tr("{count} set apart"),
        ),
        (Outcome.DAMAGED, page.tr("{count} damaged"), page.tr("{count} damaged")),
        (
            Outcome.INCOMPLETE,
            page.tr("{count} incomplete"),
            page.tr("{count} incomplete"),
        ),
    ):
        count = sum(each.outcome is outcome for each in results)
        if count:
            said.append(counted(count, one, many))
    return ", ".join(said) + "." if said else ""


def _listing(title: str, entries: Sequence[tuple[str, str]]) -> QWidget:
    card = Card()
    card.add(Section(title))
    for name, reason in entries:
        card.add(Text(name))
        if reason:
            card.add(Hint(reason))
        plain.spoken(card, title)
    return card
