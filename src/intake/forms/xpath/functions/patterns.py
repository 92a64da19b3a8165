"""The patterns of regex(…), in Java's notation, worked out in bounded time."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from intake.forms.xpath.code import Kind
from intake.forms.xpath.errors import ExpressionError, TooComplex
from intake.forms.xpath.functions.library import Library

if TYPE_CHECKING:
    from intake.forms.xpath.environment import Context

patterns = Library()

PATIENCE: Final = 0.25
"""Seconds one pattern may take on one answer."""

_LONGEST: Final = 10_000
_LARGEST: Final = 20_000
_WORK_A_SECOND: Final = 2_000_000
_DIGITS: Final = 12


@patterns.add("regex", "ss", Kind.BOOLEAN)
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
    if len(pattern) > _LONGEST:
        raise TooComplex(
            what="The pattern of regex(…) is too long.", mend="Shorten it."
        )
    translated = _translated(pattern)
    if _size(translated) > _LARGEST:
        raise TooComplex(
            what="The pattern of regex(…) repeats something too often.",
            mend="Use smaller numbers between { and }.",
        )
    try:
        return regex.compile(translated, regex.VERSION1)
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


_WORD = regex.compile(r"\\.|\[(?:\\.|[^\]\\])*\]?|\{(\d+)(?:,\d*)?\}|.", regex.DOTALL)


def _size(pattern: str) -> int:
    """Estimate how many things the pattern asks for, repetitions written out."""
    groups = [[0]]
    for word in _WORD.finditer(pattern):
        text, least = word[0], word[1]
        if text == "(":
            groups.append([0])
        elif text == ")" and len(groups) > 1:
            inner = sum(groups.pop())
            groups[-1].append(inner)
        elif least is not None:
            groups[-1][-1] *= max(1, int(least[:_DIGITS]))
        else:
            groups[-1].append(1)
    return sum(sum(group) for group in groups)
