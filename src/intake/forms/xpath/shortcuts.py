"""Short ways for the paths that forms write most: names alone, up and down."""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

from intake.forms.xpath.code import Code, Kind, Nodes, node_text
from intake.forms.xpath.paths import pin
from intake.forms.xpath.syntax import Axis, KindTest, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from intake.forms.tree import Node
    from intake.forms.xpath.environment import Context

_keys = count()


def plain_start(steps: Sequence[Step]) -> list[str]:
    """Give the names of the leading steps ``child::name`` without conditions."""
    names = []
    for step in steps:
        test = step.test
        if (
            step.axis is not Axis.CHILD
            or step.predicates
            or isinstance(test, KindTest)
            or test.prefix
        ):
            break
        names.append(test.name)
    return names


@lru_cache(maxsize=8192)
def absolute(names: tuple[str, ...]) -> Code:
    """Compile ``/a/b/c``, which runs through the repeat instances one stands in.

    All expressions share the way to one place, and what is remembered of it.
    """
    return _relevant_only(absolute_nodes(names, whole=True))


def absolute_nodes(names: Sequence[str], *, whole: bool) -> Nodes:
    """Compile the way down; a part of a path (not *whole*) keeps to one instance."""
    key = next(_keys)

    def unfiltered(context: Context) -> list[Node]:
        root = context.environment.root
        if root.known is not None and (found := root.known.get(key)) is not None:
            return found
        found, fixed = _descend(context, root, names, whole=whole)
        if fixed:
            if root.known is None:
                root.known = {}
            root.known[key] = found
        return found

    return unfiltered


def _descend(
    context: Context, root: Node, names: Sequence[str], *, whole: bool
) -> tuple[list[Node], bool]:
    """Walk down by name; the second value says that any context gets the same."""
    nodes = [root]
    fixed = root.parent is None
    last = len(names) - 1 if whole else len(names)
    for place, name in enumerate(names):
        found = [child for node in nodes for child in node.named(name)]
        context.spend(len(found))
        if place != last and any(node.repeated for node in found):
            fixed = False
            found = pin(context, found)
        nodes = found
    return nodes, fixed


def relative(ups: int, names: Sequence[str], *, current: bool) -> Code:
    """Compile ``../../a/b`` from the context node or from ``current()``."""
    if not ups and not names:
        if current:
            return Code(lambda context: [context.current], Kind.NODES)
        return Code(lambda context: [context.node], Kind.NODES)
    return _relevant_only(relative_nodes(ups, names, current=current))


def relative_nodes(ups: int, names: Sequence[str], *, current: bool) -> Nodes:
    """Compile the way up and down."""
    if len(names) == 1 and not current and ups <= 1:
        (name,) = names
        return _beside(name) if ups else _below(name)

    def unfiltered(context: Context) -> list[Node]:
        node = context.current if current else context.node
        for _ in range(ups):
            above = node.parent
            if above is None:
                return []
            node = above
        found = [node]
        for name in names:
            if len(found) == 1:
                found = found[0].named(name)
            else:
                context.spend(len(found))
                found = [child for node in found for child in node.named(name)]
        return found

    return unfiltered


def _below(name: str) -> Nodes:
    """Compile ``name``: what conditions on the rows of a list are made of."""
    return lambda context: context.node.named(name)


def _beside(name: str) -> Nodes:
    """Compile ``../name``: what most conditions inside a group are made of."""

    def run(context: Context) -> list[Node]:
        above = context.node.parent
        return [] if above is None else above.named(name)

    return run


def _relevant_only(unfiltered: Nodes) -> Code:
    def run(context: Context) -> list[Node]:
        found = unfiltered(context)
        if context.environment.relevance:
            for node in found:
                if not node.relevant:
                    return [other for other in found if other.relevant]
        return found

    def hidden(context: Context) -> bool:
        return context.environment.relevance and bool(unfiltered(context))

    def text(context: Context) -> str:
        every = not context.environment.relevance
        for node in unfiltered(context):
            if every or node.relevant:
                return node_text(context, node)
        return ""

    return Code(run, Kind.NODES, hidden=hidden, text=text)
