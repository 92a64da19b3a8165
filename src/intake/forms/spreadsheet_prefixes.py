"""Checks that every name with a prefix, as ``bind::foo:bar``, has its prefix declared.

A prefix that nobody declared makes a form that is no XML (Namespaces in XML 1.0, §5).
"""

import re
from collections.abc import Iterator

from intake.forms.faults import Fault
from intake.forms.spreadsheet import Sheet, Workbook
from intake.forms.spreadsheet_outline import Entry, RowKind, meanings, setting

# What pyxform declares in every form, or where the form has entities.
_KNOWN = frozenset({"h", "ev", "xsd", "jr", "orx", "odk", "xml", "entities"})
_DECLARED = re.compile(r"""(?<!\S)([^\s=]+)=["']?[^\s="']+["']?(?!\S)""")
_WRITTEN = frozenset({"bind", "control", "instance"})
_TRANSLATED = frozenset({"label", "media"})


def check_prefixes(book: Workbook, entries: list[Entry]) -> Iterator[Fault]:
    """Find names and headings with a prefix that the settings do not declare."""
    declared = _KNOWN | set(_DECLARED.findall(setting(book, "namespaces")))
    for entry in entries:
        prefix = _prefix(entry.name)
        named = entry.kind in {RowKind.BEGIN, RowKind.SELECT, RowKind.QUESTION}
        if named and prefix and prefix not in declared:
            name = entry.name[:40]
            yield Fault(
                "survey",
                entry.number,
                entry.heading("name"),
                f"The name “{name}” has a colon in it, but nothing declares the "
                f"prefix “{prefix[:40]}”.",
                f"Write it as “{name.replace(':', '_')}”.",
            )
    survey, choices = book.sheet("survey"), book.sheet("choices")
    for heading, meaning in _used(survey):
        name = meaning[1] if meaning[0] in _WRITTEN and len(meaning) > 1 else ""
        prefix = _prefix(name)
        if prefix and prefix not in declared:
            yield _undeclared(survey, heading, prefix)
    for heading, meaning in _used(choices):
        parted = len(meaning) > 1 and meaning[0] not in _TRANSLATED
        if parted or _prefix(meaning[0]) not in {"", *declared}:
            yield Fault(
                "choices",
                choices.header_row,
                heading,
                f"A column of choices cannot be named “{heading[:40]}”: it has a colon "
                "in it.",
                f"Write it as “{re.sub(':+', '_', heading[:40])}”.",
            )


def _used(sheet: Sheet) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the headings with their meanings; a column without a cell is not written."""
    for heading, meaning in meanings(sheet).items():
        if ":" in heading and any(heading in row.cells for row in sheet.rows):
            yield heading, meaning


def _prefix(name: str) -> str:
    before, colon, _ = name.partition(":")
    return before if colon else ""


def _undeclared(sheet: Sheet, heading: str, prefix: str) -> Fault:
    return Fault(
        sheet.name,
        sheet.header_row,
        heading,
        f"The prefix “{prefix[:40]}” of this heading is declared nowhere.",
        f'Write {prefix[:40]}="http://example.org/{prefix[:40]}" in the column '
        "namespaces of the settings sheet, with the address that belongs to it; or "
        "remove the column.",
    )
