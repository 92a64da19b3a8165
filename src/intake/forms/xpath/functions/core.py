"""The core function library of XPath 1.0 §4, without the parts that ODK changes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from intake.forms.tree import (
    ATTRIBUTE,
    ELEMENT,
    INSTRUCTION,
    NAMESPACE,
    Node,
)
from intake.forms.xpath.axes import XML_NAMESPACE, in_order
from intake.forms.xpath.code import (
    Code,
    Kind,
    as_nodes,
    as_number,
    as_text,
    node_text,
    within_length,
)
from intake.forms.xpath.days import whole
from intake.forms.xpath.functions.library import Building, Library
from intake.forms.xpath.values import NAN, Value, to_number, to_string

if TYPE_CHECKING:
    from intake.forms.xpath.environment import Context

core = Library()
_NAMED = (ELEMENT, ATTRIBUTE, INSTRUCTION, NAMESPACE)


# --- node-sets


@core.add("last", "", Kind.NUMBER)
def _last(context: Context) -> float:
    return float(context.size)


@core.add("position", "", Kind.NUMBER)
def _position(context: Context) -> float:
    return float(context.position)


@core.add("count", "N", Kind.NUMBER)
def _count(_context: Context, nodes: list[Node]) -> float:
    return float(len(nodes))


@core.add("id", "v", Kind.NODES)
def _id(context: Context, value: Value) -> list[Node]:
    if isinstance(value, list):
        texts = [node_text(context, node) for node in value]
    else:
        texts = [to_string(value)]
    wanted = {word for text in texts for word in text.split()}
    found = []
    for node in context.node.root.descendants():
        context.spend(1)
        if node.kind == ELEMENT and any(
            attribute.name == "id"
            and attribute.uri in ("", XML_NAMESPACE)
            and attribute.text in wanted
            for attribute in node.attributes
        ):
            found.append(node)
    return found


def _first(context: Context, nodes: list[Node] | None) -> Node | None:
    if nodes is None:
        return context.node
    return in_order(nodes)[0] if nodes else None


@core.add("local-name", "?N", Kind.STRING)
def _local_name(context: Context, nodes: list[Node] | None = None) -> str:
    node = _first(context, nodes)
    return node.name if node is not None and node.kind in _NAMED else ""


@core.add("name", "?N", Kind.STRING)
def _name(context: Context, nodes: list[Node] | None = None) -> str:
    node = _first(context, nodes)
    return node.qualified if node is not None and node.kind in _NAMED else ""


@core.add("namespace-uri", "?N", Kind.STRING)
def _namespace_uri(context: Context, nodes: list[Node] | None = None) -> str:
    node = _first(context, nodes)
    if node is None or node.kind not in (ELEMENT, ATTRIBUTE):
        return ""
    return node.uri


@core.special("current", "", Kind.NODES)
def _current(_building: Building) -> Code:
    return Code(lambda context: [context.current], Kind.NODES)


# --- texts


@core.special("string", "?v", Kind.STRING)
def _string(building: Building) -> Code:
    if not building.arguments:
        return Code(lambda context: node_text(context, context.node), Kind.STRING)
    return Code(as_text(building.arguments[0]), Kind.STRING)


@core.add("concat", "ss*", Kind.STRING)
def _concat(context: Context, *texts: str) -> str:
    within_length(context, texts)
    return "".join(texts)


@core.add("starts-with", "ss", Kind.BOOLEAN)
def _starts_with(_context: Context, text: str, start: str) -> bool:
    return text.startswith(start)


@core.add("contains", "ss", Kind.BOOLEAN)
def _contains(_context: Context, text: str, part: str) -> bool:
    return part in text


@core.add("substring-before", "ss", Kind.STRING)
def _substring_before(_context: Context, text: str, part: str) -> str:
    before, found, _ = text.partition(part) if part else ("", "", "")
    return before if found else ""


@core.add("substring-after", "ss", Kind.STRING)
def _substring_after(_context: Context, text: str, part: str) -> str:
    return text.partition(part)[2] if part else text


def round_half_up(number: float) -> float:
    """Round to a whole number, halves towards positive infinity (XPath 1.0 §4.4)."""
    if math.isnan(number) or math.isinf(number) or number == math.trunc(number):
        return number
    rounded = math.floor(number)
    if number - rounded >= 0.5:  # noqa: PLR2004 - a half
        rounded += 1
    return -0.0 if rounded == 0 and number < 0 else float(rounded)


@core.add("substring", "sn?n", Kind.STRING)
def _substring(
    _context: Context, text: str, start: float, length: float | None = None
) -> str:
    first = round_half_up(start)
    end = math.inf if length is None else first + round_half_up(length)
    if math.isnan(first) or math.isnan(end) or first == math.inf or end == -math.inf:
        return ""
    begin = 0 if first == -math.inf else max(0, int(first) - 1)
    if end == math.inf:
        return text[begin:]
    return text[begin : max(begin, int(end) - 1)]


@core.add("string-length", "?s", Kind.NUMBER)
def _string_length(context: Context, text: str | None = None) -> float:
    return float(len(node_text(context, context.node) if text is None else text))


@core.add("normalize-space", "?s", Kind.STRING)
def _normalize_space(context: Context, text: str | None = None) -> str:
    if text is None:
        text = node_text(context, context.node)
    if "\t" in text or "\r" in text or "\n" in text:
        text = text.replace("\t", " ").replace("\r", " ").replace("\n", " ")
    return " ".join([word for word in text.split(" ") if word])


@core.add("translate", "sss", Kind.STRING)
def _translate(_context: Context, text: str, old: str, new: str) -> str:
    table: dict[int, str | None] = {}
    for place, character in enumerate(old):
        table.setdefault(ord(character), new[place] if place < len(new) else None)
    return text.translate(table)


# --- true or false


@core.add("boolean", "b", Kind.BOOLEAN)
def _boolean(_context: Context, value: bool) -> bool:  # noqa: FBT001 - its argument
    return value


@core.add("not", "b", Kind.BOOLEAN)
def _not(_context: Context, value: bool) -> bool:  # noqa: FBT001 - its argument
    return not value


@core.add("true", "", Kind.BOOLEAN)
def _true(_context: Context) -> bool:
    return True


@core.add("false", "", Kind.BOOLEAN)
def _false(_context: Context) -> bool:
    return False


@core.add("lang", "s", Kind.BOOLEAN)
def _lang(context: Context, wanted: str) -> bool:
    node: Node | None = context.node
    while node is not None:
        if node.kind == ELEMENT:
            tag = node.attribute("lang", XML_NAMESPACE)
            if tag is not None:
                tag, wanted = tag.lower(), wanted.lower()
                return tag == wanted or tag.startswith(f"{wanted}-")
        node = node.parent
    return False


# --- numbers


@core.special("number", "?v", Kind.NUMBER)
def _number(building: Building) -> Code:
    dates = building.dates
    if building.arguments:
        number = as_number(building.arguments[0], dates=dates)
        return Code(number, Kind.NUMBER)
    return Code(
        lambda context: to_number(
            node_text(context, context.node), context.environment.zone, dates=dates
        ),
        Kind.NUMBER,
    )


@core.special("sum", "N", Kind.NUMBER)
def _sum(building: Building) -> Code:
    nodes = as_nodes(building.arguments[0], "sum(…)")

    def run(context: Context) -> float:
        total = 0.0
        for node in nodes(context):
            total += to_number(node_text(context, node), dates=False)
        return total

    return Code(run, Kind.NUMBER)


@core.add("floor", "n", Kind.NUMBER)
def _floor(_context: Context, number: float) -> float:
    number = whole(number)
    if math.isnan(number) or math.isinf(number) or number == 0:
        return number
    return float(math.floor(number))


@core.add("ceiling", "n", Kind.NUMBER)
def _ceiling(_context: Context, number: float) -> float:
    number = whole(number)
    if math.isnan(number) or math.isinf(number) or number == 0:
        return number
    rounded = float(math.ceil(number))
    return -0.0 if rounded == 0 and number < 0 else rounded


@core.add("round", "n", Kind.NUMBER)
def _round(_context: Context, number: float) -> float:
    return round_half_up(number) if number == number else NAN  # noqa: PLR0124 - NaN
