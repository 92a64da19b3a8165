"""The survey sheet as an outline: each row with its kind, its name and its place.

Headings and question types have many spellings; pyxform's own tables decide what they
mean, so that what is checked here is what is converted afterwards.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pyxform import aliases
from pyxform.parsing.sheet_headers import clean_text_values, process_header
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from intake.forms.spreadsheet import Row, Sheet, Workbook

_PLACE = re.compile(r'(?:nodeset|ref)="(/[^"]+)"')

type_aliases: Mapping[str, str] = aliases._type_alias_map  # noqa: SLF001 - no other name

_ALIASES = {
    "survey": aliases.survey_header,
    "choices": aliases.list_header,
    "external_choices": aliases.list_header,
    "settings": aliases.settings_header,
    "entities": aliases.entities_header,
    "osm": aliases.list_header,
}
_COLUMNS = {
    "survey": frozenset(MultipleChoiceQuestion.get_slot_names()),
    "choices": frozenset(Option.get_slot_names()),
    "external_choices": frozenset(Option.get_slot_names()),
    "settings": frozenset(Survey.get_slot_names()),
}


class RowKind(StrEnum):
    """What a row of the survey sheet does."""

    BEGIN = "begin"
    END = "end"
    SELECT = "select"
    SETTING = "setting"
    QUESTION = "question"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the survey.

    ``columns`` are the cells by their plain meaning ("label", "relevant"), languages
    merged, first one wins; ``headings`` the heading each came from. ``control`` is
    group, repeat or loop on begin and end rows; ``list_name`` the list of a select.
    """

    number: int
    position: int
    kind: RowKind
    type: str
    name: str
    control: str
    select: str
    list_name: str
    or_other: bool
    columns: Mapping[str, str]
    headings: Mapping[str, str]
    cells: Mapping[str, str] = field(repr=False)

    def heading(self, column: str) -> str:
        """Give the heading above *column* in this form, its usual one when absent."""
        return self.headings.get(column, column)


def meanings(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    """Tell what each heading of *sheet* means, as pyxform reads it.

    "caption::French" means ("label", "French"), "relevance" ("bind", "relevant").
    """
    doubled = any("::" in heading for heading in sheet.headings)
    return {
        heading: process_header(
            header=heading,
            use_double_colon=doubled,
            header_aliases=_ALIASES[sheet.name],
            header_columns=_COLUMNS.get(sheet.name, frozenset()),
        )[1]
        for heading in sheet.headings
    }


def plain_name(meaning: tuple[str, ...]) -> str:
    """Name a column by what it does: "relevant", "jr:count", "label"."""
    if meaning[0] in {"bind", "control"} and len(meaning) > 1:
        return meaning[1]
    return meaning[0]


def by_meaning(row: Row, known: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Give the cells of *row* by plain name; of several languages, the first."""
    cells: dict[str, str] = {}
    for heading, value in row.cells.items():
        cells.setdefault(plain_name(known[heading]), value)
    return cells


def setting(book: Workbook, name: str) -> str:
    """Read one setting of the form, blank when it is not set."""
    sheet = book.sheet("settings")
    if not sheet.rows:
        return ""
    return by_meaning(sheet.rows[0], meanings(sheet)).get(name, "")


def yes(value: str) -> bool:
    """Read a cell as yes or no."""
    return bool(aliases.yes_no.get(value, False))


def outline(sheet: Sheet) -> Iterator[Entry]:
    """Go through the survey row by row, leaving out those marked disabled."""
    known = meanings(sheet)
    for row in sheet.rows:
        cells = by_meaning(row, known)
        if not yes(cells.get("disabled", "")):
            yield _entry(row, cells, known)


def _entry(
    row: Row, cells: dict[str, str], known: Mapping[str, tuple[str, ...]]
) -> Entry:
    written = clean_text_values(cells.get("type", ""), strip_whitespace=True)
    kind, control, select, list_name, or_other = RowKind.QUESTION, "", "", "", False
    if not written:
        kind = RowKind.NONE
    elif written in aliases.settings_header:
        kind = RowKind.SETTING
    elif match := RE_BEGIN_CONTROL.search(written):
        kind, control = RowKind.BEGIN, aliases.control[match["type"]]
        list_name = match["list_name"] or ""
    elif match := RE_END_CONTROL.search(written):
        kind, control = RowKind.END, aliases.control[match["type"]]
    elif match := RE_SELECT.search(written):
        kind, select = RowKind.SELECT, match["select_command"]
        list_name, or_other = match["list_name"], match["specify_other"] is not None
    headings: dict[str, str] = {}
    for heading in row.cells:
        headings.setdefault(plain_name(known[heading]), heading)
    name = cells.get("name", "")
    if kind is RowKind.QUESTION and written == "audit":
        name = name or "audit"
    if kind is RowKind.QUESTION and written == "note" and not name:
        name = f"generated_note_name_{row.position}"
    return Entry(
        number=row.number,
        position=row.position,
        kind=kind,
        type=type_aliases.get(written, written),
        name=clean_text_values(name, strip_whitespace=True),
        control=control,
        select=aliases.select.get(select, ""),
        list_name=list_name,
        or_other=or_other,
        columns=cells,
        headings=headings,
        cells=row.cells,
    )


def root_name(book: Workbook) -> str:
    """Name the form's root node as the conversion does."""
    return setting(book, "name") or "data"


def places(book: Workbook, xform: str) -> dict[str, int]:
    """Map each place in *xform*, "/data/group/name", to the row it was written on.

    Nodes that the conversion adds by itself (the text of "or other", a repeat's count,
    the heads of a table) belong to the row that caused them.
    """
    rows: dict[str, int] = {}
    path = [root_name(book)]
    for entry in outline(book.sheet("survey")):
        for place in _made_by(entry, "/" + "/".join(path)):
            rows.setdefault(place, entry.number)
        if entry.kind is RowKind.BEGIN:
            path.append(entry.name)
        elif entry.kind is RowKind.END and len(path) > 1:
            path.pop()
    present = set(_PLACE.findall(xform))
    return {place: row for place, row in rows.items() if place in present}


def _made_by(entry: Entry, parent: str) -> Iterator[str]:
    """Name every node that a row may have become."""
    here = f"{parent}/{entry.name}"
    match entry.kind:
        case RowKind.BEGIN:
            yield from (here, f"{here}_count")
            yield f"{here}/generated_table_list_label_{entry.position}"
        case RowKind.SELECT:
            yield from (here, f"{here}_other")
            yield f"{parent}/reserved_name_for_field_list_labels_{entry.position}"
        case RowKind.QUESTION if entry.type == "audit":
            yield f"/{parent.split('/')[1]}/meta/audit"
        case RowKind.QUESTION:
            yield here
        case RowKind.END | RowKind.SETTING | RowKind.NONE:
            pass
