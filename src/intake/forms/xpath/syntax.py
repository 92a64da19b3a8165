"""The shape of a parsed expression.

Chains of one operator are kept flat (``a or b or c`` is one node), so that a long
generated expression does not nest.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Axis(StrEnum):
    """The directions of XPath 1.0 §2.2."""

    ANCESTOR = "ancestor"
    ANCESTOR_OR_SELF = "ancestor-or-self"
    ATTRIBUTE = "attribute"
    CHILD = "child"
    DESCENDANT = "descendant"
    DESCENDANT_OR_SELF = "descendant-or-self"
    FOLLOWING = "following"
    FOLLOWING_SIBLING = "following-sibling"
    NAMESPACE = "namespace"
    PARENT = "parent"
    PRECEDING = "preceding"
    PRECEDING_SIBLING = "preceding-sibling"
    SELF = "self"


class Start(Enum):
    """Where a path that starts with no expression of its own begins."""

    CONTEXT = "context"
    ROOT = "root"


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    """A number written in the expression."""

    value: float
    position: int


@dataclass(frozen=True, slots=True)
class StringLiteral:
    """A text in quotation marks."""

    value: str
    position: int


@dataclass(frozen=True, slots=True)
class Variable:
    """A ``$name``."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Negation:
    """A minus sign before *operand*."""

    operand: Expr
    position: int


@dataclass(frozen=True, slots=True)
class Logic:
    """Operands joined by ``and`` or by ``or``."""

    operator: str
    operands: tuple[Expr, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two operands and one of ``= != < <= > >=``."""

    operator: str
    left: Expr
    right: Expr
    position: int


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A chain of ``+ -`` or of ``* div mod``: the first operand, then the rest."""

    first: Expr
    rest: tuple[tuple[str, Expr], ...]
    position: int


@dataclass(frozen=True, slots=True)
class Union:
    """Node-sets joined by ``|``."""

    operands: tuple[Expr, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; *name* is as written, with its prefix."""

    name: str
    arguments: tuple[Expr, ...]
    position: int


@dataclass(frozen=True, slots=True)
class NameTest:
    """``name``, ``prefix:name``, ``prefix:*`` or ``*``."""

    prefix: str
    name: str


@dataclass(frozen=True, slots=True)
class KindTest:
    """``node()``, ``text()``, ``comment()`` or ``processing-instruction('target')``."""

    kind: str
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    axis: Axis
    test: NameTest | KindTest
    predicates: tuple[Expr, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the context node, from the root or from what *start* gives."""

    start: Expr | Start
    steps: tuple[Step, ...]
    position: int


@dataclass(frozen=True, slots=True)
class Filter:
    """An expression narrowed by predicates: ``(…)[1]``."""

    operand: Expr
    predicates: tuple[Expr, ...]
    position: int


Expr = (
    NumberLiteral
    | StringLiteral
    | Variable
    | Negation
    | Logic
    | Comparison
    | Arithmetic
    | Union
    | Call
    | Path
    | Filter
)
