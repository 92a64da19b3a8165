"""A new interview: by which questions, the built-in ones, the desk's, or one's own."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout

from intake.app.field import protocols
from intake.app.opening import Opened
from intake.domain.protocol import Protocol
from intake.forms import Fault, FormFaulty
from intake.ui import measure, plain, times, tokens
from intake.ui import words as states
from intake.ui.direction import isolate
from intake.ui.jobs import Report
from intake.ui.pages.waiting import Waiting
from intake.ui.pages.work import Work, asked_to_stop
from intake.ui.times import counted
from intake.ui.widgets import files
from intake.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.choices import RadioCard
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page, clear
from intake.ui.widgets.words import Hint, Question, Small, Strong, Text

# A form with more faults than this is mended in several rounds anyway.
_MOST_FAULTS = 60


class NewInterview(Page):
    """Lets the person choose a protocol; ``chosen`` carries it."""

    chosen = Signal(object)
    list_wanted = Signal()
    retry_wanted = Signal()

    def __init__(self, opened: Opened, rail: NavigationRail) -> None:
        """List the protocols in the vault; the built-in one may still be prepared."""
        super().__init__(rail=rail, foot=True)
        self._opened = opened
        self._protocols: list[Protocol] = []
        self.heading(self.tr("New interview"))
        self._group = QButtonGroup(self)
        self._picked = False
        self._group.buttonClicked.connect(self._pick)
        self.begin = PrimaryButton(self.tr("Begin"))
        self.begin.clicked.connect(self._begin)
        back = QuietButton(self.tr("All interviews"), icon="back")
        back.clicked.connect(self.list_wanted)
        self.own = Button(self.tr("A form of your own…"), icon="file")
        self.own.clicked.connect(self._choose_form)
        self.work = Work(self, (self.begin, self.own, back))
        self.work.banner.taken.connect(self._retry)
        self.column.add(self.work.banner)
        card = Card()
        card.add(Question(self.tr("By which questions?")))
        self._choices = QVBoxLayout()
        measure.gaps(self._choices, spacing=tokens.SMALL_GAP)
        card.add(self._choices)
        self.waiting = Waiting(
            self.tr(
                "Preparing the built-in questions. This is done once and takes a few "
                "seconds."
            )
        )
        card.add(self.waiting)
        card.add(row(self.own, None))
        card.add(
            Hint(
                self.tr(
                    "A form of your own is a spreadsheet made for ODK or KoboToolbox "
                    "(.xlsx, .xls, .csv, .md), or an XForm (.xml)."
                )
            )
        )
        card.add(self.work.line)
        self.column.add(card)
        self.faults = Card()
        self.faults.hide()
        self.column.add(self.faults)
        self.column.rest()
        self.foot.add(back)
        self.foot.gap()
        self.foot.add(self.begin)
        self.waiting.show()
        for protocol in protocols.known(opened):
            if protocol.id != protocols.BUILT_IN:
                self._offer(protocol)
        self.begin.setEnabled(bool(self._protocols))

    def show_built_in(self, protocol: Protocol) -> None:
        """Offer the built-in questions, now that they are ready."""
        self.waiting.hide()
        if all(one.id != protocol.id for one in self._protocols):
            self._offer(protocol, first=True)

    def say_unprepared(self, error: Exception) -> None:
        """Say that the built-in questions could not be prepared."""
        self.waiting.hide()
        self.work.banner.error(error)
        self.work.banner.offer(self.tr("Try again"))

    def _retry(self) -> None:
        self.work.banner.clear()
        self.waiting.show()
        self.retry_wanted.emit()

    def _offer(self, protocol: Protocol, *, first: bool = False) -> RadioCard:
        choice = RadioCard(protocol.title, second=states.contents(protocol))
        place = 0 if first else len(self._protocols)
        self._protocols.insert(place, protocol)
        self._choices.insertWidget(place, choice)
        self._group.addButton(choice)
        # What comes ready late takes no choice from the person.
        if (first and not self._picked) or self._group.checkedButton() is None:
            choice.setChecked(True)
        self.begin.setEnabled(not self.work.busy)
        return choice

    def _pick(self) -> None:
        self._picked = True

    def _begin(self) -> None:
        for place, protocol in enumerate(self._protocols):
            item = self._choices.itemAt(place)
            choice = item.widget() if item is not None else None
            if isinstance(choice, RadioCard) and choice.isChecked():
                self.begin.setEnabled(False)
                self.chosen.emit(protocol)
                return

    # --- a form of one's own

    def _choose_form(self) -> None:
        names = self.tr("Forms (*.xlsx *.xls *.csv *.md *.xml)")
        path = files.choose_file(self, self.tr("A form of your own"), names)
        if path is not None:
            self.take_form(path)

    def take_form(self, path: Path) -> None:
        """Convert the form at *path* and offer it, or list its faults."""
        opened = self._opened
        self.faults.hide()

        def deed(report: Report) -> Protocol:
            try:
                return protocols.from_form(opened, path, asked_to_stop(report))
            except OSError as error:
                raise FormFaulty([self._unreadable()]) from error

        self.work.do(self.tr("Reading the form"), deed, self._taken, self._failed)

    def _taken(self, protocol: Protocol) -> None:
        for place, one in enumerate(self._protocols):
            if one.id == protocol.id:
                self._protocols.pop(place)
                item = self._choices.takeAt(place)
                old = item.widget() if item is not None else None
                if isinstance(old, RadioCard):
                    self._group.removeButton(old)
                    old.deleteLater()
                break
        self._offer(protocol).click()
        self.begin.setFocus()

    def _failed(self, error: Exception) -> None:
        if isinstance(error, FormFaulty):
            self._show_faults(error.faults)
        else:
            self.work.banner.error(error)

    def _show_faults(self, found: Sequence[Fault]) -> None:
        self.work.banner.error(
            counted(
                len(found),
                self.tr("This form cannot be asked yet: {count} fault was found."),
                self.tr("This form cannot be asked yet: {count} faults were found."),
            )
        )
        clear(self.faults.body)
        self.faults.add(Question(self.tr("What to mend in the form")))
        self.faults.add(
            Hint(self.tr("Mend it in your spreadsheet, save it, and choose it again."))
        )
        for fault in found[:_MOST_FAULTS]:
            place = self._place(fault)
            if place:
                self.faults.add(Strong(place))
            self.faults.add(Text(fault.what))
            self.faults.add(Hint(fault.mend))
            self.faults.body.addSpacing(measure.px(tokens.SMALL_GAP))
        more = len(found) - _MOST_FAULTS
        if more > 0:
            self.faults.add(
                Small(
                    counted(
                        more, self.tr("and {count} more"), self.tr("and {count} more")
                    )
                )
            )
        self.faults.show()
        plain.spoken(self.faults, self.tr("What to mend in the form"))

    def _unreadable(self) -> Fault:
        return Fault(
            sheet="",
            row=None,
            column="",
            what=self.tr("The file could not be read."),
            mend=self.tr("See that it is still there, and choose it again."),
        )

    def _place(self, fault: Fault) -> str:
        said = []
        if fault.sheet:
            words = self.tr("Sheet {name}")
            said.append(words.format(name=isolate(fault.sheet)))
        if fault.row is not None:
            words = self.tr("row {number}")
            said.append(words.format(number=isolate(times.number(fault.row))))
        if fault.column:
            words = self.tr("column {name}")
            said.append(words.format(name=isolate(fault.column)))
        return ", ".join(said)
