"""A small sheet to draw or sign on with the mouse; it never touches the disk.

What is drawn becomes a PNG in memory, and goes from there into the vault. The ink is
always dark on white, whatever the program looks like: the record is read elsewhere.
"""

from PySide6.QtCore import QCoreApplication, QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.forms import Item
from intake.ui import measure, plain, theme, tokens
from intake.ui.questions.hands import Hands
from intake.ui.questions.pictures import written
from intake.ui.widgets.buttons import Button, QuietButton
from intake.ui.widgets.flow import flow
from intake.ui.widgets.words import Hint

METHODS = frozenset(("draw", "signature", "annotate"))
_SHEET = QSize(560, 240)
_SCALE = 2
_NIB = 2.5


class Sheet(QWidget):
    """White paper; a pressed mouse draws on it. Lines are in points of the sheet."""

    def __init__(self) -> None:
        """Begin with an empty sheet."""
        super().__init__()
        self.lines: list[list[QPointF]] = []
        self.drawn: list[QWidget] = []
        self.setCursor(Qt.CursorShape.CrossCursor)
        measure.size(
            self,
            least_width=160,
            most_width=_SHEET.width(),
            height=_SHEET.height(),
        )

    def sizeHint(self) -> QSize:
        """As wide as the sheet, if there is room."""
        return QSize(measure.px(_SHEET.width()), measure.px(_SHEET.height()))

    def wipe(self) -> None:
        """Take every line away."""
        self.lines = []
        self._told()

    def step_back(self) -> None:
        """Take the last line away."""
        self.lines = self.lines[:-1]
        self._told()

    def to_png(self) -> bytes:
        """Give what is drawn, dark on white, as a PNG."""
        paper, ink = tokens.LIGHT.surface, tokens.LIGHT.ink
        image = QImage(_SHEET * _SCALE, QImage.Format.Format_RGB32)
        image.fill(paper)
        painter = QPainter(image)
        painter.scale(_SCALE, _SCALE)
        self._draw(painter, ink)
        painter.end()
        return written(image)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a line."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.lines.append([self._place(event)])
            self._told()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the line."""
        if self.lines and event.buttons() & Qt.MouseButton.LeftButton:
            self.lines[-1].append(self._place(event))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Show the paper and what is on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.setBrush(QColor(tokens.LIGHT.surface))
        corner = measure.px(tokens.FIELD_CORNER)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), corner, corner)
        painter.scale(self.width() / _SHEET.width(), self.height() / _SHEET.height())
        self._draw(painter, tokens.LIGHT.ink)
        painter.end()

    def _draw(self, painter: QPainter, ink: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(ink)
        pen.setWidthF(_NIB)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in self.lines:
            path = QPainterPath(line[0])
            for point in line[1:]:
                path.lineTo(point)
            painter.drawPath(path)
            painter.drawPoint(line[0])

    def _place(self, event: QMouseEvent) -> QPointF:
        at = event.position()
        x = at.x() * _SHEET.width() / max(1, self.width())
        y = at.y() * _SHEET.height() / max(1, self.height())
        return QPointF(x, y)

    def _told(self) -> None:
        for button in self.drawn:
            button.setEnabled(bool(self.lines))
        self.update()


class Drawing(QWidget):
    """A sheet with what can be done with it: keep, step back, begin again."""

    def __init__(self, item: Item, hands: Hands) -> None:
        """Draw the answer of *item*."""
        super().__init__()
        self.setProperty("role", "clear")
        self._item = item
        self._hands = hands
        translate = QCoreApplication.translate
        signs = "signature" in item.appearance
        self.sheet = Sheet()
        words = (
            translate("drawing", "Sign here with the mouse or a pen tablet.")
            if signs
            else translate("drawing", "Draw here with the mouse or a pen tablet.")
        )
        self.keep = Button(
            translate("drawing", "Keep the signature")
            if signs
            else translate("drawing", "Keep the drawing"),
            icon="check",
        )
        self.back = QuietButton(translate("drawing", "Last line away"), icon="undo")
        self.wipe = QuietButton(translate("drawing", "Begin again"))
        self.sheet.drawn = [self.keep, self.back, self.wipe]
        self.keep.clicked.connect(self._keep)
        self.back.clicked.connect(self.sheet.step_back)
        self.wipe.clicked.connect(self.sheet.wipe)
        for button in self.sheet.drawn:
            button.setEnabled(False)
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=6)
        column.addWidget(Hint(words))
        column.addWidget(self.sheet)
        column.addWidget(flow(self.keep, self.back, self.wipe))

    def name(self, name: str) -> None:
        """Name sheet and buttons after the question."""
        plain.spoken(self.sheet, name)
        for button in (self.keep, self.back, self.wipe):
            plain.spoken(button, f"{plain.button_text(button)}: {name}")

    def _keep(self) -> None:
        data = self.sheet.to_png()
        if not self._hands.attach_drawn(self._item.ref, "drawing.png", data):
            self.sheet.wipe()
