"""Choices as lines to press: radio and check marks whose words wrap and mirror.

Qt's own radio button neither wraps its text nor takes a colour for its mark from a
palette role, so these draw themselves; they stay radio buttons and check boxes to the
keyboard and to a screen reader.
"""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from intake.ui import measure, plain, theme, tokens
from intake.ui.direction import drawing

_MARK = 18
_WRAP = Qt.TextFlag.TextWordWrap


class RadioCard(QRadioButton):
    """One of several; pressing it chooses it."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        key: str = "",
        second: str = "",
    ) -> None:
        """Show *text*, *second* small under it, and the *key* that chooses it."""
        super().__init__(parent)
        self.key = key
        self.second = second
        _prepare(self, text)

    def sizeHint(self) -> QSize:
        """Room for the words on one line, if there is."""
        return _wanted(self, self.second)

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine: the words wrap."""
        return QSize(
            min(measure.px(96), self.sizeHint().width()), measure.px(tokens.TARGET)
        )

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped words, at least a target's."""
        return _height(self, self.second, width)

    def hitButton(self, _pos: object) -> bool:
        """Take a click anywhere on the line."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line, the mark and the words."""
        painter = QPainter(self)
        mark = _paint_line(self, painter, self.second, self.key)
        chosen = self.isChecked()
        ink = theme.colour("accent" if chosen else "edge")
        painter.setPen(QPen(ink, measure.px(1.75)))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(mark)
        if chosen:
            painter.setBrush(ink)
            inner = mark.width() * 0.27
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(mark.adjusted(inner, inner, -inner, -inner))
        painter.end()


class CheckCard(QCheckBox):
    """Any of several; pressing it takes it in or out."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        key: str = "",
        second: str = "",
    ) -> None:
        """Show *text*, *second* small under it, and the *key* that marks it."""
        super().__init__(parent)
        self.key = key
        self.second = second
        _prepare(self, text)

    def sizeHint(self) -> QSize:
        """Room for the words on one line, if there is."""
        return _wanted(self, self.second)

    def minimumSizeHint(self) -> QSize:
        """Narrow is fine: the words wrap."""
        return QSize(
            min(measure.px(96), self.sizeHint().width()), measure.px(tokens.TARGET)
        )

    def heightForWidth(self, width: int) -> int:
        """Height of the wrapped words, at least a target's."""
        return _height(self, self.second, width)

    def hitButton(self, _pos: object) -> bool:
        """Take a click anywhere on the line."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line, the mark and the words."""
        painter = QPainter(self)
        mark = _paint_line(self, painter, self.second, self.key)
        chosen = self.isChecked()
        painter.setPen(
            QPen(theme.colour("accent" if chosen else "edge"), measure.px(1.75))
        )
        painter.setBrush(theme.colour("accent" if chosen else "surface"))
        corner = measure.px(4)
        painter.drawRoundedRect(mark, corner, corner)
        if chosen:
            painter.setPen(
                QPen(
                    theme.colour("on_accent"),
                    measure.px(2),
                    Qt.PenStyle.SolidLine,
                    Qt.PenCapStyle.RoundCap,
                    Qt.PenJoinStyle.RoundJoin,
                )
            )
            side = mark.width()
            points = [
                QPointF(mark.left() + side * x, mark.top() + side * y)
                for x, y in ((0.24, 0.52), (0.43, 0.72), (0.77, 0.30))
            ]
            painter.drawPolyline(QPolygonF(points))
        painter.end()


def _prepare(card: QAbstractButton, text: str) -> None:
    plain.button(card, text)
    card.setCursor(Qt.CursorShape.PointingHandCursor)
    card.setAttribute(Qt.WidgetAttribute.WA_Hover)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    card.setSizePolicy(policy)


def _lead() -> int:
    return measure.px(tokens.SMALL_GAP + _MARK + 10)


def _metrics(card: QAbstractButton, second: str) -> tuple[QFontMetrics, QFontMetrics]:
    card.ensurePolished()
    small = theme.font(tokens.SMALL_TEXT)
    return card.fontMetrics(), QFontMetrics(small) if second else card.fontMetrics()


def _wanted(card: QAbstractButton, second: str) -> QSize:
    metrics, small = _metrics(card, second)
    width = metrics.horizontalAdvance(plain.button_text(card))
    if not width:
        # A mark alone, in a table.
        side = measure.px(_MARK + 2 * tokens.SMALL_GAP)
        return QSize(side, measure.px(tokens.TARGET))
    if second:
        width = max(width, small.horizontalAdvance(second))
    width += _lead() + measure.px(tokens.GAP)
    return QSize(width, _height(card, second, width))


def _height(card: QAbstractButton, second: str, width: int) -> int:
    metrics, small = _metrics(card, second)
    room = max(1, width - _lead() - measure.px(tokens.SMALL_GAP))
    box = QRect(0, 0, room, 1 << 16)
    height = metrics.boundingRect(box, _WRAP, plain.button_text(card)).height()
    if second:
        height += small.boundingRect(box, _WRAP, second).height()
    return max(measure.px(tokens.TARGET), height + measure.px(10))


def _paint_line(
    card: QAbstractButton, painter: QPainter, second: str, key: str
) -> QRectF:
    """Draw ground, words, key and ring; return the box in which the mark goes."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    reverse = card.layoutDirection() is Qt.LayoutDirection.RightToLeft
    corner = measure.px(tokens.FIELD_CORNER)
    painter.setPen(Qt.PenStyle.NoPen)
    whole = QRectF(card.rect()).adjusted(1, 1, -1, -1)
    if card.isChecked():
        painter.setBrush(theme.colour("accent_soft"))
        painter.drawRoundedRect(whole, corner, corner)
    elif card.underMouse() and card.isEnabled():
        painter.setBrush(theme.colour("hover"))
        painter.drawRoundedRect(whole, corner, corner)
    lead, edge = _lead(), measure.px(tokens.SMALL_GAP)
    room = card.rect().adjusted(
        edge if reverse else lead, 0, -lead if reverse else -edge, 0
    )
    _paint_words(card, painter, room, second)
    side = measure.px(_MARK)
    start = card.width() - edge - side if reverse else edge
    # Beside the first line, or in the middle of a single one.
    line = min(card.height(), measure.px(tokens.TARGET))
    top = (line - side) / 2 if card.height() > line else (card.height() - side) / 2
    if card.hasFocus():
        painter.setPen(QPen(theme.colour("accent"), measure.px(tokens.RING)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(whole, corner, corner)
    if key and card.window().isActiveWindow() and _group_has_focus(card):
        painter.setFont(theme.font(tokens.SMALL_TEXT))
        painter.setPen(theme.colour("muted"))
        opposite = (
            Qt.LayoutDirection.LeftToRight
            if reverse
            else Qt.LayoutDirection.RightToLeft
        )
        painter.drawText(room, drawing(key, opposite), key)
    return QRectF(start, top, side, side)


def _group_has_focus(card: QAbstractButton) -> bool:
    parent, focused = card.parentWidget(), QApplication.focusWidget()
    return parent is not None and focused is not None and parent.isAncestorOf(focused)


def _paint_words(
    card: QAbstractButton, painter: QPainter, room: QRect, second: str
) -> None:
    layout = card.layoutDirection()
    text = plain.button_text(card)
    flags = drawing(text, layout) | _WRAP.value
    painter.setFont(card.font())
    painter.setPen(theme.colour("ink" if card.isEnabled() else "muted"))
    if not second:
        painter.drawText(room, flags, text)
        return
    metrics, small = _metrics(card, second)
    box = QRect(0, 0, room.width(), 1 << 16)
    upper = metrics.boundingRect(box, _WRAP, text).height()
    lower = small.boundingRect(box, _WRAP, second).height()
    top = (card.height() - upper - lower) // 2
    painter.drawText(QRect(room.left(), top, room.width(), upper), flags, text)
    painter.setFont(theme.font(tokens.SMALL_TEXT))
    painter.setPen(theme.colour("muted"))
    flags = drawing(second, layout) | _WRAP.value
    lower_room = QRect(room.left(), top + upper, room.width(), lower)
    painter.drawText(lower_room, flags, second)
