"""Dates and times, by the ODK XForms specification: read, counted, written."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from intake.forms.xpath import ExpressionError
from unit.forms.xpath.surveyed import Survey


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("today()", "2024-05-16"),
        ("now()", "2024-05-16T04:14:15.000+08:00"),
        ("date(now())", "2024-05-16"),
        ("date(today() + 1)", "2024-05-17"),
        ("date('2024-05-15') + 1 = date('2024-05-16')", "true"),
        ("date('2024-05-15') = '2024-05-15'", "true"),
        ("date('2024-05-15T23:30:00.000Z')", "2024-05-16"),
        ("date(19858)", "2024-05-15"),
        ("date('19858')", "2024-05-15"),
        ("date('')", ""),
        ("date('2024-02-29')", "2024-02-29"),
        ("date(concat('2023-02-', 29))", "Invalid Date"),
        ("date('2024-02-9x')", "Invalid Date"),
        ("date('2024-05-15T')", "Invalid Date"),
        ("date('tomorrow')", "Invalid Date"),
        ("date(pow(10, 300))", "Invalid Date"),
        ("date-time('2024-05-15T00:00:00.000Z')", "2024-05-15T08:00:00.000+08:00"),
        ("date-time(0.5)", "1970-01-01T20:00:00.000+08:00"),
        ("date-time('')", ""),
        ("'2024-05-15' < '2024-05-16'", "true"),
        ("'2024-05-15' < today()", "true"),
        ("date('2024-05-15') > date('2024-05-16')", "false"),
        ("number('2024-5-1')", "NaN"),
        ("'2024-5-1' + 1", "NaN"),
        ("date('2024-5-1') + 1 = date('2024-05-02')", "true"),
        ("1 div '1970-01-01'", "Infinity"),
        ("-1 div date('1970-01-01')", "-Infinity"),
        ("'1970-01-01' div date('1970-01-01')", "NaN"),
        ("floor('1970-01-01')", "0"),
        ("ceiling('1970-01-01') + floor(date('1970-01-01'))", "0"),
        ("floor('1970-01-01T20:00:00.000+08:00')", "0"),
        ("ceiling('1970-01-01T20:00:00.000+08:00')", "1"),
        ("int((date('2024-05-15') - date('2000-05-15')) div 365.25)", "24"),
    ],
)
def test_reckons_with_dates(source: str, value: str) -> None:
    assert Survey().text(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("decimal-date-time('1970-01-01T08:00:00.000+08:00')", "0"),
        ("decimal-date-time('1970-01-01T20:00:00.000+08:00')", "0.5"),
        ("decimal-date-time('1969-12-31T00:00:00.000Z')", "-1"),
        ("decimal-date-time(12.25)", "12.25"),
        ("decimal-date-time('someday')", "NaN"),
        ("decimal-time('12:00:00.000+08:00')", "0.5"),
        ("decimal-time('06:00')", "0.25"),
        ("decimal-time('04:00:00.000Z')", "0.5"),
        ("decimal-time('25:00')", "NaN"),
        ("decimal-time('')", "NaN"),
        ("decimal-time(3.25)", "0.25"),
        ("decimal-time(today() + 1)", "0"),
        ("date(19858) + 0", "19858"),
        ("date(date(19858)) + 0", "19858"),
        ("decimal-time(1 div 0)", "NaN"),
    ],
)
def test_counts_days_and_parts_of_days(source: str, value: str) -> None:
    assert Survey().text(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("format-date('2024-05-05', '%Y %y %m %n %d %e')", "2024 24 05 5 05 5"),
        ("format-date('2024-05-15', '%e %b %Y, %a')", "15 May 2024, Wed"),
        ("format-date('2024-01-01', '%W %%')", "1 %"),
        ("format-date(19858, '%d')", "15"),
        ("format-date('', '%Y')", ""),
        ("format-date('someday', '%Y')", ""),
        ("format-date(today(), '')", ""),
        ("format-date-time('2024-05-15T01:02:03.456Z', '%H:%M:%S.%3')", "09:02:03.456"),
        ("format-date-time('2024-05-15T01:02:03.456Z', '%h')", "9"),
        ("format-date-time('12:30:00.000+08:00', '%H:%M')", "12:30"),
    ],
)
def test_writes_dates_by_a_pattern(source: str, value: str) -> None:
    assert Survey().text(source) == value


@pytest.mark.parametrize("pattern", ["%Q", "%", "%Z"])
def test_refuses_a_pattern_that_means_nothing(pattern: str) -> None:
    with pytest.raises(ExpressionError, match="date pattern"):
        Survey().text(f"format-date('2024-05-15', '{pattern}')")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("date(true())", ""),
        ("date-time(1 = 2)", ""),
        ("boolean(date-time(true()))", "false"),
        ("decimal-time(true())", "NaN"),
        ("format-date(false(), '%Y')", ""),
    ],
)
def test_true_and_false_are_no_dates(source: str, value: str) -> None:
    assert Survey().text(source) == value


def test_true_and_false_cannot_be_counted() -> None:
    with pytest.raises(ExpressionError, match="true or false"):
        Survey().number("decimal-date-time(true())")


@pytest.mark.parametrize(
    "source",
    [
        "date('2023-02-29')",
        "date-time('2024-13-01T10:00')",
        "date('2024-4-31')",
        "date-time('2024-05-15T24:30')",
        "decimal-date-time('2024-05-15T10:61:00Z')",
        "decimal-date-time('2024-00-10')",
        "decimal-time('2024-01-32')",
        "format-date('2024-06-31', '%Y')",
        "format-date-time('2024-06-31T10:00', '%Y')",
    ],
)
def test_a_written_day_that_does_not_exist_is_a_mistake(source: str) -> None:
    with pytest.raises(ExpressionError, match="a day or a time that does not exist"):
        Survey().text(source)
    assert Survey().text(f"if(false(), {source}, 'spared')") == "spared"


def test_half_a_date_cannot_be_counted() -> None:
    with pytest.raises(ExpressionError, match="not a whole date"):
        Survey().number("decimal-date-time('2024-05')")


def test_reckons_with_daylight_saving() -> None:
    survey = Survey()
    survey.environment.zone = ZoneInfo("Europe/Berlin")
    assert survey.text("date-time('2024-07-01T12:00:00.000Z')").endswith("+02:00")
    assert survey.text("date-time('2024-01-01T12:00:00.000Z')").endswith("+01:00")
    assert survey.truth("date('2024-03-30') + 1 = date('2024-03-31')")
    assert survey.text("date(date('2024-03-30') + 2)") == "2024-04-01"
    assert survey.truth("date(date('2024-03-30') + 2) = date('2024-04-01')")
    assert survey.text("date(date('2024-10-26') + 2)") == "2024-10-28"
    assert survey.text("format-date(date('2024-10-26') + 2, '%d')") == "28"
    assert survey.truth("date('2024-03-30') + 1.5 > date('2024-03-31')")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("date(date('x'))", "Invalid Date"),
        ("date(/data/nowhere)", ""),
        ("date(/data/answer)", "Invalid Date"),
        ("date-time('19858.5')", "2024-05-15T20:00:00.000+08:00"),
        ("date-time(now())", "2024-05-16T04:14:15.000+08:00"),
        ("decimal-date-time(date('1970-01-02')) < 1", "true"),
        ("decimal-time(now()) * 24 > 4", "true"),
        ("format-date('19858', '%Y-%m-%d')", "2024-05-15"),
    ],
)
def test_takes_what_other_functions_give(source: str, value: str) -> None:
    assert Survey().text(source) == value
