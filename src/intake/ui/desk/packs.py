"""What the desk sends: questionnaires, rules and cards, in a pack on a stick."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from intake.app import cards
from intake.app.desk import packs
from intake.app.desk.packs import Made
from intake.app.field import protocols
from intake.app.opening import Opened
from intake.domain.people import Role, Trust
from intake.domain.protocol import Protocol
from intake.forms import Fault, FormFaulty
from intake.ui import measure, plain, times, tokens, words
from intake.ui.desk.policy import PolicyCard, shrink
from intake.ui.direction import isolate
from intake.ui.pages.work import Work, asked_to_stop
from intake.ui.times import counted
from intake.ui.widgets.buttons import Button, PrimaryButton
from intake.ui.widgets.card import Card, row, rule
from intake.ui.widgets.digits import DigitsLine
from intake.ui.widgets.fields import DropDown, labelled
from intake.ui.widgets.files import choose_file, choose_folder
from intake.ui.widgets.flow import flow
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page, clear
from intake.ui.widgets.words import Hint, Question, Section, Small, Strong, Text

EVERYONE = "everyone"
_MOST_FAULTS = 50


class PacksPage(Page):
    """Chooses what goes along, writes the pack, shows the digits to read out."""

    def __init__(
        self,
        opened: Opened,
        rail: NavigationRail,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """Have the built-in questionnaires ready, as soon as the page is shown."""
        super().__init__(rail=rail)
        self._opened = opened
        self._now = now
        self.heading(self.tr("What we send"))
        self.make = PrimaryButton(self.tr("Make the pack"), icon="stick")
        self.make.clicked.connect(self._choose_place)
        self.add_form = Button(self.tr("Add a form"), icon="plus")
        self.add_form.clicked.connect(self._choose_form)
        self.built_in = Button(self.tr("Prepare the built-in questionnaire"))
        self.built_in.clicked.connect(self.prepare)
        self.receiver = DropDown()
        self.policy = PolicyCard(opened)
        self.work = Work(self, (self.make, self.add_form, self.built_in))
        self._digits = self._made_digits()
        self._list = QVBoxLayout()
        measure.gaps(self._list, spacing=tokens.SMALL_GAP)
        self._faults = Card()
        self._faults.hide()
        for thing in (self.work.banner, self.work.line, self._digits):
            self.column.add(thing)
        self.column.add(self._making())
        self.column.add(self._questionnaires())
        self.column.add(self._faults)
        self.column.add(self.policy)
        self.column.rest()
        self._show_receivers()
        if self._show_protocols():
            QTimer.singleShot(0, self, self.prepare)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where the pack is made."""
        super().showEvent(event)
        self.receiver.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Stop at the next step."""
        self.work.line.stop()

    # --- the cards of the page

    def _making(self) -> Card:
        card = Card()
        card.add(Question(self.tr("A pack")))
        card.add(
            Hint(
                self.tr(
                    "It carries the questionnaires, the rules and the cards that "
                    "interviewers need. The first pack holds no secret: it is signed, "
                    "and anybody may carry it. Later ones are sealed to one person."
                )
            )
        )
        shrink(self.receiver)
        card.add(labelled(self.tr("For"), self.receiver))
        card.add(row(self.make, None))
        return card

    def _questionnaires(self) -> Card:
        card = Card()
        card.add(Question(self.tr("Questionnaires that go along")))
        card.add(self._list)
        card.add(flow(self.add_form, self.built_in))
        return card

    def _made_digits(self) -> Card:
        card = Card()
        card.add(Question(self.tr("Read these digits aloud to the interviewer")))
        card.add(
            Hint(
                self.tr(
                    "Their laptop asks for three of the ten groups before it takes "
                    "the first pack in. In person, or by a voice they know."
                )
            )
        )
        card.add(row(DigitsLine(cards.own_digits(self._opened)), None))
        card.hide()
        return card

    def _show_receivers(self) -> None:
        entries = [
            (EVERYONE, self.tr("Everybody: signed only, for the first time")),
            *(
                (known.card.fingerprint, self._sealed_to(known.card.name))
                for known in cards.known(self._opened)
                if known.card.role is Role.INTERVIEWER and known.trust is Trust.COMPARED
            ),
        ]
        self.receiver.put(entries)
        self.receiver.choose(EVERYONE)

    def _sealed_to(self, name: str) -> str:
        return self.tr("{name}: sealed, only they can open it").format(
            name=isolate(name)
        )

    def _show_protocols(self) -> bool:
        """List the questionnaires; tell whether the built-in one is lacking."""
        clear(self._list)
        found = protocols.known(self._opened)
        for number, protocol in enumerate(found):
            if number:
                self._list.addWidget(rule())
            self._list.addWidget(_described(protocol))
        if not found:
            self._list.addWidget(Hint(self.tr("None is ready yet.")))
        lacking = all(each.id != protocols.BUILT_IN for each in found)
        self.built_in.setVisible(lacking)
        return lacking

    # --- questionnaires

    def prepare(self) -> None:
        """Have the built-in questionnaire in the vault."""
        opened = self._opened
        self.work.do(
            self.tr("Preparing the built-in questionnaire, once"),
            lambda report: protocols.ensure_built_in(opened, asked_to_stop(report)),
            lambda _: self._show_protocols(),
        )

    def _choose_form(self) -> None:
        names = self.tr("Forms (*.xlsx *.xls *.csv *.md *.xml)")
        found = choose_file(self, self.tr("Choose a form"), names)
        if found is not None:
            self.take_form(found)

    def take_form(self, path: Path) -> None:
        """Take in an own form, or list what is wrong in it."""
        self._faults.hide()
        opened = self._opened
        self.work.do(
            self.tr("Reading the form"),
            lambda report: protocols.from_form(opened, path, asked_to_stop(report)),
            self._form_taken,
            self._form_refused,
        )

    def _form_taken(self, protocol: Protocol) -> None:
        self._show_protocols()
        said = self.tr("“{title}” goes along with the next pack.")
        self.work.banner.good(said.format(title=isolate(protocol.title)))

    def _form_refused(self, error: Exception) -> None:
        self.work.banner.error(error)
        if isinstance(error, FormFaulty):
            self._show_faults(error.faults)

    def _show_faults(self, faults: Sequence[Fault]) -> None:
        clear(self._faults.body)
        self._faults.add(
            Question(
                counted(
                    len(faults),
                    self.tr("{count} fault in the form"),
                    self.tr("{count} faults in the form"),
                )
            )
        )
        for number, fault in enumerate(faults[:_MOST_FAULTS]):
            if number:
                self._faults.add(rule())
            place = _place(self, fault)
            if place:
                self._faults.add(Section(place))
            self._faults.add(Text(fault.what))
            if fault.mend:
                self._faults.add(Hint(fault.mend))
        if len(faults) > _MOST_FAULTS:
            more = isolate(times.number(len(faults) - _MOST_FAULTS))
            self._faults.add(Small(self.tr("And {count} more.").format(count=more)))
        self._faults.show()
        self.column.reveal(self._faults)

    # --- the pack

    def _choose_place(self) -> None:
        found = choose_folder(self, self.tr("Choose the stick or a folder"))
        if found is not None:
            self.write(found)

    def write(self, folder: Path) -> None:
        """Write the pack into *folder*, for whoever is chosen."""
        opened, now = self._opened, self._now
        to = None if self.receiver.value == EVERYONE else self.receiver.value
        self._digits.hide()
        self.work.do(
            self.tr("Writing the pack and reading it back"),
            lambda _: packs.make(opened, folder, now(), to),
            self._written,
        )

    def _written(self, made: Made) -> None:
        name = isolate(made.path.name)
        number = isolate(times.number(made.serial))
        said = self.tr("Pack {number} is on the stick and was read back: {name}")
        self.work.banner.good(said.format(number=number, name=name))
        self._digits.setVisible(not made.sealed)
        self.column.verticalScrollBar().setValue(0)


def _described(protocol: Protocol) -> Card:
    card = Card(bare=True)
    measure.gaps(card.body, spacing=tokens.TINY)
    card.add(Strong(protocol.title))
    said = words.contents(protocol)
    if said:
        card.add(Hint(said))
    plain.spoken(card, protocol.title)
    return card


def _place(page: PacksPage, fault: Fault) -> str:
    parts = []
    if fault.sheet:
        parts.append(page.tr("Sheet {name}").format(name=isolate(fault.sheet)))
    if fault.row is not None:
        row_ = isolate(times.number(fault.row))
        parts.append(page.tr("row {number}").format(number=row_))
    if fault.column:
        parts.append(page.tr("column {name}").format(name=isolate(fault.column)))
    return " · ".join(parts)
