"""The operators, by the tables of XPath 1.0 §3.3 to §3.5."""

from __future__ import annotations

import math

import pytest

from intake.forms.xpath import Dialect
from intake.forms.xpath.comparing import divide, remainder
from unit.forms.xpath.surveyed import Survey, plain

XML = "<a><n>1</n><n>2</n><m>2</m><m>3</m><t>x</t><e/></a>"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # a node-set and a node-set: some pair of texts
        ("//n = //m", "true"),
        ("//n != //m", "true"),
        ("//n[1] = //m", "false"),
        ("//t != //t", "false"),
        ("//n != //n", "true"),
        ("//none = //none", "false"),
        ("//none != //n", "false"),
        # a node-set and a number, a text, a truth
        ("//n = 2", "true"),
        ("//n = 2.0", "true"),
        ("//n = '2.0'", "false"),
        ("//n != 2", "true"),
        ("//t = 2", "false"),
        ("//t != 2", "true"),
        ("//e = ''", "true"),
        ("'2' = //m", "true"),
        ("//n = true()", "true"),
        ("//none = false()", "true"),
        ("//e = false()", "false"),
        # neither a node-set
        ("1 = '1'", "true"),
        ("1 = '1.0'", "true"),
        ("'1' = '1.0'", "false"),
        ("true() = 'false'", "true"),
        ("true() = 2", "true"),
        ("0 = -0", "true"),
        ("0 div 0 = 0 div 0", "false"),
        ("0 div 0 != 0 div 0", "true"),
    ],
)
def test_equality_goes_by_the_kinds_of_both_sides(source: str, value: str) -> None:
    assert plain(source, XML) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("0.1 + 0.2 = 0.3", "true"),
        ("0.1 + 0.2 != 0.3", "false"),
        ("//n * 0.1 + 0.2 = //m * 0.15", "true"),
        ("//n = 3 * (0.1 + 0.2) + 0.1", "true"),
        ("if(true(), 0.1 + 0.2, '') = 0.3", "true"),
        ("0.000001 = 0.000002", "false"),
        ("1 div 0 = 1 div 0", "true"),
        ("1 div 0 = -1 div 0", "false"),
        ("0.1 + 0.2 <= 0.3", "false"),
    ],
)
def test_the_last_digits_of_fractions_do_not_matter_for_equality(
    source: str, value: str
) -> None:
    assert plain(source, XML, Dialect.ODK) == value


def test_the_core_language_compares_numbers_to_the_last_digit() -> None:
    assert plain("0.1 + 0.2 = 0.3", XML) == "false"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("//n < //m", "true"),
        ("//m < //n", "false"),
        ("//m <= //n", "true"),
        ("//n > 1", "true"),
        ("//n > 2", "false"),
        ("3 > //n", "true"),
        ("//t < 1 or //t >= 1", "false"),
        ("//none < 1", "false"),
        ("//none < true()", "true"),
        ("'10' > '9'", "true"),
        ("'a' < 'b'", "false"),
        ("true() > false()", "true"),
        ("1 < 2 < 2", "true"),
        ("3 > 2 > 1", "false"),
        ("0 div 0 <= 0 div 0", "false"),
    ],
)
def test_order_goes_by_numbers(source: str, value: str) -> None:
    assert plain(source, XML) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("2 + 3 * 4", "14"),
        ("(2 + 3) * 4", "20"),
        ("10 - 2 - 3", "5"),
        ("7 div 2", "3.5"),
        ("7 mod 2", "1"),
        ("-7 mod 2", "-1"),
        ("7 mod -2", "1"),
        ("1.5 mod 0.5", "0"),
        ("1 div 0", "Infinity"),
        ("-1 div 0", "-Infinity"),
        ("1 div -0", "-Infinity"),
        ("0 div 0", "NaN"),
        ("5 mod 0", "NaN"),
        ("--3", "3"),
        ("-'x'", "NaN"),
        ("-//m", "-2"),
        ("'2' + true()", "3"),
    ],
)
def test_reckons_as_ieee_754(source: str, value: str) -> None:
    assert plain(source, XML) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("false() and explode()", "false"),
        ("true() or explode()", "true"),
        ("1 and 'x' and //n", "true"),
        ("1 and 'x' and //none", "false"),
        ("0 or '' or //none", "false"),
        ("0 or '' or //n", "true"),
        ("true() or false() and false()", "true"),
    ],
)
def test_does_not_work_out_what_cannot_matter(source: str, value: str) -> None:
    assert plain(source, XML) == value


def test_a_value_whose_kind_shows_late_is_compared_by_the_same_rules() -> None:
    survey = Survey()
    same = "if(1, {}, 'other') = {}"
    for one, other, wanted in (
        ("/data/person/name", "'Bo'", True),
        ("/data/person/name", "/data/person/name", True),
        ("/data/person/name", "true()", True),
        ("/data/flag", "0", True),
        ("'1.0'", "1", True),
        ("'x'", "true()", True),
        ("'x'", "'y'", False),
        ("date('2024-05-15')", "'2024-05-15'", True),
        ("/data/nowhere", "''", False),
    ):
        assert survey.truth(same.format(one, other)) is wanted, (one, other)
        assert survey.truth(f"{other} = if(1, {one}, 'other')") is wanted
    assert survey.truth("if(1, /data/person/name, 1) != 'Bo'")
    assert survey.truth("if(1, '10', //name) > 9")
    assert survey.truth("/data/flag < if(1, //weight, 0)") is False


def test_a_question_that_does_not_exist_equals_nothing() -> None:
    survey = Survey()
    assert not survey.truth("/data/nowhere = ''")
    assert not survey.truth("/data/nowhere != 'b'")


def test_divides_by_zero_with_its_sign() -> None:
    assert divide(1.0, -0.0) == -math.inf
    assert divide(-1.0, 0.0) == -math.inf
    assert math.isnan(divide(0.0, 0.0))
    assert math.isnan(divide(math.nan, 0.0))


def test_a_remainder_has_the_sign_of_what_is_divided() -> None:
    assert (remainder(-5.5, 2.0), remainder(5.5, -2.0)) == (-1.5, 1.5)
    assert remainder(3.0, math.inf) == 3.0
    assert math.isnan(remainder(math.inf, 3.0))
