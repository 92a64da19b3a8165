"""Places on the earth: lengths, areas, inside or outside, crossings."""

from __future__ import annotations

import math

import pytest

from intake.forms.xpath import ExpressionError
from intake.forms.xpath.functions.geo import RADIUS
from unit.forms.xpath.surveyed import Survey

# One degree of a great circle, in metres.
DEGREE = math.pi * RADIUS / 180


@pytest.mark.parametrize(
    ("source", "degrees"),
    [
        ("distance('0 0;0 1')", 1),
        ("distance('0 0 5 2;1 0 99 3')", 1),
        ("distance('0 0;0 1;0 0')", 2),
        ("distance('0 179;0 -179')", 2),
        ("distance('0 0', '0 1', '0 3')", 3),
        ("distance('89 0;89 180')", 2),
        ("distance('0 0;0 0')", 0),
        ("distance('0 0')", 0),
    ],
)
def test_measures_a_line(source: str, degrees: float) -> None:
    assert Survey().number(source) == pytest.approx(degrees * DEGREE, abs=0.01)


def test_measures_a_line_to_the_centimetre() -> None:
    assert Survey().text("distance('0 0;0 1')") == "111318.85"


@pytest.mark.parametrize("function", ["area", "enclosed-area"])
def test_measures_an_area(function: str) -> None:
    square = Survey().number(f"{function}('0 0;0 1;1 1;1 0')")
    # A small square near the equator is almost flat; which way round does not matter.
    assert square == pytest.approx(DEGREE * DEGREE, rel=0.001)
    assert Survey().number(f"{function}('1 0;1 1;0 1;0 0;1 0')") == square


def test_an_octant_is_an_eighth_of_the_sphere() -> None:
    octant = ";".join(f"0 {east}" for east in range(91)) + ";90 90;90 0"
    eighth = 4 * math.pi * RADIUS * RADIUS / 8
    assert Survey().number(f"area('{octant}')") == pytest.approx(eighth, rel=1e-6)


def test_two_points_enclose_nothing() -> None:
    assert Survey().number("area('0 0;0 1')") == 0


@pytest.mark.parametrize(
    "places", ["here", "0", "0 0;north", "91 0;0 0", "0 181;0 0", "0 0 0 0 0;0 1", ""]
)
def test_what_is_no_place_has_no_measure(places: str) -> None:
    assert math.isnan(Survey().number(f"distance(concat('{places}', ''))"))
    assert Survey().number(f"area('{places}')") == 0
    with pytest.raises(ExpressionError, match="no place"):
        Survey().number(f"distance('{places}')")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("intersects('0 0;2 2;0 2;2 0')", True),
        ("intersects('0 0;0 2;2 2;2 0;0 0')", False),
        ("intersects('0 0;0 2;0 1')", True),
        ("intersects('0 0;0 1')", False),
        ("intersects('0 0;0 2;2 2;0 1')", True),
        ("intersects('nonsense')", False),
    ],
)
def test_sees_a_line_cross_itself(source: str, value: bool) -> None:
    assert Survey().truth(source) is value


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        ("0.5 0.5", True),
        ("0.5 0.5 10 3", True),
        ("1.5 0.5", False),
        ("0.5 1.5", False),
        ("-0.5 0.5", False),
        ("0.5 -0.5", False),
        ("", False),
        ("nonsense", False),
    ],
)
def test_tells_inside_from_outside(point: str, inside: bool) -> None:
    square = "0 0;0 1;1 1;1 0;0 0"
    assert Survey().truth(f"geofence(concat('{point}', ''), '{square}')") is inside
    assert not Survey().truth(f"geofence(concat('{point}', ''), '')")
    still_open = "0 0;0 1;1 1;1 0"
    assert not Survey().truth(f"geofence(concat('{point}', ''), '{still_open}')")


def test_the_notch_of_a_shape_is_outside() -> None:
    shape = "0 0;0 3;3 3;3 2;1 2;1 1;3 1;3 0;0 0"
    assert not Survey().truth(f"geofence('2 1.5', '{shape}')")
    assert Survey().truth(f"geofence('2 0.5', '{shape}')")
    assert Survey().truth(f"geofence('0.5 1.5', '{shape}')")


def test_a_line_among_points_is_an_error() -> None:
    assert Survey().number("distance('0 1', '0 91;')") > 10_000_000
    with pytest.raises(ExpressionError):
        Survey().number("distance('0 1; 0 91', '0 1')")


@pytest.mark.parametrize(
    "source",
    ["distance(5)", "distance('0 0', 1 = 1)", "geofence('', '')", "geofence('x', '')"],
)
def test_a_written_number_or_word_is_no_place(source: str) -> None:
    with pytest.raises(ExpressionError, match="no place"):
        Survey().number(source)
