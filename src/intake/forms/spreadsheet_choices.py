"""Checks the choice lists of a questionnaire: names, labels and doubles."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.forms.faults import Fault
from intake.forms.spreadsheet import SHEETS, Row, Sheet, Workbook
from intake.forms.spreadsheet_guess import guess
from intake.forms.spreadsheet_outline import (
    Entry,
    RowKind,
    by_meaning,
    meanings,
    plain_name,
    setting,
    yes,
)

_LIST = "list name"


@dataclass(frozen=True, slots=True)
class Choices:
    """The lists of a form: the rows of each, by the name of the list.

    ``near`` is the sheet that may be meant for the choices when that is not there.
    """

    lists: Mapping[str, list[Row]]
    external: Mapping[str, list[Row]]
    has_sheet: bool
    near: str = ""

    @classmethod
    def of(cls, book: Workbook) -> "Choices":
        """Gather the lists of *book*."""
        return cls(
            _gather(book.sheet("choices")),
            _gather(book.sheet("external_choices")),
            bool(book.sheet("choices").rows),
            "" if "choices" in book.sheets else _near(book),
        )


def _near(book: Workbook) -> str:
    others = {name.lower(): name for name in book.names if name.lower() not in SHEETS}
    return others.get(guess("choices", others), "")


def _gather(sheet: Sheet) -> dict[str, list[Row]]:
    known = meanings(sheet)
    lists: dict[str, list[Row]] = defaultdict(list)
    for row in sheet.rows:
        name = by_meaning(row, known).get(_LIST, "")
        if name:
            lists[name].append(row)
    return dict(lists)


def check_choices(
    book: Workbook,
    choices: Choices,
    entries: Iterable[Entry],
    faults: list[Fault],
    warnings: list[Fault],
) -> bool:
    """Check the choices sheet; tell whether doubles in a list are to be let through.

    A double is let through where it does no harm: where the rows say the same, or
    where every question that uses the list filters it, as in a list of districts.
    """
    sheet = book.sheet("choices")
    if not sheet.rows:
        return False
    known = meanings(sheet)
    headings = {plain_name(meaning): heading for heading, meaning in known.items()}
    missing = [one for one in (_LIST, "name") if one not in headings]
    for column in missing:
        written = column.replace(" ", "_")
        faults.append(
            Fault(
                "choices",
                sheet.header_row,
                written,
                f"The choices sheet has no column “{written}”.",
                "Give the first row the headings list_name, name and label.",
            )
        )
    if missing:
        return False
    for row in sheet.rows:
        _check_row(row, by_meaning(row, known), headings, faults, warnings)
    if yes(setting(book, "allow_choice_duplicates")):
        return False
    filtered = _always_filtered(entries)
    let_through = False
    for name, rows in choices.lists.items():
        for row, earlier in _doubles(rows, headings["name"]):
            harmless = name in filtered or _same(row, earlier)
            let_through = let_through or harmless
            (warnings if harmless else faults).append(
                _double(name, row, earlier, headings["name"], harmless=harmless)
            )
    return let_through


def _check_row(
    row: Row,
    cells: Mapping[str, str],
    headings: Mapping[str, str],
    faults: list[Fault],
    warnings: list[Fault],
) -> None:
    if not cells.get(_LIST):
        if cells.get("name"):
            warnings.append(
                Fault(
                    "choices",
                    row.number,
                    headings[_LIST],
                    "This choice belongs to no list, so it is left out.",
                    "Write the name of its list.",
                )
            )
        return
    if not cells.get("name"):
        faults.append(
            Fault(
                "choices",
                row.number,
                headings["name"],
                "This choice has no name.",
                "Give it a short name, unlike the others of its list.",
            )
        )
    elif not cells.get("label") and not cells.get("media"):
        warnings.append(
            Fault(
                "choices",
                row.number,
                headings.get("label", "label"),
                f"The choice “{cells['name']}” has no label.",
                "Write what a person is to read.",
            )
        )


def _always_filtered(entries: Iterable[Entry]) -> set[str]:
    """Name the lists that no question shows unfiltered."""
    filtered: set[str] = set()
    whole: set[str] = set()
    for entry in entries:
        if entry.kind is RowKind.SELECT:
            here = filtered if entry.columns.get("choice_filter") else whole
            here.add(entry.list_name)
    return filtered - whole


def _doubles(rows: list[Row], heading: str) -> Iterable[tuple[Row, Row]]:
    seen: dict[str, Row] = {}
    for row in rows:
        name = row.cells.get(heading, "")
        earlier = seen.setdefault(name, row)
        if name and earlier is not row:
            yield row, earlier


def _same(row: Row, other: Row) -> bool:
    return dict(row.cells) == dict(other.cells)


def _double(
    name: str, row: Row, earlier: Row, heading: str, *, harmless: bool
) -> Fault:
    return Fault(
        "choices",
        row.number,
        heading,
        f"The list “{name}” has the choice “{row.cells[heading]}” twice, here and in "
        f"row {earlier.number}.",
        "Remove one of the two if it is not wanted."
        if harmless
        else "Rename one of the two; or, if it is meant so, set "
        "allow_choice_duplicates to yes in the settings sheet.",
    )
