"""Reads a questionnaire written as text: comma-separated, or as Markdown tables."""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from intake.forms.faults import Fault
from intake.forms.spreadsheet import (
    SHEETS,
    SheetBuilder,
    Workbook,
    refuse,
    text_of,
)

_BAR = re.compile(r"(?<!\\)\|")
_TRAILING_COMMENT = re.compile(r"(?<=\|)\s*#[^|]*$")
_RULE = re.compile(r":?-{2,}:?")


def read_csv(data: bytes) -> Workbook:
    """Read sheets out of a comma-separated file.

    The first column holds a sheet's name on the row where it begins and is empty
    below it; the next row is the headings. Semicolons and tabs serve as commas where
    the file uses them. Raises FormFaulty.
    """
    text = text_of(data)
    # A quoted cell may hold any length a form may; the limit is the builder's. It holds
    # for all readers of this process, so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    rows = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))

    def numbered() -> Iterator[tuple[int, list[str]]]:
        begins = 1
        for row in rows:
            yield begins, [cell.strip() for cell in row]
            begins = rows.line_num + 1

    try:
        return _sheets(numbered())
    except csv.Error:
        refuse(
            f"The comma-separated file breaks off near line {rows.line_num}.",
            "Open it in a spreadsheet program and save it as .xlsx.",
        )


def read_markdown(data: bytes) -> Workbook:
    r"""Read sheets out of Markdown tables.

    The first cell of a row names a sheet where it begins and is empty below it. Lines
    that begin with # are remarks, a bar inside a cell is written \\|. Raises
    FormFaulty.
    """

    def numbered() -> Iterator[tuple[int, list[str]]]:
        for number, line in enumerate(text_of(data).splitlines(), start=1):
            stripped = line.strip()
            if not stripped.startswith("|"):
                continue
            row = _TRAILING_COMMENT.sub("", stripped)
            cells = [cell.strip() for cell in _BAR.split(row.removeprefix("|"))]
            if not cells[-1]:
                cells.pop()
            if not all(_RULE.fullmatch(cell) for cell in cells):
                yield number, [cell.replace(r"\|", "|") for cell in cells]

    return _sheets(numbered())


def _delimiter(text: str) -> str:
    """Tell what parts the cells: the commonest of comma, semicolon and tab."""
    head = text[:5000]
    return max(",;\t", key=head.count)


def _sheets(rows: Iterator[tuple[int, list[str]]]) -> Workbook:
    """Cut *rows* with a first column of sheet names into sheets."""
    names: list[str] = []
    builders: dict[str, SheetBuilder] = {}
    faults: list[Fault] = []
    current: SheetBuilder | None = None
    for number, row in rows:
        if not any(row):
            continue
        if row[0]:
            names.append(row[0])
            key = row[0].lower()
            current = SheetBuilder(key, faults, blanks_count=False)
            if key in builders:
                faults.append(
                    Fault(
                        key,
                        number,
                        "",
                        f"The sheet “{row[0]}” begins a second time here.",
                        "Put its rows under the first one and remove this line.",
                    )
                )
            builders.setdefault(key, current)
        if current is not None and any(row[1:]):
            current.feed(number, [cell.replace("\u00a0", " ") for cell in row[1:]])
    if len(builders) == 1 and not set(builders) & set(SHEETS):
        (only,) = builders.values()
        only.name = "survey"
        builders = {"survey": only}
    return Workbook(
        {name: one.sheet() for name, one in builders.items() if name in SHEETS},
        tuple(names),
        tuple(faults),
    )
