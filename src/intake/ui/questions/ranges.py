"""Editors for a number between two ends: a slider with a field, or a rating."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSlider, QVBoxLayout

from intake.forms import Item
from intake.ui import measure, plain
from intake.ui.questions.editor import Editor, Give, Pause
from intake.ui.widgets.buttons import Button
from intake.ui.widgets.fields import DropDown, Field, to_western_digits
from intake.ui.widgets.flow import flow
from intake.ui.widgets.words import Small

_WIDTH = 96
_BREADTH, _HEIGHT = 40, 240
_MOST_STEPS = 10_000
_MOST_RATING = 12
_MOST_PICKED = 1_000
_ONE = Decimal(1)
_ANALOGUE = "analog-scale"
_UPRIGHT = frozenset(("vertical", "distress", _ANALOGUE))


class Scale:
    """The numbers from start to end by steps, exactly as the form writes them."""

    def __init__(self, item: Item) -> None:
        """Read start, end and step; what is missing or odd is 1 to 10 by 1.

        A visual analogue scale goes from 0 to 100.
        """
        analogue = _ANALOGUE in item.appearance
        start, end = (Decimal(0), Decimal(100)) if analogue else (_ONE, Decimal(10))
        self.start = _number(item.parameters.get("start"), start)
        self.end = _number(item.parameters.get("end"), end)
        self.step = abs(_number(item.parameters.get("step"), Decimal(1))) or Decimal(1)
        span = abs(self.end - self.start)
        self.steps = min(int(span / self.step), _MOST_STEPS)
        if self.end < self.start:
            self.step = -self.step

    def value(self, place: int) -> str:
        """Write the number at *place*, counted from 0."""
        number = self.start + self.step * place
        text = f"{number:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text

    def place(self, value: str) -> int | None:
        """Return the place nearest to a number, None for what is none."""
        try:
            number = Decimal(value)
        except InvalidOperation:
            return None
        if not number.is_finite():
            return None
        nearest = round((number - self.start) / self.step)
        return max(0, min(self.steps, nearest))


class _Slider(QSlider):
    """A slider that leaves the wheel to the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        if self.orientation() is Qt.Orientation.Vertical:
            return QSize(measure.px(_BREADTH), measure.px(_HEIGHT))
        return hint

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class RangeEditor(Editor):
    """A slider with its ends written, and a field to type the number."""

    def __init__(self, item: Item, give: Give) -> None:
        """Show the answer of *item*."""
        super().__init__(give)
        self.scale = Scale(item)
        looks = set(item.appearance)
        upright = bool(_UPRIGHT & looks) and "horizontal" not in looks
        self.slider = _Slider(
            Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal
        )
        self.slider.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.slider.setRange(0, self.scale.steps)
        self.slider.setPageStep(max(1, self.scale.steps // 10))
        if "no-ticks" not in item.appearance and self.scale.steps <= 20:  # noqa: PLR2004 - more would be a comb
            self.slider.setTickPosition(
                QSlider.TickPosition.TicksRight
                if upright
                else QSlider.TickPosition.TicksBelow
            )
            self.slider.setTickInterval(1)
        self.field = Field()
        measure.size(self.field, width=_WIDTH)
        if upright:
            self._stand()
        else:
            self._lie()
        self._pause = Pause(self._commit, self)
        self.field.textEdited.connect(lambda _: self._pause.begin())
        self.field.editingFinished.connect(self._pause.now)
        self.slider.valueChanged.connect(self._slid)
        self.setFocusProxy(self.slider)

    def _lie(self) -> None:
        """Put the slider across, its ends written below."""
        measure.size(self.slider, least_width=160, least_height=40)
        ends = QHBoxLayout()
        measure.gaps(ends)
        ends.addWidget(Small(self.scale.value(0), wraps=False))
        ends.addStretch(1)
        ends.addWidget(Small(self.scale.value(self.scale.steps), wraps=False))
        side = QVBoxLayout()
        measure.gaps(side, spacing=0)
        side.addWidget(self.slider)
        side.addLayout(ends)
        line = QHBoxLayout(self)
        measure.gaps(line, spacing=14)
        line.addLayout(side, 1)
        line.addWidget(self.field, 0, Qt.AlignmentFlag.AlignTop)

    def _stand(self) -> None:
        """Put the slider upright, as a thermometer: the end above, the start below."""
        side = QVBoxLayout()
        measure.gaps(side, spacing=2)
        middle = Qt.AlignmentFlag.AlignHCenter
        side.addWidget(
            Small(self.scale.value(self.scale.steps), wraps=False), 0, middle
        )
        side.addWidget(self.slider, 0, middle)
        side.addWidget(Small(self.scale.value(0), wraps=False), 0, middle)
        line = QHBoxLayout(self)
        measure.gaps(line, spacing=22)
        line.addLayout(side)
        line.addWidget(self.field, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now; without an answer the slider stands at rest."""
        self.slider.setDisabled(item.readonly)
        self.field.setReadOnly(item.readonly)
        if self._pause.waiting:
            return
        self.knows(item.value)
        place = self.scale.place(item.value) if item.value else None
        with QSignalBlocker(self.slider):
            self.slider.setValue(place or 0)
        state = "set" if item.value else "unset"
        if self.slider.property("state") != state:
            self.slider.setProperty("state", state)
            self.slider.style().unpolish(self.slider)
            self.slider.style().polish(self.slider)
        if self.field.text() != item.value:
            self.field.setText(item.value)

    def flush(self) -> None:
        """Give what is typed."""
        self._pause.now()

    def name(self, name: str, description: str) -> None:
        """Name slider and field."""
        plain.spoken(self.slider, name, description)
        plain.spoken(self.field, name, description)

    def mark(self, state: str) -> None:
        """Draw the edge."""
        self.field.mark(state)

    def _slid(self, place: int) -> None:
        self.field.setText(self.scale.value(place))
        self._pause.begin()

    def _commit(self) -> None:
        self.give(to_western_digits(self.field.text()).strip())


class RatingEditor(Editor):
    """A few numbers in a row, one of them pressed."""

    def __init__(self, item: Item, give: Give) -> None:
        """Show the answer of *item*."""
        super().__init__(give)
        scale = Scale(item)
        self.buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        for place in range(scale.steps + 1):
            value = scale.value(place)
            button = Button(value)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, value=value: self.give(value))
            self._group.addButton(button)
            self.buttons[value] = button
        column = QVBoxLayout(self)
        measure.gaps(column)
        column.addWidget(flow(*self.buttons.values(), gap=4))

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self.knows(item.value)
        self._group.setExclusive(False)
        for value, button in self.buttons.items():
            button.setChecked(value == _plain(item.value))
            button.setDisabled(item.readonly)
        self._group.setExclusive(True)

    def name(self, name: str, description: str) -> None:
        """Name each number after the question."""
        for value, button in self.buttons.items():
            plain.spoken(button, value, f"{name} {description}".strip())


class PickerEditor(Editor):
    """A drop-down with every number of the scale."""

    def __init__(self, item: Item, give: Give) -> None:
        """Show the answer of *item*."""
        super().__init__(give)
        scale = Scale(item)
        none = QCoreApplication.translate("choosing", "Choose…")
        numbers = [scale.value(place) for place in range(scale.steps + 1)]
        self.drop = DropDown()
        self.drop.put([("", none), *((one, one) for one in numbers)])
        column = QVBoxLayout(self)
        measure.gaps(column)
        column.addWidget(flow(self.drop))
        self.drop.activated.connect(lambda _: self.give(self.drop.value))
        self.setFocusProxy(self.drop)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self.knows(item.value)
        with QSignalBlocker(self.drop):
            self.drop.choose(_plain(item.value))
        self.drop.setDisabled(item.readonly)

    def name(self, name: str, description: str) -> None:
        """Name the drop-down."""
        plain.spoken(self.drop, name, description)

    def mark(self, state: str) -> None:
        """Draw the edge."""
        self.drop.mark(state)


def range_editor(item: Item, give: Give) -> Editor:
    """Return what the form wants where the scale is short enough, else the slider."""
    steps = Scale(item).steps
    if "rating" in item.appearance and steps < _MOST_RATING:
        return RatingEditor(item, give)
    if "picker" in item.appearance and steps < _MOST_PICKED:
        return PickerEditor(item, give)
    return RangeEditor(item, give)


def _plain(value: str) -> str:
    """Write a stored decimal, 3.0, as the scale writes it, 3."""
    return value.rstrip("0").rstrip(".") if "." in value else value


def _number(text: str | None, otherwise: Decimal) -> Decimal:
    try:
        number = Decimal(text) if text else otherwise
    except InvalidOperation:
        return otherwise
    return number if number.is_finite() else otherwise
