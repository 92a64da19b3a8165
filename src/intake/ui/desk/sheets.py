"""A set of recovery sheets just made: written for a printer, or copied by hand."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from intake.app import recovery
from intake.app.recovery import Sheet
from intake.ui import measure, plain, times, tokens
from intake.ui.desk import sheet_page
from intake.ui.direction import isolate
from intake.ui.jobs import Report
from intake.ui.look import current
from intake.ui.pages.lines import marked
from intake.ui.pages.my_card import CodePicture
from intake.ui.pages.work import Work
from intake.ui.times import counted
from intake.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from intake.ui.widgets.card import Card, deeds, row, rule
from intake.ui.widgets.digits import DigitsLine
from intake.ui.widgets.files import choose_folder
from intake.ui.widgets.flow import flow
from intake.ui.widgets.page import clear
from intake.ui.widgets.words import Hint, Question, Strong, Text, selectable

_COLUMNS = 3
_WIDE = 150


class SheetsCard(Card):
    """Holds the sheets as long as they are on the page; ``gone`` when it let them go.

    Nothing of the words is kept anywhere but where the person writes them.
    """

    gone = Signal()

    def __init__(self, work: Work) -> None:
        """Hold none yet; *work* does the writing."""
        super().__init__()
        self._work = work
        self._sheets: Sequence[Sheet] = ()
        self._place = -1
        self._title = Question()
        self._hint = Hint(
            self.tr(
                "Each sheet goes to another person, and no two to one place. Write "
                "them onto an empty stick, a file a sheet; print from it on a machine "
                "that you trust, then destroy the files. Or copy the words by hand: "
                "no printer remembers that."
            )
        )
        self.save = PrimaryButton(self.tr("Write them for a printer…"), icon="stick")
        self.save.clicked.connect(self._choose)
        self.view = Button(self.tr("Copy them by hand"), icon="eye")
        self.view.clicked.connect(lambda: self.show_sheet(0))
        self.done = QuietButton(self.tr("Done: forget them"))
        self.done.clicked.connect(self.forget)
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        measure.gaps(self._column, spacing=tokens.SMALL_GAP)
        self._sheet.hide()
        for thing in (
            self._title,
            self._hint,
        ):
            self.add(thing)
        self.add(deeds(flow(self.save, self.view, self.done)))
        self.add(self._sheet)
        self.hide()

    def show_set(self, sheets: Sequence[Sheet]) -> None:
        """Hold a set that was just made."""
        self._sheets = sheets
        self._fold()
        self._title.say(
            counted(
                len(sheets),
                self.tr("{count} sheet, here until you leave this page"),
                self.tr("{count} sheets, here until you leave this page"),
            )
        )
        self.show()
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Let the sheets go."""
        self._sheets = ()
        self._fold()
        self.hide()
        self.gone.emit()

    # --- for a printer

    def _choose(self) -> None:
        folder = choose_folder(self, self.tr("Where to"))
        if folder is not None:
            self.write(folder)

    def write(self, folder: Path) -> None:
        """Write every sheet into *folder*, a file each, drawn in memory."""
        sheets = self._sheets
        # Drawn here: Qt paints text on the thread of its windows alone.
        pages = [sheet_page.pdf(sheet) for sheet in sheets]

        def deed(report: Report) -> int:
            for done, (sheet, page) in enumerate(zip(sheets, pages, strict=True)):
                report(done, len(sheets))
                recovery.save(folder, sheet, page)
            return len(sheets)

        self._work.do(
            self.tr("Writing, reading back and comparing"), deed, self._written
        )

    def _written(self, count: int) -> None:
        self._work.banner.good(
            counted(
                count,
                self.tr("{count} sheet is on the stick, read back and compared."),
                self.tr("{count} sheets are on the stick, read back and compared."),
            )
        )

    # --- by hand

    def _fold(self) -> None:
        self._place = -1
        clear(self._column)
        self._sheet.hide()

    def show_sheet(self, place: int) -> None:
        """Show one sheet to be copied by hand."""
        clear(self._column)
        sheet = self._sheets[place]
        self._place = place
        self._column.addWidget(rule())
        self._column.addWidget(Strong(sheet_page.numbered(sheet)))
        self._column.addWidget(_facts(sheet))
        self._column.addWidget(_words(sheet))
        self._column.addLayout(marked("warning", "warning", Hint(sheet_page.care())))
        before = Button(self.tr("The sheet before"))
        before.clicked.connect(lambda: self.show_sheet(place - 1))
        before.setEnabled(place > 0)
        after = Button(self.tr("The next sheet"))
        after.clicked.connect(lambda: self.show_sheet(place + 1))
        after.setEnabled(place + 1 < len(self._sheets))
        hide = QuietButton(self.tr("Hide it"))
        hide.clicked.connect(self._fold)
        self._column.addWidget(flow(before, after, hide))
        self._sheet.show()
        (after if after.isEnabled() else hide).setFocus()


def _facts(sheet: Sheet) -> QWidget:
    left = QWidget()
    column = QVBoxLayout(left)
    measure.gaps(column, spacing=tokens.TINY)
    for text in (
        sheet_page.whose(sheet),
        sheet_page.carded(sheet),
    ):
        label = Text(text)
        selectable(label)
        column.addWidget(label)
    column.addLayout(row(DigitsLine(sheet.digits), None))
    if sheet.desk.previous:
        said = QCoreApplication.translate("sheet", "It follows the card {card}")
        label = Hint(said.format(card=isolate(sheet.desk.previous)))
        column.addWidget(label)
    column.addWidget(Hint(sheet_page.together(sheet)))
    column.addStretch(1)
    code = CodePicture(sheet.matrix())
    plain.spoken(
        code, QCoreApplication.translate("sheet", "The same words as a picture to scan")
    )
    return flow(left, code, gap=tokens.GAP)


def _words(sheet: Sheet) -> QWidget:
    """Show the words in columns, fewer on a large page, that are read downwards."""
    frame = QWidget()
    frame.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    grid = QGridLayout(frame)
    measure.gaps(grid, spacing=tokens.TINY)
    columns = max(1, round(_COLUMNS / (current().zoom / 100)))
    rows = -(-len(sheet.words) // columns)
    for place, word in enumerate(sheet.words):
        along, down = divmod(place, rows)
        label = Text(f"{times.number(place + 1)}. {word}", wraps=False)
        label.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        measure.size(label, least_width=_WIDE)
        grid.addWidget(label, down, along)
    grid.setColumnStretch(columns, 1)
    plain.spoken(
        frame,
        QCoreApplication.translate("sheet", "The words of the sheet"),
        " ".join(sheet.words),
    )
    return frame
