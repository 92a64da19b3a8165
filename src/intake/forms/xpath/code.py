"""Compiled pieces of an expression, and how one kind of value becomes another.

A piece is a closure from the context to a value, with what is known about that value
before it runs. Knowing the kind lets each conversion be chosen once, at compile time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, Final, TypeVar, cast

from intake.forms.xpath.environment import Context
from intake.forms.xpath.errors import ExpressionError, TooLong
from intake.forms.xpath.values import (
    NodeSet,
    Value,
    looks_like_date,
    number_to_string,
    string_to_number,
    text_to_number,
    to_boolean,
    to_number,
    to_string,
)

if TYPE_CHECKING:
    from intake.forms.tree import Node

LONGEST_TEXT: Final = 1_000_000
"""Characters that one text may have, as one answer may."""

Run = Callable[[Context], Value]
Text = Callable[[Context], str]
Number = Callable[[Context], float]
Truth = Callable[[Context], bool]
Nodes = Callable[[Context], NodeSet]


class Kind(StrEnum):
    """What is known of a value before it is worked out; ANY is nothing."""

    STRING = "text"
    NUMBER = "number"
    BOOLEAN = "true or false"
    NODES = "path"
    ANY = "value"


@dataclass(frozen=True, slots=True)
class Code:
    """One compiled piece.

    ``run`` gives the value, of ``kind``. ``constant`` is the value where it is always
    the same. ``hidden`` tells, for a path that gave no node, whether it would have
    given one had every node been relevant: such an answer counts as blank. ``text``
    is a shorter way to the text of a path. ``held`` says that it is the same for every
    row of a list that a condition is held against.
    """

    run: Run
    kind: Kind
    constant: Value | None = None
    hidden: Truth | None = None
    text: Text | None = None
    held: bool = False


def constant(value: str | float | bool) -> Code:  # noqa: FBT001 - a value, no switch
    """Compile a value that is always the same."""
    if isinstance(value, bool):
        kind = Kind.BOOLEAN
    elif isinstance(value, float):
        kind = Kind.NUMBER
    else:
        kind = Kind.STRING
    return Code(lambda _: value, kind, value)


def node_text(context: Context, node: Node) -> str:
    """Give the string-value of *node*, counting the work where it is a whole tree."""
    if node.children:
        within_length(context, [one.text for one in node.descendants()])
        return node.string()
    return node.text


def within_length(context: Context, texts: Iterable[str], between: str = "") -> None:
    """Count *texts* that are to be joined. Raises TooLong before memory is used up."""
    count = size = 0
    for text in texts:
        count += 1
        size += len(text)
    size += len(between) * max(count - 1, 0)
    if size > LONGEST_TEXT:
        raise TooLong
    context.spend(size >> 3)


_keys = count()
T = TypeVar("T")


def hold(code: Code, run: Callable[[Context], T]) -> Callable[[Context], T]:
    """Let *run*, a conversion of *code*, be worked out once for all rows of a list."""
    if not code.held:
        return run
    key = next(_keys)

    def once(context: Context) -> T:
        held = context.held
        if held is None:
            return run(context)
        if key not in held:
            held[key] = run(context)
        return cast("T", held[key])

    return once


def blank_if_hidden(code: Code) -> Run:
    """Give the value as it is, but "" for an answer that is not relevant."""
    run, hidden = code.run, code.hidden
    if hidden is None:
        return run

    def blank(context: Context) -> Value:
        value = run(context)
        return "" if value == [] and hidden(context) else value

    return blank


def as_text(code: Code) -> Text:
    """Compile the conversion to text."""
    run = code.run
    if code.text is not None:
        return hold(code, code.text)
    match code.kind:
        case Kind.STRING:
            return cast("Text", run)
        case Kind.NUMBER:
            number = cast("Number", run)
            return lambda context: number_to_string(number(context))
        case Kind.BOOLEAN:
            return lambda context: "true" if run(context) else "false"
        case Kind.NODES:
            nodes = cast("Nodes", run)

            def first(context: Context) -> str:
                found = nodes(context)
                return node_text(context, found[0]) if found else ""

            return first
        case Kind.ANY:
            return lambda context: to_string(run(context))


def as_number(code: Code, *, dates: bool) -> Number:
    """Compile the conversion to a number; *dates* reads dates as days."""
    run = code.run
    if isinstance(code.constant, str):
        return _number_of(code.constant, dates=dates)
    match code.kind:
        case Kind.NUMBER:
            return cast("Number", run)
        case Kind.BOOLEAN:
            return lambda context: 1.0 if run(context) else 0.0
        case Kind.STRING | Kind.NODES:
            text = as_text(code)
            if dates:
                return lambda context: text_to_number(
                    text(context), context.environment.zone
                )
            return lambda context: string_to_number(text(context))
        case Kind.ANY:
            return lambda context: to_number(
                run(context), context.environment.zone, dates=dates
            )


def _number_of(text: str, *, dates: bool) -> Number:
    """Compile the number of a literal text; only a date needs the zone for it."""
    if not (dates and looks_like_date(text)):
        number = text_to_number(text, UTC) if dates else string_to_number(text)
        return lambda _: number
    known: dict[tzinfo | None, float] = {}

    def run(context: Context) -> float:
        zone = context.environment.zone
        number = known.get(zone)
        if number is None:
            number = known[zone] = text_to_number(text, zone)
        return number

    return run


def as_truth(code: Code) -> Truth:
    """Compile the conversion to true or false."""
    run = code.run
    match code.kind:
        case Kind.BOOLEAN:
            return cast("Truth", run)
        case Kind.STRING | Kind.NODES:
            return lambda context: bool(run(context))
        case Kind.NUMBER | Kind.ANY:
            return lambda context: to_boolean(run(context))


def as_nodes(code: Code, what: str) -> Nodes:
    """Insist on a node-set; *what* names the place for the message."""
    run = code.run
    if code.kind is Kind.NODES:
        return cast("Nodes", run)

    def check(context: Context) -> NodeSet:
        found = run(context)
        if isinstance(found, list):
            return found
        raise ExpressionError(
            what=f"{what} needs a reference to questions, not a text or a number.",
            mend="Write ${name} or a path.",
        )

    return check
