"""An inline message where the deed began: info, warning, error, good."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from intake.ui import measure, messages, plain, tokens
from intake.ui.tokens import Tone
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.words import Text

_ICONS = {
    Tone.ACCENT: "info",
    Tone.QUIET: "info",
    Tone.WARNING: "warning",
    Tone.ERROR: "wrong",
    Tone.GOOD: "good",
}


class Banner(QFrame):
    """A message with its icon; hidden until it has something to say.

    ``offer`` puts a button on it; ``taken`` tells that the button was pressed.
    """

    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self.setProperty("role", "banner")
        self._icon = Icon("info", "ink")
        self._text = Text()
        self._button = Button("")
        self._button.hide()
        self._button.clicked.connect(self.taken)
        self.setFocusProxy(self._button)
        line = QHBoxLayout(self)
        gap = tokens.GAP
        measure.gaps(line, margins=(gap, 10, gap, 10), spacing=10)
        # The icon beside the first line; both in the middle of a higher button.
        said = QHBoxLayout()
        measure.gaps(said, spacing=10)
        said.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._text, 1)
        above = QVBoxLayout()
        above.addStretch(1)
        above.addLayout(said)
        above.addStretch(1)
        line.addLayout(above, 1000)
        line.addStretch(1)
        line.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def info(self, text: str) -> None:
        """Say something that is only good to know."""
        self._say(text, Tone.ACCENT)

    def warn(self, text: str) -> None:
        """Say something to look at."""
        self._say(text, Tone.WARNING)

    def good(self, text: str) -> None:
        """Say that something worked."""
        self._say(text, Tone.GOOD)

    def error(self, error: BaseException | str) -> None:
        """Say what went wrong: an error in its sentence, or the words given."""
        text = error if isinstance(error, str) else messages.sentence(error)
        self._say(text, Tone.ERROR)

    def offer(self, verb: str) -> None:
        """Put a button with *verb* on the message, or take it away with ""."""
        plain.button(self._button, verb)
        self._button.setVisible(bool(verb))

    def clear(self) -> None:
        """Say nothing more."""
        self.hide()
        self.offer("")

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def _say(self, text: str, tone: Tone) -> None:
        self._text.say(text)
        self.setProperty("tone", str(tone))
        self._icon.show_icon(_ICONS[tone], "ink" if tone is Tone.QUIET else str(tone))
        plain.spoken(self, text)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
