"""An editor with one thing in it: a box to tick."""

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import QVBoxLayout

from intake.forms import Item
from intake.ui import measure, plain
from intake.ui.questions.editor import Editor, Give
from intake.ui.widgets.choices import CheckCard

_DONE = "OK"


class TriggerEditor(Editor):
    """A box to tick when something was read or done."""

    def __init__(self, _item: Item, give: Give) -> None:
        """Show the answer of the item."""
        super().__init__(give)
        self.card = CheckCard(QCoreApplication.translate("small", "Yes, done"))
        column = QVBoxLayout(self)
        measure.gaps(column)
        column.addWidget(self.card)
        self.card.clicked.connect(lambda on: self.give(_DONE if on else ""))
        self.setFocusProxy(self.card)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self.knows(item.value)
        with QSignalBlocker(self.card):
            self.card.setChecked(bool(item.value))
        self.card.update()
        self.card.setDisabled(item.readonly)

    def name(self, name: str, description: str) -> None:
        """Name the box after the question."""
        plain.spoken(self.card, name, description)
