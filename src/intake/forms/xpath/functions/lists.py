"""Answers of several choices, lists of conditions, and shuffled lists."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, Final

from intake.forms.xpath.code import Code, Kind, as_nodes, as_text, node_text
from intake.forms.xpath.errors import ExpressionError
from intake.forms.xpath.functions.library import Building, Library
from intake.forms.xpath.syntax import Call, StringLiteral
from intake.forms.xpath.values import (
    Value,
    text_to_number,
    to_boolean,
    to_number,
    to_string,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.forms.tree import Node
    from intake.forms.xpath.environment import Context

lists = Library()


# --- answers of several choices, separated by spaces


@lists.special("selected", "ss", Kind.BOOLEAN)
def _selected(building: Building) -> Code:
    """Look for a choice; most conditions of forms do, and most name it literally."""
    answer, choice = (as_text(one) for one in building.arguments)
    literal = building.arguments[1].constant
    if isinstance(literal, str):
        sought = f" {literal.strip()} "
        return Code(lambda context: sought in f" {answer(context)} ", Kind.BOOLEAN)
    return Code(
        lambda context: f" {choice(context).strip()} " in f" {answer(context)} ",
        Kind.BOOLEAN,
    )


lists.also("is-selected", "selected")


@lists.add("count-selected", "s", Kind.NUMBER)
def _count_selected(_context: Context, answer: str) -> float:
    return float(len(answer.split()))


@lists.add("selected-at", "sn", Kind.STRING)
def _selected_at(_context: Context, answer: str, place: float) -> str:
    """Give the choice at *place*, counted from 0."""
    choices = answer.split()
    if math.isnan(place):
        place = 0.0
    return choices[int(place)] if choices and -1 < place < len(choices) else ""


@lists.add("count-non-empty", "N", Kind.NUMBER)
def _count_non_empty(context: Context, nodes: list[Node]) -> float:
    """Count the nodes that hold a text or other questions."""
    return float(
        sum(1 for node in nodes if node_text(context, node) or node.elements())
    )


# --- lists of conditions


def _truths(context: Context, value: Value) -> list[bool]:
    if isinstance(value, list):
        return [bool(node_text(context, node).strip()) for node in value]
    return [to_boolean(value)]


def _weights(context: Context, value: Value) -> list[float]:
    zone = context.environment.zone
    if isinstance(value, list):
        return [text_to_number(node_text(context, node), zone) for node in value]
    return [to_number(value, zone)]


def _between(total: float, least: float, most: float) -> bool:
    """Tell whether *total* is in bounds; a negative bound does not bind."""
    return (least < 0 or total >= least) and (most < 0 or total <= most)


@lists.add("checklist", "nn?v*", Kind.BOOLEAN)
def _checklist(context: Context, least: float, most: float, *values: Value) -> bool:
    total = sum(sum(_truths(context, value)) for value in values)
    return _between(total, least, most)


@lists.add("weighted-checklist", "nn?v*", Kind.BOOLEAN)
def _weighted_checklist(
    context: Context, least: float, most: float, *values: Value
) -> bool:
    total = 0.0
    if len(values) % 2:
        raise ExpressionError(
            what="weighted-checklist(…) has a condition without a weight.",
            mend="Write pairs: condition, weight, condition, weight.",
        )
    for condition, weight in zip(values[::2], values[1::2], strict=True):
        truths = _truths(context, condition)
        weights = _weights(context, weight)
        for truth, amount in zip(truths, weights, strict=False):
            if truth and not math.isnan(amount):
                total += amount
    return _between(total, least, most)


# --- shuffled lists

_MODULUS: Final = 2_147_483_647
_FACTOR: Final = 16_807
_LARGEST: Final = 2**63 - 1


def _no_seed(call: Call) -> ExpressionError | None:
    for one in call.arguments[1:]:
        if not isinstance(one, StringLiteral):
            continue
        if one.value and math.isnan(to_number(one.value)):
            return ExpressionError(
                what="The second value of randomize(…) is a text.",
                mend="Give a number, or a reference to a question that holds the seed.",
            )
    return None


@lists.special("randomize", "N?v", Kind.NODES, volatile=True, judge=_no_seed)
def _randomize(building: Building) -> Code:
    """Shuffle; with a seed always in the same way.

    The ODK specification names it: the inside-out shuffle of Fisher and Yates, driven
    by the generator of Park and Miller (1988).
    """
    nodes = as_nodes(building.arguments[0], "randomize(…)")
    seeds = building.arguments[1:]
    if not seeds:
        return Code(
            lambda context: _shuffled(
                nodes(context), context.environment.random.random
            ),
            Kind.NODES,
        )
    seed = seeds[0]

    def run(context: Context) -> list[Node]:
        chance = _park_miller(_seed(context, seed.run(context)))
        return _shuffled(nodes(context), chance)

    return Code(run, Kind.NODES)


def _seed(context: Context, value: Value) -> int:
    """Turn a value into a whole seed; a text that is no number is hashed."""
    number = to_number(value, context.environment.zone, dates=False)
    if math.isnan(number):
        text = to_string(value)
        if text in ("", "NaN"):
            return 0
        start = hashlib.sha256(text.encode()).digest()[:8]
        return int.from_bytes(start, "big", signed=True)
    if math.isinf(number):
        return _LARGEST if number > 0 else -_LARGEST - 1
    return int(number)


def _park_miller(seed: int) -> Callable[[], float]:
    state = int(math.copysign(abs(seed) % _MODULUS, seed))
    if state <= 0:
        state += _MODULUS - 1

    def following() -> float:
        nonlocal state
        state = state * _FACTOR % _MODULUS
        return (state - 1) / (_MODULUS - 1)

    return following


def _shuffled(nodes: list[Node], chance: Callable[[], float]) -> list[Node]:
    shuffled: list[Node] = []
    for place, node in enumerate(nodes):
        other = int(chance() * (place + 1))
        shuffled.append(node)
        if other != place:
            shuffled[place] = shuffled[other]
            shuffled[other] = node
    return shuffled
