"""Settings: how the windows look, who opens the vault, copies, and what to check."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from intake.app import opening, slots
from intake.app.opening import Opened
from intake.ui import times
from intake.ui.direction import isolate
from intake.ui.pages.copying import CopyCard
from intake.ui.pages.eraser import EraserCard, shown
from intake.ui.pages.locking_card import LockingCard
from intake.ui.pages.look_card import LookCard
from intake.ui.pages.own import Find
from intake.ui.pages.proof import ProofCard
from intake.ui.pages.ways import WaysCard
from intake.ui.pages.work import Work
from intake.ui.widgets.buttons import Button, QuietButton
from intake.ui.widgets.card import Card, deeds
from intake.ui.widgets.flow import flow
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.widgets.words import Question, Text
from intake.ui.window import Window

LOOK, WAYS, COPIES = "look", "ways", "copies"


class Settings(Page):
    """What a person may change, in three sheets; for both desks."""

    def __init__(
        self,
        window: Window,
        opened: Opened,
        rail: NavigationRail,
        *,
        now: Callable[[], datetime] = times.now,
        find: Find = slots.find_security_key,
    ) -> None:
        """Show what is set for *window* and the vault that *opened* is."""
        super().__init__(rail=rail)
        self._opened = opened
        self._find = find
        self.heading(self.tr("Settings"))
        self.check = Button(self.tr("Check the vault"))
        self.work = Work(self)
        self.checking = Work(self, (self.check,))
        self.look = LookCard(window)
        self.language = self.look.language
        self.copy = CopyCard(opened, self.work, now=now, find=find)
        self.proof = ProofCard(opened)
        self.ways: WaysCard | None = None
        self.eraser: EraserCard | None = None
        self._sheets: dict[str, list[QWidget]] = {
            LOOK: [self.look, LockingCard(window, opened), self._made_offline()],
            WAYS: [],
            COPIES: [self.copy, self._made_check(), self.proof],
        }
        self.tabs: dict[str, QuietButton] = {}
        self._group = QButtonGroup(self)
        for key, words in (
            (LOOK, self.tr("Look and lock")),
            (WAYS, self.tr("Passphrase and keys")),
            (COPIES, self.tr("Copies and checks")),
        ):
            tab = QuietButton(words)
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, key=key: self.go(key))
            self._group.addButton(tab)
            self.tabs[key] = tab
        self.work.hold(self.tabs.values())
        self.column.add(flow(*self.tabs.values()))
        self.column.add(self.work.banner)
        self.column.add(self.work.line)
        for sheet in self._sheets.values():
            for card in sheet:
                self.column.add(card)
        self._place = self.column.body.count()
        self.column.rest()
        self.go(LOOK)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the sheets."""
        super().showEvent(event)
        self.tabs[LOOK].setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, key: str) -> None:
        """Show one of the three sheets."""
        self.work.banner.clear()
        self.tabs[key].setChecked(True)
        if key == WAYS and self.ways is None:
            self._make_ways()
        self._put_away()
        for name, sheet in self._sheets.items():
            for card in sheet:
                card.setVisible(name == key)

    def flush(self) -> None:
        """Stop at the next step, and forget what was typed."""
        self.work.line.stop()
        self._put_away()

    def _put_away(self) -> None:
        """Forget every passphrase typed so far."""
        self.copy.fold()
        if self.ways is not None:
            self.ways.fold()
        if self.eraser is not None:
            self.eraser.fold()

    def _make_ways(self) -> None:
        """Look for what speaks to security keys only when somebody asks."""
        self.ways = WaysCard(self._opened, self.work, find=self._find)
        cards: list[Card] = [self.ways]
        if shown(self._opened):
            self.eraser = EraserCard(self._opened, self.work, find=self._find)
            cards.append(self.eraser)
        for offset, card in enumerate(cards):
            self.column.body.insertWidget(self._place + offset, card)
        self._sheets[WAYS] = [*cards]

    # --- what can be checked

    def _made_check(self) -> Card:
        card = Card()
        card.add(Question(self.tr("Is the vault whole?")))
        card.add(
            Text(
                self.tr(
                    "Reads every page of the store and the log of what happened, and "
                    "looks for damage."
                )
            )
        )
        card.add(self.checking.banner)
        card.add(self.checking.line)
        card.add(deeds(self.check, None))
        self.check.clicked.connect(self.check_vault)
        return card

    def check_vault(self) -> None:
        """Look for damage and say what was found."""
        opened = self._opened
        self.checking.do(
            self.tr("Checking the vault"),
            lambda _report: opening.check(opened),
            self._checked,
        )

    def _checked(self, findings: tuple[str, ...]) -> None:
        if not findings:
            self.checking.banner.good(self.tr("Everything in the vault is whole."))
            return
        found = " ".join(isolate(one) for one in findings)
        words = self.tr("Make a copy of the vault's folder before you go on. {found}")
        self.checking.banner.warn(words.format(found=found))

    def _made_offline(self) -> Card:
        card = Card()
        card.add(Question(self.tr("How do I know that it stays offline?")))
        for text in (
            self.tr(
                "The program holds no part that could use a network: not for updates, "
                "not for statistics, not for help."
            ),
            self.tr(
                "See for yourself: switch the network off, and everything works the "
                "same. Or ask the system which programs use the network while this "
                "one runs; on Linux, “ss -tupan” lists them, and this one is not among "
                "them."
            ),
        ):
            card.add(Text(text))
        return card
