"""Paths: steps, conditions in brackets, and short ways for what forms write most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.forms.tree import (
    ATTRIBUTE,
    COMMENT,
    ELEMENT,
    INSTRUCTION,
    NAMESPACE,
    TEXT,
    Node,
    Rows,
)
from intake.forms.tree_cursor import Cursor
from intake.forms.xpath.axes import LOOK, REVERSED, in_order
from intake.forms.xpath.code import Code, Kind, Nodes, Truth, as_number, as_truth
from intake.forms.xpath.errors import ExpressionSyntaxError
from intake.forms.xpath.syntax import Axis, KindTest, NameTest, Step
from intake.forms.xpath.values import to_boolean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from intake.forms.xpath.environment import Context


@dataclass(frozen=True, slots=True)
class Names:
    """How names are told apart: by address in plain XPath, loosely in forms."""

    namespaces: dict[str, str]
    loose: bool

    def test(self, test: NameTest | KindTest, axis: Axis) -> Callable[[Node], bool]:
        """Compile a node test for *axis*."""
        if isinstance(test, KindTest):
            return _kind_test(test)
        principal = _PRINCIPAL.get(axis, ELEMENT)
        name, prefix = test.name, test.prefix
        if not prefix:
            return self._plain(name, principal)
        uri = self.namespaces.get(prefix)
        if uri is None and not self.loose:
            raise ExpressionSyntaxError(
                what=f"The prefix {prefix}: is not declared.",
                mend="Declare its namespace or leave it out.",
            )
        if uri is None:  # forms use prefixes they forget to declare
            return lambda node: (
                node.kind == principal
                and node.prefix == prefix
                and name in ("*", node.name)
            )
        return lambda node: (
            node.kind == principal and node.uri == uri and name in ("*", node.name)
        )

    def _plain(self, name: str, principal: int) -> Callable[[Node], bool]:
        if name == "*":
            return lambda node: node.kind == principal
        if principal == NAMESPACE:
            return lambda node: node.kind == NAMESPACE and node.name == name
        if self.loose and principal == ELEMENT:
            return lambda node: node.kind == ELEMENT and node.name == name
        return lambda node: (
            node.kind == principal and node.name == name and not node.uri
        )


_PRINCIPAL = {Axis.ATTRIBUTE: ATTRIBUTE, Axis.NAMESPACE: NAMESPACE}


def _kind_test(test: KindTest) -> Callable[[Node], bool]:
    match test.kind:
        case "text":
            return lambda node: node.kind == TEXT
        case "comment":
            return lambda node: node.kind == COMMENT
        case "processing-instruction" if test.target is not None:
            target = test.target
            return lambda node: node.kind == INSTRUCTION and node.name == target
        case "processing-instruction":
            return lambda node: node.kind == INSTRUCTION
        case _:
            return lambda _: True


# --- conditions in brackets


def predicate(code: Code) -> Callable[[Context, list[Node]], list[Node]]:
    """Compile ``[…]``: a number picks a position, anything else must be true."""
    if isinstance(code.constant, float):
        return at(code)
    run = code.run
    if code.kind is Kind.NUMBER:
        return _filter(lambda context: run(context) == context.position)
    if code.kind is not Kind.ANY:
        return _filter(as_truth(code))

    def dynamic(context: Context) -> bool:
        value = run(context)
        if type(value) is float:
            return value == context.position
        return to_boolean(value)

    return _filter(dynamic)


def at(code: Code) -> Callable[[Context, list[Node]], list[Node]]:
    """Compile ``[n]`` where *n* is the same for all candidates."""
    number = as_number(code, dates=False)

    def pick(context: Context, nodes: list[Node]) -> list[Node]:
        place = number(context)
        if not 1 <= place <= len(nodes) or place != int(place):
            return []
        return [nodes[int(place) - 1]]

    return pick


def _filter(test: Truth) -> Callable[[Context, list[Node]], list[Node]]:
    def narrow(context: Context, nodes: list[Node]) -> list[Node]:
        context.spend(len(nodes))
        node, position, size = context.node, context.position, context.size
        context.size = len(nodes)
        kept = []
        try:
            for place, candidate in enumerate(nodes, 1):
                context.node = candidate
                context.position = place
                if test(context):
                    kept.append(candidate)
        finally:
            context.node, context.position, context.size = node, position, size
        return kept

    return narrow


def sifting(test: Truth) -> Callable[[Context, Rows], list[Node]]:
    """Compile ``item[…]`` for a long table: only the rows that pass become nodes."""

    def sift(context: Context, rows: Rows) -> list[Node]:
        count = len(rows.table.rows)
        context.spend(2 * count + 1)
        node, position, size = context.node, context.position, context.size
        cursor = Cursor(rows)
        held = context.held
        context.node, context.size, context.held = cursor, count, {}
        kept = []
        try:
            for context.position in cursor.places():
                if test(context):
                    kept.append(context.position - 1)
        finally:
            context.held = held
            context.node, context.position, context.size = node, position, size
        return [rows.row(number) for number in kept]

    return sift


# --- steps


@dataclass(frozen=True, slots=True)
class CompiledStep:
    """One step: where to look, what to take, what to leave."""

    axis: Axis
    test: Callable[[Node], bool]
    name: str | None
    predicates: tuple[Callable[[Context, list[Node]], list[Node]], ...]
    sift: Callable[[Context, Rows], list[Node]] | None = None
    """The first predicate for the rows of a table: only what passes becomes a node."""

    def select(self, context: Context, node: Node, *, relevant: bool) -> list[Node]:
        """Give what the whole step selects from *node*."""
        conditions: Sequence[Callable[[Context, list[Node]], list[Node]]]
        if (
            self.sift is not None
            and isinstance(node, Rows)
            and node.table.item == self.name
        ):
            here, conditions = self.sift(context, node), self.predicates[1:]
        else:
            here, conditions = self.candidates(node, relevant=relevant), self.predicates
            context.spend(len(here) + 1)
        for narrow in conditions:
            here = narrow(context, here)
        return here

    def candidates(self, node: Node, *, relevant: bool) -> list[Node]:
        """Give what the axis and the test select from *node*."""
        found: Iterable[Node]
        if self.name is not None and self.axis is Axis.CHILD:
            found = node.named(self.name)
        else:
            test = self.test
            found = [other for other in LOOK[self.axis](node) if test(other)]
        if relevant and self.axis is not Axis.SELF:
            return [other for other in found if other.relevant]
        return list(found)


def walk(
    context: Context,
    nodes: list[Node],
    steps: Sequence[CompiledStep],
    *,
    relevant: bool,
    pinned: bool = False,
) -> list[Node]:
    """Take every step from every node; the result is in document order.

    *pinned* keeps to the repeat instances that the context node stands in.
    """
    last = steps[-1] if steps else None
    flat = len(nodes) <= 1  # of one depth, so child steps keep order
    for step in steps:
        found: list[Node] = []
        for node in nodes:
            found.extend(step.select(context, node, relevant=relevant))
        if pinned and step is not last and not step.predicates:
            found = pin(context, found)
        if len(nodes) == 1:
            if step.axis in REVERSED:
                found.reverse()
        elif not (flat and step.axis in _KEEPS_ORDER):
            found = in_order(found)
        flat = len(found) <= 1 or (flat and step.axis in _KEEPS_DEPTH)
        nodes = found
        if not nodes:
            break
    return nodes


_KEEPS_ORDER = frozenset(
    {
        Axis.CHILD,
        Axis.ATTRIBUTE,
        Axis.SELF,
        Axis.DESCENDANT,
        Axis.DESCENDANT_OR_SELF,
    }
)
_KEEPS_DEPTH = frozenset({Axis.CHILD, Axis.SELF, Axis.PARENT, Axis.ATTRIBUTE})


def shorten(steps: Sequence[Step]) -> list[Step]:
    """Turn ``//name`` into one step where its conditions do not count positions."""
    found: list[Step] = []
    for step in steps:
        before = found[-1] if found else None
        if (
            before is not None
            and before.axis is Axis.DESCENDANT_OR_SELF
            and before.test == KindTest("node")
            and not before.predicates
            and step.axis is Axis.CHILD
            and not step.predicates
        ):
            found[-1] = Step(Axis.DESCENDANT, step.test, (), step.position)
        else:
            found.append(step)
    return found


def general(
    start: Nodes, steps: Sequence[CompiledStep], *, pinned: bool = False
) -> Code:
    """Compile a path of any steps from what *start* gives."""

    def run(context: Context) -> list[Node]:
        relevant = context.environment.relevance
        nodes = start(context)
        return walk(context, nodes, steps, relevant=relevant, pinned=pinned)

    def hidden(context: Context) -> bool:
        if not context.environment.relevance:
            return False
        nodes = start(context)
        return bool(walk(context, nodes, steps, relevant=False, pinned=pinned))

    return Code(run, Kind.NODES, hidden=hidden)


# --- repeats


def pin(context: Context, found: list[Node]) -> list[Node]:
    """Keep to the repeat instance that the context stands in, if it is among these."""
    if not any(node.repeated for node in found):
        return found
    return (
        _own_instance(context.node, found)
        or _own_instance(context.current, found)
        or found
    )


def _own_instance(standpoint: Node, found: list[Node]) -> list[Node] | None:
    """Give the one of *found* that *standpoint* is in or below, if there is one."""
    among = {id(node): node for node in found}
    node: Node | None = standpoint
    while node is not None:
        if id(node) in among:
            return [node]
        node = node.parent
    return None
