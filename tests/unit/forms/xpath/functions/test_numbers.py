"""Numbers beyond the core library, as the ODK XForms specification has them."""

from __future__ import annotations

import math

import pytest

from unit.forms.xpath.surveyed import Survey


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("number('4,5')", "4.5"),
        ("number(' 12 ')", "12"),
        ("number('+1')", "NaN"),
        ("number('1e3')", "NaN"),
        ("number('0x10')", "NaN"),
        ("number('\u0661')", "NaN"),
        ("number(true())", "1"),
        ("number('1970-01-02')", "1"),
        ("number('1970-01-02T08:00:00.000+08:00')", "1"),
        ("number('2024-02-30')", "NaN"),
        ("int(1.9)", "1"),
        ("int(-1.9)", "-1"),
        ("int('7.5')", "7"),
        ("int('x')", "NaN"),
        ("int(1 div 0)", "Infinity"),
        ("1000000 * 1000000 * 1000000 * 1000000", "1000000000000000000000000"),
        ("0.0000001", "0.0000001"),
        ("0.1 + 0.2", "0.30000000000000004"),
    ],
)
def test_reads_and_writes_numbers(source: str, value: str) -> None:
    assert Survey().text(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(1.005, 2)", "1.01"),
        ("round(1.25, 1)", "1.3"),
        ("round(1234, -2)", "1200"),
        ("round(1250, -2)", "1300"),
        ("round(3.7, 'x')", "NaN"),
        ("round(3.7, 1000)", "NaN"),
        ("round('x', 2)", "NaN"),
        ("round(1 div 0, 2)", "Infinity"),
    ],
)
def test_rounds_as_a_spreadsheet_does(source: str, value: str) -> None:
    assert Survey().text(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("pow(2, 10)", 1024.0),
        ("pow(2, -1)", 0.5),
        ("pow(0, 0)", 1.0),
        ("pow(0, -1)", math.inf),
        ("pow(10, 400)", math.inf),
        ("pow(-10, 401)", -math.inf),
        ("exp(0)", 1.0),
        ("exp(1000)", math.inf),
        ("exp10(3)", 1000.0),
        ("log(exp(2))", 2.0),
        ("log(0)", -math.inf),
        ("log10(1000)", 3.0),
        ("sqrt(16)", 4.0),
        ("abs(-3)", 3.0),
        ("pi()", math.pi),
        ("sin(pi() div 2)", 1.0),
        ("cos(0)", 1.0),
        ("tan(0)", 0.0),
        ("asin(1)", math.pi / 2),
        ("acos(1)", 0.0),
        ("atan(1)", math.pi / 4),
        ("atan2(1, -1)", 3 * math.pi / 4),
        ("max(1, '3', 2)", 3.0),
        ("min(1, '3', -2)", -2.0),
    ],
)
def test_works_out_a_function(source: str, value: float) -> None:
    assert Survey().number(source) == pytest.approx(value)


@pytest.mark.parametrize(
    "source",
    [
        "pow(-8, 1 div 3)",
        "pow(1, 1 div 0)",
        "sqrt(-1)",
        "log(-1)",
        "asin(2)",
        "sin(1 div 0)",
        "max()",
        "min()",
        "max(1, 'x')",
        "min(/data/person/name)",
        "abs('')",
    ],
)
def test_is_no_number_where_nothing_is_defined(source: str) -> None:
    assert math.isnan(Survey().number(source))


def test_extremes_look_at_every_node() -> None:
    survey = Survey()
    for person, weight in zip(survey.people, ("9", "10"), strict=True):
        person.named("note")[0].text = weight
    assert survey.number("max(/data/person/note)") == 10
    assert survey.number("min(/data/person/note, 11)") == 9


def test_a_sum_leaves_out_what_is_no_number() -> None:
    survey = Survey()
    assert survey.number("sum(/data/person/name)") == 0
    assert survey.number("sum(/data/nowhere)") == 0
    survey.people[0].named("note")[0].text = "2,5"
    assert survey.number("sum(/data/person/*)") == 2.5


def test_the_own_answer_as_a_number_needs_no_argument() -> None:
    survey = Survey()
    assert survey.number("number()", survey.flag) == 0
    assert math.isnan(survey.number("number()", survey.answer))


def test_chance_is_below_one_and_comes_from_the_given_source() -> None:
    one, other = Survey(), Survey()
    drawn = [one.number("random()") for _ in range(20)]
    assert drawn == [other.number("random()") for _ in range(20)]
    assert all(0 <= number < 1 for number in drawn)
    assert len(set(drawn)) == 20
