"""Numbers beyond the core: rounding to places, roots, angles, extremes, sums."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import TYPE_CHECKING

from intake.forms.xpath.code import (
    Code,
    Kind,
    as_nodes,
    as_number,
    as_text,
    node_text,
)
from intake.forms.xpath.days import DayNumber, whole
from intake.forms.xpath.functions.library import Building, Library
from intake.forms.xpath.functions.texts import own_text
from intake.forms.xpath.values import (
    NAN,
    Value,
    looks_like_date,
    text_to_number,
    to_number,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.forms.xpath.environment import Context

numbers = Library()

_MOST_PLACES = 30


@numbers.special("number", "?v", Kind.NUMBER)
def _number(building: Building) -> Code:
    """Convert; a date gives a number that prints as the whole day."""
    if not building.arguments:
        return Code(
            lambda context: _dated(context, own_text(context, "number")), Kind.NUMBER
        )
    code = building.arguments[0]
    if code.kind in (Kind.STRING, Kind.NODES):
        text = as_text(code)
        return Code(lambda context: _dated(context, text(context)), Kind.NUMBER)
    return Code(as_number(code, dates=True), Kind.NUMBER)


def _dated(context: Context, text: str) -> float:
    zone = context.environment.zone
    number = text_to_number(text, zone)
    if not looks_like_date(text) or math.isnan(number):
        return number
    day = number.day if isinstance(number, DayNumber) else None
    return DayNumber.of(number, day, shown=math.floor(number) if day is None else day)


@numbers.add("int", "n", Kind.NUMBER)
def _int(_context: Context, number: float) -> float:
    if math.isnan(number) or math.isinf(number):
        return number
    number = whole(number)
    return math.copysign(float(math.trunc(number)), number)


@numbers.add("round", "n?n", Kind.NUMBER)
def _round(_context: Context, number: float, places: float = 0.0) -> float:
    """Round to *places* decimals, halves away from zero as a spreadsheet does."""
    if math.isnan(number) or math.isinf(number):
        return number
    if math.isnan(places) or abs(places) > _MOST_PLACES:
        return NAN
    places = math.trunc(places)
    with localcontext(prec=400):
        step = Decimal(1).scaleb(-int(places))
        exact = Decimal(repr(whole(number)))
        return float((exact / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step)


def _guarded(apply: Callable[..., float]) -> Callable[..., float]:
    """Give NaN where the function is not defined and infinity where it overflows."""

    def call(_context: Context, *values: float) -> float:
        try:
            return float(apply(*values))
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    return call


def _power(base: float, exponent: float) -> float:
    if math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent)):
        return NAN  # as IEEE 754 engines of forms have it; Python's own gives 1
    try:
        return math.pow(base, exponent)
    except OverflowError:
        odd = exponent == math.trunc(exponent) and math.fmod(exponent, 2) != 0
        return -math.inf if base < 0 and odd else math.inf
    except ValueError:
        # Zero to a negative power is infinite; a root of a negative number is none.
        return math.inf if base == 0 else NAN


def _power_of_ten(exponent: float) -> float:
    return _power(10.0, exponent)


def _log(number: float) -> float:
    return math.log(number) if number else -math.inf


def _log10(number: float) -> float:
    return math.log10(number) if number else -math.inf


for _name, _apply in {
    "abs": math.fabs,
    "acos": math.acos,
    "asin": math.asin,
    "atan": math.atan,
    "cos": math.cos,
    "exp": math.exp,
    "exp10": _power_of_ten,
    "log": _log,
    "log10": _log10,
    "sin": math.sin,
    "sqrt": math.sqrt,
    "tan": math.tan,
}.items():
    numbers.add(_name, "n", Kind.NUMBER)(_guarded(_apply))

for _name, _pair in {"atan2": math.atan2, "pow": _power}.items():
    numbers.add(_name, "nn", Kind.NUMBER)(_guarded(_pair))


@numbers.add("pi", "", Kind.NUMBER)
def _pi(_context: Context) -> float:
    return math.pi


@numbers.add("random", "", Kind.NUMBER, volatile=True)
def _random(context: Context) -> float:
    return context.environment.random.random()


def _flat(context: Context, values: tuple[Value, ...]) -> list[float]:
    """Give the numbers of all arguments, a node-set giving one for each node."""
    zone = context.environment.zone
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            found += [text_to_number(node_text(context, node), zone) for node in value]
        else:
            found.append(to_number(value, zone))
    return found


@numbers.add("max", "?v*", Kind.NUMBER)
def _max(context: Context, *values: Value) -> float:
    found = _flat(context, values)
    return NAN if not found or any(map(math.isnan, found)) else max(found)


@numbers.add("min", "?v*", Kind.NUMBER)
def _min(context: Context, *values: Value) -> float:
    found = _flat(context, values)
    return NAN if not found or any(map(math.isnan, found)) else min(found)


@numbers.special("sum", "N", Kind.NUMBER)
def _sum(building: Building) -> Code:
    """Add up; as in JavaRosa what is no number is left out, and nothing gives 0."""
    nodes = as_nodes(building.arguments[0], "sum(…)")

    def run(context: Context) -> float:
        zone = context.environment.zone
        total = 0.0
        for node in nodes(context):
            number = text_to_number(node_text(context, node), zone)
            if not math.isnan(number):
                total += number
        return total

    return Code(run, Kind.NUMBER)
