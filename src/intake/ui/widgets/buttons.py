"""Buttons: a verb each, one primary a page, the ring of the focus always visible."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from intake.ui import icons, measure, plain, theme, tokens
from intake.ui.direction import drawing


class Button(QPushButton):
    """A deed on a page."""

    role = "plain"
    _ink = "ink"

    def __init__(
        self, text: str, parent: QWidget | None = None, *, icon: str = ""
    ) -> None:
        """Write *text* on it, with a line *icon* beside if one is named."""
        super().__init__(parent)
        self._icon = ""
        self.setProperty("role", self.role)
        plain.button(self, text)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._icon = icon
        self.look_changed()

    def changeEvent(self, event: QEvent) -> None:
        """Turn with the page."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            plain.button(self, plain.button_text(self))
            self.look_changed()

    def look_changed(self) -> None:
        """Draw the icon anew in the present ink and size."""
        if self._icon:
            self.setIconSize(icons.button_size())
            reverse = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            ratio = self.devicePixelRatioF()
            self.setIcon(icons.icon(self._icon, self._ink, ratio, reverse=reverse))


class PrimaryButton(Button):
    """The one deed a page is for."""

    role = "primary"
    _ink = "on_accent"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the focus ring inside, where it stands out from the accent."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("on_accent"), measure.px(tokens.RING)))
            inset = measure.px(tokens.TINY)
            corner = measure.px(tokens.FIELD_CORNER) - inset / 2
            box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(box, corner, corner)
            painter.end()


class QuietButton(Button):
    """A deed that steps back: no border until it is pointed at."""

    role = "quiet"
    _ink = "muted"


class DangerButton(Button):
    """A deed that takes something away; its words say what."""

    role = "danger"
    _ink = "error"


class FoldButton(Button):
    """Shows or hides more of a thing; stands at the edge of the words around it."""

    role = "fold"
    _ink = "muted"


class LinkButton(Button):
    """A way to another place, as a line of words."""

    role = "link"
    _ink = "accent"


class Toggle(QCheckBox):
    """A switch with words beside it, for a setting that acts at once."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        """Write *text* beside the switch."""
        super().__init__(parent)
        plain.button(self, text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        measure.size(self, least_height=tokens.TARGET)

    def sizeHint(self) -> QSize:
        """Room for the switch and the words."""
        words = self.fontMetrics().horizontalAdvance(plain.button_text(self))
        return QSize(
            words + measure.px(44 + 3 * tokens.SMALL_GAP), measure.px(tokens.TARGET)
        )

    def minimumSizeHint(self) -> QSize:
        """Return the same: a switch is never cut."""
        return self.sizeHint()

    def hitButton(self, _pos: object) -> bool:
        """Take a click anywhere on the line."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw track, knob, words, and the ring when focused."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        reverse = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        width, height = measure.px(40), measure.px(22)
        edge = measure.px(tokens.TINY)
        start = self.width() - width - edge if reverse else edge
        track = QRectF(start, (self.height() - height) / 2, width, height)
        checked = self.isChecked()
        painter.setPen(QPen(theme.colour("accent" if checked else "edge"), 1.5))
        painter.setBrush(theme.colour("accent" if checked else "surface"))
        painter.drawRoundedRect(track, height / 2, height / 2)
        knob = height - measure.px(8)
        at_end = checked is not reverse
        left = track.right() - knob - measure.px(4) if at_end else track.left()
        left += 0 if at_end else measure.px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("on_accent" if checked else "edge"))
        painter.drawEllipse(QRectF(left, track.center().y() - knob / 2, knob, knob))
        room = width + edge + measure.px(tokens.GAP)
        words = self.rect().adjusted(
            0 if reverse else room, 0, -room if reverse else 0, 0
        )
        painter.setPen(theme.colour("ink" if self.isEnabled() else "muted"))
        text = plain.button_text(self)
        painter.drawText(words, drawing(text, self.layoutDirection()), text)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), measure.px(tokens.RING)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            corner = measure.px(tokens.FIELD_CORNER)
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(1, 1, -1, -1), corner, corner
            )
        painter.end()
