"""Reads a questionnaire out of an Excel workbook, old or new, that may be hostile."""

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO

import openpyxl
import xlrd

from intake.forms.faults import Fault, FormFaulty
from intake.forms.spreadsheet import (
    SHEETS,
    SheetBuilder,
    Workbook,
    refuse,
)

# A workbook unpacks to at most this; a zip bomb claims or holds more.
_MOST_UNPACKED = 192 * 2**20
_MOST_MEMBERS = 5_000
_LAST_ROW = 1_048_576
# Spelt in either UTF-8 or UTF-16, a workbook's XML has no business declaring a DTD.
_DOCTYPE = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y|E\x00?N\x00?T\x00?I)")
_ERRORS = {"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!"}

_DAMAGED = (
    "The workbook is damaged or cut short and cannot be read.",
    "Open it in a spreadsheet program, save it again as .xlsx, or ask for it again.",
)


def read_xlsx(data: bytes) -> Workbook:
    """Read the sheets of an .xlsx workbook; raises FormFaulty."""
    _check_archive(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl remarks on styling it leaves out
        try:
            book = openpyxl.load_workbook(
                BytesIO(data), read_only=True, data_only=True, keep_links=False
            )
            return _collect((one.title, _xlsx_rows(one)) for one in book.worksheets)
        except (FormFaulty, MemoryError):
            raise
        except Exception:  # noqa: BLE001 - a stranger's file raises anything
            # A stranger's workbook makes the library raise anything at all.
            refuse(*_DAMAGED)


def read_xls(data: bytes) -> Workbook:
    """Read the sheets of an .xls workbook; raises FormFaulty."""
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=StringIO())
    except MemoryError:
        raise
    except xlrd.XLRDError as error:
        if "workbook" in str(error).lower() or "encrypt" in str(error).lower():
            refuse(
                "The workbook is protected by a password, or is another kind of "
                "document.",
                "Save it as .xlsx without a password.",
            )
        refuse(*_DAMAGED)
    except Exception:  # noqa: BLE001 - a stranger's file raises anything
        refuse(*_DAMAGED)
    try:
        return _collect(
            (one.name, _xls_rows(one, book.datemode)) for one in book.sheets()
        )
    except (FormFaulty, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - a stranger's file raises anything
        refuse(*_DAMAGED)


def _check_archive(data: bytes) -> None:
    """Refuse an archive that is no workbook or that unpacks to too much."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_members(archive)
    except FormFaulty:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError):
        refuse(*_DAMAGED)
    except (RuntimeError, NotImplementedError):
        refuse(
            "The workbook is protected by a password.",
            "Save it without a password.",
        )


def _check_members(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "content.xml" in names and "mimetype" in names:
        refuse("This is an OpenDocument spreadsheet.", "Save it as Excel .xlsx.")
    if not any(name.startswith("xl/") for name in names):
        refuse(
            "This is a zip archive, not a workbook.",
            "Unpack it and choose the form inside.",
        )
    if len(names) > _MOST_MEMBERS:
        refuse(*_DAMAGED)
    unpacked = 0
    for member in archive.infolist():
        last = b""
        if not member.filename.endswith((".xml", ".rels", ".vml")):
            continue  # pictures and the like are never unpacked
        with archive.open(member) as part:
            while block := part.read(2**16):
                unpacked += len(block)
                if unpacked > _MOST_UNPACKED:
                    refuse(
                        "The workbook unpacks to far more than a form holds.",
                        "Copy its sheets into a new workbook and save that.",
                    )
                if _DOCTYPE.search(last + block):
                    refuse(
                        "The workbook declares XML entities, which no form needs.",
                        "Copy its sheets into a new workbook and save that.",
                    )
                last = block[-32:]


def _collect(sheets: Iterable[tuple[str, Iterator[tuple[int, list[str]]]]]) -> Workbook:
    """Keep the sheets of a form; a lone sheet of any name is the survey."""
    found = [(name, name.strip().lower(), rows) for name, rows in sheets]
    if len(found) == 1 and found[0][1] not in SHEETS:
        found = [(found[0][0], "survey", found[0][2])]
    faults: list[Fault] = []
    kept = {}
    for _, key, rows in found:
        if key in SHEETS and key not in kept:
            builder = SheetBuilder(key, faults, blanks_count=True)
            for number, values in rows:
                builder.feed(number, values)
                faults.extend(
                    _error_cell(key, number, value)
                    for value in sorted(_ERRORS.intersection(values))
                )
            kept[key] = builder.sheet()
    return Workbook(kept, tuple(name for name, _, _ in found), tuple(faults))


def _error_cell(sheet: str, number: int, value: str) -> Fault:
    return Fault(
        sheet,
        number,
        "",
        f"A cell of this row shows the spreadsheet error {value}.",
        "Mend the formula, or write the text itself; begin it with ' if it begins "
        "with =, + or -.",
    )


def _xlsx_rows(sheet: object) -> Iterator[tuple[int, list[str]]]:
    # Some programs write a wrong extent, which would hide rows.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):  # type: ignore[attr-defined]
        if number > _LAST_ROW:
            refuse(*_DAMAGED)
        if any(value is not None for value in row):
            yield number, [_text(value) for value in row]


def _xls_rows(
    sheet: xlrd.sheet.Sheet, datemode: int
) -> Iterator[tuple[int, list[str]]]:
    for index in range(sheet.nrows):
        yield index + 1, [_xls_text(cell, datemode) for cell in sheet.row(index)]


def _text(value: object) -> str:
    """Write a cell's value as a form expects it: 1 rather than 1.0, TRUE for true."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return f"{value.date()} 00:00:00"
        case _:
            return str(value).replace("\u00a0", " ").strip()


def _xls_text(cell: xlrd.sheet.Cell, datemode: int) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_BOOLEAN:
            return _text(bool(cell.value))
        case xlrd.XL_CELL_DATE:
            year, month, day, hour, minute, second = xlrd.xldate_as_tuple(
                cell.value, datemode
            )
            if (year, month, day) == (0, 0, 0):
                return str(dt.time(hour, minute, second))
            return f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#VALUE!"))
        case _:
            return _text(cell.value)
