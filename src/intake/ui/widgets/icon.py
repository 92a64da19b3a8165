"""A line icon as a widget, in the ink of a palette role."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from intake.ui import icons, measure, theme, tokens


class Icon(QWidget):
    """An icon beside words; a screen reader hears only the words."""

    def __init__(
        self, name: str, role: str = "ink", parent: QWidget | None = None
    ) -> None:
        """Draw the icon *name* in the colour of *role*."""
        super().__init__(parent)
        self._name = name
        self._role = role
        measure.size(self, width=tokens.ICON, height=tokens.ICON)

    def show_icon(self, name: str, role: str) -> None:
        """Draw another icon."""
        self._name, self._role = name, role
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon in the present ink."""
        painter = QPainter(self)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        icons.paint(
            painter,
            self._name,
            QRectF(self.rect()),
            theme.colour(self._role),
            mirrored=mirrored,
        )
        painter.end()
