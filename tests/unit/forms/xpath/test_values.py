"""Values and how they are converted (XPath 1.0 §4.2 to §4.4), dates among them."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.forms.tree import Node
from intake.forms.xpath.days import DayNumber
from intake.forms.xpath.values import (
    Moment,
    in_zone,
    localize,
    moment_of_days,
    number_to_string,
    read_moment,
    read_offset,
    string_to_number,
    text_to_number,
    to_boolean,
    to_number,
    to_string,
)

if TYPE_CHECKING:
    from intake.forms.xpath import Value

PLUS_EIGHT = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (1e21, "1000000000000000000000"),
        (1.7976931348623157e308, "17976931348623157" + "0" * 292),
        (5e-324, "0." + "0" * 323 + "5"),
        (math.nan, "NaN"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
    ],
)
def test_writes_a_number_without_an_exponent(number: float, text: str) -> None:
    assert number_to_string(number) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_that_was_written_reads_as_the_same(number: float) -> None:
    written = number_to_string(number)
    assert string_to_number(written) == number
    assert not set(written) - set("-.0123456789")


@pytest.mark.parametrize(
    ("text", "strict", "lenient"),
    [
        ("12", 12.0, 12.0),
        (" 12.5\n", 12.5, 12.5),
        ("-.5", -0.5, -0.5),
        ("5.", 5.0, 5.0),
        ("4,5", math.nan, 4.5),
        ("+1", math.nan, math.nan),
        ("1e3", math.nan, math.nan),
        ("1 2", math.nan, math.nan),
        ("", math.nan, math.nan),
        ("-", math.nan, math.nan),
        (".", math.nan, math.nan),
        ("\u0663", math.nan, math.nan),
        ("\u00b2", math.nan, math.nan),
        ("1970-01-02", math.nan, 1.0),
        ("1970-01-01T12:00:00Z", math.nan, 0.5),
        ("1970-13-01", math.nan, math.nan),
    ],
)
def test_reads_a_number_strictly_or_as_forms_do(
    text: str, strict: float, lenient: float
) -> None:
    assert string_to_number(text) == pytest.approx(strict, nan_ok=True)
    assert text_to_number(text, UTC) == pytest.approx(lenient, nan_ok=True)


NODES = [Node("a", "7"), Node("b", "8")]


@pytest.mark.parametrize(
    ("value", "text", "number", "truth"),
    [
        ("a", "a", math.nan, True),
        ("", "", math.nan, False),
        (2.5, "2.5", 2.5, True),
        (0.0, "0", 0.0, False),
        (math.nan, "NaN", math.nan, False),
        (True, "true", 1.0, True),
        (False, "false", 0.0, False),
        (NODES, "7", 7.0, True),
        ([], "", math.nan, False),
        (Moment(datetime(1970, 1, 2, tzinfo=UTC)), "1970-01-02", 1.0, True),
        (Moment(None), "Invalid Date", math.nan, False),
    ],
)
def test_converts_any_value(
    value: Value, text: str, number: float, truth: bool
) -> None:
    assert to_string(value) == text
    assert to_number(value) == pytest.approx(number, nan_ok=True)
    assert to_boolean(value) is truth


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024-05-15", "2024-05-15T00:00:00+08:00"),
        ("2024-5-1", "2024-05-01T00:00:00+08:00"),
        ("2024-05-15T12:30", "2024-05-15T12:30:00+08:00"),
        ("2024-05-15T12:30:15.5", "2024-05-15T12:30:15.500000+08:00"),
        ("2024-05-15T12:30:00Z", "2024-05-15T20:30:00+08:00"),
        ("2024-05-15T12:30:00-02:00", "2024-05-15T22:30:00+08:00"),
        ("2024-05-15T12:30:00.123456789Z", "2024-05-15T20:30:00.123456+08:00"),
    ],
)
def test_reads_a_date_on_the_clocks_of_the_zone(text: str, shown: str) -> None:
    moment = read_moment(text, PLUS_EIGHT)
    assert moment is not None
    assert moment.isoformat() == shown


@pytest.mark.parametrize(
    "text",
    [
        *("", "2024", "2024-05", "2024-13-01", "2024-02-30", "2024-05-15T25:00"),
        *("0000-01-01", "2024-05-15T12:30+99:00", "2024-05-15 12:30", " 2024-05-15"),
        *("9999-12-31T23:59:59-14:00", "\u0662024-05-15"),
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_moment(text, UTC) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("+00", 0), ("+0530", 330), ("-05:30", -330), ("+23:59", 1439)],
)
def test_reads_an_offset(text: str, minutes: int) -> None:
    offset = read_offset(text)
    assert offset is not None
    assert offset.utcoffset(None) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["+24:00", "-99", "+00:60"])
def test_an_offset_beyond_the_clock_is_none(text: str) -> None:
    assert read_offset(text) is None


def test_a_moment_prints_as_day_or_as_time() -> None:
    noon = datetime(2024, 5, 15, 12, tzinfo=PLUS_EIGHT)
    assert str(Moment(noon)) == "2024-05-15T12:00:00.000+08:00"
    assert str(Moment(noon, whole=True)) == "2024-05-15"
    assert Moment(noon).days == pytest.approx(19858 + 4 / 24)


def test_a_date_counts_its_fraction_and_reckons_by_the_day() -> None:
    day = Moment(datetime(2024, 5, 15, tzinfo=PLUS_EIGHT), whole=True).days
    assert isinstance(day, DayNumber)
    assert day.day == 19858
    assert float(day) < 19858
    assert day == 19858
    assert number_to_string(day) == "19857.666666666668"
    assert number_to_string(DayNumber.of(19858.9, None, shown=19858)) == "19858"


def test_days_become_a_moment_again() -> None:
    assert str(moment_of_days(19858.5, PLUS_EIGHT)) == "2024-05-15T20:00:00.000+08:00"
    for days in (math.nan, math.inf, 1e300, -1e9):
        assert moment_of_days(days, PLUS_EIGHT).at is None


def test_clock_times_are_put_into_a_zone_and_shown_in_another() -> None:
    naive = datetime(2024, 5, 15, 12)  # noqa: DTZ001 - the zone is what is tried
    there = localize(naive, PLUS_EIGHT)
    assert there.isoformat() == "2024-05-15T12:00:00+08:00"
    assert in_zone(there, UTC).hour == 4
    assert localize(naive, None).tzinfo is not None


def test_a_moment_tells_its_time_of_day_in_any_zone() -> None:
    at = datetime(2024, 7, 1, 9, 5, tzinfo=ZoneInfo("Europe/Berlin"))
    assert Moment(at).clock() == "09:05:00.000+02:00"
    assert Moment(None).clock() == ""
