"""Lookups in secondary instances: ``instance('x')/root/item[column = value]``.

Such a condition is answered from a hash index instead of looking at every row, when
the value compared with does not depend on the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.forms.xpath.syntax import (
    Arithmetic,
    Axis,
    Call,
    Comparison,
    Expr,
    Filter,
    Logic,
    NameTest,
    Negation,
    NumberLiteral,
    Path,
    Start,
    Step,
    StringLiteral,
    Union,
    Variable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

CONTEXTUAL = frozenset(
    {
        "last",
        "position",
        "string",
        "number",
        "name",
        "local-name",
        "namespace-uri",
        "normalize-space",
        "string-length",
        "lang",
        "once",
        "indexed-repeat",
        "jr:choice-name",
    }
)
"""Functions that may look at the context node or its position by themselves."""
_BY_COUNT = frozenset({"position", "last"})
_TEXTUAL = frozenset({"string", "number", "normalize-space", "string-length"})


@dataclass(frozen=True, slots=True)
class Lookup:
    """A path cut at the condition that an index can answer."""

    identifier: str
    above: tuple[Step, ...]
    item: str
    column: str
    value: Expr
    others: tuple[Expr, ...]
    below: tuple[Step, ...]


def lookup(path: Path) -> Lookup | None:
    """Find the part of *path* that an index can answer; None where there is none."""
    identifier = _instance(path.start)
    if identifier is None:
        return None
    for place, step in enumerate(path.steps):
        name = _plain(step)
        if name is None:
            return None
        if step.predicates:
            return _at(path, identifier, place, name)
    return None


def _at(path: Path, identifier: str, place: int, item: str) -> Lookup | None:
    step = path.steps[place]
    first, *more = step.predicates
    operands: Sequence[Expr] = (first,)
    if isinstance(first, Logic) and first.operator == "and":
        operands = first.operands
    for operand in operands:
        found = _equality(operand)
        if found is None:
            continue
        column, value = found
        others = tuple(other for other in operands if other is not operand)
        if any(_positional(other) for other in others):
            continue
        return Lookup(
            identifier,
            path.steps[:place],
            item,
            column,
            value,
            (*others, *more),
            path.steps[place + 1 :],
        )
    return None


def _instance(start: Expr | Start) -> str | None:
    match start:
        case Call("instance", (StringLiteral(identifier, _),), _):
            return identifier
        case _:
            return None


def _plain(step: Step) -> str | None:
    """Give the name of a step ``child::name``."""
    match step:
        case Step(Axis.CHILD, NameTest("", name), _, _) if name != "*":
            return name
        case _:
            return None


def _equality(expr: Expr) -> tuple[str, Expr] | None:
    """Take ``column = value`` apart, whichever way round it is written."""
    if not isinstance(expr, Comparison) or expr.operator != "=":
        return None
    for side, other in ((expr.left, expr.right), (expr.right, expr.left)):
        match side:
            case Path(Start.CONTEXT, (step,), _) if not step.predicates:
                name = _plain(step)
                if name is not None and not depends_on_context(other):
                    return name, other
    return None


def depends_on_context(expr: Expr) -> bool:  # noqa: PLR0911 - one a kind
    """Tell whether the value may change with the context node alone."""
    match expr:
        case NumberLiteral() | StringLiteral() | Variable():
            return False
        case Path(start, _, _):
            if isinstance(start, Start):
                return start is Start.CONTEXT
            return depends_on_context(start)
        case Call(name, arguments, _):
            if name in CONTEXTUAL:
                return True
            return any(depends_on_context(argument) for argument in arguments)
        case Filter(operand, _, _) | Negation(operand, _):
            return depends_on_context(operand)
        case Comparison(_, left, right, _):
            return depends_on_context(left) or depends_on_context(right)
        case Arithmetic(first, rest, _):
            return depends_on_context(first) or any(
                depends_on_context(operand) for _, operand in rest
            )
        case Logic(_, operands, _) | Union(operands, _):
            return any(depends_on_context(operand) for operand in operands)


def reads_columns(expr: Expr) -> bool:
    """Tell whether *expr*, held against a row, asks it for nothing but its columns.

    Such a condition can be held against one row after another without making them.
    """
    match expr:
        case Path(Start.CONTEXT, steps, _):
            return len(steps) == 1 and _is_column(steps[0])
        case Path(start, _, _):
            return isinstance(start, Start) or not depends_on_context(start)
        case Filter() | Union():
            return False
        case Call(name, arguments, _):
            implicit = name not in _BY_COUNT and name in CONTEXTUAL
            return (not implicit or (name in _TEXTUAL and bool(arguments))) and all(
                map(reads_columns, arguments)
            )
        case _:
            return all(map(reads_columns, _operands(expr)))


def _is_column(step: Step) -> bool:
    return _plain(step) is not None and not step.predicates


def _operands(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Negation(operand, _):
            return (operand,)
        case Comparison(_, left, right, _):
            return (left, right)
        case Arithmetic(first, rest, _):
            return (first, *(operand for _, operand in rest))
        case Logic(_, operands, _):
            return operands
        case _:
            return ()


def _positional(expr: Expr) -> bool:  # noqa: PLR0911 - one a kind
    """Tell whether the expression itself asks for position() or last()."""
    match expr:
        case NumberLiteral() | StringLiteral() | Variable():
            return False
        case Path(start, _, _):
            return not isinstance(start, Start) and _positional(start)
        case Call(name, arguments, _):
            return name in ("position", "last") or any(map(_positional, arguments))
        case Filter(operand, _, _) | Negation(operand, _):
            return _positional(operand)
        case Comparison(_, left, right, _):
            return _positional(left) or _positional(right)
        case Arithmetic(first, rest, _):
            return _positional(first) or any(_positional(part) for _, part in rest)
        case Logic(_, operands, _) | Union(operands, _):
            return any(map(_positional, operands))
