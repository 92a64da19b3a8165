"""One's own card: digits to read aloud, a picture to scan, a file to give."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from intake.app import cards, opening, rotation
from intake.app.opening import Opened
from intake.domain.people import Role
from intake.ui import measure, messages, plain, times, tokens, words
from intake.ui.direction import isolate
from intake.ui.pages.work import Work
from intake.ui.widgets import files
from intake.ui.widgets.banner import Banner
from intake.ui.widgets.buttons import Button, PrimaryButton
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.dialog import Verb, ask
from intake.ui.widgets.digits import DigitsLine
from intake.ui.widgets.flow import flow
from intake.ui.widgets.navigation import NavigationRail
from intake.ui.widgets.page import Page
from intake.ui.widgets.words import Hint, Question, Strong, Text

# Six pixels a square, for the 33 squares of a code and its border.
_SIDE = 198
_BORDER = 4


class MyCard(Page):
    """Shows and saves the card of this vault; for both desks.

    ``renewed`` carries the vault with the card that follows.
    """

    renewed = Signal(object)

    def __init__(
        self,
        opened: Opened,
        rail: NavigationRail,
        *,
        now: Callable[[], datetime] = times.now,
    ) -> None:
        """Draw the card of *opened*."""
        super().__init__(rail=rail)
        self._opened = opened
        self.heading(self.tr("My card"))
        self.save = PrimaryButton(self.tr("Save the card…"), icon="file")
        self.save.clicked.connect(lambda: self._choose(picture=False))
        self.save_picture = Button(self.tr("Save the picture…"))
        self.save_picture.clicked.connect(lambda: self._choose(picture=True))
        self.renew = Button(self.tr("Make the next card…"))
        self.renew.clicked.connect(self._ask_renew)
        self.work = Work(self, (self.save, self.save_picture, self.renew))
        self._now = now
        self.ending = Banner()
        self.column.add(self.work.banner)
        self.column.add(self.ending)
        ends = cards.ending(opened.card.card, now())
        if ends is not None:
            self.ending.warn(messages.sentence(ends))
        self.column.add(Text(self._what_for()))
        card = Card()
        self.digits = DigitsLine(cards.own_digits(opened))
        self.code = CodePicture(cards.own_qr(opened))
        plain.spoken(self.code, self.tr("The same digits as a picture to scan"))
        left = QWidget()
        column = QVBoxLayout(left)
        measure.gaps(column)
        column.addWidget(Strong(opened.name))
        column.addWidget(Hint(words.role(opened.role)))
        column.addWidget(Question(self.tr("Read these digits aloud")))
        column.addLayout(row(self.digits, None))
        last = self.tr("This card is good until {day}.")
        expires = times.day(opening.card_expires(opened), now())
        column.addWidget(Hint(last.format(day=isolate(expires))))
        column.addStretch(1)
        card.add(flow(left, self.code, gap=tokens.GAP))
        self.column.add(card)
        self.column.add(self.work.line)
        self.column.add(flow(self.save, self.save_picture, self.renew))
        self.column.rest()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin where the card is saved."""
        super().showEvent(event)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Stop at the next step."""
        self.work.line.stop()

    def _what_for(self) -> str:
        if self._opened.role is Role.INTERVIEWER:
            return self.tr(
                "Your coordinator takes your card in once, so that the desk knows what "
                "you seal is yours. Give them the file, then read the groups they ask "
                "for aloud, in person or by a voice they know. It holds no secret."
            )
        return self.tr(
            "Your interviewers compare these digits when they take in your pack, so "
            "that they seal to you and nobody else. Read the groups they ask for "
            "aloud, in person or by a voice they know. It holds no secret."
        )

    def add(self, card: QWidget) -> None:
        """Put another card under what is there."""
        self.column.body.insertWidget(self.column.body.count() - 1, card)

    def _ask_renew(self) -> None:
        verb = self.tr("Make the next card")
        if self._opened.role is Role.INTERVIEWER:
            text = self.tr(
                "It has the same keys and other digits, and is signed by the card "
                "before; the desk takes it with what you hand over next, without "
                "comparing again. A card is good for six months."
            )
        else:
            text = self.tr(
                "It has the same keys and other digits, and is signed by the card "
                "before; interviewers take it with the next pack, without comparing "
                "again. A card is good for six months."
            )
        ways = [Verb("keep", self.tr("Not now")), Verb("go", verb, "primary")]
        if ask(self, f"{verb}?", text, ways) == "go":
            self.make_next()

    def make_next(self) -> None:
        """Make the card that follows, with the same keys."""
        opened, now = self._opened, self._now
        self.work.do(
            self.tr("Making the next card"),
            lambda _report: rotation.renew_card(opened, now()),
            self.renewed.emit,
        )

    def _choose(self, *, picture: bool) -> None:
        folder = files.choose_folder(self, self.tr("Where to"))
        if folder is not None:
            self.save_into(folder, picture=picture)

    def save_into(self, folder: Path, *, picture: bool = False) -> None:
        """Write the card, or its picture, into *folder*."""
        opened = self._opened
        deed = cards.save_qr if picture else cards.save
        self.work.do(
            self.tr("Writing, reading back and comparing"),
            lambda _report: deed(opened, folder),
            self._saved,
        )

    def _saved(self, path: Path) -> None:
        said = self.tr("Saved as {name}, read back and compared.")
        self.work.banner.good(said.format(name=isolate(path.name)))


class CodePicture(QWidget):
    """A QR code, dark on light in every look so that a camera can read it."""

    def __init__(
        self, rows: Sequence[Sequence[bool]], parent: QWidget | None = None
    ) -> None:
        """Draw *rows* of dark (True) and light squares."""
        super().__init__(parent)
        self._rows = rows
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        measure.size(self, width=_SIDE, height=_SIDE)

    def sizeHint(self) -> QSize:
        """Take a square that a camera reads from an arm's length."""
        return QSize(measure.px(_SIDE), measure.px(_SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw whole pixels a square, so that no edge is blurred."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.LIGHT_CONTRAST.surface))
        count = len(self._rows) + 2 * _BORDER
        ratio = self.devicePixelRatioF()
        step = int(min(self.width(), self.height()) * ratio / count) / ratio
        start = (self.width() - step * count) / 2 + step * _BORDER
        top = (self.height() - step * count) / 2 + step * _BORDER
        ink = QColor(tokens.LIGHT_CONTRAST.ink)
        for down, squares in enumerate(self._rows):
            for along, dark in enumerate(squares):
                if dark:
                    box = QRectF(start + along * step, top + down * step, step, step)
                    painter.fillRect(box, ink)
        painter.end()
