"""What only forms have: repeats, secondary instances, choice labels, translations."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from intake.forms.tree import Node
from intake.forms.xpath.code import Code, Kind, Number, as_nodes, as_number, as_text
from intake.forms.xpath.functions.library import Building, Library, failing, wrong_count
from intake.forms.xpath.values import NAN

if TYPE_CHECKING:
    from intake.forms.xpath.environment import Context

repeats = Library()


@repeats.special("position", "?v", Kind.NUMBER)
def _position(building: Building) -> Code:
    """Give the position in the condition, or of a node among those of its name."""
    if not building.arguments:
        return Code(lambda context: float(context.position), Kind.NUMBER)
    nodes = as_nodes(building.arguments[0], "position(…)")

    def run(context: Context) -> float:
        found = nodes(context)
        return float(place_among(found[0])) if found else NAN

    return Code(run, Kind.NUMBER)


def place_among(node: Node) -> int:
    """Give the 1-based place of *node* among its parent's children of the same name."""
    if node.parent is None:
        return 1
    siblings = node.parent.named(node.name)
    if not _stands(node, siblings):
        # All of them at once: the others will be asked the same.
        for place, other in enumerate(siblings, 1):
            other.ordinal = place
    return node.ordinal if _stands(node, siblings) else 1


def _stands(node: Node, siblings: list[Node]) -> bool:
    """Tell whether *node* still stands where it last stood."""
    place = node.ordinal
    return place <= len(siblings) and siblings[place - 1] is node


# --- indexed-repeat


@repeats.special("indexed-repeat", "vvn?v*", Kind.NODES)
def _indexed_repeat(building: Building) -> Code:
    """Give the answers inside the repeat instances that the pairs name.

    A pair is a repeat and a 1-based index; as in JavaRosa an index below 1 counts as 1.
    A repeat around them that no pair names is the one the context stands in.
    """
    arguments = building.arguments
    count = len(arguments)
    if count % 2 == 0:
        function = repeats.functions["indexed-repeat"]
        return failing(wrong_count(function, count))
    target = as_nodes(building.path(0), "indexed-repeat(…)")
    pairs = [
        (
            as_nodes(building.path(place), "indexed-repeat(…)"),
            _index(building, arguments[place + 1]),
        )
        for place in range(1, count, 2)
    ]

    def run(context: Context) -> list[Node]:
        series = []
        for nodes, index in pairs:
            found = nodes(context)
            if not found:
                return []
            series.append((_depth(found[0]), found, index(context)))
        series.sort(key=lambda one: one[0])
        named = {id(node) for _, found, _ in series for node in found}
        inside: Node | None = None
        for _, found, chosen in series:
            among = [node for node in found if inside is None or _is_in(node, inside)]
            among = _nearby(context, among, named)
            if chosen > len(among):
                return []
            inside = among[int(chosen) - 1]
        assert inside is not None  # noqa: S101 - there is at least one pair
        return [node for node in target(context) if _is_in(node, inside)]

    return Code(run, Kind.NODES)


def _index(building: Building, code: Code) -> Number:
    """Compile an index: blank or below 1 counts as 1, one that is nowhere as none."""
    number = as_number(code, dates=building.dates)
    run = code.run

    def index(context: Context) -> float:
        if code.kind is Kind.NODES and not run(context):
            return math.inf
        given = number(context)
        return 1.0 if math.isnan(given) else max(1.0, given)

    return index


def _depth(node: Node) -> int:
    depth = 0
    while node.parent is not None:
        node = node.parent
        depth += 1
    return depth


def _is_in(node: Node, above: Node) -> bool:
    inner: Node | None = node
    while inner is not None:
        if inner is above:
            return True
        inner = inner.parent
    return False


def _nearby(context: Context, nodes: list[Node], named: set[int]) -> list[Node]:
    """Keep the nodes whose unnamed repeats around them are the context's own."""
    near = [node for node in nodes if _shares(context.node, node, named)]
    return near or nodes


def _shares(standpoint: Node, node: Node, named: set[int]) -> bool:
    above = node.parent
    while above is not None:
        if above.repeated and id(above) not in named and not _is_in(standpoint, above):
            return False
        above = above.parent
    return True


# --- secondary instances


@repeats.special("instance", "s", Kind.NODES)
def _instance(building: Building) -> Code:
    name = as_text(building.arguments[0])

    def run(context: Context) -> list[Node]:
        found = context.environment.instance_node(name(context))
        return [] if found is None else [found]

    return Code(run, Kind.NODES)


@repeats.add("pulldata", "ssss", Kind.STRING)
def _pulldata(context: Context, name: str, column: str, key: str, value: str) -> str:
    """Give *column* of the first row whose *key* holds *value*, else nothing."""
    instance = context.environment.instance_node(name.removesuffix(".csv"))
    root = next(iter(instance.elements()), None) if instance is not None else None
    first = (
        next((child for child in root.children if child.name), None) if root else None
    )
    if root is None or first is None:
        return ""
    rows = root.find(first.name, key, value)
    cell = rows[0].child(column) if rows else None
    return "" if cell is None else cell.string()


# --- texts of the form


@repeats.add("jr:itext", "s", Kind.STRING)
def _itext(context: Context, identifier: str) -> str:
    return context.environment.itext(identifier) or ""


@repeats.special("jr:choice-name", "ss", Kind.STRING)
def _choice_name(building: Building) -> Code:
    """Give the label of a choice; the question is named by a text that is a path."""
    value, question = (as_text(code) for code in building.arguments)

    def run(context: Context) -> str:
        environment = context.environment
        chosen, asked = value(context), question(context).strip()
        return environment.choice_name(chosen, asked, context.node) or ""

    return Code(run, Kind.STRING)
