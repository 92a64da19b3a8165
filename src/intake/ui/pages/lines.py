"""A line with a mark before its words, the way every page says a thing with weight."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from intake.ui import measure, tokens
from intake.ui.widgets.icon import Icon
from intake.ui.widgets.words import Text

_WIDE = 1000


def marked(icon: str, tone: str, words: Text) -> QHBoxLayout:
    """Lay *icon*, in the ink of *tone*, before *words*; both begin at the top."""
    line = QHBoxLayout()
    measure.gaps(line, spacing=tokens.SMALL_GAP)
    line.addWidget(Icon(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(words, _WIDE)
    line.addStretch(1)
    return line
