"""Checks the shape of a survey: what begins must end, and names must tell apart."""

import re
from dataclasses import dataclass, field

from pyxform.parsing.expression import is_xml_tag

from intake.forms.faults import Fault
from intake.forms.spreadsheet_outline import Entry, RowKind

_RESERVED = "meta"
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")


@dataclass(slots=True)
class _Open:
    """A group, repeat or loop that has begun and not yet ended."""

    entry: Entry | None
    names: dict[str, int] = field(default_factory=dict)


def check_structure(entries: list[Entry], root: str, faults: list[Fault]) -> None:
    """Check begins and ends, and the names among each group's rows."""
    stack = [_Open(None)]
    repeats: dict[str, int] = {}
    for entry in entries:
        match entry.kind:
            case RowKind.END:
                _close(entry, stack, faults)
            case RowKind.BEGIN:
                _check_name(entry, stack[-1].names, faults)
                if entry.control == "repeat":
                    _check_repeat(entry, root, repeats, faults)
                stack.append(_Open(entry))
            case RowKind.QUESTION | RowKind.SELECT:
                _check_name(entry, stack[-1].names, faults)
            case RowKind.SETTING | RowKind.NONE:
                pass
    faults.extend(_never_ends(left.entry) for left in stack if left.entry is not None)


def _never_ends(entry: Entry) -> Fault:
    return Fault(
        "survey",
        entry.number,
        entry.heading("type"),
        f"The {entry.control} “{entry.name}” begins here and never ends.",
        f"Add a row “end {entry.control}” after its last question.",
    )


def _close(entry: Entry, stack: list[_Open], faults: list[Fault]) -> None:
    opened = stack[-1].entry
    column = entry.heading("type")
    if opened is None:
        faults.append(
            Fault(
                "survey",
                entry.number,
                column,
                f"This row ends a {entry.control}, but none is open here.",
                f"Remove the row, or add a row “begin {entry.control}” above its first "
                "question.",
            )
        )
        return
    if opened.control != entry.control:
        faults.append(
            Fault(
                "survey",
                entry.number,
                column,
                f"This row ends a {entry.control}, but what is open here is the "
                f"{opened.control} “{opened.name}” of row {opened.number}.",
                f"Write “end {opened.control}”, or move the row.",
            )
        )
    stack.pop()


def _check_name(entry: Entry, names: dict[str, int], faults: list[Fault]) -> None:
    column = entry.heading("name")
    if not entry.name:
        what = f"This {entry.control or 'question'} has no name."
        mend = (
            "Give it a short name of its own: a letter, then letters, digits, - or _."
        )
    elif not is_xml_tag(entry.name):
        what = f"“{_short(entry.name)}” cannot be a name."
        mend = f"Write it as “{suggest_name(entry.name)}”, without spaces or signs."
    elif entry.name == _RESERVED:
        what = "The name “meta” is kept for what the form notes about itself."
        mend = "Give this row another name, as “details”."
    elif (earlier := names.setdefault(entry.name, entry.number)) != entry.number:
        what = f"The name “{entry.name}” is already taken by row {earlier}."
        mend = "Give one of the two another name."
    else:
        return
    faults.append(Fault("survey", entry.number, column, what, mend))


def _check_repeat(
    entry: Entry, root: str, repeats: dict[str, int], faults: list[Fault]
) -> None:
    earlier = repeats.setdefault(entry.name, entry.number)
    if entry.name == root:
        what = f"The repeat has the name of the form's root, “{root}”."
    elif earlier != entry.number and entry.name:
        what = f"A repeat of row {earlier} is named “{entry.name}” too."
    else:
        return
    fault = Fault(
        "survey",
        entry.number,
        entry.heading("name"),
        what,
        "Give this repeat another name.",
    )
    if not any(
        one.row == entry.number and one.column == fault.column for one in faults
    ):
        faults.append(fault)


def suggest_name(written: str) -> str:
    """Make the nearest thing to *written* that can be a name."""
    name = _NOT_IN_A_NAME.sub("_", written.strip()).strip("_.-").lower()[:40]
    return name if name and not name[0].isdigit() else f"q_{name}".rstrip("_")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004 - for one line
