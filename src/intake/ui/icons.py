"""The program's own line icons, drawn in whatever ink is wanted.

Each is a small SVG in resources/icons with ``currentColor`` for its strokes: a box of
20, strokes of 1.75, nothing filled but marks. Names that point forward or back are
mirrored where the page runs to the left.
"""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from intake.resources import resource
from intake.ui import measure, theme, tokens

# These turn with the page; a clock, a check mark and a player's arrow do not.
_TURNING = frozenset(("back", "next", "leave", "undo", "redo"))


@cache
def _source(name: str) -> str:
    file: Path = resource(f"icons/{name}.svg")
    return file.read_text(encoding="utf-8")


@cache
def _drawing(name: str, colour: str) -> QSvgRenderer:
    # Two inks: the line, and the ground on which a filled mark stands.
    text = _source(name).replace("currentColor", colour)
    return QSvgRenderer(QByteArray(text.encode()))


def paint(
    painter: QPainter, name: str, box: QRectF, ink: QColor, *, mirrored: bool = False
) -> None:
    """Draw the icon *name* into *box* in the colour *ink*."""
    drawing = _drawing(name, ink.name())
    painter.save()
    if mirrored and name in _TURNING:
        painter.translate(box.center().x() * 2, 0)
        painter.scale(-1, 1)
    drawing.render(painter, box)
    painter.restore()


def button_size() -> QSize:
    """Return the size of an icon on a button, with room towards the words."""
    side = measure.px(tokens.ICON)
    return QSize(side + measure.px(tokens.TINY), side)


def icon(name: str, role: str, ratio: float, *, reverse: bool = False) -> QIcon:
    """Return the icon for a button, in the colour of a palette *role*.

    It is sharp at the pixel *ratio*; *reverse* is a button that runs to the left.
    """
    size = button_size()
    side = size.height()
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    box = QRectF(size.width() - side if reverse else 0, 0, side, side)
    paint(painter, name, box, theme.colour(role), mirrored=reverse)
    painter.end()
    return QIcon(made)
