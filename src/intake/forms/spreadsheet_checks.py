"""Reads a questionnaire's spreadsheet for everything that would stop its conversion.

pyxform stops at the first fault; an author with twelve of them would try twelve times.
These checks find what they can at once and never refuse what pyxform would take.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from pyxform.parsing.expression import (
    RE_PYXFORM_REF_INNER,
    RE_PYXFORM_REF_OUTER,
    is_xml_tag,
)

from intake.forms.faults import Fault
from intake.forms.spreadsheet import Sheet, Workbook
from intake.forms.spreadsheet_choices import Choices, check_choices
from intake.forms.spreadsheet_doubts import doubts
from intake.forms.spreadsheet_expressions import check_expressions
from intake.forms.spreadsheet_guess import guess
from intake.forms.spreadsheet_outline import (
    Entry,
    RowKind,
    meanings,
    outline,
    plain_name,
    root_name,
    setting,
)
from intake.forms.spreadsheet_prefixes import check_prefixes
from intake.forms.spreadsheet_questions import check_question
from intake.forms.spreadsheet_structure import check_structure

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# Whoever has mended so many will check again; telling more helps nobody.
MOST_FAULTS = 200


@dataclass(slots=True)
class Findings:
    """What was found: faults that stop the form, and doubts that do not."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    allow_duplicates: bool = False


def check(book: Workbook) -> Findings:
    """Check a whole workbook."""
    findings = Findings(faults=list(book.faults))
    survey = book.sheet("survey")
    if not survey.rows:
        findings.faults.append(_no_survey(book))
        return findings
    for sheet in book.sheets.values():
        _check_headings(sheet, findings)
        _check_signs(sheet, findings)
    known = {plain_name(meaning) for meaning in meanings(survey).values()}
    if "type" not in known:
        findings.faults.append(
            Fault(
                "survey",
                survey.header_row,
                "type",
                "The survey sheet has no column “type”.",
                "Give the first row the headings type, name and label.",
            )
        )
        return findings
    entries = list(outline(survey))
    choices = Choices.of(book)
    check_structure(entries, root_name(book), findings.faults)
    for entry in entries:
        if len(findings.faults) < MOST_FAULTS:
            check_question(entry, choices, findings.faults)
    findings.allow_duplicates = check_choices(
        book, choices, entries, findings.faults, findings.warnings
    )
    _check_references(book, entries, findings.faults)
    _check_settings(book, findings)
    findings.faults += check_prefixes(book, entries)
    findings.warnings += doubts(book, entries)
    if findings.faults:
        # Otherwise the XForm is read next, which knows more to say of them.
        mistakes = check_expressions(entries)
        findings.faults += islice(mistakes, max(MOST_FAULTS - len(findings.faults), 0))
    return findings


def _no_survey(book: Workbook) -> Fault:
    if "survey" in book.sheets:
        return Fault(
            "survey",
            None,
            "",
            "The survey sheet holds no questions.",
            "Write one question a row under the headings type, name and label.",
        )
    near = guess("survey", [name.lower() for name in book.names], likeness=0.6)
    found = ", ".join(f"“{name}”" for name in book.names[:8]) or "none"
    return Fault(
        "survey",
        None,
        "",
        f"There is no sheet named “survey”. Sheets found: {found}.",
        f"Rename the sheet “{near}” to “survey”."
        if near
        else "Name the sheet that holds the questions “survey”. In a text file the "
        "first column of a line names the sheet.",
    )


def _check_signs(sheet: Sheet, findings: Findings) -> None:
    """Refuse control characters, which XML cannot hold."""
    for row in sheet.rows:
        for heading, value in row.cells.items():
            if found := _UNWRITABLE.search(value):
                findings.faults.append(
                    Fault(
                        sheet.name,
                        row.number,
                        heading,
                        "This cell holds an invisible sign that a form cannot hold "
                        f"(U+{ord(found[0]):04X}).",
                        "Type the text again, or paste it without formatting.",
                    )
                )


def _check_headings(sheet: Sheet, findings: Findings) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for heading, meaning in meanings(sheet).items():
        if bad := _no_xml_name(sheet.name, meaning):
            findings.faults.append(
                Fault(
                    sheet.name,
                    sheet.header_row,
                    heading,
                    f"“{_short(bad)}” cannot be the name of a column of a form.",
                    "Begin with a letter; use letters, digits, - and _ alone.",
                )
            )
        earlier = seen.setdefault(meaning, heading)
        # pyxform lets the usual spelling win over an alias before it.
        if earlier != heading and meaning[0] != heading:
            findings.faults.append(
                Fault(
                    sheet.name,
                    sheet.header_row,
                    heading,
                    f"The headings “{earlier}” and “{heading}” mean the same column.",
                    "Remove one of them.",
                )
            )


def _no_xml_name(sheet: str, meaning: tuple[str, ...]) -> str:
    """Give the part of a heading that becomes a name in the XForm but cannot be one."""
    parts: tuple[str, ...] = ()
    if sheet == "choices":
        # pyxform leaves out a column with a space in its heading.
        parts = () if " " in meaning[0] else meaning[:1]
    elif meaning[0] in {"bind", "control", "instance"}:
        parts = meaning[1:2]
    return next((part for part in parts if not is_xml_tag(part)), "")


def _check_references(
    book: Workbook, entries: list[Entry], faults: list[Fault]
) -> None:
    """Check that every ${name} names exactly one row of the survey."""
    rows = Counter(
        entry.name
        for entry in entries
        if entry.name and entry.kind not in {RowKind.END, RowKind.SETTING}
    )
    rows["instanceID"] += 1
    for sheet, row, heading, value in _cells(book, entries):
        if len(faults) >= MOST_FAULTS:
            return
        if "${" in value:
            _check_cell(sheet, row, heading, value, rows, faults)


def _cells(book: Workbook, entries: list[Entry]) -> Iterator[tuple[str, int, str, str]]:
    """Go through every cell in which a reference means something."""
    # pyxform looks at disabled rows too; a reference there is no one's concern.
    for entry in entries:
        silent = {entry.heading("type"), entry.heading("name")}
        for heading, value in entry.cells.items():
            if heading not in silent:
                yield "survey", entry.number, heading, value
    for name in ("settings", "choices", "entities"):
        sheet = book.sheet(name)
        spoken = {
            heading
            for heading, meaning in meanings(sheet).items()
            if name != "choices" or meaning[0] in {"label", "media"}
        }
        for row in sheet.rows:
            for heading, value in row.cells.items():
                if heading in spoken:
                    yield name, row.number, heading, value


def _check_cell(
    sheet: str,
    row: int,
    heading: str,
    value: str,
    rows: Mapping[str, int],
    faults: list[Fault],
) -> None:
    for match in RE_PYXFORM_REF_OUTER.finditer(value):
        inner = match["pyxform_ref"] and RE_PYXFORM_REF_INNER.fullmatch(
            match["pyxform_ref"]
        )
        if not inner:
            what = f"The reference {_short(match[0])} is not written rightly."
            mend = "Write ${ and the name of a question and }, with nothing between."
        elif not (count := rows.get(inner["ncname"], 0)):
            what = f"There is no question named “{inner['ncname']}”."
            mend = _did_you_mean(inner["ncname"], rows, "a question of the survey")
        elif count > 1:
            what = f"More than one question is named “{inner['ncname']}”."
            mend = "Give each its own name, so that it is plain which one is meant."
        else:
            continue
        faults.append(Fault(sheet, row, heading, what, mend))


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004 - for one line


def _did_you_mean(name: str, names: Collection[str], what: str) -> str:
    near = guess(name, names)
    return f"Did you mean “{near}”?" if near else f"Write the name of {what}."


def _check_settings(book: Workbook, findings: Findings) -> None:
    sheet = book.sheet("settings")
    row = sheet.rows[0].number if sheet.rows else None
    name = setting(book, "name")
    if name and not is_xml_tag(name):
        findings.faults.append(
            Fault(
                "settings",
                row,
                "name",
                f"“{_short(name)}” cannot be the name of the form's root.",
                "Begin with a letter; use letters, digits, - and _ and no spaces.",
            )
        )
