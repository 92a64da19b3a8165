"""Excel workbooks, new and old: what a cell becomes, and what is no workbook."""

import datetime as dt
import struct
import zipfile
from collections.abc import Sequence
from io import BytesIO

import openpyxl
import pytest

from intake.forms import FormFaulty
from intake.forms.spreadsheet import Workbook
from intake.forms.spreadsheet_excel import read_xls, read_xlsx


def xlsx(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(FormFaulty) as caught:
        read_xlsx(data)
    return str(caught.value.faults[0])


def cells(book: Workbook, row: int = 0) -> dict[str, str]:
    return dict(book.sheet("survey").rows[row].cells)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "1"),
        (1.0, "1"),
        (1.5, "1.5"),
        (1e15, "1000000000000000"),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.datetime(2024, 5, 15), "2024-05-15 00:00:00"),  # noqa: DTZ001 - cells have no zone
        (dt.datetime(2024, 5, 15, 12, 30), "2024-05-15 12:30:00"),  # noqa: DTZ001 - the same
        (dt.time(12, 30), "12:30:00"),
        (" a\u00a0b ", "a b"),
        ("#N/A!", "#N/A!"),
    ],
)
def test_a_cell_becomes_what_a_form_expects(value: object, text: str) -> None:
    assert cells(read_xlsx(xlsx(survey=[["type"], [value]])))["type"] == text


def test_other_sheets_are_named_but_not_read() -> None:
    book = read_xlsx(xlsx(survey=[["type"], ["text"]], Notes=[["x"], ["y"]]))
    assert set(book.sheets) == {"survey"}
    assert book.names == ("survey", "Notes")


def test_of_two_sheets_of_one_name_the_first_counts() -> None:
    book = read_xlsx(xlsx(**{"survey": [["type"], ["a"]], "Survey ": [["type"]]}))
    assert cells(book) == {"type": "a"}


def test_a_cell_with_an_error_is_told_with_its_row() -> None:
    book = read_xlsx(xlsx(survey=[["type", "name"], ["text", "#NAME?"]]))
    (fault,) = book.faults
    assert (fault.sheet, fault.row) == ("survey", 2)
    assert "#NAME?" in fault.what


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 and no more", "damaged"),
        (zipped(**{"word/document.xml": b"<x/>"}), "not a workbook"),
        (zipped(**{"content.xml": b"", "mimetype": b""}), "OpenDocument"),
        (zipped(**{"xl/workbook.xml": b"<!DOCTYPE x><x/>"}), "entities"),
        (zipped(**{"xl/workbook.xml": b"<x/>"}), "damaged"),
    ],
)
def test_what_is_no_workbook_says_what_it_is(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_a_workbook_with_a_password_says_so() -> None:
    # The bit that says so, in the local header and in the directory.
    locked = bytearray(zipped(**{"xl/workbook.xml": b"<x/>"}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in refusal(bytes(locked))


def test_a_damaged_member_is_no_crash() -> None:
    whole = xlsx(survey=[["type"], ["text"]])
    for place in range(30, len(whole), 97):
        torn = bytearray(whole)
        torn[place] ^= 0xFF
        try:
            read_xlsx(bytes(torn))
        except FormFaulty as faulty:
            assert faulty.faults  # noqa: PT017 - either way is right


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def label(row: int, column: int, text: str) -> bytes:
    where = struct.pack("<HH3sB", row, column, b"\x00\x00\x00", len(text))
    return record(0x04, where + text.encode())


def old_sheet(*records: bytes) -> bytes:
    """Write a sheet of Excel 2: no other kind is simple enough to write by hand."""
    begin = record(0x09, struct.pack("<HH", 2, 0x10))
    return b"".join([begin, *records, record(0x0A, b"")])


def test_reads_an_old_workbook() -> None:
    where = struct.pack("<HH3s", 1, 1, b"\x00\x00\x00")
    data = old_sheet(
        label(0, 0, "type"),
        label(0, 1, "name"),
        label(0, 2, "label"),
        label(1, 0, "text"),
        record(0x02, where + struct.pack("<H", 7)),
        record(0x05, struct.pack("<HH3s", 1, 2, b"\x00\x00\x00") + b"\x01\x00"),
    )
    book = read_xls(data)
    assert cells(book) == {"type": "text", "name": "7", "label": "TRUE"}
    assert book.sheet("survey").rows[0].number == 2


def test_an_error_in_an_old_workbook_is_told_by_name() -> None:
    broken = record(0x05, struct.pack("<HH3s", 1, 0, b"\x00\x00\x00") + b"\x17\x01")
    book = read_xls(old_sheet(label(0, 0, "type"), broken))
    (fault,) = book.faults
    assert "#REF!" in fault.what


@pytest.mark.parametrize(
    "data", [b"", b"\x09\x00\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600]
)
def test_an_old_workbook_cut_short_is_refused(data: bytes) -> None:
    with pytest.raises(FormFaulty):
        read_xls(data)
