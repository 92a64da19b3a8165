"""Places on the earth: length of a line, area of a shape, inside or outside.

Coordinates are "latitude longitude altitude accuracy" in degrees and metres, points of
a line separated by semicolons. The earth is a sphere of 6,378,100 m.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from intake.forms.xpath.code import Kind
from intake.forms.xpath.errors import ExpressionError
from intake.forms.xpath.functions.library import Library
from intake.forms.xpath.functions.texts import flat_texts
from intake.forms.xpath.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Logic,
    Negation,
    NumberLiteral,
    StringLiteral,
)
from intake.forms.xpath.values import NAN, Value, string_to_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from intake.forms.xpath.environment import Context

geo = Library()

RADIUS: Final = 6_378_100.0
"""Radius of the earth in metres."""

_POLE: Final = 90.0
_ANTIMERIDIAN: Final = 180.0
_FEWEST: Final = 2
_MOST: Final = 4
_CORNERS: Final = 3

_NUMBERS = (NumberLiteral, Negation, Arithmetic, Comparison, Logic)

Point = tuple[float, float]


def _points(texts: Sequence[str]) -> list[Point] | None:
    """Read points as (latitude, longitude); None when one of them is none."""
    found = []
    for text in texts:
        for piece in text.strip().strip(";").split(";"):
            parts = piece.split()
            numbers = [string_to_number(part) for part in parts]
            if not _FEWEST <= len(parts) <= _MOST:
                return None
            latitude, longitude = numbers[0], numbers[1]
            if not (abs(latitude) <= _POLE and abs(longitude) <= _ANTIMERIDIAN):
                return None
            found.append((latitude, longitude))
    return found


def _centimetres(metres: float) -> float:
    return math.floor(abs(metres) * 100 + 0.5) / 100


@geo.add("area", "v*", Kind.NUMBER)
def _area(context: Context, *values: Value) -> float:
    """Give the area that a closed line encloses, in square metres.

    What is no shape encloses nothing, as in JavaRosa.
    """
    points = _points(flat_texts(context, values))
    if points is None or len(points) < _CORNERS:
        return 0.0
    total = 0.0
    for (south, west), (north, east) in pairwise([*points, points[0]]):
        total += math.radians(east - west) * (
            2 + math.sin(math.radians(south)) + math.sin(math.radians(north))
        )
    return _centimetres(total * RADIUS * RADIUS / 2)


geo.also("enclosed-area", "area")


def _no_place(call: Call) -> ExpressionError | None:
    """Find a written text or number that is no place; an answer is merely unknown."""
    # The second value of geofence(…) is a shape, and outside of none is every place.
    for one in call.arguments[: 1 if call.name == "geofence" else None]:
        if isinstance(one, _NUMBERS) or (
            isinstance(one, StringLiteral) and _points([one.value]) is None
        ):
            return ExpressionError(
                what=f"{call.name}(…) is given something that is no place.",
                mend="Write 'latitude longitude', places separated by semicolons.",
            )
    return None


@geo.add("distance", "v*", Kind.NUMBER, judge=_no_place)
def _distance(context: Context, *values: Value) -> float:
    """Give the length of a line through all the points, in metres.

    Of several values each is a point; a line among them is an error, as in JavaRosa.
    """
    texts = flat_texts(context, values)
    if len(values) > 1 and any(";" in text.strip().strip(";") for text in texts):
        raise ExpressionError(
            what="distance(…) is given a line among points.",
            mend="Give one line, or points alone.",
        )
    points = _points(texts)
    if points is None:
        return NAN
    return _centimetres(sum(_between(one, other) for one, other in pairwise(points)))


def _between(one: Point, other: Point) -> float:
    (first, west), (second, east) = one, other
    one_sine, other_sine = math.sin(math.radians(first)), math.sin(math.radians(second))
    cosines = math.cos(math.radians(first)) * math.cos(math.radians(second))
    angle = one_sine * other_sine + cosines * math.cos(math.radians(east - west))
    return math.acos(min(1.0, max(-1.0, angle))) * RADIUS


@geo.add("geofence", "ss", Kind.BOOLEAN, judge=_no_place)
def _geofence(_context: Context, point: str, shape: str) -> bool:
    """Tell whether a point lies inside a shape, by counting the edges east of it."""
    places = _points([point])
    corners = _points([shape])
    if places is None or corners is None or corners[0] != corners[-1]:
        return False
    north, east = places[0]
    inside = False
    for (south, west), (up, right) in pairwise([*corners, corners[0]]):
        if (up > north) != (south > north) and east < (west - right) * (north - up) / (
            south - up
        ) + right:
            inside = not inside
    return inside


@geo.add("intersects", "v", Kind.BOOLEAN)
def _intersects(context: Context, value: Value) -> bool:
    """Tell whether a line crosses or touches itself other than by closing."""
    points = _points(flat_texts(context, (value,)))
    if points is None:
        return False
    edges = [edge for edge in pairwise(points) if edge[0] != edge[1]]
    context.spend(len(edges) * len(edges))
    closed = bool(edges) and edges[0][0] == edges[-1][1]
    for place, edge in enumerate(edges):
        for other_place in range(place + 1, len(edges)):
            other = edges[other_place]
            neighbours = other_place == place + 1
            closing = closed and place == 0 and other_place == len(edges) - 1
            if neighbours or closing:
                if _folds_back(edge, other, closing=closing):
                    return True
            elif _meet(edge, other):
                return True
    return False


def _turn(one: Point, two: Point, three: Point) -> float:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (
        three[0] - one[0]
    )


def _within(one: Point, two: Point, point: Point) -> bool:
    """Tell whether *point*, which is on the line, is between *one* and *two*."""
    return min(one[0], two[0]) <= point[0] <= max(one[0], two[0]) and (
        min(one[1], two[1]) <= point[1] <= max(one[1], two[1])
    )


def _meet(edge: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = edge, other
    first, second = _turn(a, b, c), _turn(a, b, d)
    third, fourth = _turn(c, d, a), _turn(c, d, b)
    if first * second < 0 and third * fourth < 0:
        return True
    return (
        (first == 0 and _within(a, b, c))
        or (second == 0 and _within(a, b, d))
        or (third == 0 and _within(c, d, a))
        or (fourth == 0 and _within(c, d, b))
    )


def _folds_back(
    edge: tuple[Point, Point], other: tuple[Point, Point], *, closing: bool
) -> bool:
    """Tell whether two edges that share an end lie on top of each other."""
    if closing:
        edge, other = other, edge
    (start, shared), (_, end) = edge, other
    if _turn(start, shared, end) != 0:
        return False
    return _within(shared, start, end) or _within(shared, end, start)
