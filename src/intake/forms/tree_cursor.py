"""A finger that moves down a long table, so that a condition needs no node a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from intake.forms.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from intake.forms.tree import Rows

_NONE: Final[list[Node]] = []


class Cursor(Node):
    """One row at a time, seen as an element with a leaf a column.

    Whoever looks at a column must be done with it before the cursor moves on: the same
    leaf then shows the next row. Only ``named`` and what builds on it can be asked.
    """

    __slots__ = ("_cells", "_seen", "_table")

    def __init__(self, rows: Rows) -> None:
        """Stand before the first of *rows*."""
        super().__init__(rows.table.item)
        self.parent = rows
        self._table = rows.table
        self._cells: Sequence[str | None] = ()
        self._seen: dict[str, tuple[int, Node, list[Node]]] = {}

    def places(self) -> Iterator[int]:
        """Move from row to row, giving the position of each, from 1."""
        for position, cells in enumerate(self._table.rows, 1):
            self._cells = cells
            yield position

    def named(self, name: str) -> list[Node]:
        """Give the leaf of the column *name* in the present row, if it has one."""
        seen = self._seen.get(name)
        if seen is None:
            place = self._table.places.get(name)
            if place is None:
                return _NONE
            leaf = Node(name)
            leaf.parent = self
            seen = self._seen[name] = (place, leaf, [leaf])
        text = self._cells[seen[0]]
        if text is None:
            return _NONE
        seen[1].text = text
        return seen[2]
