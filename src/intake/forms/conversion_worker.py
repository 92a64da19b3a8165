"""Turns one spreadsheet into an XForm, in a process of its own that may come to grief.

It reads the file from standard input, writes one JSON object to standard output, and
touches nothing else: memory and time are bounded, and no file is written, no address
opened and nothing read but Python's own parts, where the system can see to that.
"""

import csv
import json
import logging
import sys
import warnings
from collections.abc import Mapping
from dataclasses import astuple
from importlib import import_module
from io import StringIO
from typing import Any

from lxml import etree

from intake.forms import restriction
from intake.forms.faults import Fault, FormFaulty
from intake.forms.spreadsheet import FileKind, Sheet, Workbook, kind_of, refuse

_MEMORY = 2 * 2**30
# What a person will read at a time.
MOST_TOLD = 100
_SECONDS = 120
_FILES = 64
# What is written in C may need more of the system than Python's own folders.
_NEEDED = (
    "bz2",
    "lzma",
    "openpyxl",
    "pyxform.builder",
    "pyxform.xls2json",
    "xlrd",
    "intake.forms.spreadsheet_checks",
    "intake.forms.spreadsheet_excel",
)


def main() -> None:
    """Convert what comes in at standard input; never raises."""
    _limit()
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    answer = sys.stdout.buffer
    sys.stdout = StringIO()  # a library's chatter must not fall into the answer
    try:
        result = convert_spreadsheet(sys.stdin.buffer.read())
    except FormFaulty as error:
        result = {"faults": [astuple(fault) for fault in error.faults]}
    except (MemoryError, RecursionError):
        result = {"exhausted": True}
    answer.write(json.dumps(result).encode())
    answer.flush()


def _limit() -> None:
    """Bound memory, time and files, load what converts, and shut the doors."""
    restriction.limit(memory=_MEMORY, seconds=_SECONDS, files=_FILES)
    for module in _NEEDED:
        import_module(module)
    # Small parts of Python are loaded as a form asks for them: it may read its own.
    restriction.shut(sys.path)


def convert_spreadsheet(data: bytes) -> dict[str, Any]:
    """Convert a spreadsheet of any kind; gives the parts of a Conversion as JSON.

    Raises FormFaulty with every fault found, and whatever says that memory is out.
    """
    try:
        return _convert(data)
    except (FormFaulty, MemoryError, RecursionError):
        raise
    except Exception as error:
        # A stranger's file makes libraries raise anything at all.
        raise FormFaulty([crashed(error)]) from error


def crashed(error: Exception) -> Fault:
    """Say that the conversion broke on this form in a way nobody foresaw."""
    return Fault(
        "",
        None,
        "",
        "The conversion broke on something in this form that it did not foresee "
        f"({type(error).__name__}).",
        "Look for a cell of an unusual kind in the rows last changed, or ask for the "
        "form as XForm XML.",
    )


def _convert(data: bytes) -> dict[str, Any]:
    from intake.forms.spreadsheet_checks import (  # noqa: PLC0415 - pyxform takes 0.5 s
        check,
    )
    from intake.forms.spreadsheet_outline import places  # noqa: PLC0415 - the same

    book = read_workbook(data)
    findings = check(book)
    if findings.faults:
        raise FormFaulty(_the_first(sorted(findings.faults, key=_place)))
    xform, remarks = _pyxform(book, allow_duplicates=findings.allow_duplicates)
    etree.fromstring(xform.encode(), _plain_parser())
    resources = {}
    if book.sheet("external_choices").rows:
        resources["itemsets.csv"] = itemsets(book.sheet("external_choices"))
    return {
        "xform": xform,
        "resources": resources,
        "rows": places(book, xform),
        "warnings": [astuple(one) for one in _the_first(findings.warnings + remarks)],
    }


def _plain_parser() -> etree.XMLParser:
    """Make a parser that only asks whether what pyxform wrote is XML."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _the_first(faults: list[Fault]) -> list[Fault]:
    """Keep as many faults as a person will read, and say that there are more."""
    if len(faults) <= MOST_TOLD:
        return faults
    left = Fault(
        "",
        None,
        "",
        f"There are at least {len(faults) - MOST_TOLD} more like these.",
        "Mend these first, and check the form again.",
    )
    return [*faults[:MOST_TOLD], left]


def _place(fault: Fault) -> tuple[bool, str, int]:
    return fault.sheet != "survey", fault.sheet, fault.row or 0


def read_workbook(data: bytes) -> Workbook:
    """Read the sheets of a spreadsheet of any kind; raises FormFaulty."""
    from intake.forms import (  # noqa: PLC0415 - only what the kind needs is loaded
        spreadsheet_excel,
        spreadsheet_text,
    )

    kind = kind_of(data)
    if kind is FileKind.XFORM:
        refuse("This is XML, not a spreadsheet.", "Read it as an XForm.")
    readers = {
        FileKind.XLSX: spreadsheet_excel.read_xlsx,
        FileKind.XLS: spreadsheet_excel.read_xls,
        FileKind.MARKDOWN: spreadsheet_text.read_markdown,
        FileKind.CSV: spreadsheet_text.read_csv,
    }
    return readers[kind](data)


def _pyxform(book: Workbook, *, allow_duplicates: bool) -> tuple[str, list[Fault]]:
    """Let pyxform write the XForm; raises FormFaulty in our words."""
    # Not pyxform's own convert(): that leaves the XForm in a temporary file.
    from pyxform.builder import (  # noqa: PLC0415 - takes 0.5 s to load
        create_survey_element_from_dict,
    )
    from pyxform.errors import PyXFormError  # noqa: PLC0415 - the same
    from pyxform.xls2json import workbook_to_json  # noqa: PLC0415 - the same
    from pyxform.xls2json_backends import DefinitionData  # noqa: PLC0415 - the same

    from intake.forms.conversion_faults import (  # noqa: PLC0415 - with it
        fault_of,
        remarks_of,
    )

    notes: list[str] = []
    try:
        laid = DefinitionData(**_as_pyxform(book, allow_duplicates=allow_duplicates))
        survey = create_survey_element_from_dict(workbook_to_json(laid, warnings=notes))
        xform = '<?xml version="1.0"?>' + survey.xml().toxml()
    except PyXFormError as error:
        raise FormFaulty(fault_of(str(error), book)) from error
    return xform, remarks_of(notes, book)


def _as_pyxform(book: Workbook, *, allow_duplicates: bool) -> dict[str, Any]:
    """Lay the sheets out as pyxform's own readers do, blank rows included."""
    laid: dict[str, Any] = {"sheet_names": list(book.names)}
    for name, sheet in book.sheets.items():
        rows: list[Mapping[str, str]] = []
        for row in sheet.rows:
            rows.extend({} for _ in range(row.position - 2 - len(rows)))
            rows.append(dict(row.cells))
        laid[name] = rows
        headings = sheet.headings
        laid[f"{name}_header"] = [dict.fromkeys(headings)] if headings else []
    if allow_duplicates:
        settings = laid.setdefault("settings", []) or [{}]
        settings[0]["allow_choice_duplicates"] = "yes"
        header = laid.setdefault("settings_header", []) or [{}]
        header[0]["allow_choice_duplicates"] = None
        laid["settings"], laid["settings_header"] = settings, header
    return laid


def itemsets(sheet: Sheet) -> str:
    """Write the external choices as the CSV an XForm looks them up in."""
    text = StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(
        "list_name" if heading == "list name" else heading for heading in sheet.headings
    )
    for row in sheet.rows:
        writer.writerow(row.cells.get(heading, "") for heading in sheet.headings)
    return text.getvalue()
