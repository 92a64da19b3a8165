"""Doubts about what a question starts with, and what its choices are filtered by.

Neither stops a form: a default that cannot be is left out, and a filter on a column
that the list does not have leaves an empty list.
"""

import re
from collections.abc import Iterator, Mapping

from pyxform.utils import default_is_dynamic

from intake.forms.answers import cast
from intake.forms.faults import Fault
from intake.forms.spreadsheet import Sheet, Workbook
from intake.forms.spreadsheet_choices import Choices
from intake.forms.spreadsheet_guess import guess
from intake.forms.spreadsheet_outline import Entry, RowKind, meanings

_TYPES: Mapping[str, str] = {
    "integer": "int",
    "int": "int",
    "decimal": "decimal",
    "date": "date",
    "time": "time",
    "datetime": "dateTime",
    "dateTime": "dateTime",
    "geopoint": "geopoint",
}
_WORKED_OUT = re.compile(r"[(${]")
_SEVERAL = frozenset({"select all that apply", "rank"})
_RANGE = re.compile(r"\b(start|end)\s*=\s*(-?\d+(?:\.\d+)?)")
# A name alone before a comparison, outside of paths, conditions and quotes.
_QUOTED = re.compile(r"""'[^']*'|"[^"]*"|\$\{[^}]*\}|\[[^]]*\]""")
_COMPARED = re.compile(r"(?<![\w./:@$-])([A-Za-z_][\w.-]*)\s*(?:!?=|[<>])")
_MEDIA = frozenset({"image", "audio", "video", "big-image"})


def doubtful_starts(book: Workbook, entries: list[Entry]) -> Iterator[Fault]:
    """Go through the questions for defaults and filters that cannot do anything."""
    choices = Choices.of(book)
    for entry in entries:
        default = entry.columns.get("default", "")
        if default and not default_is_dynamic(default, entry.type):
            yield from _default(entry, default, choices, book)
        if entry.columns.get("choice_filter") and entry.kind is RowKind.SELECT:
            yield from _filter(entry, choices, book)


def _default(
    entry: Entry, default: str, choices: Choices, book: Workbook
) -> Iterator[Fault]:
    if _WORKED_OUT.search(default):
        return
    if entry.kind is RowKind.SELECT:
        rows = choices.lists.get(entry.list_name)
        if not rows or entry.select == "select one external":
            return
        heading = _heading(book.sheet("choices"), "name")
        names = {row.cells.get(heading, "") for row in rows}
        chosen = default.split() if entry.select in _SEVERAL else [default]
        for one in chosen:
            if one not in names and not (entry.or_other and one == "other"):
                near = guess(one, names)
                yield _doubt(
                    entry,
                    "default",
                    f"The default “{one[:40]}” is not in the list "
                    f"“{entry.list_name}”, so it is left out.",
                    f"Did you mean “{near}”?" if near else "Write a name of the list.",
                )
    elif entry.type == "range":
        yield from _range(entry, default)
    elif entry.type in _TYPES and not cast(_TYPES[entry.type], default):
        yield _doubt(
            entry,
            "default",
            f"The default “{default[:40]}” is no {entry.type}, so it is left out.",
            "Write a number in digits, a date as 2024-05-31, a time as 23:00:00, a "
            "place as its latitude and longitude.",
        )


def _range(entry: Entry, default: str) -> Iterator[Fault]:
    found = dict(_RANGE.findall(entry.columns.get("parameters", "")))
    start, end = float(found.get("start", 0)), float(found.get("end", 10))
    try:
        inside = min(start, end) <= float(default) <= max(start, end)
    except ValueError:
        inside = False
    if not inside:
        yield _doubt(
            entry,
            "default",
            f"The default “{default[:40]}” lies outside of the range.",
            f"Write a number from {start:g} to {end:g}.",
        )


def _filter(entry: Entry, choices: Choices, book: Workbook) -> Iterator[Fault]:
    external = entry.select == "select one external"
    lists = choices.external if external else choices.lists
    if entry.list_name not in lists:
        return
    sheet = book.sheet("external_choices" if external else "choices")
    columns = {meaning[0]: heading for heading, meaning in meanings(sheet).items()}
    known = {*columns, *sheet.headings, "name", "label", "list_name", *_MEDIA}
    written = _QUOTED.sub(" '' ", entry.columns["choice_filter"])
    for name in dict.fromkeys(_COMPARED.findall(written)):
        if name not in known and name not in ("and", "or", "div", "mod"):
            near = guess(name, known)
            yield _doubt(
                entry,
                "choice_filter",
                f"The list “{entry.list_name}” has no column “{name[:40]}”, so this "
                "filter compares with nothing.",
                f"Did you mean “{near}”?"
                if near
                else f"Add the column to the sheet {sheet.name}, or correct its name.",
            )


def _heading(sheet: Sheet, column: str) -> str:
    known = meanings(sheet).items()
    return next((heading for heading, meaning in known if meaning[0] == column), column)


def _doubt(entry: Entry, column: str, what: str, mend: str) -> Fault:
    return Fault("survey", entry.number, entry.heading(column), what, mend)
