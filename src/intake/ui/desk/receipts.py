"""Receipts: who waits for the desk's word that everything arrived, and giving it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent

from intake.app import cards
from intake.app.desk import receipts
from intake.app.desk.paging import Row as Record
from intake.app.desk.receipts import Made
from intake.app.opening import Opened
from intake.ui import measure, times
from intake.ui.direction import isolate
from intake.ui.pages.work import Work
from intake.ui.times import counted
from intake.ui.widgets.buttons import Button, PrimaryButton
from intake.ui.widgets.card import Card
from intake.ui.widgets.card import row as line
from intake.ui.widgets.empty import EmptyState
from intake.ui.widgets.files import choose_folder
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.widgets.table import Cell, Column, PagedRows, Row, Table
from intake.ui.widgets.words import Hint, Strong

_ROW = 46
_HEAD = 50
_MOST_ROWS = 8

Due = Mapping[str, tuple[Record, ...]]


class ReceiptsPage(Page):
    """Lists the interviewers who wait for a receipt and writes them onto a stick."""

    def __init__(
        self,
        opened: Opened,
        rail: NavigationRail,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """Look who waits, as soon as the page is shown."""
        super().__init__(rail=rail)
        self._opened = opened
        self._now = now
        self._due: Due = {}
        self._listed: Sequence[Row] = ()
        self.make = PrimaryButton(self.tr("Make receipts"), icon="stick")
        self.make.clicked.connect(lambda: self._choose(again=False))
        self.again = Button(self.tr("Make all of them again"))
        self.again.clicked.connect(lambda: self._choose(again=True))
        self.heading(self.tr("Receipts"), self.make)
        self.work = Work(self, (self.make, self.again))
        self._model = PagedRows(
            (
                Column(self.tr("Interviewer"), 260),
                Column(self.tr("Records that wait"), 180),
                Column(self.tr("The oldest came"), 180),
            ),
            lambda: len(self._listed),
            lambda first, size: self._listed[first : first + size],
        )
        self.table = Table(self._model, self.tr("Who waits for a receipt"))
        self.empty = EmptyState(
            self.tr("Nobody waits for a receipt"),
            self.tr(
                "When records have been received, their interviewers stand here until "
                "a receipt is written for them."
            ),
            icon="check",
        )
        for thing in (self.work.banner, self.work.line):
            self.column.add(thing)
        self.column.add(
            Hint(
                self.tr(
                    "A receipt tells the interviewer's laptop that its records arrived "
                    "whole. Only then does it remove its sealed copies. Each receipt "
                    "is sealed to its interviewer, so one stick may carry them all."
                )
            )
        )
        self.column.add(self.table)
        self.column.add(self.empty)
        self.column.add(self._lost())
        self.column.rest()
        self.table.hide()
        self.empty.hide()
        QTimer.singleShot(0, self, self.reload)

    def _lost(self) -> Card:
        card = Card()
        card.add(Strong(self.tr("A receipt was lost on the way?")))
        card.add(
            Hint(
                self.tr(
                    "Made again, the receipts list every record that is here. A laptop "
                    "that has had its receipt already takes no harm from another."
                )
            )
        )
        card.add(line(self.again, None))
        return card

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where receipts are made."""
        super().showEvent(event)
        self.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Stop at the next step."""
        self.work.line.stop()

    def reload(self) -> None:
        """Look who waits."""
        opened = self._opened
        self.work.do(
            self.tr("Looking who waits"), lambda _: receipts.due(opened), self._show
        )

    def _show(self, due: Due) -> None:
        self._due = due
        names = {
            known.card.fingerprint: known.card.name
            for known in cards.known(self._opened)
        }
        at = self._now()
        self._listed = [
            Row(
                sender,
                (
                    Cell(names.get(sender, "")),
                    Cell(times.number(len(rows))),
                    Cell(times.day(min(row.received for row in rows), at), quiet=True),
                ),
            )
            for sender, rows in sorted(due.items(), key=lambda each: names[each[0]])
        ]
        self._model.reload()
        self.table.setVisible(bool(due))
        self.empty.setVisible(not due)
        self.make.setEnabled(bool(due))
        rows = min(len(self._listed), _MOST_ROWS)
        measure.size(self.table, height=_HEAD + rows * _ROW)

    def _choose(self, *, again: bool) -> None:
        found = choose_folder(self, self.tr("Choose the stick or a folder"))
        if found is not None:
            self.write(found, again=again)

    def write(self, folder: Path, *, again: bool = False) -> None:
        """Write the receipts into *folder*; *again* for every record that is here."""
        opened, now = self._opened, self._now
        self.work.do(
            self.tr("Writing the receipts and reading them back"),
            lambda _: receipts.make(opened, folder, now(), again=again),
            self._made,
        )

    def _made(self, made: Sequence[Made]) -> None:
        listed = ", ".join(
            f"{isolate(each.to.name)} ({isolate(times.number(each.records))}): "
            f"{isolate(each.path.name)}"
            for each in made
        )
        said = counted(
            len(made),
            self.tr("{count} receipt is on the stick. {names}"),
            self.tr("{count} receipts are on the stick. {names}"),
            names=listed,
        )
        self._show(receipts.due(self._opened))
        self.work.banner.good(said)
        self.again.setFocus(Qt.FocusReason.OtherFocusReason)
