"""What comes from the desk: its pack, compared by voice, and its receipts."""

import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from intake.app.cards import GROUPS_TO_TYPE
from intake.app.field import packs, receipts, searching
from intake.app.field.packs import Desk, Preview
from intake.app.field.receipts import Taken
from intake.app.field.searching import PackSearch, ReceiptSearch
from intake.app.opening import Opened
from intake.domain.errors import GroupsWrong
from intake.domain.people import GROUPS, Trust
from intake.domain.policy import SealWhen
from intake.ui import measure, plain, times
from intake.ui.direction import isolate
from intake.ui.pages.searched import tell_refused, tell_taken
from intake.ui.pages.work import Work
from intake.ui.times import counted
from intake.ui.widgets import files
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.digits import CodeDigits
from intake.ui.widgets.flow import flow
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page, clear
from intake.ui.widgets.showing import show_if
from intake.ui.widgets.words import Question, Strong, Text


class FromDesk(Page):
    """Takes in packs and receipts; ``taken`` tells that the desk's rules may differ."""

    taken = Signal()
    list_wanted = Signal()

    def __init__(
        self,
        opened: Opened,
        rail: NavigationRail,
        *,
        now: Callable[[], datetime] = times.now,
        first: bool = False,
        chance: random.Random | None = None,
    ) -> None:
        """Show what is known of the desk; *first* comes right after the vault."""
        super().__init__(rail=rail)
        self._opened = opened
        self._now = now
        self._chance = chance or random.SystemRandom()
        self._path: Path | None = None
        self.code: CodeDigits | None = None
        later = QuietButton(self.tr("Later"))
        later.clicked.connect(self.list_wanted)
        show_if(later, first)
        self.heading(self.tr("From the desk"), later)
        self.take = PrimaryButton(self.tr("Take in the pack"))
        self.take.clicked.connect(self._take)
        self.pack = Button(self.tr("Choose the pack…"), icon="file")
        self.pack.clicked.connect(self._choose_pack)
        self.find_pack = Button(self.tr("Find the pack on a stick…"), icon="stick")
        self.find_pack.clicked.connect(self._choose_stick)
        self.receipt = Button(self.tr("Choose the receipt…"), icon="file")
        self.receipt.clicked.connect(self._choose_receipt)
        self.find_receipts = Button(self.tr("Find receipts on a stick…"), icon="stick")
        self.find_receipts.clicked.connect(self._choose_stick_with_receipts)
        self.not_now = QuietButton(self.tr("Not now"))
        ways = (self.find_pack, self.pack, self.find_receipts, self.receipt)
        hold = (*ways, self.take, self.not_now, later)
        self.work = Work(self, hold)
        self.work.banner.taken.connect(self.list_wanted)
        self.column.add(self.work.banner)
        self.column.add(self.work.line)
        if first:
            self.work.banner.info(
                self.tr(
                    "The vault is ready. Next, take in the pack from your "
                    "coordinator: it brings the questions, the rules, and the card of "
                    "the desk that you seal to. You can also begin without it."
                )
            )
        self._known = QVBoxLayout()
        self.column.add(self._made_desk())
        self._asked = QVBoxLayout()
        self._comparing = self._made_comparing()
        self.column.add(self._comparing)
        self._receipts = self._made_receipts()
        self.column.add(self._receipts)
        self.column.rest()
        self._show_desk()

    # --- the desk and its pack

    def _made_desk(self) -> Card:
        card = Card()
        card.add(Question(self.tr("The desk's pack")))
        measure.gaps(self._known)
        card.add(self._known)
        card.add(flow(self.find_pack, self.pack))
        self._broken = Card(bare=True)
        plain.spoken(self._broken, self.tr("Files that were refused"))
        self._broken.hide()
        card.add(self._broken)
        return card

    def _made_comparing(self) -> Card:
        card = Card()
        card.add(Question(self.tr("Is it from your desk?")))
        measure.gaps(self._asked)
        card.add(self._asked)
        card.add(row(self.not_now, None, self.take))
        self.not_now.clicked.connect(self._put_off)
        card.hide()
        return card

    def _put_off(self) -> None:
        self.find_pack.setFocus()
        self._comparing.hide()

    def _show_desk(self) -> None:
        known = packs.desk(self._opened)
        clear(self._known)
        if known is None:
            self._known.addWidget(
                Text(
                    self.tr(
                        "This laptop does not know a desk yet. The pack is a file that "
                        "your coordinator gives you, on a stick or any other way."
                    )
                )
            )
        else:
            for line in self._about(known):
                self._known.addWidget(line)
        self._receipts.setVisible(known is not None)

    def _about(self, known: Desk) -> list[Text]:
        at = self._now()
        said = self.tr("Pack {serial} of {day}. You compared its digits {compared}.")
        made: list[Text] = [
            Strong(known.card.name),
            Text(
                said.format(
                    serial=isolate(times.number(known.serial)),
                    day=isolate(times.iso_day(known.day, at)),
                    compared=isolate(times.day(known.compared, at)),
                )
            ),
        ]
        if known.custodian.fingerprint != known.card.fingerprint:
            words = self.tr("Names and contacts are sealed to {custodian} alone.")
            made.append(Text(words.format(custodian=isolate(known.custodian.name))))
        if known.protocols:
            words = self.tr("It brought these questions: {titles}.")
            titles = ", ".join(isolate(title) for title in known.protocols)
            made.append(Text(words.format(titles=titles)))
        made.append(Text(self._rules(known)))
        return made

    def _rules(self, known: Desk) -> str:
        rules = known.policy
        match rules.seal:
            case SealWhen.AT_FINISH:
                when = self.tr("An interview is sealed when it is finished.")
            case SealWhen.ON_LOCK:
                when = self.tr("A finished interview is sealed when you lock.")
            case _:
                when = counted(
                    rules.correction_days,
                    self.tr("A finished interview is sealed after {count} day."),
                    self.tr("A finished interview is sealed after {count} days."),
                )
        lock = counted(
            rules.lock_minutes,
            self.tr("This laptop locks after {count} minute without a key."),
            self.tr("This laptop locks after {count} minutes without a key."),
        )
        return f"{when} {lock}"

    def _choose_pack(self) -> None:
        names = self.tr("Packs (*.age *.tar *.pack);;All files (*)")
        path = files.choose_file(self, self.tr("The desk's pack"), names)
        if path is not None:
            self.look_at(path)

    def _choose_stick(self) -> None:
        folder = files.choose_folder(self, self.tr("Where is the pack?"))
        if folder is not None:
            self.look_on(folder)

    def look_on(self, folder: Path) -> None:
        """Find the pack in *folder*, and ask for the digits."""
        opened = self._opened
        self._broken.hide()
        self.work.do(
            self.tr("Looking for the pack"),
            lambda report: searching.find_pack(opened, folder, report),
            self._found,
        )

    def _found(self, search: PackSearch) -> None:
        clear(self._broken.body)
        tell_refused(self._broken, search.refused)
        show_if(self._broken, bool(search.refused))
        if search.found is not None:
            self._show_preview(*search.found)
            return
        self._comparing.hide()
        self.work.banner.warn(
            self.tr("No pack here can be taken in. See below why.")
            if search.refused
            else self.tr("There is no pack for this laptop. Is it the right stick?")
        )

    def look_at(self, path: Path) -> None:
        """Read the pack at *path* without using it, and ask for the digits."""
        opened = self._opened
        self._broken.hide()
        self.work.do(
            self.tr("Reading the pack"),
            lambda _report: packs.look(opened, path),
            lambda preview: self._show_preview(path, preview),
        )

    def _show_preview(self, path: Path, preview: Preview) -> None:
        self._path = path
        clear(self._asked)
        self.code = None
        add = self._asked.addWidget
        said = self.tr("The pack says it is number {serial} of {name}, made {day}.")
        add(
            Text(
                said.format(
                    serial=isolate(times.number(preview.serial)),
                    name=isolate(preview.desk.name),
                    day=isolate(times.iso_day(preview.day, self._now())),
                )
            )
        )
        if preview.trust is Trust.CHANGED:
            changed = Banner()
            add(changed)
            changed.warn(
                self.tr(
                    "This is another card than the one you compared before. Go on "
                    "only if your coordinator told you why."
                )
            )
        if preview.needs_groups:
            add(
                Text(
                    self.tr(
                        "Ask your coordinator to read these three groups of their "
                        "digits to you, in person or by a voice you know. Type "
                        "what you hear."
                    )
                )
            )
            asked = sorted(self._chance.sample(range(GROUPS), GROUPS_TO_TYPE))
            self.code = CodeDigits(asked, GROUPS)
            self.code.complete.connect(self.take.setFocus)
            self._asked.addLayout(row(self.code, None))
        else:
            add(Text(self.tr("It is signed by the desk whose digits you compared.")))
        self._comparing.show()
        self.column.reveal(self._comparing)
        if self.code is not None:
            self.code.show()  # Qt's own showing comes too late to give it the cursor
        (self.code or self.take).setFocus()

    def _take(self) -> None:
        path = self._path
        if path is None or self.work.busy:
            return
        groups = dict(self.code.typed) if self.code is not None else None
        if self.code is not None and not self.code.is_complete:
            self.work.banner.warn(self.tr("Type all three groups first."))
            self.column.reveal(self.work.banner)
            return
        opened, now = self._opened, self._now
        self.work.do(
            self.tr("Taking in the pack"),
            lambda _report: packs.accept(opened, path, now(), groups),
            self._taken,
            self._refused,
        )

    def _refused(self, error: Exception) -> None:
        self.work.banner.error(error)
        self.column.reveal(self.work.banner)
        if isinstance(error, GroupsWrong) and self.code is not None:
            self.code.setFocus()

    def _taken(self, known: Desk) -> None:
        self._path = None
        self._comparing.hide()
        self._show_desk()
        words = self.tr("The pack of {name} is taken in. You can seal to it now.")
        self.work.banner.good(words.format(name=isolate(known.card.name)))
        self.work.banner.offer(self.tr("All interviews"))
        self.work.banner.setFocus()
        self.column.reveal(self.work.banner)
        self.taken.emit()

    # --- receipts

    def _made_receipts(self) -> Card:
        card = Card()
        card.add(Question(self.tr("A receipt")))
        card.add(
            Text(
                self.tr(
                    "The desk's receipt says which records arrived whole. Only then "
                    "are their sealed copies removed from this laptop."
                )
            )
        )
        card.add(flow(self.find_receipts, self.receipt))
        self._taken_in = Card(bare=True)
        self._taken_in.hide()
        card.add(self._taken_in)
        return card

    def _choose_receipt(self) -> None:
        names = self.tr("Receipts (*.age *.receipt);;All files (*)")
        path = files.choose_file(self, self.tr("A receipt"), names)
        if path is not None:
            self.take_receipt(path)

    def _choose_stick_with_receipts(self) -> None:
        folder = files.choose_folder(self, self.tr("Where are the receipts?"))
        if folder is not None:
            self.take_receipts(folder)

    def take_receipts(self, folder: Path) -> None:
        """Take every receipt in *folder* in that is for this laptop."""
        opened, now = self._opened, self._now
        self._taken_in.hide()
        self.work.do(
            self.tr("Looking for receipts"),
            lambda report: searching.take_receipts(opened, folder, now(), report),
            self._searched,
        )

    def _searched(self, search: ReceiptSearch) -> None:
        if search.taken is None:
            self.work.banner.warn(
                self.tr("No receipt here could be taken in. See below why.")
                if search.refused
                else self.tr(
                    "There is no receipt for this laptop. Is it the right stick?"
                )
            )
        if search.taken is not None or search.refused:
            self._show_search(search)

    def take_receipt(self, path: Path) -> None:
        """Take the receipt at *path* in, and say what was removed."""
        opened, now = self._opened, self._now
        self._taken_in.hide()
        self.work.do(
            self.tr("Checking the receipt"),
            lambda _report: receipts.accept(opened, path, now()),
            self._show_taken,
        )

    def _show_taken(self, done: Taken) -> None:
        self._show_search(ReceiptSearch(done, ()))

    def _show_search(self, search: ReceiptSearch) -> None:
        clear(self._taken_in.body)
        if search.taken is not None:
            tell_taken(self._taken_in, search.taken)
        tell_refused(self._taken_in, search.refused)
        self._taken_in.show()
        plain.spoken(self._taken_in, self.tr("What the receipt did"))
        self.column.reveal(self._taken_in)
