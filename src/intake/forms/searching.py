"""Choices looked up in a CSV file by ``search()``, and in ``itemsets.csv`` by a query.

Both are older ways of ODK to offer long lists. ``search('fruits', 'contains', 'name',
${part}, 'region', ${region})`` stands in a question's appearance: the first condition
is one of contains, startsWith, endsWith and matches (which is equality) and may look
into several columns; the second is equality. Capitals count in none of them, nor in
the names of columns and tests, as in ODK Collect; a test that nobody knows is contains.
A choice whose value names a column stands for all rows found, each value once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from intake.forms.external import COLUMNS, Source, find, table
from intake.forms.tree import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from intake.forms.xpath import Expression

ITEMSETS = "itemsets.csv"
WHOLE_NUMBER = re.compile(r"\s*[+-]?\d+\s*")
"""A choice with such a value stands for itself, whatever the list holds."""
_CALL = re.compile(r"^search\((.*)\)$", re.DOTALL)
_CONTAINS = "contains"
_TESTS: Mapping[str, Callable[[str, str], bool]] = {
    _CONTAINS: lambda cell, text: text in cell,
    "startswith": str.startswith,
    "endswith": str.endswith,
    "matches": lambda cell, text: cell == text,
}
# The file alone; with a test, its columns and a text; and with a column and a text.
_LENGTHS = (1, 4, 6)
_SORTED_BY = "sortby"


class Condition(NamedTuple):
    """A test, the columns of which one must pass it, and what they are held against."""

    test: str
    columns: tuple[str, ...]
    held: Expression


@dataclass(frozen=True, slots=True)
class Search:
    """A ``search()``: the list's name, and up to two conditions on its columns."""

    name: str
    conditions: tuple[Condition, ...] = ()

    def rows(
        self, rows: Table, value: Callable[[Expression], str]
    ) -> Iterator[Sequence[str | None]]:
        """Give the rows that fit, in order; *value* works an expression out.

        A column called sortby puts the rows into the order of its numbers. The columns
        of the conditions are there, or reading the form has refused it.
        """
        tests = [
            (
                _TESTS[one.test],
                [column(rows, name) for name in one.columns],
                value(one.held).casefold(),
            )
            for one in self.conditions
        ]
        for cells in _in_order(rows):
            if all(
                any(
                    place is not None and test((cells[place] or "").casefold(), text)
                    for place in places
                )
                for test, places, text in tests
            ):
                yield cells

    def unknown(self, rows: Table) -> Iterator[str]:
        """Name the columns that the conditions ask for and *rows* do not have."""
        for condition in self.conditions:
            yield from (one for one in condition.columns if column(rows, one) is None)


def column(rows: Table, name: str) -> int | None:
    """Tell the place of the column *name*, whose capitals do not count."""
    if name in rows.places:
        return rows.places[name]
    wanted = name.lower()
    return next(
        (place for one, place in rows.places.items() if one.lower() == wanted), None
    )


def columns_of(text: str) -> tuple[str, ...]:
    """Take the names of columns apart: at commas, or at spaces where there are none."""
    parts = text.split(",") if "," in text else text.split()
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def label_of(rows: Table, cells: Sequence[str | None], names: Sequence[str]) -> str:
    """Write the label of a row: “Oak (region: south)”, as ODK Collect does."""
    first, *others = [
        (name, "" if place is None else cells[place] or "")
        for name, place in ((one, column(rows, one)) for one in names)
    ] or [("", "")]
    return " ".join([first[1], *(f"({name}: {said})" for name, said in others)])


def _in_order(rows: Table) -> Sequence[Sequence[str | None]]:
    place = column(rows, _SORTED_BY)
    if place is None:
        return rows.rows
    return sorted(rows.rows, key=lambda cells: _number(cells[place] or ""))


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return float("inf")
    return float("inf") if number != number else number  # noqa: PLR0124 - not a number


def read_search(
    appearance: Sequence[str],
    compiled: Callable[[str], Expression | None],
    complain: Callable[[str, str], None],
) -> Search | None:
    """Read the ``search()`` among the words of *appearance*, if there is one.

    What is wrong with it goes to *complain*: what it is, and how to mend it.
    """
    call = next(filter(None, map(_CALL.match, appearance)), None)
    if call is None:
        return None
    arguments = split_arguments(call[1])
    plain = [_unquoted(one) for one in arguments]
    if len(arguments) not in _LENGTHS:
        complain(
            f"search() is given {len(arguments)} things; it takes 1, 4 or 6.",
            "Write search('file'), search('file', 'contains', 'column', text), or "
            "that with 'column', text once more.",
        )
        return Search(_name(plain[0]))
    for argument, text in zip(arguments[2::2], plain[2::2], strict=True):
        if argument == text:
            complain(
                f"The column of search() is not in quotes: {argument[:40]}.",
                "Write its name in quotes, as in 'name'.",
            )
    found = []
    if len(arguments) >= _LENGTHS[1]:
        test = plain[1].strip().lower()
        known = test if test in _TESTS else _CONTAINS
        found.append((known, columns_of(plain[2]), arguments[3]))
    if len(arguments) >= _LENGTHS[2]:
        found.append(("matches", (plain[4].strip(),), arguments[5]))
    conditions = (
        Condition(test, columns, held)
        for test, columns, source in found
        if columns and (held := compiled(source)) is not None
    )
    return Search(_name(plain[0]), tuple(conditions))


def _name(text: str) -> str:
    return text.strip().removesuffix(".csv")


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
