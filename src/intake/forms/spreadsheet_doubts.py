"""Finds what does not stop a questionnaire but is hardly what its author meant."""

import re
from collections.abc import Iterator

from pyxform import aliases

from intake.forms.faults import Fault
from intake.forms.spreadsheet import SHEETS, Sheet, Workbook
from intake.forms.spreadsheet_defaults import doubtful_starts
from intake.forms.spreadsheet_guess import guess
from intake.forms.spreadsheet_outline import Entry, RowKind, meanings, setting

_WORDS = {
    *aliases.survey_header,
    *("type", "name", "label", "hint", "guidance_hint", "choice_filter"),
    *("default", "trigger", "parameters"),
}
# Headings that look like a slip but are used for an author's own notes.
_PASSED_OVER = {"comment", "comments", "note", "notes", "remarks"}
_LANGUAGE_CODE = re.compile(r"\(\s*[A-Za-z]{2,3}(?:-[A-Za-z0-9-]+)?\s*\)\s*$")
_TRANSLATED = {"label", "hint", "guidance_hint"}
_NEAR_HEADING = 0.85
_NEAR_SHEET = 0.8


def doubts(book: Workbook, entries: list[Entry]) -> list[Fault]:
    """Go through a workbook that can be converted, and say what looks wrong."""
    return [
        *_misspelt_headings(book.sheet("survey")),
        *_silent_hints(entries),
        *_languages(book),
        *_settings(book),
        *_sheets_left_out(book),
        *doubtful_starts(book, entries),
    ]


def _misspelt_headings(sheet: Sheet) -> Iterator[Fault]:
    for heading, meaning in meanings(sheet).items():
        first = heading.partition(":")[0].strip().lower().replace(" ", "_")
        if len(meaning) > 1 or first in _WORDS or first in _PASSED_OVER:
            continue
        near = guess(first, _WORDS, likeness=_NEAR_HEADING)
        if near:
            yield Fault(
                sheet.name,
                sheet.header_row,
                heading,
                f"The heading “{heading}” means nothing, so the column is left out.",
                f"If you meant “{near}”, write it so.",
            )


def _silent_hints(entries: list[Entry]) -> Iterator[Fault]:
    for entry in entries:
        # A table-list has a row for its heading, which takes the hint.
        table = "table-list" in entry.columns.get("appearance", "")
        if entry.kind is not RowKind.BEGIN or table:
            continue
        for column in ("hint", "guidance_hint"):
            if entry.columns.get(column):
                yield Fault(
                    "survey",
                    entry.number,
                    entry.heading(column),
                    f"A {entry.control} shows no hint, so this text is left out.",
                    "Write it as a note after this row.",
                )


def _languages(book: Workbook) -> Iterator[Fault]:
    """Ask for a code beside each language: without one, text cannot find its side."""
    seen: set[str] = set()
    for name in ("survey", "choices"):
        sheet = book.sheet(name)
        for heading, meaning in meanings(sheet).items():
            if meaning[0] not in _TRANSLATED or len(meaning) == 1:
                continue
            language = meaning[-1]
            if language in seen or _LANGUAGE_CODE.search(language):
                continue
            seen.add(language)
            yield Fault(
                name,
                sheet.header_row,
                heading,
                f"The language “{language}” has no code.",
                "Write its code after it, as in “label::English (en)”, so that text "
                "runs in its own direction.",
            )


def _settings(book: Workbook) -> Iterator[Fault]:
    sheet = book.sheet("settings")
    if not setting(book, "id_string"):
        yield Fault(
            "settings",
            sheet.rows[0].number if sheet.rows else None,
            "form_id",
            "The form has no form_id.",
            "Give it one in the settings sheet, so that its answers can be told from "
            "those of other forms.",
        )


def _sheets_left_out(book: Workbook) -> Iterator[Fault]:
    for name in book.names:
        if name.strip().lower() in SHEETS:
            continue
        near = guess(name.lower(), SHEETS, likeness=_NEAR_SHEET)
        if near and near not in book.sheets:
            yield Fault(
                name,
                None,
                "",
                f"The sheet “{name}” is left out.",
                f"If it is the sheet “{near}”, name it so.",
            )
