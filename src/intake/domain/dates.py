"""Dates as people remember them: a year, about March, from spring on, before 2019.

The text form is the Extended Date/Time Format, level 1 (ISO 8601-2:2019), without
years before 1000 or after 9999: ``2017``, ``2017-03``, ``2017-03-21``, ``2017-21``
(spring; 22 summer, 23 autumn, 24 winter), ``201X`` (a year of the 2010s), ``2017-XX``
(a month of 2017), each with ``~`` (about), ``?`` (unsure) or ``%`` (both) after it;
``A/B`` from A to B, where either may be ``..`` (open) or nothing (not known).
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from intake.domain.errors import DateUnreadable

_MONTHS = tuple(calendar.month_name)
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_SINGLE = re.compile(
    r"(?P<year>[1-9]\d\d\d|[1-9]\d\dX|[1-9]\dXX)"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?"
    r"(?P<mark>[~?%]?)",
    re.ASCII,
)
_OPEN = ".."
_WINTER = 24


@dataclass(frozen=True, slots=True)
class PartialDate:
    """One date, as exact as it was remembered.

    ``first`` and ``last`` are the days it may have been; ``words`` says it in English
    without its doubt.
    """

    text: str
    first: date
    last: date
    words: str
    approximate: bool
    uncertain: bool

    @property
    def span(self) -> tuple[date | None, date | None]:
        """Give the first and the last day it may have been."""
        return self.first, self.last

    def english(self) -> str:
        """Say it in plain English, doubt included."""
        about = "about " if self.approximate else ""
        unsure = " (not sure)" if self.uncertain else ""
        return f"{about}{self.words}{unsure}"


@dataclass(frozen=True, slots=True)
class Interval:
    """From one date to another; an end is None when it is open or not known.

    ``text`` keeps which of the two it was: ``..`` says that it goes on, or began ever
    so long ago; nothing says that nobody knows.
    """

    text: str
    start: PartialDate | None
    end: PartialDate | None

    @property
    def span(self) -> tuple[date | None, date | None]:
        """Give the first and the last day it can have covered, None for no limit."""
        return (
            self.start.first if self.start else None,
            self.end.last if self.end else None,
        )

    def english(self) -> str:
        """Say it in plain English."""
        begins, ends = self.text.split("/")
        start = self.start.english() if self.start else ""
        end = self.end.english() if self.end else ""
        match start, end:
            case "", "":
                return "at a time not known"
            case "", _:
                return f"until {end}" + ("" if begins else ", beginning not known")
            case _, "":
                return f"from {start}" + (" on" if ends else ", end not known")
            case _:
                return f"from {start} to {end}"


When = PartialDate | Interval


def parse(text: str) -> When:
    """Read a date as a person remembers it.

    Digits of any script are read, and spaces left out. Raises DateUnreadable for what
    is no such date, for a day that no calendar has, and for an end before its start.
    """
    plain = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
        for sign in text
        if not sign.isspace()
    ).upper()
    begins, slash, ends = plain.partition("/")
    if not slash:
        return _single(plain)
    start, end = _end(begins), _end(ends)
    if start and end and end.last < start.first:
        raise DateUnreadable
    return Interval(plain, start, end)


def span(text: str) -> tuple[date | None, date | None]:
    """Give the days that a date may cover, None for no limit; raises DateUnreadable."""
    return parse(text).span


def english(text: str) -> str:
    """Say a date in plain English; raises DateUnreadable."""
    return parse(text).english()


def _end(text: str) -> PartialDate | None:
    return None if text in {"", _OPEN} else _single(text)


def _single(text: str) -> PartialDate:
    match = _SINGLE.fullmatch(text)
    if match is None:
        raise DateUnreadable
    first, last, words = _days(match["year"], match["month"], match["day"])
    mark = match["mark"]
    return PartialDate(
        text=text,
        first=first,
        last=last,
        words=words,
        approximate=mark in {"~", "%"} and bool(mark),
        uncertain=mark in {"?", "%"} and bool(mark),
    )


def _days(year: str, month: str | None, day: str | None) -> tuple[date, date, str]:
    """Tell the days that the parts allow, and their words."""
    lowest = int(year.replace("X", "0"))
    highest = int(year.replace("X", "9"))
    if lowest != highest:
        if month is not None:
            raise DateUnreadable
        words = (
            f"the {lowest}s"
            if year.count("X") == 1
            else f"between {lowest} and {highest}"
        )
        return date(lowest, 1, 1), date(highest, 12, 31), words
    if month is None:
        return date(lowest, 1, 1), date(lowest, 12, 31), f"{lowest}"
    if month == "XX":
        if day not in {None, "XX"}:
            raise DateUnreadable
        lost = "month" if day is None else "day and month"
        return date(lowest, 1, 1), date(lowest, 12, 31), f"{lowest}, {lost} not known"
    if int(month) in _SEASONS:
        if day is not None:
            raise DateUnreadable
        return _season(lowest, int(month))
    return _of_month(lowest, int(month), day)


def _season(year: int, season: int) -> tuple[date, date, str]:
    """Tell the days of a season, north of the equator.

    "Winter 2017" may be the one that 2017 began in or the one it ended in, so it
    covers both.
    """
    words = f"{_SEASONS[season]} {year}"
    if season == _WINTER:
        last = date.max if year == date.max.year else _last_of(year + 1, 2)
        return date(year, 1, 1), last, words
    begins = 3 * (season - 20)
    return date(year, begins, 1), _last_of(year, begins + 2), words


def _of_month(year: int, month: int, day: str | None) -> tuple[date, date, str]:
    if not 1 <= month <= len(_MONTHS) - 1:
        raise DateUnreadable
    words = f"{_MONTHS[month]} {year}"
    last = _last_of(year, month)
    if day is None:
        return last.replace(day=1), last, words
    if day == "XX":
        return last.replace(day=1), last, f"{words}, day not known"
    if not 1 <= int(day) <= last.day:
        raise DateUnreadable
    exact = date(year, month, int(day))
    return exact, exact, f"{exact.day} {words}"


def _last_of(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
