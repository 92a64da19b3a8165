"""A questionnaire's spreadsheet as plain rows, whatever kind of file it came in.

The kind is told by the bytes, never by the name. Rows keep the number a person sees:
the row of an Excel sheet, the line of a text file.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NoReturn

from intake.forms.faults import Fault, FormFaulty

# The largest file taken: real questionnaires are under 2 MB, their lists under 20 MB.
MOST_BYTES = 64 * 2**20
# What a sheet may hold, far above any real form and far below what hurts.
MOST_ROWS = 100_000
MOST_COLUMNS = 400
MOST_CELL = 100_000
MOST_CELLS = 1_000_000
# After so many blank rows the counting of blanks has no use any more.
MOST_GAP = 1_000

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = re.compile(rb"\x09[\x00\x02\x04\x08]")
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SPACES = re.compile(" +")
_XML_START = re.compile(r"\s*<[?!a-zA-Z]")
# So much of a text file tells its kind.
_HEAD = 64 * 1024


class FileKind(StrEnum):
    """What a form can come in."""

    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"
    MARKDOWN = "md"
    XFORM = "xml"


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds something: its number and its cells, by heading.

    ``position`` is the number by which pyxform counts it: it makes names of it, which
    must be the same as those any other XLSForm program makes.
    """

    number: int
    position: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its headings in order, and the rows under them."""

    name: str
    header_row: int
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets that matter to a form, by lower-case name, and every name found."""

    sheets: Mapping[str, Sheet]
    names: tuple[str, ...]
    faults: tuple[Fault, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """Give the sheet *name*, an empty one when it is not there."""
        return self.sheets.get(name) or Sheet(name, 1, (), ())


@dataclass(slots=True)
class SheetBuilder:
    """Takes a sheet row by row, keeps what counts, and refuses more than a form has.

    ``feed`` raises FormFaulty at once when a limit is passed, because going on is
    what a hostile file wants.
    """

    name: str
    faults: list[Fault]
    blanks_count: bool
    _headings: list[str | None] | None = None
    _header_row: int = 1
    _rows: list[Row] = field(default_factory=list)
    _cells: int = 0

    def feed(self, number: int, values: list[str]) -> None:
        """Take the row *number*; the first that holds anything is the headings."""
        if len(values) > MOST_COLUMNS and any(values[MOST_COLUMNS:]):
            refuse_size(
                self.name, f"has more than {MOST_COLUMNS} columns", "the extra columns"
            )
        if self._headings is None:
            if any(values):
                self._take_headings(number, values)
            return
        cells = {
            heading: value
            for heading, value in zip(self._headings, values, strict=False)
            if heading is not None and value
        }
        if not cells:
            return
        self._cells += len(cells)
        if len(self._rows) >= MOST_ROWS or self._cells > MOST_CELLS:
            refuse_size(
                self.name, f"has more than {MOST_ROWS} rows", "the rows not needed"
            )
        for heading, value in cells.items():
            if len(value) > MOST_CELL:
                self.faults.append(
                    Fault(
                        self.name,
                        number,
                        heading,
                        f"This cell holds {len(value)} characters.",
                        f"Shorten it to at most {MOST_CELL}.",
                    )
                )
        self._rows.append(Row(number, self._position(number), cells))

    def _position(self, number: int) -> int:
        """Count the row as pyxform does: headings are 1, blank Excel rows count."""
        last = self._rows[-1] if self._rows else Row(self._header_row, 1, {})
        gap = number - last.number
        counted = self.blanks_count and gap <= MOST_GAP
        return last.position + (gap if counted else 1)

    def _take_headings(self, number: int, values: list[str]) -> None:
        headings: list[str | None] = []
        for value in values[:MOST_COLUMNS]:
            heading = _SPACES.sub(" ", value.strip())
            if heading and heading in headings:
                self.faults.append(
                    Fault(
                        self.name,
                        number,
                        heading,
                        f"Two columns have the heading “{heading}”.",
                        "Rename one of them, or remove it.",
                    )
                )
                headings.append(None)
            else:
                headings.append(heading or None)
        self._headings = headings
        self._header_row = number

    def sheet(self) -> Sheet:
        """Give what was fed as a sheet."""
        headings = tuple(one for one in self._headings or () if one is not None)
        return Sheet(self.name, self._header_row, headings, tuple(self._rows))


def refuse_size(sheet: str, what: str, drop: str) -> NoReturn:
    """Refuse a *sheet* beyond any form, and say what to *drop*."""
    raise FormFaulty(
        [
            Fault(
                sheet,
                None,
                "",
                f"The sheet {what}, which is more than the program takes.",
                f"Remove {drop} and save the file again.",
            )
        ]
    )


def refuse(what: str, mend: str) -> NoReturn:
    """Refuse the file as a whole: *what* is wrong with it, and how to *mend* it."""
    raise FormFaulty([Fault("", None, "", what, mend)])


def kind_of(data: bytes) -> FileKind:
    """Tell the kind of a form file from its bytes.

    Raises FormFaulty when it is none of the kinds a form can come in.
    """
    if not data.strip(b"\x00\t\n\r "):
        refuse("The file is empty.", "Choose the file that holds the form.")
    if len(data) > MOST_BYTES:
        refuse(
            f"The file is larger than {MOST_BYTES // 2**20} MB.",
            "Take pictures and unused sheets out of it and save it again.",
        )
    if data.startswith(b"PK\x03\x04"):
        return FileKind.XLSX
    if data.startswith(_OLE) or _OLD_EXCEL.match(data):
        return FileKind.XLS
    head = text_of(data[:_HEAD], whole=len(data) <= _HEAD)
    if _XML_START.match(head):
        return FileKind.XFORM
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    # Remarks and prose may stand around the tables of a Markdown form.
    barred = sum(line.startswith("|") for line in lines)
    prose = sum(line.startswith("#") for line in lines)
    if barred and barred * 2 > len(lines) - prose:
        return FileKind.MARKDOWN
    return FileKind.CSV


def text_of(data: bytes, *, whole: bool = True) -> str:
    """Decode a text file: UTF-8, or UTF-16 when it says so.

    Where *data* is not the *whole* file, a letter may be cut at its end. Raises
    FormFaulty for any other encoding, because guessing would garble names.
    """
    encoding = next(
        (name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8"
    )
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data, final=whole)
    except UnicodeDecodeError:
        refuse(
            "This is not a spreadsheet, and as text it is not written in UTF-8.",
            "Save the form as an Excel workbook (.xlsx), or as “CSV UTF-8”.",
        )
    if "\x00" in text:
        refuse(
            "This is not a spreadsheet, a text file or an XForm.",
            "Choose a form saved as .xlsx, .xls, .csv, .md or XForm .xml.",
        )
    return text
