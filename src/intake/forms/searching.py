"""Choices looked up in a CSV file by ``search()``, and in ``itemsets.csv`` by a query.

Both are older ways of ODK to offer long lists. ``search('fruits', 'contains', 'name',
${part}, 'region', ${region})`` stands in a question's appearance: the first condition
is one of contains, startswith, endswith and matches (which is equality), the second is
equality. A choice whose value names a column stands for all rows found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.forms.external import COLUMNS, Source, find, table
from intake.forms.tree import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from intake.forms.xpath import Expression

ITEMSETS = "itemsets.csv"
_CALL = re.compile(r"^search\((.*)\)$", re.DOTALL)
_TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "contains": lambda cell, text: text in cell,
    "startswith": str.startswith,
    "endswith": str.endswith,
    "matches": lambda cell, text: cell == text,
}


@dataclass(frozen=True, slots=True)
class Search:
    """A ``search()``: the list's name, and up to two conditions on its columns.

    Each condition is a test, the name of a column, and what its text is held against.
    """

    name: str
    conditions: tuple[tuple[str, str, Expression], ...] = ()

    def rows(
        self, rows: Table, value: Callable[[Expression], str]
    ) -> Iterator[Sequence[str | None]]:
        """Give the rows that fit; *value* works an expression out."""
        tests = [
            (_TESTS[test], rows.places[column], value(expression))
            for test, column, expression in self.conditions
            if column in rows.places
        ]
        for cells in rows.rows:
            if all(test(cells[place] or "", text) for test, place, text in tests):
                yield cells


def read_search(
    appearance: Sequence[str], compiled: Callable[[str], Expression | None]
) -> Search | None:
    """Read the ``search()`` among the words of *appearance*, if there is one."""
    call = next(filter(None, map(_CALL.match, appearance)), None)
    if call is None:
        return None
    arguments = split_arguments(call[1])
    plain = [_unquoted(one) for one in arguments]
    conditions = []
    if len(arguments) >= 4 and plain[1] in _TESTS:  # noqa: PLR2004 - file, test, column, text
        held = compiled(arguments[3])
        if held is not None:
            conditions.append((plain[1], plain[2], held))
    if len(arguments) >= 6:  # noqa: PLR2004 - and a second column and text
        held = compiled(arguments[5])
        if held is not None:
            conditions.append(("matches", plain[4], held))
    return Search(plain[0].removesuffix(".csv"), tuple(conditions))


def split_arguments(text: str) -> list[str]:
    """Take the arguments of a call apart at the commas that are not inside of one."""
    parts, depth, quote, start = [], 0, "", 0
    for index, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
        elif sign == "," and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    return [*parts, text[start:].strip()]


def closing(text: str, start: int) -> int:
    """Find the end of the call whose bracket opens at or after *start*."""
    depth, quote = 0, ""
    for index in range(start, len(text)):
        sign = text[index]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return index + 1
    return len(text)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return text[1:-1]
    return text


def searched(search: Search, resources: Mapping[str, bytes]) -> Source:
    """Give the list that *search* looks through; it is missing if its file is."""
    name = f"{search.name}.csv"
    return Source(search.name, name, data=find(name, resources))


def queried(name: str, resources: Mapping[str, bytes]) -> Source:
    """Give the list *name* out of ``itemsets.csv``. Raises FormFaulty."""
    data = find(ITEMSETS, resources)
    if data is None:
        return Source(name, ITEMSETS)
    rows = iter(table(ITEMSETS, data))
    header = next(rows, [])
    if "list_name" not in header or len(header) > COLUMNS:
        return Source(name, ITEMSETS)
    place = header.index("list_name")
    chosen = [
        tuple(row[i] if i < len(row) else "" for i in range(len(header)))
        for row in rows
        if place < len(row) and row[place].strip() == name
    ]
    return Source(name, ITEMSETS, rows=Table(header, chosen))
