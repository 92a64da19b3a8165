"""An editor for dates as people remember them: a year, about March, from spring on.

Year, month and day may each stay empty. What is stored is EDTF text, as
``domain.dates`` reads it; a text that is none is left for the form to refuse.
"""

import re

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake.domain.dates import parse
from intake.domain.errors import DateUnreadable
from intake.forms import Item
from intake.ui import measure, messages, plain
from intake.ui.questions.dates import DayBoxes, month_names
from intake.ui.questions.editor import Editor, Give, Pause
from intake.ui.widgets.buttons import FoldButton
from intake.ui.widgets.choices import CheckCard
from intake.ui.widgets.flow import flow
from intake.ui.widgets.showing import show_if
from intake.ui.widgets.words import Small

_ONE = re.compile(r"([0-9X]{0,4})(?:-(\d\d|XX))?(?:-(\d\d|XX))?([~?%]?)", re.ASCII)
_UNKNOWN = "XX"


class RememberedDay(QWidget):
    """One date, as exact as it is remembered."""

    edited = Signal()
    left = Signal()

    def __init__(self, words: str = "") -> None:
        """Begin empty, after *words* such as "from"."""
        super().__init__()
        self.setProperty("role", "clear")
        self.boxes = DayBoxes()
        self.boxes.month.put(
            [
                ("", QCoreApplication.translate("dates", "month")),
                *month_names(),
                *_seasons(),
            ]
        )
        self.boxes.month.choose("")
        self.about = CheckCard(QCoreApplication.translate("dates", "about"))
        self.unsure = CheckCard(QCoreApplication.translate("dates", "not sure"))
        self.words = Small(words, wraps=False)
        show_if(self.words, bool(words))
        column = QVBoxLayout(self)
        measure.gaps(column)
        column.addWidget(
            flow(self.words, *self.boxes.shown, self.about, self.unsure, gap=10)
        )
        for field in (self.boxes.year, self.boxes.day):
            field.textEdited.connect(lambda _: self.edited.emit())
            field.editingFinished.connect(self.left)
        self.boxes.month.currentIndexChanged.connect(lambda _: self.left.emit())
        self.about.toggled.connect(lambda _: self.left.emit())
        self.unsure.toggled.connect(lambda _: self.left.emit())

    def text(self) -> str:
        """Write the date as EDTF; "" when nothing is filled in."""
        year, month, day = self.boxes.read()
        about, unsure = self.about.isChecked(), self.unsure.isChecked()
        mark = "%" if about and unsure else "~" if about else "?" if unsure else ""
        if not (year or month or day):
            return ""
        text = year
        if month or day:
            text += f"-{int(month):02}" if month else f"-{_UNKNOWN}"
        if day:
            text += f"-{day:>02}"
        return text + mark

    def put(self, text: str) -> bool:
        """Show an EDTF *text*; tell whether the boxes can say it."""
        found = _ONE.fullmatch(text)
        if found is None:
            return False
        year, month, day, mark = (part or "" for part in found.groups())
        blockers = [
            QSignalBlocker(one) for one in (self.about, self.unsure, self.boxes.month)
        ]
        self.about.setChecked(mark in {"~", "%"} and bool(mark))
        self.unsure.setChecked(mark in {"?", "%"} and bool(mark))
        self.boxes.put(
            year,
            "" if month == _UNKNOWN else month,
            "" if day == _UNKNOWN else day,
        )
        for blocker in blockers:
            blocker.unblock()
        return True

    def name(self, name: str, description: str) -> None:
        """Name the boxes."""
        if self.words.text():
            name = f"{name}, {self.words.text()}"
        self.boxes.name(name, description)
        for card in (self.about, self.unsure):
            plain.spoken(card, f"{name}: {plain.button_text(card)}")

    def lock(self, *, readonly: bool) -> None:
        """Let nobody type when the form says so."""
        self.boxes.lock(readonly=readonly)
        self.about.setDisabled(readonly)
        self.unsure.setDisabled(readonly)


class PartialDateEditor(Editor):
    """A remembered date, or the time from one to another."""

    def __init__(self, _item: Item, give: Give) -> None:
        """Show the answer of the item."""
        super().__init__(give)
        translate = QCoreApplication.translate
        self.start = RememberedDay()
        self.end = RememberedDay(translate("dates", "until"))
        self.goes_on = CheckCard(translate("dates", "it goes on"))
        self.until = FoldButton(translate("dates", "Until another date"), icon="plus")
        self.until.setCheckable(True)
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=6)
        column.addWidget(self.start)
        column.addWidget(self.end)
        column.addWidget(flow(self.until, self.goes_on))
        self.end.hide()
        self.goes_on.hide()
        self._pause = Pause(self._commit, self)
        for day in (self.start, self.end):
            day.edited.connect(self._pause.begin)
            day.left.connect(self._at_once)
        self.until.toggled.connect(self._show_until)
        self.goes_on.toggled.connect(self._goes_on)
        self.setFocusProxy(self.start.boxes.year)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        for day in (self.start, self.end):
            day.lock(readonly=item.readonly)
        self.until.setDisabled(item.readonly)
        self.goes_on.setDisabled(item.readonly)
        if self._pause.waiting or item.value == self._text():
            return
        self.knows(item.value)
        begins, slash, ends = item.value.partition("/")
        self._unfold(open_=bool(slash))
        with QSignalBlocker(self.goes_on):
            self.goes_on.setChecked(ends == "..")
        self.end.setVisible(bool(slash) and ends != "..")
        self.start.put("" if begins == ".." else begins)
        self.end.put("" if ends == ".." else ends)

    def flush(self) -> None:
        """Give what is typed, whether it can be read or not."""
        self._pause.waiting = False
        self._give_typed()

    def objection(self, value: str) -> str:
        """Say why *value* is no date; the form itself takes any text."""
        try:
            if value:
                parse(value)
        except DateUnreadable as error:
            return messages.sentence(error)
        return ""

    def name(self, name: str, description: str) -> None:
        """Name the boxes."""
        self.start.name(name, description)
        self.end.name(name, description)

    def mark(self, state: str) -> None:
        """Draw the edges."""
        self.start.boxes.mark(state)
        self.end.boxes.mark(state)

    def _unfold(self, *, open_: bool) -> None:
        with QSignalBlocker(self.until):
            self.until.setChecked(open_)
        self.goes_on.setVisible(open_)
        self.end.setVisible(open_)
        words = QCoreApplication.translate("dates", "from")
        self.start.words.say(words if open_ else "")
        self.start.words.setVisible(open_)

    def _show_until(self, open_: bool) -> None:  # noqa: FBT001 - the signal's own argument
        self._unfold(open_=open_)
        self._at_once()

    def _goes_on(self, on: bool) -> None:  # noqa: FBT001 - the same
        self.end.setVisible(not on)
        self._at_once()

    def _at_once(self) -> None:
        self._pause.begin()
        self._pause.now()

    def _commit(self) -> None:
        fields = [
            box
            for day in (self.start, self.end)
            for box in (day.boxes.year, day.boxes.day)
        ]
        # Half a year, as "201", waits for the rest until the person moves on.
        if self.objection(self._text()) and any(box.hasFocus() for box in fields):
            self._pause.waiting = True
        else:
            self._give_typed()

    def _give_typed(self) -> None:
        for day in (self.start, self.end):
            day.boxes.spread()
        self.give(self._text())

    def _text(self) -> str:
        start = self.start.text()
        if not self.until.isChecked():
            return start
        end = ".." if self.goes_on.isChecked() else self.end.text()
        return f"{start}/{end}" if start or end else ""


def _seasons() -> list[tuple[str, str]]:
    translate = QCoreApplication.translate
    return [
        ("21", translate("dates", "spring")),
        ("22", translate("dates", "summer")),
        ("23", translate("dates", "autumn")),
        ("24", translate("dates", "winter")),
    ]
