"""Texts beyond the core: joining, cutting, identifiers."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from intake.forms.tree import DOCUMENT
from intake.forms.xpath.code import Kind, node_text, within_length
from intake.forms.xpath.errors import ExpressionError
from intake.forms.xpath.functions.core import core
from intake.forms.xpath.functions.library import Library
from intake.forms.xpath.values import Value, to_string

if TYPE_CHECKING:
    from intake.forms.xpath.environment import Context

texts = Library()

_LONGEST_IDENTIFIER = 10_000
_HEX = "0123456789abcdef"


def flat_texts(context: Context, values: tuple[Value, ...]) -> list[str]:
    """Give the texts of all arguments, a node-set giving one for each node."""
    found: list[str] = []
    for value in values:
        if isinstance(value, list):
            found += [node_text(context, node) for node in value]
        else:
            found.append(to_string(value))
    return found


@texts.add("concat", "?v*", Kind.STRING)
def _concat(context: Context, *values: Value) -> str:
    found = flat_texts(context, values)
    within_length(context, found)
    return "".join(found)


@texts.add("join", "s?v*", Kind.STRING)
def _join(context: Context, separator: str, *values: Value) -> str:
    found = flat_texts(context, values)
    within_length(context, found, separator)
    return separator.join(found)


def own_text(context: Context, name: str) -> str:
    """Give the answer that the function *name*, called with nothing, looks at."""
    if context.node.kind == DOCUMENT:
        raise ExpressionError(
            what=f"{name}() stands where there is no answer to look at.",
            mend=f"Write {name}(${{name}}).",
        )
    return node_text(context, context.node)


@texts.add("string-length", "?s", Kind.NUMBER)
def _string_length(context: Context, text: str | None = None) -> float:
    return float(len(own_text(context, "string-length") if text is None else text))


_normalize = core.functions["normalize-space"].call


@texts.add("normalize-space", "?s", Kind.STRING)
def _normalize_space(context: Context, text: str | None = None) -> str:
    assert _normalize is not None  # noqa: S101 - the core has it
    if text is None:
        text = own_text(context, "normalize-space")
    return str(_normalize(context, text))


@texts.add("ends-with", "ss", Kind.BOOLEAN)
def _ends_with(_context: Context, text: str, end: str) -> bool:
    return text.endswith(end)


def _whole(number: float, otherwise: int) -> int:
    if number != number:  # noqa: PLR0124 - NaN
        return 0
    try:
        return int(number)
    except OverflowError:
        return otherwise if number > 0 else -otherwise


@texts.add("substr", "sn?n", Kind.STRING)
def _substr(
    _context: Context, text: str, start: float, end: float | None = None
) -> str:
    """Cut from *start* up to *end*, counted from 0; negative: from the end."""
    length = len(text)
    first = _whole(start, length)
    last = length if end is None else _whole(end, length)
    first = first + length if first < 0 else first
    last = last + length if last < 0 else last
    return text[max(0, first) : max(0, last)]


# --- identifiers


@texts.add("uuid", "?n", Kind.STRING, volatile=True)
def _uuid(context: Context, length: float | None = None) -> str:
    chance = context.environment.random
    if length is None:
        return str(uuid.UUID(int=chance.getrandbits(128), version=4))
    if not 0 <= length <= _LONGEST_IDENTIFIER:
        raise ExpressionError(
            what="uuid(…) needs the number of characters it should give.",
            mend="Write uuid() or a number such as uuid(8).",
        )
    return "".join([chance.choice(_HEX) for _ in range(int(length))])
