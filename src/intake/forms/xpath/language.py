"""An expression, ready to be worked out as often as needed."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from intake.forms.tree import Node
from intake.forms.xpath.code import Kind, as_nodes, as_number, as_text, as_truth
from intake.forms.xpath.compiler import Compiler
from intake.forms.xpath.errors import TooComplex
from intake.forms.xpath.functions import CORE, ODK
from intake.forms.xpath.parser import parse
from intake.forms.xpath.paths import Names
from intake.forms.xpath.syntax import Expr, Path
from intake.forms.xpath.values import Value, to_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from intake.forms.xpath.code import Code, Text, Truth
    from intake.forms.xpath.environment import Context


T = TypeVar("T")


class Dialect(StrEnum):
    """Which language an expression is in."""

    ODK = "odk"
    XPATH1 = "xpath1"


KNOWN_NAMESPACES = {
    "xml": "http://www.w3.org/XML/1998/namespace",
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "odk": "http://www.opendatakit.org/xforms",
    "h": "http://www.w3.org/1999/xhtml",
    "xf": "http://www.w3.org/2002/xforms",
    "ev": "http://www.w3.org/2001/xml-events",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "entities": "http://www.opendatakit.org/xforms/entities",
}
"""Prefixes that forms use whether they declare them or not."""


class Expression:
    """One compiled expression.

    The methods that work it out raise ExpressionError and nothing else.
    """

    __slots__ = (
        "_code",
        "_holds",
        "_nodes",
        "_number",
        "_text",
        "_truth",
        "source",
        "tree",
    )

    def __init__(self, source: str, tree: Expr, code: Code, *, dates: bool) -> None:
        """Keep the compiled *code* and every conversion of it."""
        self.source = source
        self.tree = tree
        self._code = code
        self._text = as_text(code)
        self._number = as_number(code, dates=dates)
        self._truth = as_truth(code)
        self._nodes = as_nodes(code, "This place")
        self._holds = _by_answer(self._text) if isinstance(tree, Path) else self._truth

    def __repr__(self) -> str:
        """Show the expression as written."""
        return f"Expression({self.source!r})"

    @property
    def gives_nodes(self) -> bool:
        """Whether the value is a node-set, as of a path."""
        return self._code.kind is Kind.NODES

    def evaluate(self, context: Context) -> Value:
        """Work out the value."""
        value = _worked_out(self._code.run, context)
        return list(value) if isinstance(value, list) else value

    def string(self, context: Context) -> str:
        """Work out the value as text."""
        return _worked_out(self._text, context)

    def number(self, context: Context) -> float:
        """Work out the value as a number."""
        return float(_worked_out(self._number, context))

    def boolean(self, context: Context) -> bool:
        """Work out the value as true or false, by the rules of XPath."""
        return bool(_worked_out(self._truth, context))

    def holds(self, context: Context) -> bool:
        """Tell whether a form's condition holds.

        As ``boolean``, but a bare path goes by its answer as in JavaRosa: blank, 0 and
        false do not hold.
        """
        # As _worked_out, without the call: a form asks this of every rule it has.
        context.left = context.environment.budget
        try:
            return bool(self._holds(context))
        except RecursionError:
            raise _too_deep() from None

    def nodes(self, context: Context) -> list[Node]:
        """Work out the node-set, in document order; other values are an error."""
        return list(_worked_out(self._nodes, context))


def _by_answer(text: Text) -> Truth:
    def holds(context: Context) -> bool:
        answer = text(context)
        return answer not in ("", "false") and to_number(answer) != 0

    return holds


def _worked_out(run: Callable[[Context], T], context: Context) -> T:
    context.left = context.environment.budget
    try:
        return run(context)
    except RecursionError:
        raise _too_deep() from None


def _too_deep() -> TooComplex:
    return TooComplex(
        what="The expression nests too deep.",
        mend="Split it into several calculate questions.",
    )


def expression(
    source: str,
    *,
    namespaces: Mapping[str, str] | None = None,
    dialect: Dialect = Dialect.ODK,
) -> Expression:
    """Read and compile *source*.

    *namespaces* maps prefixes to their addresses. Raises ExpressionSyntaxError and
    TooComplex; a function that does not exist fails only when it is called.
    """
    bound = tuple(sorted((namespaces or {}).items()))
    return _compiled(source, bound, dialect)


@lru_cache(maxsize=4096)
def _compiled(
    source: str, namespaces: tuple[tuple[str, str], ...], dialect: Dialect
) -> Expression:
    tree = parse(source)
    odk = dialect is Dialect.ODK
    bound = {**KNOWN_NAMESPACES, **dict(namespaces)}
    compiler = Compiler(ODK if odk else CORE, Names(bound, loose=odk), dates=odk)
    try:
        return Expression(source, tree, compiler.compile(tree), dates=odk)
    except RecursionError:
        raise _too_deep() from None
