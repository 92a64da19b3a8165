"""The directions one can look from a node (XPath 1.0 §2.2) and document order (§5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.forms.tree import ATTRIBUTE, ELEMENT, NAMESPACE, TEXT, Node
from intake.forms.xpath.syntax import Axis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"

REVERSED = frozenset(
    {
        Axis.ANCESTOR,
        Axis.ANCESTOR_OR_SELF,
        Axis.PRECEDING,
        Axis.PRECEDING_SIBLING,
    }
)
"""The axes that count their positions backwards."""


def _self(node: Node) -> Sequence[Node]:
    return (node,)


def _child(node: Node) -> Sequence[Node]:
    return node.content()


def _parent(node: Node) -> Sequence[Node]:
    return () if node.parent is None else (node.parent,)


def _attribute(node: Node) -> Sequence[Node]:
    return node.attributes


def _ancestor(node: Node) -> Iterator[Node]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _ancestor_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from _ancestor(node)


def _descendant(node: Node) -> Iterator[Node]:
    stack = [iter(node.content())]
    while stack:
        for below in stack[-1]:
            yield below
            content = below.content()
            if content:
                stack.append(iter(content))
                break
        else:
            stack.pop()


def _descendant_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from _descendant(node)


def _siblings(node: Node) -> tuple[Sequence[Node], int]:
    if node.parent is None or node.kind in (ATTRIBUTE, NAMESPACE):
        return (), 0
    siblings = node.parent.content()
    for place, sibling in enumerate(siblings):
        if sibling is node:
            return siblings, place
    return (), 0


def _following_sibling(node: Node) -> Sequence[Node]:
    siblings, place = _siblings(node)
    return siblings[place + 1 :]


def _preceding_sibling(node: Node) -> Sequence[Node]:
    siblings, place = _siblings(node)
    return siblings[:place][::-1]


def _following(node: Node) -> Iterator[Node]:
    if node.kind in (ATTRIBUTE, NAMESPACE) and node.parent is not None:
        yield from _descendant(node.parent)
        node = node.parent
    for base in _ancestor_or_self(node):
        for sibling in _following_sibling(base):
            yield from _descendant_or_self(sibling)


def _preceding(node: Node) -> Iterator[Node]:
    if node.kind in (ATTRIBUTE, NAMESPACE) and node.parent is not None:
        node = node.parent
    for base in _ancestor_or_self(node):
        for sibling in _preceding_sibling(base):
            yield from reversed(list(_descendant_or_self(sibling)))


def _namespace(node: Node) -> list[Node]:
    if node.kind != ELEMENT:
        return []
    bound: dict[str, str] = {"xml": XML_NAMESPACE}
    for element in reversed(list(_ancestor_or_self(node))):
        bound.update(element.namespaces or {})
    found = []
    for prefix, uri in bound.items():
        if uri:
            one = Node(prefix, uri, kind=NAMESPACE)
            one.parent = node
            found.append(one)
    return found


LOOK: dict[Axis, Callable[[Node], Iterable[Node]]] = {
    Axis.SELF: _self,
    Axis.CHILD: _child,
    Axis.PARENT: _parent,
    Axis.ATTRIBUTE: _attribute,
    Axis.ANCESTOR: _ancestor,
    Axis.ANCESTOR_OR_SELF: _ancestor_or_self,
    Axis.DESCENDANT: _descendant,
    Axis.DESCENDANT_OR_SELF: _descendant_or_self,
    Axis.FOLLOWING: _following,
    Axis.FOLLOWING_SIBLING: _following_sibling,
    Axis.PRECEDING: _preceding,
    Axis.PRECEDING_SIBLING: _preceding_sibling,
    Axis.NAMESPACE: _namespace,
}


def number_nodes(root: Node) -> None:
    """Give every node below *root* its place in document order.

    Attributes come after their element and before its children, a leaf's text node
    after its attributes (XPath 1.0 §5).
    """
    count = 0
    root.order = 0
    for node in root.descendants():
        count += 1
        node.order = count
        count += len(node.attributes)
        for offset, attribute in enumerate(node.attributes):
            attribute.order = node.order + offset + 1
        if not node.children:
            count += 1  # a place for the text node that ``content`` may make


def in_order(nodes: Iterable[Node]) -> list[Node]:
    """Give every node once, in document order."""
    unique: dict[object, Node] = {}
    for node in nodes:
        key = (id(node.parent), node.name) if node.kind == NAMESPACE else id(node)
        unique.setdefault(key, node)
    found = list(unique.values())
    if len(found) < 2:  # noqa: PLR2004 - nothing to sort
        return found
    roots: dict[int, int] = {}
    for node in found:
        root = node.root
        if id(root) not in roots:
            roots[id(root)] = len(roots)
            if root.order != 0:
                number_nodes(root)
    found.sort(key=lambda node: (roots[id(node.root)], *_order(node)))
    return found


def _order(node: Node) -> tuple[int, int]:
    parent = node.parent
    if parent is not None:
        if node.kind == NAMESPACE:
            return parent.order, 1
        if node.kind == TEXT and not parent.children:
            return parent.order + len(parent.attributes) + 1, 0
    return node.order, 0
