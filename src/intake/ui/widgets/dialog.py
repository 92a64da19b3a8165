"""A decision that can't wait: what will happen in words, and a verb for each way.

The way that changes nothing is the default, and Escape takes it. Where a vault is
open, its lock is at hand here, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from intake.ui import measure, plain, tokens
from intake.ui.widgets.buttons import (
    Button,
    DangerButton,
    PrimaryButton,
    QuietButton,
)
from intake.ui.widgets.words import Text, Title

_WIDTH = 480


@dataclass(frozen=True, slots=True)
class Verb:
    """One way to decide: its ``key`` is the answer, its ``words`` stand on the button.

    ``kind`` is "plain", "primary" or "danger".
    """

    key: str
    words: str
    kind: str = "plain"


@runtime_checkable
class Lockable(Protocol):
    """The window under a dialog, as far as its lock is concerned."""

    @property
    def locks(self) -> bool:
        """Whether something is open that could be locked."""

    def lock(self) -> None:
        """Lock; every dialog is closed by it."""


class Dialog(QDialog):
    """A question with its ways; ``choice`` is the key of the way taken.

    The first verb is the safe one: it is the default and what Escape means.
    """

    def __init__(
        self,
        title: str,
        text: str,
        verbs: Sequence[Verb],
        parent: QWidget | None = None,
        *,
        content: QWidget | None = None,
    ) -> None:
        """Put *text*, then *content* if any, then a button for each verb."""
        super().__init__(parent)
        self.setWindowTitle("Intake")
        self.setModal(True)
        self.choice = verbs[0].key
        column = QVBoxLayout(self)
        pad = tokens.WIDE_GAP
        measure.gaps(column, margins=(pad, pad, pad, pad), spacing=tokens.GAP)
        column.addWidget(Title(title))
        if text:
            column.addWidget(Text(text))
        if content is not None:
            column.addWidget(content)
        plain.spoken(self, title, text)
        line = QHBoxLayout()
        measure.gaps(line)
        under: object = parent.window() if parent is not None else None
        if isinstance(under, Lockable) and under.locks:
            line.addWidget(_lock(under))
        line.addStretch(1)
        self.buttons: dict[str, Button] = {}
        for verb in verbs:
            button = _button(verb)
            button.clicked.connect(lambda _=False, key=verb.key: self._take(key))
            self.buttons[verb.key] = button
        # The safe way stands first, the others towards the end of the line.
        for button in self.buttons.values():
            line.addWidget(button)
        column.addSpacing(measure.px(tokens.SMALL_GAP))
        column.addLayout(line)
        safe = self.buttons[verbs[0].key]
        safe.setDefault(True)
        if content is None:
            safe.setFocus(Qt.FocusReason.OtherFocusReason)
        measure.size(self, least_width=_WIDTH)

    def _take(self, key: str) -> None:
        self.choice = key
        self.accept()


def ask(parent: QWidget, title: str, text: str, verbs: Sequence[Verb]) -> str:
    """Show the question over *parent* and return the key of the way taken."""
    dialog = Dialog(title, text, verbs, parent)
    dialog.exec()
    choice = dialog.choice
    dialog.deleteLater()
    return choice


def _lock(window: Lockable) -> Button:
    words = QCoreApplication.translate("Dialog", "Lock")
    lock = QuietButton(words, icon="lock")
    lock.setAutoDefault(False)
    lock.clicked.connect(window.lock)
    return lock


def _button(verb: Verb) -> Button:
    match verb.kind:
        case "primary":
            return PrimaryButton(verb.words)
        case "danger":
            button: Button = DangerButton(verb.words)
            button.setAutoDefault(False)
            return button
        case _:
            return Button(verb.words)
