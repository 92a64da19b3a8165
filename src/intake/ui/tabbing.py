"""Tab goes through a window as one reads it, whatever was made first.

Qt goes by the order in which widgets were made. Questions are made and remade while one
answers, so the order is read from the layouts each time that Tab is pressed.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLayout,
    QLineEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

# What takes the focus as a whole; what Qt put inside is its own matter.
_WHOLE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTextEdit,
)


def step(root: QWidget, *, forward: bool) -> bool:
    """Put the focus on what comes after, or before, within *root*; tell if it moved."""
    stops = list(in_order(root))
    if not stops:
        return False
    here = root.focusWidget()
    if here in stops:
        place = stops.index(here) + (1 if forward else -1)
    else:
        place = _beside(root, here, stops, forward=forward)
        if _is_lost(here):
            # Qt asks for another place for what vanished or is held. The next may be
            # the rail, where Enter would leave the page: rather the one before.
            place = min(place, len(stops) - 1)
    reason = Qt.FocusReason
    stops[place % len(stops)].setFocus(
        reason.TabFocusReason if forward else reason.BacktabFocusReason
    )
    return True


def in_order(root: QWidget) -> Iterator[QWidget]:
    """Yield what Tab stops at in *root*, in the order of its layouts."""
    return (each for each in _read(root) if _is_stop(each))


def _is_stop(widget: QWidget) -> bool:
    tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tab) and widget.focusProxy() is None


def _beside(
    root: QWidget, here: QWidget | None, stops: list[QWidget], *, forward: bool
) -> int:
    """Find where to go on from what is no stop itself, as a chosen line of text."""
    before = 0
    for each in _read(root, every=True):
        if each is here:
            return before if forward else before - 1
        before += each is stops[before] if before < len(stops) else 0
    return 0 if forward else -1


def _is_lost(widget: QWidget | None) -> bool:
    """Tell whether the cursor is where nobody can use it any more."""
    return widget is not None and not (widget.isVisible() and widget.isEnabled())


def _read(widget: QWidget, *, every: bool = False) -> Iterator[QWidget]:
    """Yield what can be used in *widget*, itself first; or *every* one there is."""
    if not every and not (widget.isVisible() and widget.isEnabled()):
        return
    yield widget
    if isinstance(widget, QScrollArea):
        inner = widget.widget()
        if inner is not None:
            yield from _read(inner, every=every)
        return
    if isinstance(widget, _WHOLE):
        return
    seen: set[QWidget] = set()
    layout = widget.layout()
    for each in _in_layout(layout) if layout is not None else ():
        seen.add(each)
        yield from _read(each, every=every)
    for child in widget.children():
        if isinstance(child, QWidget) and child not in seen and not child.isWindow():
            yield from _read(child, every=every)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _in_layout(inner)
