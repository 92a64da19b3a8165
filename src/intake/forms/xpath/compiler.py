"""From the shape of an expression to closures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from intake.forms.xpath import comparing
from intake.forms.xpath.axes import in_order
from intake.forms.xpath.code import (
    Code,
    Kind,
    as_nodes,
    as_text,
    as_truth,
    constant,
)
from intake.forms.xpath.errors import ExpressionError, UnknownFunction
from intake.forms.xpath.functions.library import Building, Function, bind, failing
from intake.forms.xpath.indexing import (
    Lookup,
    depends_on_context,
    lookup,
    reads_columns,
)
from intake.forms.xpath.paths import (
    CompiledStep,
    Names,
    at,
    general,
    predicate,
    shorten,
    sifting,
    walk,
)
from intake.forms.xpath.shortcuts import (
    absolute,
    absolute_nodes,
    plain_start,
    relative,
    relative_nodes,
)
from intake.forms.xpath.syntax import (
    Arithmetic,
    Axis,
    Call,
    Comparison,
    Expr,
    Filter,
    KindTest,
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
    from intake.forms.tree import Node, Rows
    from intake.forms.xpath.environment import Context
    from intake.forms.xpath.values import Value

JAVAROSA = "http://openrosa.org/javarosa"

_ANY = KindTest("node")


def canonical(name: str, namespaces: Mapping[str, str]) -> str:
    """Give the name a function is listed under: ``jr:`` stands for its namespace."""
    prefix, _, local = name.rpartition(":")
    if not prefix:
        return name
    uri = namespaces.get(prefix, JAVAROSA if prefix == "jr" else "")
    return f"jr:{local}" if uri == JAVAROSA else f"{{{uri or prefix}}}{local}"


def near_match(name: str, functions: Mapping[str, Function]) -> str:
    """Give the name of a function that somebody may have meant, or nothing."""
    by_small = {known.lower(): known for known in functions}
    wanted = name.lower().replace("_", "-")
    if wanted in by_small:
        return by_small[wanted]
    if f"jr:{wanted}" in functions:
        return f"jr:{wanted}"
    found = get_close_matches(wanted, functions, n=1, cutoff=0.7)
    return found[0] if found else ""


def unknown_function(
    name: str, position: int, functions: Mapping[str, Function]
) -> UnknownFunction:
    """Say that there is no such function, and which one may have been meant."""
    near = near_match(name, functions)
    mend = f"Did you mean {near}(…)?" if near else "Check how it is spelled."
    return UnknownFunction(
        what=f"There is no function {name}(…).", mend=mend, position=position
    )


@dataclass(frozen=True, slots=True)
class Compiler:
    """The language an expression is compiled in."""

    functions: Mapping[str, Function]
    names: Names
    dates: bool
    holding: bool = False
    """Whether what does not look at the row may be held while rows are sifted."""

    def compile(self, expr: Expr) -> Code:  # noqa: C901, PLR0911 - one a kind
        """Compile any expression."""
        match expr:
            case Path():
                code = self.path(expr)
                held = self.holding and not depends_on_context(expr)
                return replace(code, held=True) if held else code
            case Call():
                return self.call(expr)
            case NumberLiteral(value, _):
                return constant(value)
            case StringLiteral(text, _):
                return constant(text)
            case Variable(name, position):
                return _variable(name, position)
            case Negation(operand, _):
                return comparing.negation(self.compile(operand), dates=self.dates)
            case Logic(word, operands, _):
                return comparing.logic(word, [self.compile(one) for one in operands])
            case Comparison(sign, left, right, _):
                return comparing.comparison(
                    sign, self.compile(left), self.compile(right), dates=self.dates
                )
            case Arithmetic(first, rest, _):
                return comparing.arithmetic(
                    self.compile(first),
                    [(sign, self.compile(operand)) for sign, operand in rest],
                    dates=self.dates,
                )
            case Union(operands, _):
                return self.union([self.compile(one) for one in operands])
            case Filter(operand, predicates, _):
                return self.filter(self.compile(operand), predicates)

    def union(self, codes: list[Code]) -> Code:
        """Compile ``a | b``."""
        parts = [as_nodes(code, "|") for code in codes]
        hidden = [code.hidden for code in codes if code.hidden is not None]

        def run(context: Context) -> list[Node]:
            found = [node for part in parts for node in part(context)]
            context.spend(len(found))
            return in_order(found)

        return Code(
            run,
            Kind.NODES,
            hidden=lambda context: any(one(context) for one in hidden),
        )

    def filter(self, code: Code, predicates: tuple[Expr, ...]) -> Code:
        """Compile ``(…)[…]``."""
        start = as_nodes(code, "[…]")
        narrows = tuple(self.predicate(one) for one in predicates)

        def run(context: Context) -> list[Node]:
            found = start(context)
            for narrow in narrows:
                found = narrow(context, found)
            return found

        return Code(run, Kind.NODES)

    def predicate(self, expr: Expr) -> Callable[[Context, list[Node]], list[Node]]:
        """Compile a condition in brackets."""
        if self.holding:  # each node that it weighs may see something else
            return replace(self, holding=False).predicate(expr)
        match expr:
            case Comparison("=", Call("position", (), _), place, _) | Comparison(
                "=", place, Call("position", (), _), _
            ) if not depends_on_context(place):
                code = self.compile(place)
                if code.kind is Kind.NUMBER:
                    return at(code)
            case _:
                pass
        return predicate(self.compile(expr))

    # --- calls

    def call(self, call: Call) -> Code:
        """Compile a function call; an unknown function fails when it is called."""
        name = canonical(call.name, self.names.namespaces)
        function = self.functions.get(name)
        if function is None:
            return failing(unknown_function(call.name, call.position, self.functions))
        building = Building(
            call,
            [self.compile(argument) for argument in call.arguments],
            self.dates,
            lambda place: self.free_path(call.arguments[place]),
        )
        return bind(function, building)

    # --- paths

    def steps(self, steps: Sequence[Step]) -> tuple[CompiledStep, ...]:
        """Compile the steps of a path."""
        return tuple(self.step(step) for step in steps)

    def plain(self, steps: Sequence[Step]) -> list[str]:
        """Give the names a path begins with, where names alone tell nodes apart."""
        return plain_start(steps) if self.names.loose else []

    def step(self, step: Step) -> CompiledStep:
        """Compile one step."""
        test = step.test
        name = None
        if isinstance(test, NameTest) and not test.prefix:
            name = test.name if self.names.loose or test.name == "*" else None
        return CompiledStep(
            step.axis,
            self.names.test(test, step.axis),
            name,
            tuple(self.predicate(one) for one in step.predicates),
            self.sift(step.predicates[0])
            if step.predicates and name and step.axis is Axis.CHILD
            else None,
        )

    def sift(self, expr: Expr) -> Callable[[Context, Rows], list[Node]] | None:
        """Compile a condition for the rows of a long table, if it asks only those."""
        if not reads_columns(expr):
            return None
        code = replace(self, holding=True).compile(expr)
        return sifting(as_truth(code)) if code.kind is Kind.BOOLEAN else None

    def path(self, path: Path) -> Code:
        """Compile a path, by a short way where there is one."""
        if path.start is Start.ROOT:
            return self.absolute(path)
        if path.start is Start.CONTEXT:
            return self.relative(path.steps, current=False)
        if isinstance(path.start, Call) and path.start.name == "current":
            return self.relative(path.steps, current=True)
        found = lookup(path) if self.names.loose else None
        if found is not None and self.functions.get("instance") is not None:
            return self.indexed(found)
        start = as_nodes(self.compile(path.start), "A path")
        return general(start, self.steps(shorten(path.steps)))

    def absolute(self, path: Path, *, pinned: bool = True) -> Code:
        """Compile a path from the root."""
        if not path.steps:
            return Code(_root, Kind.NODES)
        names = self.plain(path.steps) if pinned else []
        if len(names) == len(path.steps):
            return absolute(tuple(names))
        rest = self.steps(shorten(path.steps[len(names) :]))
        start = absolute_nodes(names, whole=False) if names else _root
        return general(start, rest, pinned=pinned)

    def free_path(self, expr: Expr) -> Code:
        """Compile a path that runs through all repeat instances, not only the own."""
        if isinstance(expr, Path) and expr.start is Start.ROOT:
            return self.absolute(expr, pinned=False)
        return self.compile(expr)

    def relative(self, steps: tuple[Step, ...], *, current: bool) -> Code:
        """Compile a path from the context node."""
        ups = 0
        rest = list(steps)
        while rest and _goes_nowhere_or_up(rest[0]):
            ups += rest.pop(0).axis is Axis.PARENT
        names = self.plain(rest)
        if len(names) == len(rest):
            return relative(ups, names, current=current)
        start = relative_nodes(ups, names, current=current)
        return general(start, self.steps(shorten(rest[len(names) :])))

    def indexed(self, found: Lookup) -> Code:
        """Compile a lookup in a secondary instance through its hash index."""
        above = self.steps(found.above)
        below = self.steps(shorten(found.below))
        others = tuple(self.predicate(one) for one in found.others)
        wanted = self.compile(found.value)
        if wanted.kind not in (Kind.STRING, Kind.NODES):
            return self.scan(found)
        texts = _all_texts(wanted)
        identifier, item, column = found.identifier, found.item, found.column

        def run(context: Context) -> list[Node]:
            instance = context.environment.instance_node(identifier)
            if instance is None:
                return []
            values = texts(context)
            rows: list[Node] = []
            for parent in walk(context, [instance], above, relevant=False):
                for value in values:
                    rows += parent.find(item, column, value)
            if len(values) > 1:
                rows = in_order(rows)
            context.spend(len(rows) + 1)
            for narrow in others:
                rows = narrow(context, rows)
            return walk(context, rows, below, relevant=False) if below else rows

        return Code(run, Kind.NODES)

    def scan(self, found: Lookup) -> Code:
        """Compile the same lookup row by row: a number is equal however written."""
        equality = Comparison(
            "=",
            Path(
                Start.CONTEXT, (Step(Axis.CHILD, NameTest("", found.column), (), 0),), 0
            ),
            found.value,
            0,
        )
        item = Step(Axis.CHILD, NameTest("", found.item), (equality, *found.others), 0)
        identifier = found.identifier

        def start(context: Context) -> list[Node]:
            instance = context.environment.instance_node(identifier)
            return [] if instance is None else [instance]

        steps = self.steps(shorten((*found.above, item, *found.below)))
        return general(start, steps)


def _goes_nowhere_or_up(step: Step) -> bool:
    return (
        step.axis in (Axis.SELF, Axis.PARENT)
        and step.test == _ANY
        and not step.predicates
    )


def _root(context: Context) -> list[Node]:
    return [context.environment.root]


def _all_texts(code: Code) -> comparing.Texts:
    if code.kind is Kind.NODES:
        return comparing.texts_of(code)
    text = as_text(code)
    return lambda context: [text(context)]


def _variable(name: str, position: int) -> Code:
    def run(context: Context) -> Value:
        value = context.environment.variables.get(name)
        if value is None:
            raise ExpressionError(
                what=f"There is no value called ${name}.",
                mend=f"Write ${{{name}}} to refer to a question.",
                position=position,
            )
        return value

    return Code(run, Kind.ANY)
