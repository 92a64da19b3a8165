"""Labels by role: the question is the largest thing on a page, the rest steps back."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from intake.forms.styling import Styled
from intake.ui import plain, tokens


class Text(QLabel):
    """Words on a page: plain, wrapped, no line longer than 75 characters."""

    role = "text"

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, wraps: bool = True
    ) -> None:
        """Show *text*; without *wraps* it stays on one line."""
        super().__init__(parent)
        self.setProperty("role", self.role)
        self.setWordWrap(wraps)
        if wraps:
            policy = QSizePolicy(
                QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum
            )
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        self._centred = False
        self._styled: Styled = ()
        self._align()
        self.say(text)

    def centre(self) -> None:
        """Stand in the middle of its place."""
        self._centred = True
        self._align()

    def say(self, text: str) -> None:
        """Show *text* instead."""
        if self._styled:
            self._styled = ()
            self.setAccessibleName("")  # a styled text has its words there
        plain.label(self, text)

    def show_styled(self, lines: Styled) -> None:
        """Show words as the author of a form stressed them."""
        self._styled = lines
        plain.styled(self, lines)

    def changeEvent(self, event: QEvent) -> None:
        """Keep the line length when the font changes with the zoom."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._bound()
            if self._styled:
                # Which colours can be read depends on the ground.
                plain.styled(self, self._styled)
        elif event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure once the stylesheet has given the font."""
        super().showEvent(event)
        self._bound()

    def heightForWidth(self, width: int) -> int:
        """Measure at the width it will have, not at the width of its place."""
        return super().heightForWidth(min(width, self.maximumWidth()))

    def minimumSizeHint(self) -> QSize:
        """Let a wrapped label become narrow rather than push the page wide."""
        hint = super().minimumSizeHint()
        return QSize(0, hint.height()) if self.wordWrap() else hint

    def _align(self) -> None:
        # A label would take the side of its text's script; pages keep one edge.
        reverse = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if reverse else Qt.AlignmentFlag.AlignLeft
        if self._centred:
            side = Qt.AlignmentFlag.AlignHCenter
        self.setAlignment(
            side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        )

    def _bound(self) -> None:
        if self.wordWrap():
            letter = self.fontMetrics().averageCharWidth()
            self.setMaximumWidth(letter * tokens.LINE_CHARACTERS)


class Title(Text):
    """What a page is."""

    role = "title"


class Question(Text):
    """What is asked."""

    role = "question"


class Strong(Text):
    """A line that carries weight in a card."""

    role = "strong"


class Hint(Text):
    """A help under a question."""

    role = "hint"


class Second(Text):
    """The same question in a second language."""

    role = "second"


class Small(Text):
    """What may be overlooked."""

    role = "small"


class Section(Text):
    """A heading over a few lines in a rail or a card."""

    role = "section"


class Figure(Text):
    """A number that is read from afar."""

    role = "figure"


class ErrorText(Text):
    """Words in the colour of an error; an icon or a word says it too."""

    role = "error"


def selectable(label: QLabel) -> None:
    """Let a label's text be marked with mouse and keys, to be read out or compared."""
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
