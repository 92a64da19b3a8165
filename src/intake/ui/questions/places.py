"""Editors for places: coordinates typed or pasted; lines and areas point by point."""

import re

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout

from intake.forms import Item
from intake.ui import measure, plain
from intake.ui.questions.editor import Editor, Give, Pause
from intake.ui.widgets.fields import Field, TextArea, to_western_digits
from intake.ui.widgets.flow import flow
from intake.ui.widgets.words import Hint

_BOTH = re.compile(r"\s*([-+]?\d+(?:\.\d+)?)[\s,;]+([-+]?\d+(?:\.\d+)?)\s*", re.ASCII)
_WIDTH = 180


class PointEditor(Editor):
    """Latitude and longitude in degrees; both may be pasted into the first field."""

    def __init__(self, _item: Item, give: Give) -> None:
        """Show the answer of the item."""
        super().__init__(give)
        translate = QCoreApplication.translate
        self.latitude = Field(placeholder=translate("places", "latitude"))
        self.longitude = Field(placeholder=translate("places", "longitude"))
        for field in (self.latitude, self.longitude):
            measure.size(field, width=_WIDTH)
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=4)
        column.addWidget(flow(self.latitude, self.longitude, gap=10))
        column.addWidget(
            Hint(translate("places", "In degrees, as 39.4704 and 75.9898."))
        )
        self._rest: list[str] = []
        self._pause = Pause(self._commit, self)
        for field in (self.latitude, self.longitude):
            field.textEdited.connect(lambda _: self._pause.begin())
            field.editingFinished.connect(self._pause.now)
        self.setFocusProxy(self.latitude)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        for field in (self.latitude, self.longitude):
            field.setReadOnly(item.readonly)
        if self._pause.waiting or item.value == self._text():
            return
        self.knows(item.value)
        parts = [*item.value.split(), "", ""]
        self.latitude.setText(parts[0])
        self.longitude.setText(parts[1])
        # Height and accuracy of a device are kept as they came.
        self._rest = item.value.split()[2:]

    def flush(self) -> None:
        """Give what is typed."""
        self._pause.now()

    def loose(self) -> str:
        """Return one coordinate that has no other yet."""
        one, other = self.latitude.text().strip(), self.longitude.text().strip()
        return "" if bool(one) is bool(other) else one or other

    def name(self, name: str, description: str) -> None:
        """Name the fields."""
        for field in (self.latitude, self.longitude):
            plain.spoken(field, f"{name}: {field.placeholderText()}", description)

    def mark(self, state: str) -> None:
        """Draw the edges."""
        self.latitude.mark(state)
        self.longitude.mark(state)

    def _commit(self) -> None:
        both = _BOTH.fullmatch(self.latitude.text())
        if both:
            self.latitude.setText(both[1])
            self.longitude.setText(both[2])
        text = self._text()
        if text is not None:
            self.give(text)

    def _text(self) -> str | None:
        latitude = to_western_digits(self.latitude.text()).strip()
        longitude = to_western_digits(self.longitude.text()).strip()
        if not (latitude or longitude):
            return ""
        if not (latitude and longitude):
            return None
        kept = f"{latitude} {longitude}"
        same = self._given.split()[:2] == kept.split()
        return " ".join([kept, *self._rest]) if same else kept


class PointsEditor(Editor):
    """A line or an area: a point on each line, latitude and longitude."""

    def __init__(self, _item: Item, give: Give) -> None:
        """Show the answer of the item."""
        super().__init__(give)
        self.area = TextArea(rows=4)
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=4)
        column.addWidget(self.area)
        words = QCoreApplication.translate(
            "places", "One point a line, in degrees: 39.4704 75.9898"
        )
        column.addWidget(Hint(words))
        self._pause = Pause(self._commit, self)
        self.area.installEventFilter(self)
        self.area.textChanged.connect(self._typed)
        self._showing = False
        self.setFocusProxy(self.area)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self.area.setReadOnly(item.readonly)
        if self._pause.waiting or item.value == self._given:
            return
        self.knows(item.value)
        self._showing = True
        points = [part.strip() for part in item.value.split(";")]
        self.area.setPlainText("\n".join(points))
        self._showing = False

    def flush(self) -> None:
        """Give what is typed."""
        self._pause.now()

    def name(self, name: str, description: str) -> None:
        """Name the area."""
        plain.spoken(self.area, name, description)

    def mark(self, state: str) -> None:
        """Draw the edge."""
        self.area.mark(state)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Give the points when the person moves on."""
        if event.type() == QEvent.Type.FocusOut:
            self._pause.now()
        return False

    def _typed(self) -> None:
        # A half-typed point is no answer yet, so only leaving the field commits.
        if not self._showing:
            self._pause.waiting = True

    def _commit(self) -> None:
        lines = (
            to_western_digits(line) for line in self.area.toPlainText().split("\n")
        )
        self.give(";".join(line.strip() for line in lines if line.strip()))
