"""Texts beyond the core: joining, cutting, patterns, identifiers."""

from __future__ import annotations

import time
import uuid
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from intake.forms.tree import DOCUMENT
from intake.forms.xpath.code import Kind, node_text
from intake.forms.xpath.errors import ExpressionError, TooComplex
from intake.forms.xpath.functions.core import core
from intake.forms.xpath.functions.library import Library
from intake.forms.xpath.values import Value, to_string

if TYPE_CHECKING:
    from intake.forms.xpath.environment import Context

texts = Library()

PATIENCE = 0.25
"""Seconds one pattern may take on one answer."""

_LONGEST_PATTERN = 10_000
_LONGEST_IDENTIFIER = 10_000
_WORK_A_SECOND = 2_000_000
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
    return "".join(flat_texts(context, values))


@texts.add("join", "s?v*", Kind.STRING)
def _join(context: Context, separator: str, *values: Value) -> str:
    return separator.join(flat_texts(context, values))


def _own_text(context: Context, text: str | None, name: str) -> str:
    if text is not None:
        return text
    if context.node.kind == DOCUMENT:
        raise ExpressionError(
            what=f"{name}() stands where there is no answer to look at.",
            mend=f"Write {name}(${{name}}).",
        )
    return node_text(context, context.node)


@texts.add("string-length", "?s", Kind.NUMBER)
def _string_length(context: Context, text: str | None = None) -> float:
    return float(len(_own_text(context, text, "string-length")))


_normalize = core.functions["normalize-space"].call


@texts.add("normalize-space", "?s", Kind.STRING)
def _normalize_space(context: Context, text: str | None = None) -> str:
    assert _normalize is not None  # noqa: S101 - the core has it
    return str(_normalize(context, _own_text(context, text, "normalize-space")))


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


# --- patterns


@texts.add("regex", "ss", Kind.BOOLEAN)
def _regex(context: Context, text: str, pattern: str) -> bool:
    """Tell whether the whole of *text* fits *pattern*, as JavaRosa does."""
    compiled = compile_pattern(pattern)
    began = time.monotonic()
    try:
        fits = compiled.fullmatch(text, timeout=PATIENCE) is not None
    except TimeoutError:
        raise TooComplex(
            what="The pattern of regex(…) takes too long.",
            mend="Write it without repetitions inside repetitions, such as (a+)+.",
        ) from None
    context.spend(int((time.monotonic() - began) * _WORK_A_SECOND))
    return fits


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """Compile a pattern in Java's notation; raises ExpressionError when it is wrong."""
    if len(pattern) > _LONGEST_PATTERN:
        raise TooComplex(
            what="The pattern of regex(…) is too long.", mend="Shorten it."
        )
    try:
        return regex.compile(_translated(pattern), regex.VERSION1)
    except (regex.error, ValueError, OverflowError, RecursionError, MemoryError):
        raise ExpressionError(
            what="The pattern of regex(…) cannot be read.",
            mend="Check its brackets and backslashes; write \\\\ for a backslash.",
        ) from None


_JAVA = {
    "\\Z": r"(?=\n?\Z)",
    "\\z": r"\Z",
    "\\h": r"[ \t\xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000]",
    "\\e": r"\x1b",
    "\\d": "[0-9]",
    "\\D": "[^0-9]",
    "\\w": "[a-zA-Z_0-9]",
    "\\W": "[^a-zA-Z_0-9]",
    "\\s": r"[ \t\n\x0b\f\r]",
    "\\S": r"[^ \t\n\x0b\f\r]",
}
_POSIX = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "Alpha": "a-zA-Z",
    "Digit": "0-9",
    "Alnum": "a-zA-Z0-9",
    "Punct": r"!-/:-@\[-`{-~",
    "Space": r" \t\n\x0b\f\r",
    "Blank": r" \t",
    "XDigit": "0-9a-fA-F",
    "ASCII": r"\x00-\x7f",
}
_ESCAPE = regex.compile(r"\\(?:p\{(\w+)\}|P\{(\w+)\}|Q(.*?)(?:\\E|$)|.)", regex.DOTALL)


def _translated(pattern: str) -> str:
    """Rewrite the few escapes that mean something else in Java."""

    def rewrite(match: regex.Match[str]) -> str:
        inside, outside, quoted = match[1], match[2], match[3]
        if quoted is not None:
            return regex.escape(quoted)
        if inside in _POSIX:
            return f"[{_POSIX[inside]}]"
        if outside in _POSIX:
            return f"[^{_POSIX[outside]}]"
        return _JAVA.get(match[0], match[0])

    # Nested sets mean the same in both notations, so this holds inside brackets too.
    return _ESCAPE.sub(rewrite, pattern)


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
