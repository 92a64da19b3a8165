"""Sizes that follow the zoom: layouts and widgets remember what they measure at 100 %.

``gaps`` and ``size`` set a measure and write it on the object; ``rescale`` reads it
back when the zoom changes, so a page need not be built anew.
"""

from collections.abc import Iterable

from PySide6.QtWidgets import QLayout, QWidget

from intake.ui import look, tokens

_GAPS = "intakeGaps"
_SIZE = "intakeSize"
_UNBOUNDED = 16_777_215


def px(points: float) -> int:
    """Return a measure of 100 % at the present zoom, in pixels."""
    return round(points * look.current().zoom / 100)


def gaps(
    layout: QLayout,
    *,
    margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    spacing: int = tokens.SMALL_GAP,
) -> None:
    """Set a layout's *margins* (start, top, end, bottom) and *spacing* at 100 %."""
    layout.setProperty(_GAPS, [*margins, spacing])
    _space(layout)


def size(
    widget: QWidget,
    *,
    width: int = 0,
    height: int = 0,
    least_width: int = 0,
    least_height: int = 0,
    most_width: int = 0,
    most_height: int = 0,
) -> None:
    """Set a widget's bounds at 100 %; 0 leaves a bound open."""
    bounds = [
        width or least_width,
        height or least_height,
        width or most_width,
        height or most_height,
    ]
    widget.setProperty(_SIZE, bounds)
    _bound(widget)


def rescale(root: QWidget) -> None:
    """Apply the present zoom to *root* and everything inside it."""
    for layout in root.findChildren(QLayout):
        if layout.property(_GAPS) is not None:
            _space(layout)
    widgets: Iterable[QWidget] = (root, *root.findChildren(QWidget))
    for widget in widgets:
        if widget.property(_SIZE) is not None:
            _bound(widget)


def _space(layout: QLayout) -> None:
    left, top, right, bottom, spacing = (px(part) for part in layout.property(_GAPS))
    layout.setContentsMargins(left, top, right, bottom)
    layout.setSpacing(spacing)


def _bound(widget: QWidget) -> None:
    least_width, least_height, most_width, most_height = (
        px(part) for part in widget.property(_SIZE)
    )
    widget.setMinimumSize(least_width, least_height)
    widget.setMaximumSize(most_width or _UNBOUNDED, most_height or _UNBOUNDED)
