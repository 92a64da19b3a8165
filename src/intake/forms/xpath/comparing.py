"""The operators: and, or, comparisons, arithmetic, union (XPath 1.0 §3.3 to §3.5)."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from intake.forms.xpath.code import (
    Code,
    Kind,
    Nodes,
    Number,
    Run,
    Truth,
    as_number,
    as_text,
    as_truth,
    blank_if_hidden,
    hold,
    node_text,
)
from intake.forms.xpath.days import whole
from intake.forms.xpath.values import (
    NAN,
    Moment,
    Value,
    string_to_number,
    text_to_number,
    to_boolean,
    to_number,
)

if TYPE_CHECKING:
    from intake.forms.xpath.environment import Context

Texts = Callable[["Context"], list[str]]
Test = Callable[[object, object], bool]
_ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def logic(word: str, operands: list[Code]) -> Code:
    """Compile ``and`` or ``or``; what cannot change the result is not worked out."""
    truths = [as_truth(code) for code in operands]
    if len(truths) == 2:  # noqa: PLR2004 - by far the commonest case, unrolled
        first, second = truths
        if word == "and":
            return Code(lambda c: first(c) and second(c), Kind.BOOLEAN)
        return Code(lambda c: first(c) or second(c), Kind.BOOLEAN)
    tests = tuple(truths)

    def every(context: Context) -> bool:
        for test in tests:  # noqa: SIM110 - a generator would cost twice the time
            if not test(context):
                return False
        return True

    def some(context: Context) -> bool:
        for test in tests:  # noqa: SIM110 - a generator would cost twice the time
            if test(context):
                return True
        return False

    return Code(every if word == "and" else some, Kind.BOOLEAN)


# --- arithmetic


def divide(left: float, right: float) -> float:
    """Divide as IEEE 754: by zero gives an infinity or NaN."""
    if right:
        return left / right
    if left != left or not left:  # noqa: PLR0124 - NaN
        return NAN
    return math.copysign(math.inf, whole(left)) * math.copysign(1.0, whole(right))


def remainder(left: float, right: float) -> float:
    """Give the remainder of a truncating division, with the sign of *left*."""
    try:
        return math.fmod(whole(left), whole(right))
    except ValueError:
        return NAN


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "div": divide,
    "mod": remainder,
}


def arithmetic(first: Code, rest: list[tuple[str, Code]], *, dates: bool) -> Code:
    """Compile a chain of operators of one rank, worked out from the left."""
    start = as_number(first, dates=dates)
    steps = tuple((_ARITHMETIC[sign], as_number(c, dates=dates)) for sign, c in rest)
    if len(steps) == 1:
        apply, second = steps[0]
        return Code(lambda c: apply(start(c), second(c)), Kind.NUMBER)

    def run(context: Context) -> float:
        result = start(context)
        for apply, operand in steps:
            result = apply(result, operand(context))
        return result

    return Code(run, Kind.NUMBER)


def negation(operand: Code, *, dates: bool) -> Code:
    """Compile the minus sign."""
    number = as_number(operand, dates=dates)
    if isinstance(operand.constant, float):
        value = -operand.constant
        return Code(lambda _: value, Kind.NUMBER, value)
    return Code(lambda c: -number(c), Kind.NUMBER)


# --- comparisons


def comparison(sign: str, left: Code, right: Code, *, dates: bool) -> Code:
    """Compile ``= != < <= > >=``."""
    if sign in _ORDER:
        return Code(_order(_ORDER[sign], left, right, dates=dates), Kind.BOOLEAN)
    test = operator.eq if sign == "=" else operator.ne
    return Code(_equality(test, left, right, dates=dates), Kind.BOOLEAN)


_NEAR: Final = 1e-12


def near(one: float, two: float) -> bool:
    """Tell whether two numbers are equal but for the last digits of fractions.

    So that 0.1 + 0.2 = 0.3 holds, as in JavaRosa.
    """
    return one == two or abs(one - two) < _NEAR


def _apart(one: float, two: float) -> bool:
    return not near(one, two)


def _numeric(test: Test, *, dates: bool) -> Callable[[float, float], bool]:
    """Give the test for numbers that goes with a test for anything."""
    if not dates:
        return test
    return near if test is operator.eq else _apart


def _equality(test: Test, left: Code, right: Code, *, dates: bool) -> Run:
    if right.kind is Kind.NODES and left.kind is not Kind.NODES:
        left, right = right, left
    kinds = {left.kind, right.kind}
    if Kind.ANY in kinds:
        return _dynamic(test, left, right, dates=dates)
    if left.kind is Kind.NODES:
        return _nodes_equality(test, left, right, dates=dates)
    if Kind.BOOLEAN in kinds:
        one, two = as_truth(left), as_truth(right)
        return lambda c: test(one(c), two(c))
    if Kind.NUMBER in kinds:
        first, second = as_number(left, dates=dates), as_number(right, dates=dates)
        numeric = _numeric(test, dates=dates)
        return lambda c: numeric(first(c), second(c))
    text, other = as_text(left), as_text(right)
    return lambda c: test(text(c), other(c))


def _nodes_equality(test: Test, left: Code, right: Code, *, dates: bool) -> Run:
    nodes = texts_of(left)
    match right.kind:
        case Kind.BOOLEAN:
            truth = as_truth(right)
            found = as_truth(left)
            return lambda c: test(found(c), truth(c))
        case Kind.NUMBER:
            number = as_number(right, dates=dates)
            convert = _converter(dates=dates)
            numeric = _numeric(test, dates=dates)

            def numbers(context: Context) -> bool:
                wanted = number(context)
                for text in nodes(context):
                    if numeric(convert(context, text), wanted):
                        return True
                return False

            return numbers
        case Kind.NODES:
            others = texts_of(right)

            def both(context: Context) -> bool:
                return _any_pair(test, nodes(context), others(context))

            return both
        case _:
            return _against_text(test, left, right)


def _against_text(test: Test, left: Code, right: Code) -> Run:
    """Compare a path with a text: what most conditions of most forms do."""
    nodes = cast("Nodes", left.run)
    hidden = left.hidden
    wanted = as_text(right)

    def run(context: Context) -> bool:
        found = nodes(context)
        text = wanted(context)
        for node in found:
            if test(node_text(context, node), text):
                return True
        if found or hidden is None:
            return False
        return test("", text) and hidden(context)

    return run


def _any_pair(test: Test, one: list[str], two: list[str]) -> bool:
    if not one or not two:
        return False
    if test is operator.eq:
        return not set(one).isdisjoint(two)
    texts = {*one, *two}
    return len(texts) > 1


def texts_of(code: Code) -> Texts:
    """Give the text of every node; an answer that is not relevant counts as blank."""
    nodes = cast("Nodes", code.run)
    hidden = code.hidden

    def run(context: Context) -> list[str]:
        found = nodes(context)
        if found:
            return [node_text(context, node) for node in found]
        return [""] if hidden is not None and hidden(context) else []

    return run


def _converter(*, dates: bool) -> Callable[[Context, str], float]:
    if dates:
        return lambda context, text: text_to_number(text, context.environment.zone)
    return lambda _, text: string_to_number(text)


def _dynamic(test: Test, left: Code, right: Code, *, dates: bool) -> Run:
    one = blank_if_hidden(left)
    two = blank_if_hidden(right)
    return lambda c: _equal(test, c, one(c), two(c), dates=dates)


def _equal(  # noqa: PLR0911 - one return a pair of kinds
    test: Test,
    context: Context,
    one: Value,
    two: Value,
    *,
    dates: bool,
) -> bool:
    """Compare two values whose kinds only showed now (XPath 1.0 §3.4)."""
    if isinstance(two, list) and not isinstance(one, list):
        one, two = two, one
    zone = context.environment.zone
    if isinstance(one, list):
        if isinstance(two, bool):
            return test(bool(one), two)
        texts = [node_text(context, node) for node in one]
        if isinstance(two, list):
            return _any_pair(test, texts, [node_text(context, node) for node in two])
        if isinstance(two, str):
            return any(test(text, two) for text in texts)
        number = to_number(two, zone, dates=dates)
        numeric = _numeric(test, dates=dates)
        return any(
            numeric(to_number(text, zone, dates=dates), number) for text in texts
        )
    if isinstance(one, bool) or isinstance(two, bool):
        return test(to_boolean(one), to_boolean(two))
    if isinstance(one, (float, Moment)) or isinstance(two, (float, Moment)):
        return _numeric(test, dates=dates)(
            to_number(one, zone, dates=dates), to_number(two, zone, dates=dates)
        )
    return test(one, two)


def _order(
    test: Callable[[float, float], bool], left: Code, right: Code, *, dates: bool
) -> Run:
    kinds = {left.kind, right.kind}
    if not kinds & {Kind.NODES, Kind.ANY}:
        one, two = as_number(left, dates=dates), as_number(right, dates=dates)
        return lambda c: test(one(c), two(c))
    first = hold(
        left, _all_numbers(left, dates=dates, truth=right.kind is Kind.BOOLEAN)
    )
    second = hold(
        right, _all_numbers(right, dates=dates, truth=left.kind is Kind.BOOLEAN)
    )

    def run(context: Context) -> bool:
        numbers = first(context)
        others = second(context)
        if len(others) == 1:
            (other,) = others
            for number in numbers:  # noqa: SIM110 - a generator would cost twice the time
                if test(number, other):
                    return True
            return False
        numbers = [number for number in numbers if not math.isnan(number)]
        others = [number for number in others if not math.isnan(number)]
        if not numbers or not others:
            return False
        return test(min(numbers), max(others)) or test(max(numbers), min(others))

    return run


def _all_numbers(
    code: Code, *, dates: bool, truth: bool
) -> Callable[[Context], list[float]]:
    """Give the numbers to compare; *truth*: a node-set meets a boolean and is one."""
    if truth:
        exists: Truth = as_truth(code)
        return lambda c: [1.0 if exists(c) else 0.0]
    if code.kind is Kind.NODES:
        nodes = cast("Nodes", code.run)
        if not dates:
            return lambda c: [string_to_number(node_text(c, one)) for one in nodes(c)]

        def found(context: Context) -> list[float]:
            zone = context.environment.zone
            several = nodes(context)
            if len(several) == 1:
                return [text_to_number(node_text(context, several[0]), zone)]
            return [text_to_number(node_text(context, one), zone) for one in several]

        return found
    if code.kind is not Kind.ANY:
        number: Number = as_number(code, dates=dates)
        if isinstance(code.constant, float):
            always = [code.constant]
            return lambda _: always
        return lambda c: [number(c)]
    run = code.run

    def several(context: Context) -> list[float]:
        value = run(context)
        zone = context.environment.zone
        if isinstance(value, list):
            return [
                to_number(node_text(context, node), zone, dates=dates) for node in value
            ]
        return [to_number(value, zone, dates=dates)]

    return several
