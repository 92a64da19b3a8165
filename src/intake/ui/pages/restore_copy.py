"""A vault brought back from a copy: where the copy lies, and its passphrase."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.ui import measure, tokens
from intake.ui.direction import isolate
from intake.ui.pages.lines import marked
from intake.ui.pages.own import Find, Given, PinField
from intake.ui.widgets import files
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.card import row
from intake.ui.widgets.fields import FieldLabel
from intake.ui.widgets.passphrase import PassphraseField
from intake.ui.widgets.words import Hint, Strong, Text


class CopyStep(QWidget):
    """Asks for the folder of the copy and for the passphrase that opens it."""

    submitted = Signal()

    def __init__(self, find: Find, *, covered: bool) -> None:
        """Ask; *covered* says that a vault is here now, which will be put aside."""
        super().__init__()
        self.setProperty("role", "clear")
        self._find = find
        self.path: Path | None = None
        self.choose = Button(self.tr("Choose the folder of the copy…"), icon="stick")
        self.choose.clicked.connect(self._choose)
        self._place = Strong()
        self._place.hide()
        said = self.tr("The passphrase it had on the day of the copy")
        self.passphrase = PassphraseField(said)
        self.passphrase.submitted.connect(self.submitted)
        self.pin = PinField()
        self.pin.submitted.connect(self.submitted)
        self.pin.hide()
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=tokens.GAP)
        column.addWidget(
            Text(
                self.tr(
                    "The copy is read from the stick, and counts here once it was "
                    "opened and read to its end. Nothing on the stick is changed."
                )
            )
        )
        if covered:
            words = self.tr(
                "A vault is here already. It is not lost: it is kept beside this one, "
                "in a folder with another name."
            )
            column.addLayout(marked("warning", "warning", Hint(words)))
        column.addLayout(row(self.choose, None))
        column.addWidget(self._place)
        column.addWidget(FieldLabel(said))
        column.addWidget(self.passphrase)
        column.addWidget(self.pin)
        self.setFocusProxy(self.choose)

    def _choose(self) -> None:
        found = files.choose_folder(self, self.tr("Choose the folder of the copy"))
        if found is not None:
            self.take(found)

    def take(self, path: Path) -> None:
        """Bring back the copy that lies at *path*."""
        self.path = path
        self._place.say(isolate(path))
        self._place.show()
        self.passphrase.setFocus()

    def ask_for_key(self) -> None:
        """Ask for the security key that belongs to the passphrase."""
        self.pin.show()
        self.pin.setFocus()

    def given(self) -> Given:
        """Give what was typed."""
        return Given(self.passphrase.text, self.pin.pin.text, self._find)

    def forget(self) -> None:
        """Throw away what was typed."""
        self.passphrase.forget()
        self.pin.pin.forget()
