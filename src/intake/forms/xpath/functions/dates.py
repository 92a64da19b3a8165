"""Dates and times: reading, writing, counting them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from intake.forms.xpath.code import Kind, node_text
from intake.forms.xpath.days import DayNumber, whole
from intake.forms.xpath.errors import ExpressionError
from intake.forms.xpath.functions.library import Library
from intake.forms.xpath.syntax import Call, StringLiteral
from intake.forms.xpath.values import (
    NAN,
    Moment,
    Value,
    in_zone,
    is_written_as_date,
    localize,
    moment_of_days,
    read_moment,
    read_offset,
    text_to_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    from intake.forms.xpath.environment import Context

dates = Library()

_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?"
    r"(Z|[-+][0-9]{2}(?::?[0-9]{2})?)?",
    re.ASCII,
)
_NUMBER_LIKE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_HALF_A_DATE = re.compile(r"[-0-9]+", re.ASCII)
_MONTHS = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SECONDS = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_SEASONS = (1, 7)


def _midnight(moment: datetime, zone: tzinfo | None) -> datetime:
    naive = moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return localize(naive, zone)


@dates.add("today", "", Kind.ANY, volatile=True)
def _today(context: Context) -> Moment:
    zone = context.environment.zone
    now = in_zone(context.environment.now(), zone)
    return Moment(_midnight(now, zone), whole=True)


@dates.add("now", "", Kind.ANY, volatile=True)
def _now(context: Context) -> Moment:
    return Moment(in_zone(context.environment.now(), context.environment.zone))


def _plain(context: Context, value: Value) -> str | float | Moment:
    """Unwrap a node-set; true and false are no dates and count as blank."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return node_text(context, value[0]) if value else ""
    return value


def _no_such_day(call: Call) -> ExpressionError | None:
    """Find a written day or time that never is; as an answer it is merely no date."""
    match call.arguments[0]:
        case StringLiteral(text, _) if is_written_as_date(text):
            if read_moment(text, UTC) is not None:
                return None
        case _:
            return None
    return ExpressionError(
        what=f"{call.name}(…) is given a day or a time that does not exist.",
        mend="Write year, month and day, such as '2024-05-15'.",
    )


@dates.add("date", "v", Kind.ANY, judge=_no_such_day)
def _date(context: Context, value: Value) -> Value:
    """Give the date; the time of day falls away."""
    zone = context.environment.zone
    value = _plain(context, value)
    if value == "":
        return ""
    if isinstance(value, str) and _NUMBER_LIKE.fullmatch(value):
        value = float(value)
    if isinstance(value, float):
        return _date_of_days(value, zone)
    if isinstance(value, str):
        return Moment(read_moment(value, zone), whole=True)
    if value.at is None or value.whole:
        return value
    return Moment(_midnight(value.at, zone), whole=True)


def _date_of_days(days: float, zone: tzinfo | None) -> Moment:
    """Turn a count of days into a date.

    What arithmetic on dates gives is a local midnight and stays one. A whole number is
    that day of the calendar, wherever the form is filled in.
    """
    if isinstance(days, DayNumber) and days.day is not None:
        return _date_of_day(days.day, zone)
    days = float(days)
    moment = moment_of_days(days, zone)
    if moment.at is None:
        return moment
    if days != int(days) and (midnight := _near_midnight(moment.at, zone)):
        return Moment(midnight, whole=True)
    begun = moment_of_days(float(int(days)), UTC)
    if begun.at is None:
        return begun
    days = DayNumber.of(days, begun.at.toordinal() - _EPOCH)
    return Moment(begun.at, whole=True, days=days)


def _date_of_day(day: int, zone: tzinfo | None) -> Moment:
    try:
        naive = datetime.fromordinal(_EPOCH + day)
        return Moment(localize(naive, zone), whole=True)
    except (ValueError, OverflowError, OSError):
        return Moment(None)


def _near_midnight(at: datetime, zone: tzinfo | None) -> datetime | None:
    """Give the local midnight that *at* is, also by the clocks of the other season.

    Days added to a midnight give 23 or 1 o'clock where the clocks changed in between.
    """
    for month in (at.month, *_SEASONS):
        try:
            season = at if month == at.month else at.replace(month=month, day=1)
            offset = in_zone(season, zone).utcoffset()
            shown = at.astimezone(timezone(offset or timedelta()))
        except (ValueError, OverflowError, OSError):
            continue
        if not (shown.hour or shown.minute or shown.second):
            return _midnight(shown, zone)
    return None


@dates.add("date-time", "v", Kind.ANY, judge=_no_such_day)
def _date_time(context: Context, value: Value) -> Value:
    """Give the date with its time of day."""
    zone = context.environment.zone
    value = _plain(context, value)
    if value == "":
        return ""
    if isinstance(value, str) and _NUMBER_LIKE.fullmatch(value):
        value = float(value)
    if isinstance(value, float):
        return moment_of_days(float(value), zone)
    if isinstance(value, str):
        return Moment(read_moment(value, zone))
    return Moment(value.at, days=float(value.days))


@dates.add("decimal-date-time", "v", Kind.NUMBER, judge=_no_such_day)
def _decimal_date_time(context: Context, value: Value) -> float:
    """Count the days since 1970-01-01T00:00Z, with their fraction."""
    if isinstance(value, bool):
        raise ExpressionError(
            what="decimal-date-time(…) is given true or false.",
            mend="Write a date such as '2024-05-15' or a reference to one.",
        )
    value = _plain(context, value)
    if isinstance(value, (float, Moment)):
        return float(value if isinstance(value, float) else value.days)
    zone = context.environment.zone
    at = read_moment(value, zone)
    if at is not None:
        return Moment(at).days
    if _HALF_A_DATE.fullmatch(value):
        raise ExpressionError(
            what="decimal-date-time(…) is given something that is not a whole date.",
            mend="Write year, month and day, such as '2024-05-15'.",
        )
    return NAN


@dates.add("decimal-time", "v", Kind.NUMBER, judge=_no_such_day)
def _decimal_time(context: Context, value: Value) -> float:
    """Give the time of day as a fraction of the day, on the form's clock."""
    value = _plain(context, value)
    if isinstance(value, float):
        return whole(value) % 1.0 if abs(value) < float("inf") else NAN
    at = value.at if isinstance(value, Moment) else _read_clock(context, value)
    if at is None:
        return NAN
    seconds = at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6
    return seconds / _SECONDS


def _read_clock(context: Context, text: str) -> datetime | None:
    """Read a date with a time, or a time alone, taken as of today."""
    zone = context.environment.zone
    match = _TIME.fullmatch(text)
    if match is None:
        return read_moment(text, zone)
    hour, minute, second, fraction, offset = match.groups()
    today = in_zone(context.environment.now(), zone).date()
    try:
        naive = datetime(  # noqa: DTZ001 - the zone is put on below
            today.year,
            today.month,
            today.day,
            int(hour),
            int(minute),
            int(second or 0),
            int((fraction or "0")[:6].ljust(6, "0")),
        )
        if not offset:
            return localize(naive, zone)
        own = read_offset("+00" if offset == "Z" else offset)
        return None if own is None else naive.replace(tzinfo=own).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return None


# --- writing

_WRITE: dict[str, Callable[[datetime], str]] = {
    "Y": lambda at: f"{at.year:04}",
    "y": lambda at: f"{at.year % 100:02}",
    "m": lambda at: f"{at.month:02}",
    "n": lambda at: str(at.month),
    "b": lambda at: _MONTHS[at.month - 1],
    "d": lambda at: f"{at.day:02}",
    "e": lambda at: str(at.day),
    "H": lambda at: f"{at.hour:02}",
    "h": lambda at: str(at.hour),
    "M": lambda at: f"{at.minute:02}",
    "S": lambda at: f"{at.second:02}",
    "3": lambda at: f"{at.microsecond // 1000:03}",
    "a": lambda at: _DAYS[at.weekday()],
    "W": lambda at: str(at.isocalendar().week),
    "%": lambda _: "%",
}


@dates.add("format-date", "vs", Kind.STRING, judge=_no_such_day)
def _format_date(context: Context, value: Value, pattern: str) -> str:
    """Write a date by a pattern; what is no date gives nothing."""
    value = _plain(context, value)
    if isinstance(value, Moment):
        at = value.at
    elif isinstance(value, float):
        at = _moment_to_write(value, context.environment.zone)
    else:
        at = _read_clock(context, value)
        if at is None and _NUMBER_LIKE.fullmatch(value):
            days = text_to_number(value, context.environment.zone)
            at = _moment_to_write(days, context.environment.zone)
    return "" if at is None else _written(at, pattern)


def _moment_to_write(days: float, zone: tzinfo | None) -> datetime | None:
    if isinstance(days, DayNumber):
        return _date_of_days(days, zone).at
    at = moment_of_days(days, zone).at
    return None if at is None else _near_midnight(at, zone) or at


dates.also("format-date-time", "format-date")


def _written(at: datetime, pattern: str) -> str:
    pieces = []
    place = 0
    while place < len(pattern):
        character = pattern[place]
        place += 1
        if character != "%":
            pieces.append(character)
            continue
        letter = pattern[place : place + 1]
        place += 1
        write = _WRITE.get(letter)
        if write is None:
            raise ExpressionError(
                what=f"The date pattern has %{letter}, which means nothing."
                if letter
                else "The date pattern ends with a lone %.",
                mend="Use %Y %y %m %n %b %d %e %a %W %H %h %M %S %3, and %% for %.",
            )
        pieces.append(write(at))
    return "".join(pieces)
