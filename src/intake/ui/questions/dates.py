"""Editors for days and times of the calendar: typed in three boxes, or at once.

The stored forms are ``2017-03-21``, ``13:05:00.000`` and ``2017-03-21T13:05:00.000``.
"""

import re

from PySide6.QtCore import QCoreApplication, QLocale, QSignalBlocker
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from intake.forms import Item
from intake.ui import look, measure, plain
from intake.ui.questions.calendars import calendar_of, other_day
from intake.ui.questions.editor import Editor, Give, Pause
from intake.ui.widgets.fields import DropDown, Field, to_western_digits
from intake.ui.widgets.flow import flow
from intake.ui.widgets.showing import show_if
from intake.ui.widgets.words import Small

_WHOLE = re.compile(
    r"\s*(\d{4})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*", re.ASCII
)
_CLOCK = re.compile(
    r"\s*(\d{1,2})\s*[:.h ]\s*(\d{2})(?:\s*[:.]\s*(\d{2}))?\s*", re.ASCII
)
_READ = re.compile(r"\d\d:\d\d:\d\d", re.ASCII)
_BARE_HOUR = re.compile(r"\s*(\d{1,2})\s*", re.ASCII)
_YEAR, _MONTH, _DAY, _TIME = 92, 168, 76, 120


def month_names() -> list[tuple[str, str]]:
    """Return the months as (number, name) in the language of the program."""
    locale = QLocale(look.current().language)
    kind = QLocale.FormatType.LongFormat
    return [
        (str(number), locale.standaloneMonthName(number, kind) or str(number))
        for number in range(1, 13)
    ]


class DayBoxes:
    """The three boxes year, month and day, and what they say together."""

    def __init__(self, *, month: bool = True, day: bool = True) -> None:
        """Make the boxes that are wanted."""
        translate = QCoreApplication.translate
        self.year = Field(placeholder=translate("dates", "year"))
        self.month = DropDown()
        self.day = Field(placeholder=translate("dates", "day"))
        self.month.put([("", translate("dates", "month")), *month_names()])
        self.month.choose("")
        measure.size(self.year, width=_YEAR)
        measure.size(self.month, width=_MONTH)
        measure.size(self.day, width=_DAY)
        self.year.setMaxLength(12)
        self.day.setMaxLength(3)
        self.shown = [self.year, *([self.month] * month), *([self.day] * day)]
        # A box that is not shown still has to have somebody to be thrown away with.
        for box in (self.month, self.day):
            if box not in self.shown:
                box.setParent(self.year)
                box.hide()

    def name(self, name: str, description: str) -> None:
        """Name each box after the question."""
        for box, words in (
            (self.year, QCoreApplication.translate("dates", "year")),
            (self.month, QCoreApplication.translate("dates", "month")),
            (self.day, QCoreApplication.translate("dates", "day")),
        ):
            plain.spoken(box, f"{name}: {words}", description)

    def mark(self, state: str) -> None:
        """Draw the edges."""
        for box in (self.year, self.month, self.day):
            box.mark(state)

    def put(self, year: str, month: str, day: str) -> None:
        """Show a date; "" for what is not known."""
        with QSignalBlocker(self.month):
            self.month.choose(month.lstrip("0"))
        self.year.setText(year)
        self.day.setText(day.lstrip("0"))

    def spread(self) -> None:
        """Spread a whole date typed or pasted into the year's box over all three."""
        found = _WHOLE.fullmatch(to_western_digits(self.year.text()))
        if found and self.day in self.shown:
            self.put(*found.groups())

    def read(self) -> tuple[str, str, str]:
        """Return year, month, day as typed, in western digits."""
        return (
            to_western_digits(self.year.text()).strip(),
            self.month.value,
            to_western_digits(self.day.text()).strip(),
        )

    def lock(self, *, readonly: bool) -> None:
        """Let nobody type when the form says so."""
        self.year.setReadOnly(readonly)
        self.day.setReadOnly(readonly)
        self.month.setDisabled(readonly)


class DateEditor(Editor):
    """A day of the calendar; its boxes follow the appearance (year, month-year)."""

    def __init__(self, item: Item, give: Give) -> None:
        """Show the answer of *item*."""
        super().__init__(give)
        looks = item.appearance
        self._parts = 1 if "year" in looks else 2 if "month-year" in looks else 3
        self.boxes = DayBoxes(month=self._parts > 1, day=self._parts > 2)  # noqa: PLR2004 - year, month, day
        self._calendar = calendar_of(item)
        self._other = Small()
        column = QVBoxLayout(self)
        measure.gaps(column, spacing=4)
        column.addWidget(flow(*self.boxes.shown, gap=10))
        column.addWidget(self._other)
        self._other.hide()
        self._pause = Pause(self._commit, self)
        for field in (self.boxes.year, self.boxes.day):
            field.textEdited.connect(lambda _: self._pause.begin())
            field.editingFinished.connect(self._pause.now)
        self.boxes.month.currentIndexChanged.connect(lambda _: self._chosen())
        self.setFocusProxy(self.boxes.year)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self.boxes.lock(readonly=item.readonly)
        self._show_other(item.value)
        if self._pause.waiting or item.value == self._text():
            return
        self.knows(item.value)
        year, month, day = (*item.value.split("-"), "", "", "")[:3]
        self.boxes.put(year, month, day)

    def flush(self) -> None:
        """Give what is typed."""
        self._pause.now()

    def loose(self) -> str:
        """Return the parts of a date of which some are missing."""
        if self._text() is not None:
            return ""
        return " ".join(part for part in self.boxes.read() if part)

    def name(self, name: str, description: str) -> None:
        """Name the boxes."""
        self.boxes.name(name, description)

    def mark(self, state: str) -> None:
        """Draw the edges."""
        self.boxes.mark(state)

    def _chosen(self) -> None:
        self._pause.begin()
        self._pause.now()

    def _commit(self) -> None:
        self.boxes.spread()
        text = self._text()
        if text is not None:
            self.give(text)

    def _text(self) -> str | None:
        """Return the date to store, "" for none, None while it is half typed."""
        year, month, day = self.boxes.read()
        known = [year, month, day][: self._parts]
        if not any(known):
            return ""
        if not all(known):
            return None
        month, day = month or "1", day or "1"
        if not (year.isdigit() and day.isdigit()):
            return f"{year}-{month}-{day}"
        return f"{int(year):04}-{int(month):02}-{int(day):02}"

    def _show_other(self, value: str) -> None:
        """Say the same day in the calendar that the form asks for, beside our own."""
        shown = other_day(self._calendar, value)
        self._other.say(shown)
        show_if(self._other, bool(shown))


def clock_text(typed: str) -> str:
    """Return the time to store for what a person typed: ``9:05`` is ``09:05:00.000``.

    What cannot be read is returned as it is; the form then says why.
    """
    text = to_western_digits(typed).strip()
    found = _CLOCK.fullmatch(text) or _BARE_HOUR.fullmatch(text)
    if found is None:
        return text
    hour, minute, second = (*found.groups(), None, None)[:3]
    return f"{int(hour or 0):02}:{int(minute or 0):02}:{int(second or 0):02}.000"


def short_clock(stored: str) -> str:
    """Return a stored time as it is shown: ``09:05``, seconds only where there are."""
    hours, _, rest = stored.partition(":")
    minutes, _, seconds = rest.partition(":")
    whole = seconds[:2]
    return f"{hours}:{minutes}" + (f":{whole}" if whole not in {"", "00"} else "")


def _clock_objection(clock: str) -> str:
    if not clock or _READ.match(clock):
        return ""
    return QCoreApplication.translate(
        "dates", "Write a time as hours and minutes, hh:mm, as in 13:05."
    )


class TimeEditor(Editor):
    """A time of the day, typed as hours and minutes."""

    def __init__(self, _item: Item, give: Give) -> None:
        """Show the answer of the item."""
        super().__init__(give)
        hint = QCoreApplication.translate("dates", "hh:mm")
        self.field = Field(placeholder=hint)
        measure.size(self.field, width=_TIME)
        line = QHBoxLayout(self)
        measure.gaps(line)
        line.addWidget(self.field)
        line.addStretch(1)
        self._pause = Pause(self._commit, self)
        self.field.textEdited.connect(lambda _: self._pause.begin())
        self.field.editingFinished.connect(self._pause.now)
        self.setFocusProxy(self.field)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self.field.setReadOnly(item.readonly)
        if self._pause.waiting or (item.value and item.value == self._given):
            return
        self.knows(item.value)
        self.field.setText(short_clock(item.value) if item.value else "")

    def flush(self) -> None:
        """Give what is typed, an hour alone too."""
        self._pause.now()
        self._give_typed()

    def objection(self, value: str) -> str:
        """Ask for a time as the empty field does."""
        return _clock_objection(value)

    def loose(self) -> str:
        """Return half a time, as "9", that waits for the rest."""
        typed = self.field.text().strip()
        return typed if self._pause.waiting else ""

    def name(self, name: str, description: str) -> None:
        """Name the field."""
        plain.spoken(self.field, name, description)

    def mark(self, state: str) -> None:
        """Draw the edge."""
        self.field.mark(state)

    def _commit(self) -> None:
        # Half a time, as "9", waits for the rest until the person moves on.
        bare = _BARE_HOUR.fullmatch(to_western_digits(self.field.text()))
        if bare and self.field.hasFocus():
            self._pause.waiting = True
        else:
            self._give_typed()

    def _give_typed(self) -> None:
        typed = self.field.text().strip()
        if typed != (short_clock(self._given) if self._given else ""):
            self.give(clock_text(typed) if typed else "")


class MomentEditor(Editor):
    """A day and a time of it."""

    def __init__(self, _item: Item, give: Give) -> None:
        """Show the answer of the item."""
        super().__init__(give)
        self.boxes = DayBoxes()
        self.time = Field(placeholder=QCoreApplication.translate("dates", "hh:mm"))
        measure.size(self.time, width=_TIME)
        column = QVBoxLayout(self)
        measure.gaps(column)
        column.addWidget(flow(*self.boxes.shown, self.time, gap=10))
        self._pause = Pause(self._commit, self)
        for field in (self.boxes.year, self.boxes.day, self.time):
            field.textEdited.connect(lambda _: self._pause.begin())
            field.editingFinished.connect(self._pause.now)
        self.boxes.month.currentIndexChanged.connect(lambda _: self._chosen())
        self.setFocusProxy(self.boxes.year)

    def refresh(self, item: Item) -> None:
        """Show the item as it is now."""
        self.boxes.lock(readonly=item.readonly)
        self.time.setReadOnly(item.readonly)
        if self._pause.waiting or item.value in {self._given, self._text()}:
            return
        self.knows(item.value)
        day, _, clock = item.value.partition("T")
        year, month, number = (*day.split("-"), "", "", "")[:3]
        self.boxes.put(year, month, number)
        self.time.setText(short_clock(clock) if clock else "")

    def flush(self) -> None:
        """Give what is typed."""
        self._pause.now()

    def loose(self) -> str:
        """Return the parts of a moment of which some are missing."""
        if self._text() is not None:
            return ""
        parts = (*self.boxes.read(), self.time.text().strip())
        return " ".join(part for part in parts if part)

    def objection(self, value: str) -> str:
        """Ask for a time as the empty field does."""
        return _clock_objection(value.partition("T")[2])

    def name(self, name: str, description: str) -> None:
        """Name the boxes."""
        self.boxes.name(name, description)
        words = QCoreApplication.translate("dates", "time of the day")
        plain.spoken(self.time, f"{name}: {words}", description)

    def mark(self, state: str) -> None:
        """Draw the edges."""
        self.boxes.mark(state)
        self.time.mark(state)

    def _chosen(self) -> None:
        self._pause.begin()
        self._pause.now()

    def _commit(self) -> None:
        self.boxes.spread()
        text = self._text()
        if text is not None:
            self.give(text)

    def _text(self) -> str | None:
        year, month, day = self.boxes.read()
        clock = self.time.text().strip()
        if not (year or month or day or clock):
            return ""
        if not (year and month and day and clock):
            return None
        day_text = f"{year:>04}-{int(month):02}-{day:>02}"
        return f"{day_text}T{clock_text(clock)}"
