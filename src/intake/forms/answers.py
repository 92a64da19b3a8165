"""What may be written as an answer to a question of each type, and how it is stored.

The stored forms are those of ODK XForms: ``2026-01-31``, ``13:05:00.000+03:00``,
``12.5``, ``latitude longitude altitude accuracy``. Digits of any script that a person
may type are stored as ASCII.
"""

from __future__ import annotations

import math
import re
from datetime import date
from typing import TYPE_CHECKING

from intake.domain.errors import AnswerRefused
from intake.forms.definition import CONTAINERS, SELECTS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from intake.forms.item import Item

LONGEST = 1_000_000
_DIGITS = {
    ord(start) + index: str(index)
    for start in "٠۰०০"  # noqa: RUF001 - zeros of four scripts
    for index in range(10)
}
_SIGNS = {0x066B: ".", 0x066C: "", 0x2212: "-", 0x200E: "", 0x200F: "", 0x061C: ""}
_PLAIN = {**_DIGITS, **_SIGNS}

_INT = re.compile(r"[-+]?[0-9]+", re.ASCII)
_DECIMAL = re.compile(
    r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?", re.ASCII
)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(\.[0-9]{1,9})?"
    r"(Z|[-+]([0-9]{2}):([0-9]{2}))?",
    re.ASCII,
)
_LEAST_INT, _GREATEST_INT = -(2**31), 2**31 - 1
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Separators of paths and drives, control and direction signs, a dot at the start.
_NO_FILE = re.compile(r"^\s*\.|[/\\:\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_PARTS_OF_A_POINT = (2, 3, 4)


def stored(kind: str, text: str) -> str:
    """Give *text* as it is stored for the bind type *kind*; "" stays "".

    Raises AnswerRefused with a plain reason when it can't be of that type.
    """
    if len(text) > LONGEST:
        raise AnswerRefused(why="This is too long to be kept as one answer.")
    if _CONTROLS.search(text):
        raise AnswerRefused(why="This holds signs that cannot be stored.")
    reader = _READERS.get(kind)
    if reader is None:
        return text
    plain = text.translate(_PLAIN).strip()
    return reader(plain) if plain else ""


def cast(kind: str, text: str) -> str:
    """Give what the form itself worked out, as the type *kind* stores it.

    Unlike a person's answer it is never refused: a number loses its fraction for an
    int, as JavaRosa does, and what cannot be of the type at all becomes blank.
    """
    if kind in ("string", "", "barcode", "binary") or kind not in _READERS:
        return text
    plain = text.strip()
    if not plain:
        return ""
    if kind == "int":
        number = _number(plain)
        if math.isnan(number) or not _LEAST_INT <= number <= _GREATEST_INT:
            return ""
        return str(int(number))
    try:
        if kind == "date" and "T" in plain:
            plain = _moment(plain).partition("T")[0]
        # Too few points are no line yet, but they are points.
        line = kind in ("geotrace", "geoshape")
        return _some_points(plain) if line else stored(kind, plain)
    except AnswerRefused:
        return ""


def fitted(item: Item, text: str) -> str:
    """Give what the form worked out, or brought along, as *item* stores it.

    Several choices are never of a type: "10 23" is two of them, not a number.
    """
    if item.kind in (Kind.SELECT_MULTIPLE, Kind.RANK):
        return text
    return cast(item.type, text)


def accepted(item: Item, text: str, offered: Mapping[str, int] | None) -> str:
    """Give *text* as *item* stores it when a person answers.

    *offered* are the values to choose from with their places, None where there is no
    list. A value that was chosen before and is no longer offered may stay. Raises
    AnswerRefused.
    """
    if item.kind in CONTAINERS or item.field.is_attribute:
        raise AnswerRefused(why="This is a heading, not a question.")
    if item.readonly:
        raise AnswerRefused(why="This cannot be changed.")
    if item.kind is Kind.RANGE:
        return _within(item, stored(item.type, text))
    if item.kind is Kind.UPLOAD and _NO_FILE.search(text):
        raise AnswerRefused(why="This is not the plain name of a file.")
    if item.kind not in SELECTS or offered is None:
        return stored(item.type, text)
    chosen = [text] if item.kind is Kind.SELECT_ONE and text else text.split()
    chosen = list(dict.fromkeys(chosen))
    lost = item.lost
    if any(value not in offered and value not in lost for value in chosen):
        raise AnswerRefused(why="This is not among the choices.")
    if item.kind is Kind.SELECT_MULTIPLE:
        chosen.sort(key=lambda value: offered.get(value, len(offered)))
    return " ".join(chosen)


def _within(item: Item, text: str) -> str:
    """Hold a number against the ends of its range, whichever of them is the lower."""
    ends = [_number(item.parameters.get(name, "")) for name in ("start", "end")]
    if text and not min(ends) <= _number(text) <= max(ends):
        low, high = (item.parameters[name] for name in ("start", "end"))
        raise AnswerRefused(why=f"Choose a number from {low} to {high}.")
    return text


def _int(text: str) -> str:
    if not _INT.fullmatch(text):
        raise AnswerRefused(why="Write a whole number, in digits.")
    if len(text) > 11 or not _LEAST_INT <= int(text) <= _GREATEST_INT:  # noqa: PLR2004 - sign and ten digits
        raise AnswerRefused(why="This number is too large to be stored.")
    return str(int(text))


def _decimal(text: str) -> str:
    text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    if not _DECIMAL.fullmatch(text):
        raise AnswerRefused(why="Write a number, in digits.")
    number = float(text)
    if math.isinf(number):
        raise AnswerRefused(why="This number is too large to be stored.")
    return _shortest(number)


def _shortest(number: float) -> str:
    text = repr(number)
    if "e" in text:
        text = f"{number:.15f}".rstrip("0") if abs(number) < 1 else f"{number:.0f}.0"
        text = f"{text}0" if text.endswith(".") else text
    return text


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _date(text: str) -> str:
    """Read a day, or a moment of it; with a zone it may be another day here."""
    day, sign, time = text.partition("T")
    clock = _TIME.fullmatch(time)
    if sign and (clock is None or clock[5]):
        raise AnswerRefused(why="Write a date as year-month-day: 2026-01-31.")
    if sign:
        _time(time)
    return _day(day)


def _day(text: str) -> str:
    found = _DATE.fullmatch(text)
    if found is None:
        raise AnswerRefused(why="Write a date as year-month-day: 2026-01-31.")
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise AnswerRefused(why="There is no such day in the calendar.") from error
    return text


def _time(text: str) -> str:
    found = _TIME.fullmatch(text)
    if found is None:
        raise AnswerRefused(why="Write a time as hours:minutes:seconds: 13:05:00.")
    if (
        int(found[1]) > 23  # noqa: PLR2004 - hours of a day
        or int(found[2]) > 59  # noqa: PLR2004 - minutes of an hour
        or int(found[3]) > 59  # noqa: PLR2004 - seconds of a minute
        or int(found[6] or 0) > 14  # noqa: PLR2004 - zones reach from -14 to +14
        or int(found[7] or 0) > 59  # noqa: PLR2004 - minutes of a zone
    ):
        raise AnswerRefused(why="There is no such time of the day.")
    return text


def _moment(text: str) -> str:
    day, sign, time = text.partition("T")
    if not sign:
        raise AnswerRefused(why="Write a date and a time: 2026-01-31T13:05:00.")
    return f"{_day(day)}T{_time(time)}"


def _boolean(text: str) -> str:
    if text.lower() not in ("true", "false", "1", "0"):
        raise AnswerRefused(why="Write true or false.")
    return text


def _point(text: str) -> str:
    parts = text.replace(",", " ").split()
    if len(parts) not in _PARTS_OF_A_POINT or not all(
        _DECIMAL.fullmatch(part) for part in parts
    ):
        raise AnswerRefused(why="Write latitude and longitude, with a space between.")
    numbers = [float(part) for part in parts]
    if abs(numbers[0]) > 90 or abs(numbers[1]) > 180:  # noqa: PLR2004 - degrees
        raise AnswerRefused(why="There is no such place: latitude or longitude is off.")
    rest = [_shortest(number) for number in numbers[2:]]
    return " ".join([*(_coordinate(part) for part in parts[:2]), *rest])


def _coordinate(text: str) -> str:
    return _shortest(float(text))


def _points(least: int, *, closed: bool) -> Callable[[str], str]:
    def read(text: str) -> str:
        points = [_point(part) for part in text.split(";") if part.strip()]
        if len(points) < least:
            raise AnswerRefused(why=f"Give at least {least} points.")
        if closed and points[0].split()[:2] != points[-1].split()[:2]:
            raise AnswerRefused(why="The last point must be the first one again.")
        return ";".join(points)

    return read


_some_points = _points(1, closed=False)

_READERS: Mapping[str, Callable[[str], str]] = {
    "int": _int,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "dateTime": _moment,
    "boolean": _boolean,
    "geopoint": _point,
    "geotrace": _points(2, closed=False),
    "geoshape": _points(3, closed=True),
}
