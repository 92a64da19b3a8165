"""The kinds of value an expression can have, and the conversions between them.

Strings, numbers and booleans are Python's own; a node-set is a list of nodes in
document order; a date is a ``Moment``. Conversions follow XPath 1.0 §4. Given a time
zone they also read dates, as the ODK dialect asks: a text that looks like a date counts
as days since 1970-01-01T00:00Z.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Final

from intake.forms.tree import Node
from intake.forms.xpath.days import DayNumber

NAN: Final = math.nan

_NUMBER = re.compile(r"[ \t\r\n]*(-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))[ \t\r\n]*")
# JavaRosa also takes a decimal comma; others write very small numbers as 7.9e-12.
_LENIENT = re.compile(
    r"[ \t\r\n]*(-?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE]-[0-9]+)?)[ \t\r\n]*"
)
_DATE = re.compile(
    r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    r"(Z|[-+][0-9]{2}(?::?[0-9]{2})?)?)?",
    re.ASCII,
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY: Final = timedelta(days=1)
_PRECISE: Final = 1e15
_LAST_HOUR: Final = 23
_LAST_MINUTE: Final = 59


class Moment:
    """A date, or a date with a time: what date(), today() and now() give.

    ``at`` is an aware datetime in the form's zone, or None for a text that is no date
    (it prints as "Invalid Date" and counts as NaN). ``whole`` says that only the day
    is meant, so that it prints without a time.
    """

    __slots__ = ("at", "days", "whole")

    def __init__(
        self, at: datetime | None, *, whole: bool = False, days: float | None = None
    ) -> None:
        """Keep the moment; *days* since 1970-01-01T00:00Z if they are known already."""
        self.at = at
        self.whole = whole
        if days is not None:
            self.days = days
        elif at is None:
            self.days = NAN
        elif whole:
            self.days = _counted(at)
        else:
            self.days = (at - _EPOCH) / _DAY

    def clock(self) -> str:
        """Write the time of day alone, with its offset."""
        at = self.at
        said = "" if at is None else at.isoformat(timespec="milliseconds")
        return said.partition("T")[2]

    def __str__(self) -> str:
        """Write the date, or the date and time in ISO 8601 with its offset."""
        at = self.at
        if at is None:
            return "Invalid Date"
        if self.whole or not (at.hour or at.minute or at.second or at.microsecond):
            return at.date().isoformat()
        return at.isoformat(timespec="milliseconds")


def _counted(at: datetime) -> DayNumber:
    """Count the days of a date whose midnight is *at*."""
    return DayNumber.of((at - _EPOCH) / _DAY, at.toordinal() - _EPOCH.toordinal())


NodeSet = list[Node]
Value = str | float | bool | NodeSet | Moment


def localize(naive: datetime, zone: tzinfo | None) -> datetime:
    """Put a clock time into *zone*; None means the machine's own zone."""
    if zone is None:
        return naive.astimezone()
    return naive.replace(tzinfo=zone)


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """Show an aware moment on the clocks of *zone*; None means the machine's own."""
    return moment.astimezone(zone)


def zone_of(now: datetime) -> tzinfo | None:
    """Give the zone of *now*, None for the machine's own, which knows of summers."""
    return None if now.astimezone().utcoffset() == now.utcoffset() else now.tzinfo


def read_moment(text: str, zone: tzinfo | None) -> datetime | None:
    """Read an ISO 8601 date or date and time; None where *text* is neither.

    Months and days may be written with one digit. Without an offset the time is that
    of *zone*.
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        naive = datetime(  # noqa: DTZ001 - the zone is put on below
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0")[:6].ljust(6, "0")),
        )
        if not offset:
            return localize(naive, zone)
        own = UTC if offset == "Z" else read_offset(offset)
        if own is None:
            return None
        return naive.replace(tzinfo=own).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return None


def is_written_as_date(text: str) -> bool:
    """Tell whether *text* has the shape of a date, whether or not there is that day."""
    return _DATE.fullmatch(text) is not None


def read_offset(text: str) -> tzinfo | None:
    """Read ``+hh``, ``+hhmm`` or ``+hh:mm``; None where it is out of range."""
    hours = int(text[1:3])
    minutes = int(text[-2:]) if len(text) > len("+hh") else 0
    if hours > _LAST_HOUR or minutes > _LAST_MINUTE:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)


def moment_of_days(days: float, zone: tzinfo | None) -> Moment:
    """Turn days since 1970-01-01T00:00Z into the moment; NaN is no date."""
    try:
        milliseconds = round(days * 86_400_000)
        at = (_EPOCH + timedelta(milliseconds=milliseconds)).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return Moment(None)
    return Moment(at, days=days)


def looks_like_date(text: str) -> bool:
    """Tell quickly whether *text* may count as days: only dates like 2024-05-01 do."""
    return text[4:8:3] == "--" and text[:4].isdigit()


def string_to_number(text: str) -> float:
    """Convert as XPath 1.0 §4.4: plain decimals with a minus, else NaN."""
    if text.isdecimal() and text.isascii():
        return float(text)
    match = _NUMBER.fullmatch(text)
    return float(match[1]) if match else NAN


def text_to_number(text: str, zone: tzinfo | None) -> float:
    """Convert as the ODK dialect does: also dates and a decimal comma."""
    if text.isdecimal() and text.isascii():
        return float(text)
    if not text:
        return NAN
    if looks_like_date(text):
        at = read_moment(text, zone)
        if at is None:
            return NAN
        return (at - _EPOCH) / _DAY if "T" in text else _counted(at)
    match = _LENIENT.fullmatch(text)
    return float(match[1].replace(",", ".")) if match else NAN


def number_to_string(number: float) -> str:
    """Write a number as XPath 1.0 §4.2: no exponent, no trailing zeros, NaN."""
    if isinstance(number, DayNumber):
        if number.shown is not None:
            return str(number.shown)
        number = float(number)
    if number != number:  # noqa: PLR0124 - only NaN differs from itself
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == math.trunc(number) and abs(number) < _PRECISE:
        return str(int(number))
    text = repr(number)
    if "e" in text:
        text = format(Decimal(text), "f")
    return text.removesuffix(".0")


def to_string(value: Value) -> str:
    """Convert any value to text (XPath 1.0 §4.2)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_to_string(value)
    if isinstance(value, list):
        return value[0].string() if value else ""
    return str(value)


def to_number(value: Value, zone: tzinfo | None = UTC, *, dates: bool = True) -> float:
    """Convert any value to a number (XPath 1.0 §4.4).

    With *dates*, a text that looks like a date is one, at midnight of *zone*.
    """
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    if isinstance(value, Moment):
        return value.days
    if isinstance(value, list):
        value = value[0].string() if value else ""
    return text_to_number(value, zone) if dates else string_to_number(value)


def to_boolean(value: Value) -> bool:
    """Convert any value to true or false (XPath 1.0 §4.3); a date is true."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value == value and value != 0  # noqa: PLR0124 - NaN is false
    if isinstance(value, Moment):
        return value.at is not None
    return bool(value)
