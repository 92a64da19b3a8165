"""Checks each question by itself: its type, its list, its label, its calculation."""

from collections.abc import Collection

from pyxform.constants import EXTERNAL_INSTANCE_EXTENSIONS
from pyxform.parsing.expression import is_xml_tag
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.utils import default_is_dynamic
from pyxform.xls2json import RE_SELECT

from intake.forms.faults import Fault
from intake.forms.spreadsheet_choices import Choices
from intake.forms.spreadsheet_guess import guess
from intake.forms.spreadsheet_outline import Entry, RowKind, by_meaning
from intake.forms.spreadsheet_structure import suggest_name

# The types of today; the many old spellings are understood but never suggested.
_TYPES = (
    *("text", "integer", "decimal", "range", "date", "time", "dateTime", "note"),
    *("select_one", "select_multiple", "rank", "select_one_from_file"),
    *("select_multiple_from_file", "select_one_external", "acknowledge"),
    *("calculate", "hidden", "image", "audio", "video", "file", "barcode"),
    *("geopoint", "geotrace", "geoshape", "start", "end", "today", "audit"),
    *("begin group", "end group", "begin repeat", "end repeat"),
    *("begin_group", "end_group", "begin_repeat", "end_repeat"),
)
_SELECTS = {"select", "select1", "odk:rank"}
_WANTS_LIST = "select_one, select_multiple or rank"


def check_question(entry: Entry, choices: Choices, faults: list[Fault]) -> None:
    """Check one row of the survey that is not the end of something."""
    match entry.kind:
        case RowKind.NONE:
            _check_untyped(entry, faults)
        case RowKind.SELECT:
            _check_select(entry, choices, faults)
            _check_label(entry, "select", faults)
        case RowKind.QUESTION:
            _check_type(entry, choices, faults)
        case RowKind.BEGIN if entry.control == "loop":
            if entry.list_name not in choices.lists:
                faults.append(_no_list(entry, choices.lists, choices.near))
            else:
                _check_loop(entry, choices, faults)


def _fault(entry: Entry, column: str, what: str, mend: str) -> Fault:
    return Fault("survey", entry.number, entry.heading(column), what, mend)


def _check_untyped(entry: Entry, faults: list[Fault]) -> None:
    if "name" in entry.columns or "label" in entry.columns:
        faults.append(
            _fault(
                entry,
                "type",
                "This row has no type.",
                "Write what kind of answer it takes, as text, date or select_one, or "
                "empty the row.",
            )
        )


def _check_type(entry: Entry, choices: Choices, faults: list[Fault]) -> None:
    tag = QUESTION_TYPE_DICT.get(entry.type, {}).get("control", {}).get("tag", "")
    first = entry.type.split(" ")[0]
    if tag in _SELECTS or first in {"select_one", "select_multiple", "rank"}:
        faults.append(
            _fault(
                entry,
                "type",
                f"The type “{entry.type}” names no list of choices, or more than one.",
                f"Write the name of one list after {_WANTS_LIST}, as in “select_one "
                f"{next(iter(choices.lists), 'yes_no')}”.",
            )
        )
        return
    if entry.type.startswith("osm"):
        return
    if entry.type not in QUESTION_TYPE_DICT:
        faults.append(_unknown_type(entry))
        return
    if entry.type == "calculate" and not (
        entry.columns.get("calculate")
        or default_is_dynamic(entry.columns.get("default", ""), "calculate")
    ):
        faults.append(
            _fault(
                entry,
                "calculate",
                f"The calculation of “{entry.name}” is missing.",
                "Write it in the column calculation, or remove the row.",
            )
        )
    _check_label(entry, tag or "action", faults)


def _unknown_type(entry: Entry) -> Fault:
    lower = entry.type.lower()
    if lower in QUESTION_TYPE_DICT or RE_SELECT.search(lower):
        near = lower
    else:
        near = guess(lower.replace("-", "_"), _TYPES, likeness=0.6)
    return _fault(
        entry,
        "type",
        f"“{entry.type[:60]}” is not a type of question.",
        f"Did you mean “{near}”?"
        if near
        else "Write a type, as text, integer, date or select_one with a list.",
    )


def _check_label(entry: Entry, tag: str, faults: list[Fault]) -> None:
    """Check that what is shown to a person says something."""
    shown = tag != "action" and entry.type != "background-geopoint"
    silent = "calculate" in entry.columns or "trigger" in entry.columns
    speaks = any(entry.columns.get(one) for one in ("label", "media", "hint"))
    if speaks or not shown or (silent and "guidance_hint" not in entry.columns):
        return
    faults.append(
        _fault(
            entry,
            "label",
            f"The question “{entry.name}” has no label.",
            "Write the words of the question. If nobody is to see it, make its type "
            "calculate or hidden.",
        )
    )


def _check_select(entry: Entry, choices: Choices, faults: list[Fault]) -> None:
    name = entry.list_name
    from_file = name.endswith(tuple(EXTERNAL_INSTANCE_EXTENSIONS))
    if "from" in entry.type.split(name)[0] and "file" in entry.type.split(name)[0]:
        if not from_file:
            faults.append(
                _fault(
                    entry,
                    "type",
                    f"“{name}” is not the name of a list file.",
                    "Write the file with its ending: .csv, .xml or .geojson.",
                )
            )
        return
    if from_file or "${" in name:
        return
    external = entry.select == "select one external"
    lists = choices.external if external else choices.lists
    if name not in lists:
        faults.append(_no_list(entry, lists, choices.near, external=external))
        return
    if entry.or_other and entry.columns.get("choice_filter"):
        faults.append(
            _fault(
                entry,
                "choice_filter",
                "A question with “or_other” cannot filter its choices.",
                "Add a choice “other” to the list and a text question after it.",
            )
        )
    if entry.select == "select all that apply":
        _check_spaces(entry, choices, faults)


def _no_list(
    entry: Entry, lists: Collection[str], sheet_near: str, *, external: bool = False
) -> Fault:
    sheet = "external_choices" if external else "choices"
    near = guess(entry.list_name, lists, likeness=0.6)
    if near:
        mend = f"Did you mean “{near}”?"
    elif sheet_near and not external:
        mend = f"Rename the sheet “{sheet_near}” to “choices”, if it holds them."
    else:
        mend = (
            f"Add its choices to the sheet {sheet}, each with list_name, name and "
            "label."
        )
    what = f"There is no list “{entry.list_name}” in the sheet {sheet}."
    return _fault(entry, "type", what, mend)


def _check_loop(entry: Entry, choices: Choices, faults: list[Fault]) -> None:
    """Check that each choice of a loop can be the name of a group."""
    for row in choices.lists[entry.list_name]:
        heading = "value" if "value" in row.cells else "name"
        name = row.cells.get(heading, "")
        if name and not is_xml_tag(name):
            fault = Fault(
                "choices",
                row.number,
                heading,
                f"The choice “{name[:40]}” cannot be a name, and the loop of row "
                f"{entry.number} makes a group of it.",
                f"Write it as “{suggest_name(name)}”, or as another name that begins "
                "with a letter.",
            )
            if fault not in faults:
                faults.append(fault)


def _check_spaces(entry: Entry, choices: Choices, faults: list[Fault]) -> None:
    """Check that choices of which several can be taken have no space in their name."""
    for row in choices.lists[entry.list_name]:
        heading = "value" if "value" in row.cells else "name"
        name = by_meaning(row, {one: (one,) for one in row.cells}).get(heading, "")
        if " " in name:
            fault = Fault(
                "choices",
                row.number,
                heading,
                f"The choice “{name}” has a space in its name, and “{entry.name}” lets "
                "several be taken.",
                f"Write it as “{name.replace(' ', '_')}”.",
            )
            if fault not in faults:
                faults.append(fault)
