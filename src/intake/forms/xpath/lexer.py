"""From the characters of an expression to its words (XPath 1.0 §3.7)."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from intake.forms.xpath.errors import ExpressionSyntaxError, TooComplex

LONGEST = 200_000
"""The most characters an expression may have; the longest known real one has 30,000."""

_START = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
    "\u200c-\u200d\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
    "\U00010000-\U000effff"
)
_NAME = rf"[{_START}][{_START}\-.0-9\u00b7\u0300-\u036f\u203f-\u2040]*"

_TOKEN = re.compile(
    rf"""
    [ \t\r\n]*
    (?:
        (?P<path>(?>(?:/{_NAME})+)(?![ \t\r\n]*[(:]))
      | (?P<name>{_NAME}(?::(?!:)(?:\*|{_NAME}))?)
      | (?P<symbol>::|\.\.|//|!=|<=|>=|[()\[\]@,/|+\-=<>*$]|\.(?![0-9]))
      | (?P<text>"[^"]*"|'[^']*')
      | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE]-[0-9]+)?)
      | (?P<end>$)
    )
    """,
    re.VERBOSE,
)
# After an operand, a name or a star is an operator (XPath 1.0 §3.7).
_OPERATOR = re.compile(r"[ \t\r\n]*(and|or|div|mod|\*)")

_REFERENCE = "A reference ${name} needs its dollar sign and both braces."
_QUOTES = "\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"

_MISTAKES = {
    **dict.fromkeys(_QUOTES, "Use plain quotation marks: ' or \"."),
    **dict.fromkeys(_DASHES, "Use a plain minus sign: -."),
    "\u00d7": "Write * to multiply.",
    "÷": "Write div to divide.",
    "≤": "Write <=.",
    "≥": "Write >=.",
    "≠": "Write !=.",
    "&": "Write and, or use concat(…) to join texts.",
    "%": "Write mod for the remainder of a division.",
    "!": "Write != for 'is not', or not(…).",
    "{": _REFERENCE,
    "}": _REFERENCE,
    ";": "Separate the arguments of a function with commas.",
    "\u00a0": "Replace the non-breaking space by a plain one.",
}


class Token(Enum):
    """The kinds of words; PATH is ``/name/name``, which most of a form consists of."""

    NUMBER = "number"
    TEXT = "text"
    SYMBOL = "symbol"
    OPERATOR = "operator"
    NAME = "name"
    PATH = "path"
    END = "end"


_KINDS = {
    "name": Token.NAME,
    "path": Token.PATH,
    "symbol": Token.SYMBOL,
    "text": Token.TEXT,
    "number": Token.NUMBER,
    "end": Token.END,
}


class Word(NamedTuple):
    """One word, texts with their quotation marks, and where it starts."""

    kind: Token
    text: str
    position: int


_OPENING = frozenset(("@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "$"))
_OPENING |= {"=", "!=", "<", "<=", ">", ">="}


def words(source: str) -> list[Word]:
    """Split *source* into words, the last of kind END.

    Raises ExpressionSyntaxError for a character that has no place in an expression
    and TooComplex for one that is too long.
    """
    if len(source) > LONGEST:
        raise TooComplex(
            what=f"The expression has {len(source)} characters; {LONGEST} are allowed.",
            mend="Split it into several calculate questions.",
        )
    found: list[Word] = []
    position = 0
    after_operand = False
    while True:
        if after_operand and (match := _OPERATOR.match(source, position)):
            found.append(Word(Token.OPERATOR, match[1], match.start(1)))
            position = match.end()
            after_operand = False
            continue
        match = _TOKEN.match(source, position)
        if match is None:
            raise _unknown(source, position)
        kind = match.lastgroup or ""
        text = match[kind]
        found.append(Word(_KINDS[kind], text, match.start(kind)))
        position = match.end()
        if kind == "symbol":
            after_operand = text not in _OPENING
        elif kind == "end":
            return found
        else:
            after_operand = True


def _unknown(source: str, position: int) -> ExpressionSyntaxError:
    position += len(source[position:]) - len(source[position:].lstrip(" \t\r\n"))
    character = source[position]
    if character in "\"'":
        return ExpressionSyntaxError(
            what=f"The text that begins at character {position + 1} never ends.",
            mend=f"Close it with {character}.",
            position=position,
        )
    mend = _MISTAKES.get(character, "Remove it.")
    return ExpressionSyntaxError(
        what=f"Character {position + 1}, {character}, has no meaning here.",
        mend=mend,
        position=position,
    )
