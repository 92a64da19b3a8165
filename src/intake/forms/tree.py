"""The nodes that answers live in and expressions walk over.

One kind of object serves the form's own instance, its secondary instances and any
plain XML document. An element without child nodes keeps its text in ``text``; an
element with children keeps them (and, in mixed content, text nodes between them)
in ``children``. Document order is worked out only when somebody needs it.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class NodeKind(IntEnum):
    """What a node is, in the terms of XPath 1.0 §5."""

    ELEMENT = 1
    ATTRIBUTE = 2
    TEXT = 3
    INSTRUCTION = 7
    COMMENT = 8
    DOCUMENT = 9
    NAMESPACE = 13


ELEMENT: Final = NodeKind.ELEMENT
ATTRIBUTE: Final = NodeKind.ATTRIBUTE
TEXT: Final = NodeKind.TEXT
INSTRUCTION: Final = NodeKind.INSTRUCTION
COMMENT: Final = NodeKind.COMMENT
DOCUMENT: Final = NodeKind.DOCUMENT
NAMESPACE: Final = NodeKind.NAMESPACE

_NONE: Final[list[Node]] = []


class Node:
    """One place in a tree of answers.

    ``relevant`` is the *effective* relevance: whoever sets it also sets it on
    everything below. Expressions leave a node that is not relevant out of node-sets.
    ``repeated`` marks one instance of a repeat: an absolute path that runs through a
    repeat which the context node stands in keeps to that same instance.
    ``ordinal`` is where it last stood among its siblings of one name, only a hint.
    ``place`` belongs to whoever owns the tree (a session hangs its item there).
    Children are changed through ``append``, ``insert`` and ``remove`` only.
    """

    __slots__ = (
        "_attributes",
        "_children",
        "_index",
        "_inner",
        "_lookups",
        "kind",
        "known",
        "name",
        "namespaces",
        "order",
        "ordinal",
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
        self._children: list[Node] | None = None
        self._attributes: list[Node] | None = None
        self._index: dict[str, list[Node]] | None = None
        self._inner: Node | None = None
        self._lookups: dict[tuple[str, str], dict[str, list[Node]]] | None = None
        self.known: dict[int, list[Node]] | None = None
        self.namespaces: Mapping[str, str] | None = None
        self.relevant = True
        self.repeated = False
        self.order = -1
        self.ordinal = 1
        self.place: object = None

    def __repr__(self) -> str:
        """Name the node, never its text, which may be a witness's words."""
        return f"<Node {self.kind.name.lower()} {self.name}>"

    @property
    def children(self) -> Sequence[Node]:
        """The child nodes; a leaf's own text is not among them (see ``content``)."""
        return self._children or ()

    @property
    def attributes(self) -> Sequence[Node]:
        """The attribute nodes, in the order written."""
        return self._attributes or ()

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

    def append(self, child: Node) -> Node:
        """Put *child* last among the children and return it."""
        if self._children is None:
            self._children = [child]
        else:
            self._children.append(child)
        self._adopt(child)
        return child

    def insert(self, index: int, child: Node) -> Node:
        """Put *child* before the child at *index* and return it."""
        if self._children is None:
            self._children = []
        self._children.insert(index, child)
        self._adopt(child)
        return child

    def remove(self, child: Node) -> None:
        """Take *child* out; it keeps everything below itself."""
        if self._children is None or child not in self._children:
            message = "not a child of this node"
            raise ValueError(message)
        self._children.remove(child)
        self._changed()
        child.parent = None

    def _adopt(self, child: Node) -> None:
        child.parent = self
        self._changed()

    def _changed(self) -> None:
        """Forget what was remembered about the shape of the tree."""
        self._index = self._lookups = None
        root = self.root
        root.order = -1
        root.known = None

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
        if self._attributes is None:
            self._attributes = []
        self._attributes.append(node)
        self.root.order = -1
        return node

    def attribute(self, name: str, uri: str = "") -> str | None:
        """Give the text of an attribute, or None where there is none."""
        for node in self.attributes:
            if node.name == name and node.uri == uri:
                return node.text
        return None

    def string(self) -> str:
        """Give the string-value of XPath 1.0 §5: all text at and below the node."""
        if not self._children:
            return self.text
        return "".join(
            [
                node.text
                for node in self.descendants()
                if node.kind == TEXT or (node.kind == ELEMENT and not node.children)
            ]
        )

    def named(self, name: str) -> list[Node]:
        """Give the child elements with the local name *name* (or all: ``*``), in order.

        The list is the node's own: look, but change nothing.
        """
        index = self._index
        if index is None:
            elements = [child for child in self.children if child.kind == ELEMENT]
            index = self._index = {"*": elements}
            for child in elements:
                index.setdefault(child.name, []).append(child)
        return index.get(name, _NONE)

    def find(self, item: str, column: str, value: str) -> list[Node]:
        """Give the children *item* that have a child *column* with the text *value*.

        An ``@`` before the column means an attribute.
        The first question about a column reads it once, later ones are a lookup; so
        this is for trees whose texts do not change, such as secondary instances.
        """
        if self._lookups is None:
            self._lookups = {}
        index = self._lookups.get((item, column))
        if index is None:
            index = self._lookups[item, column] = {}
            for row in self.named(item):
                cells = row.named(column)
                if column.startswith("@"):
                    cells = [one for one in row.attributes if one.name == column[1:]]
                for text in dict.fromkeys(cell.string() for cell in cells):
                    index.setdefault(text, []).append(row)
        return index.get(value, _NONE)

    def child(self, name: str) -> Node | None:
        """Give the first child element with the local name *name*, or None."""
        found = self.named(name)
        return found[0] if found else None

    def cell(self, name: str) -> str:
        """Give the text of the first child *name*, "" where there is none to see."""
        child = self.child(name)
        return child.string() if child is not None and child.relevant else ""

    def elements(self) -> list[Node]:
        """Give the child elements in order."""
        return [child for child in self.children if child.kind == ELEMENT]

    def content(self) -> Sequence[Node]:
        """Give all child nodes of the XPath model: a leaf's text is a node here."""
        children = self.children
        if children:
            return children
        if not self.text or self.kind != ELEMENT:
            return ()
        if self._inner is None:
            self._inner = Node("", kind=TEXT)
            self._inner.parent = self
        self._inner.text = self.text
        self._inner.relevant = self.relevant
        return (self._inner,)

    def descendants(self) -> Iterator[Node]:
        """Walk every child node below, in document order, childless or not."""
        stack = [iter(self.children)]
        while stack:
            for node in stack[-1]:
                yield node
                if node.children:
                    stack.append(iter(node.children))
                    break
            else:
                stack.pop()


class Table:
    """The rows of a secondary instance, kept as they came until somebody looks.

    Seen through ``node``, the table is ``<root>`` with one ``<item>`` a row and one
    leaf a column, but a row costs one tuple until an expression steps into it. A None
    cell is a missing child. Of columns with the same name the first counts.
    """

    __slots__ = ("_found", "_rows", "item", "places", "rows")

    def __init__(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str | None]],
        *,
        root: str = "root",
        item: str = "item",
    ) -> None:
        """Show *rows* as a tree whose topmost element is called *root*."""
        self.places: dict[str, int] = {}
        for place, name in enumerate(columns):
            self.places.setdefault(name, place)
        self.rows = rows
        self.item = item
        self._rows = Rows(self, root)
        self._found: dict[str, dict[str, list[int]]] = {}

    @property
    def node(self) -> Node:
        """The topmost element, through which expressions see the table."""
        return self._rows

    def find(self, column: str, value: str) -> list[Node]:
        """Give the rows whose *column* holds exactly *value*, in order.

        The first question about a column reads it once; later ones are a lookup.
        """
        index = self._found.get(column)
        if index is None:
            index = self._found[column] = {}
            place = self.places.get(column)
            if place is not None:
                for number, row in enumerate(self.rows):
                    cell = row[place]
                    if cell is not None:
                        index.setdefault(cell, []).append(number)
        return [self._rows.row(number) for number in index.get(value, ())]


class Rows(Node):
    """The topmost element of a table; makes its rows when looked at."""

    __slots__ = ("made", "table")

    def __init__(self, table: Table, name: str) -> None:
        """Stand for all rows of *table*."""
        super().__init__(name)
        self.table = table
        self.made: dict[int, _Row] = {}

    def row(self, number: int) -> Node:
        """Give the row with this *number*, from 0."""
        row = self.made.get(number)
        if row is None:
            row = self.made[number] = _Row(self, self.table.rows[number])
        return row

    @property
    def children(self) -> Sequence[Node]:
        """All rows, each a node from now on."""
        if self._children is None:
            self._children = [self.row(at) for at in range(len(self.table.rows))]
        return self._children

    def find(self, item: str, column: str, value: str) -> list[Node]:
        """Look rows up, as a node does, without making others."""
        return self.table.find(column, value) if item == self.table.item else []

    def string(self) -> str:
        """Give all that stands in the table."""
        return "".join([cell for row in self.table.rows for cell in row if cell])


class _Row(Node):
    """One row of a table; makes its cells when looked at."""

    __slots__ = ("cells", "made", "rows")

    def __init__(self, rows: Rows, cells: Sequence[str | None]) -> None:
        super().__init__(rows.table.item)
        self.parent = self.rows = rows
        self.cells = cells
        self.made: dict[int, Node] | None = None

    @property
    def children(self) -> Sequence[Node]:
        if self._children is None:
            self._children = [
                cell for name in self.rows.table.places for cell in self.named(name)
            ]
        return self._children

    def named(self, name: str) -> list[Node]:
        if name == "*":
            return list(self.children)
        place = self.rows.table.places.get(name)
        if place is None or (text := self.cells[place]) is None:
            return _NONE
        if self.made is None:
            self.made = {}
        cell = self.made.get(place)
        if cell is None:
            cell = self.made[place] = Node(name, text)
            cell.parent = self
        return [cell]

    def cell(self, name: str) -> str:
        place = self.rows.table.places.get(name)
        return "" if place is None else self.cells[place] or ""

    def string(self) -> str:
        return "".join([cell for cell in self.cells if cell])
