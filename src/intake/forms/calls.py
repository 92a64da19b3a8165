"""Looks over the calls of an expression for what can only go wrong when needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.domain.errors import AnswerRefused
from intake.forms.answers import stored
from intake.forms.xpath import ExpressionError
from intake.forms.xpath.compiler import canonical
from intake.forms.xpath.functions import ODK
from intake.forms.xpath.functions.library import wrong_count
from intake.forms.xpath.functions.patterns import compile_pattern
from intake.forms.xpath.syntax import (
    Arithmetic,
    Call,
    Comparison,
    Expr,
    Filter,
    Logic,
    Negation,
    Path,
    Start,
    StringLiteral,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OF_PLACES = frozenset({"distance", "area", "enclosed-area"})


def wrong_calls(tree: Expr, namespaces: Mapping[str, str]) -> Iterator[ExpressionError]:
    """Give what is wrong with the calls in *tree*, each error with its position.

    Judged is what is written there: how many values a function is given, the patterns
    of regex(), the places of distance() and area(), days that no calendar has. Unknown
    functions are no matter of this.
    """
    for call in _calls(tree):
        name = canonical(call.name, namespaces)
        function = ODK.get(name)
        if function is None:
            continue
        if not function.fewest <= len(call.arguments) <= function.most:
            error = wrong_count(function, len(call.arguments))
            error.position = call.position
            yield error
        elif name == "regex":
            yield from _wrong_pattern(call)
        elif name in _OF_PLACES:
            yield from _no_places(call)
        elif function.judge is not None and (mistake := function.judge(call)):
            mistake.position = call.position
            yield mistake


def _wrong_pattern(call: Call) -> Iterator[ExpressionError]:
    pattern = call.arguments[1]
    if isinstance(pattern, StringLiteral):
        try:
            compile_pattern(pattern.value)
        except ExpressionError as error:
            yield ExpressionError(
                what=error.what, mend=error.mend, position=pattern.position
            )


def _no_places(call: Call) -> Iterator[ExpressionError]:
    for argument in call.arguments:
        if not isinstance(argument, StringLiteral) or not argument.value.strip():
            continue
        try:
            for point in argument.value.strip().rstrip(";").split(";"):
                stored("geopoint", point)
        except AnswerRefused:
            yield ExpressionError(
                what=f"{call.name}() is given a text that is no place.",
                mend="Write 'latitude longitude; latitude longitude'.",
                position=argument.position,
            )


def _calls(tree: Expr) -> Iterator[Call]:
    """Walk every call in *tree*, also inside conditions."""
    stack = [tree]
    while stack:
        expr = stack.pop()
        match expr:
            case Call(_, arguments, _):
                yield expr
                stack += reversed(arguments)
            case Negation(operand, _):
                stack.append(operand)
            case Comparison(_, left, right, _):
                stack += (right, left)
            case Arithmetic(first, rest, _):
                stack += [operand for _, operand in reversed(rest)]
                stack.append(first)
            case Logic(_, operands, _) | Union(operands, _):
                stack += reversed(operands)
            case Filter(operand, predicates, _):
                stack += (*reversed(predicates), operand)
            case Path(start, steps, _):
                stack += [one for step in steps for one in step.predicates]
                if not isinstance(start, Start):
                    stack.append(start)
            case _:
                pass
