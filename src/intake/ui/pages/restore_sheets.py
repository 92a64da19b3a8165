"""A desk brought back from its sheets: their words, which desk, a new passphrase."""

import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.app.cards import GROUPS_TO_TYPE
from intake.app.recovery import Printed
from intake.domain.people import GROUPS, Role
from intake.ui import measure, tokens, words
from intake.ui.direction import isolate
from intake.ui.pages.new_passphrase import NewPassphrase
from intake.ui.pages.sheet_words import SheetWords
from intake.ui.widgets import files
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.card import row, rule
from intake.ui.widgets.digits import CodeDigits
from intake.ui.widgets.fields import (
    DropDown,
    Field,
    FieldLabel,
    labelled,
    to_western_digits,
)
from intake.ui.widgets.words import Hint, Text

LONGEST_NAME = 60
_FINGERPRINT = 64


class SheetsStep(QWidget):
    """Asks for the words of enough sheets; ``complete`` when all are read."""

    complete = Signal()

    def __init__(self) -> None:
        """Ask for the first sheet."""
        super().__init__()
        self.setProperty("role", "clear")
        self.words = SheetWords()
        self.words.complete.connect(self.complete)
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=tokens.GAP)
        column.addWidget(
            Text(
                self.tr(
                    "The sheets bring back the keys of the desk and its card. Records "
                    "are not on them: those come from a copy, or are sent again."
                )
            )
        )
        column.addWidget(self.words)
        self.setFocusProxy(self.words)


class DeskStep(QWidget):
    """Asks which desk it was: by its card's file, or by what a sheet says of it."""

    def __init__(self, chance: random.Random | None = None) -> None:
        """Ask for a file, or for what is printed; *chance* draws the groups asked."""
        super().__init__()
        self.setProperty("role", "clear")
        self.path: Path | None = None
        self.file = Button(self.tr("Choose the desk's card…"), icon="file")
        self.file.clicked.connect(self._choose)
        self._named = Hint()
        self._named.hide()
        self.name, self.day, self.serial, self.follows = (
            Field(),
            Field(placeholder="2026-01-31"),
            Field(),
            Field(),
        )
        self.name.setMaxLength(LONGEST_NAME)
        self.serial.setText("1")
        self.role = DropDown()
        self.role.put(
            [(each, words.role(each)) for each in (Role.COORDINATOR, Role.CUSTODIAN)]
        )
        self.role.choose(Role.COORDINATOR)
        drawn = chance or random.SystemRandom()
        self.code = CodeDigits(
            sorted(drawn.sample(range(GROUPS), GROUPS_TO_TYPE)), GROUPS
        )
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=tokens.GAP)
        column.addWidget(
            Text(
                self.tr(
                    "If somebody has the file of the desk's card, choose it. It need "
                    "not be secret."
                )
            )
        )
        column.addLayout(row(self.file, None))
        column.addWidget(self._named)
        self._typed = QWidget()
        typed = QVBoxLayout(self._typed)
        measure.gaps(typed, spacing=tokens.GAP)
        typed.addWidget(rule())
        typed.addWidget(Hint(self.tr("Or type what stands on a sheet.")))
        typed.addWidget(labelled(self.tr("Name of the desk"), self.name))
        typed.addLayout(
            row(
                labelled(self.tr("What it does"), self.role),
                labelled(self.tr("Number of its card"), self.serial),
                labelled(self.tr("Day of its card"), self.day),
                spacing=tokens.GAP,
            )
        )
        self._before = labelled(
            self.tr("The card it follows"),
            self.follows,
            self.tr("64 letters and numbers, as printed."),
        )
        typed.addWidget(self._before)
        typed.addWidget(FieldLabel(self.tr("These three groups of its digits")))
        typed.addLayout(row(self.code, None))
        column.addWidget(self._typed)
        self.serial.textChanged.connect(lambda _: self._ask_before())
        self.setFocusProxy(self.file)
        self._ask_before()

    def _ask_before(self) -> None:
        self._before.setVisible(self.serial.text().strip() not in {"", "1"})

    def _choose(self) -> None:
        names = self.tr("Cards (*.card)")
        found = files.choose_file(self, self.tr("Choose the desk's card"), names)
        if found is not None:
            self.take(found)

    def take(self, path: Path) -> None:
        """Go by the card in the file at *path*."""
        self.path = path
        self._named.say(isolate(path.name))
        self._named.show()
        self._typed.hide()

    def desk(self) -> Printed | Path | None:
        """Give which desk it was, or None while something is lacking."""
        if self.path is not None:
            return self.path
        name = " ".join(self.name.text().split())
        serial = to_western_digits(self.serial.text().strip())
        follows = "".join(self.follows.text().split()).lower()
        try:
            made = date.fromisoformat(to_western_digits(self.day.text().strip()))
        except ValueError:
            return None
        first = serial == "1"
        if not (name and serial.isdecimal() and self.code.is_complete):
            return None
        if not first and len(follows) != _FINGERPRINT:
            return None
        role = Role(self.role.value)
        return Printed(role, name, made, int(serial), "" if first else follows)

    @property
    def groups(self) -> Mapping[int, str]:
        """The groups of the digits that were typed."""
        return self.code.typed


class PassphraseStep(QWidget):
    """Asks for the passphrase of the vault that is made anew."""

    submitted = Signal()

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.setProperty("role", "clear")
        self.new = NewPassphrase()
        self.new.submitted.connect(self.submitted)
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=tokens.GAP)
        column.addWidget(
            Hint(self.tr("The new vault has a new passphrase; the old one is gone."))
        )
        column.addWidget(self.new)
        self.setFocusProxy(self.new)

    def begin(self) -> None:
        """Put the cursor where one begins."""
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)
