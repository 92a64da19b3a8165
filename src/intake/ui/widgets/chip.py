"""A state as a word on a soft ground, never as a colour alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from intake.ui import measure, plain
from intake.ui.tokens import Tone

HEIGHT = 26


class Chip(QLabel):
    """One word or two, with the tone that goes with them."""

    def __init__(
        self, word: str, tone: Tone = Tone.QUIET, parent: QWidget | None = None
    ) -> None:
        """Show *word* in *tone*."""
        super().__init__(parent)
        self.setProperty("role", "chip")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        measure.size(self, height=HEIGHT)
        self.say(word, tone)

    def say(self, word: str, tone: Tone) -> None:
        """Show another word and tone."""
        plain.label(self, word)
        self.setProperty("tone", str(tone))
        self.style().unpolish(self)
        self.style().polish(self)
