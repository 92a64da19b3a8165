"""The nodes that answers live in and expressions walk over.

One kind of object serves the form's own instance, its secondary instances and any
plain XML document. An element without element children keeps its text in ``text``;
an element with children keeps them (and, in mixed content, text nodes between them)
in ``children``. Document order is worked out only when somebody needs it.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class NodeKind(IntEnum):
    """What a node is, in the terms of XPath 1.0."""

    ELEMENT = 1
    ATTRIBUTE = 2
    TEXT = 3
    INSTRUCTION = 7
    COMMENT = 8
    DOCUMENT = 9
    NAMESPACE = 13


ELEMENT = NodeKind.ELEMENT
ATTRIBUTE = NodeKind.ATTRIBUTE
TEXT = NodeKind.TEXT
INSTRUCTION = NodeKind.INSTRUCTION
COMMENT = NodeKind.COMMENT
DOCUMENT = NodeKind.DOCUMENT
NAMESPACE = NodeKind.NAMESPACE

_EMPTY: list[Node] = []


class Node:
    """One place in a tree of answers.

    ``relevant`` is the *effective* relevance: whoever sets it also sets it on
    everything below. Expressions leave a node that is not relevant out of node-sets.
    ``repeated`` marks one instance of a repeat: an absolute path that runs through a
    repeat which the context node stands in keeps to that same instance.
    ``place`` belongs to whoever owns the tree (the session hangs its item there).
    """

    __slots__ = (
        "attributes",
        "children",
        "inner",
        "kind",
        "name",
        "namespaces",
        "order",
        "parent",
        "place",
        "prefix",
        "relevant",
        "repeated",
        "text",
        "uri",
    )

    def __init__(
        self,
        name: str,
        text: str = "",
        *,
        kind: NodeKind = ELEMENT,
        uri: str = "",
        prefix: str = "",
    ) -> None:
        """Make a node that stands alone; *name* is the local name."""
        self.kind = kind
        self.name = name
        self.uri = uri
        self.prefix = prefix
        self.text = text
        self.parent: Node | None = None
        self.children: Sequence[Node] = _EMPTY
        self.attributes: Sequence[Node] = _EMPTY
        self.namespaces: dict[str, str] | None = None
        self.relevant = True
        self.repeated = False
        self.order = -1
        self.inner: Node | None = None
        self.place: object = None

    def __repr__(self) -> str:
        """Name the node, never its text, which may be a witness's words."""
        return f"<Node {self.kind.name.lower()} {self.name}>"

    def append(self, child: Node) -> Node:
        """Put *child* last among the children and return it."""
        return self.insert(len(self.children), child)

    def insert(self, index: int, child: Node) -> Node:
        """Put *child* before the child at *index* and return it."""
        if self.children is _EMPTY:
            self.children = [child]
        else:
            cast("list[Node]", self.children).insert(index, child)
        child.parent = self
        self.root.order = -1
        return child

    def remove(self, child: Node) -> None:
        """Take *child* out; it keeps everything below itself."""
        self.root.order = -1
        cast("list[Node]", self.children).remove(child)
        child.parent = None

    def set_attribute(
        self, name: str, text: str, *, uri: str = "", prefix: str = ""
    ) -> Node:
        """Give the element the attribute *name* and return its node."""
        for node in self.attributes:
            if node.name == name and node.uri == uri:
                node.text = text
                return node
        node = Node(name, text, kind=ATTRIBUTE, uri=uri, prefix=prefix)
        node.parent = self
        self.attributes = [*self.attributes, node]
        self.root.order = -1
        return node

    def attribute(self, name: str) -> str | None:
        """Give the text of the attribute with the local name *name*, or None."""
        for node in self.attributes:
            if node.name == name:
                return node.text
        return None

    @property
    def root(self) -> Node:
        """The topmost node above this one, or the node itself."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    @property
    def qualified(self) -> str:
        """The name as written, with its prefix."""
        return f"{self.prefix}:{self.name}" if self.prefix else self.name

    def string(self) -> str:
        """Give the string-value of XPath 1.0 §5: all text at and below the node."""
        if not self.children:
            return self.text
        return "".join(_texts(self))

    def elements(self) -> list[Node]:
        """Give the child elements in order."""
        return [child for child in self.children if child.kind == ELEMENT]

    def child(self, name: str) -> Node | None:
        """Give the first child element with the local name *name*, or None."""
        for child in self.children:
            if child.name == name and child.kind == ELEMENT:
                return child
        return None

    def content(self) -> Sequence[Node]:
        """Give all child nodes, a leaf's text among them as a node of its own."""
        if self.children:
            return self.children
        if not self.text or self.kind not in (ELEMENT, DOCUMENT):
            return _EMPTY
        if self.inner is None:
            self.inner = Node("", kind=TEXT)
            self.inner.parent = self
        self.inner.text = self.text
        self.inner.relevant = self.relevant
        return [self.inner]

    def descendants(self) -> Iterator[Node]:
        """Walk every node below in document order, texts included."""
        stack = list(reversed(self.content()))
        while stack:
            node = stack.pop()
            yield node
            if node.kind == ELEMENT:
                stack.extend(reversed(node.content()))


def _texts(node: Node) -> Iterator[str]:
    stack = list(reversed(node.children))
    while stack:
        child = stack.pop()
        if child.children:
            stack.extend(reversed(child.children))
        elif child.kind in (ELEMENT, TEXT):
            yield child.text
