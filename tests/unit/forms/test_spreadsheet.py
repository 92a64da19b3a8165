"""Spreadsheets of every kind, told by their bytes, read with their own row numbers."""

from collections.abc import Sequence
from io import BytesIO

import openpyxl
import pytest

from intake.forms.conversion_worker import convert_spreadsheet, read_workbook
from intake.forms.faults import FormFaulty
from intake.forms.spreadsheet import FileKind, kind_of


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


def refusal(data: bytes) -> str:
    with pytest.raises(FormFaulty) as caught:
        read_workbook(data)
    (fault,) = caught.value.faults
    return f"{fault.what} {fault.mend}"


def test_tells_the_kind_from_the_bytes() -> None:
    assert kind_of(xlsx(survey=[["type"]])) is FileKind.XLSX
    assert kind_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x") is FileKind.XLS
    assert kind_of(b"\xef\xbb\xbf  <?xml version='1.0'?><h:html/>") is FileKind.XFORM
    assert kind_of("<h:html/>".encode("utf-16")) is FileKind.XFORM
    assert kind_of(b"# A form\n\n| survey |\n| | type |\n") is FileKind.MARKDOWN
    assert kind_of(b"Read this first.\n| survey |\n| | type |\n") is FileKind.MARKDOWN
    assert kind_of(b"survey,,\n,type,name\n") is FileKind.CSV


@pytest.mark.parametrize("data", [b"", b"\n \t", b"\x00" * 10])
def test_refuses_an_empty_file(data: bytes) -> None:
    assert "empty" in refusal(data)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\xd8", b"caf\xe9,x", b"a\x00b,c,d"])
def test_refuses_text_in_an_encoding_it_would_have_to_guess(data: bytes) -> None:
    assert "UTF-8" in refusal(data) or "not a spreadsheet" in refusal(data)


def test_keeps_the_row_numbers_of_excel_across_blank_rows() -> None:
    data = xlsx(
        survey=[
            ["type", "name", "label"],
            [],
            ["text", "a", "A"],
            [None, None, None],
            [],
            ["note", None, "N"],
        ]
    )
    made = convert_spreadsheet(data)
    # The name that pyxform makes up for a note counts blank rows too.
    assert made["rows"] == {"/data/a": 3, "/data/generated_note_name_6": 6}


def test_finds_the_headings_below_blank_rows() -> None:
    data = xlsx(survey=[[], [], ["type", "name", "label"], ["text", "a", "A"]])
    assert convert_spreadsheet(data)["rows"] == {"/data/a": 4}


def test_reads_every_row_however_many_are_blank_between() -> None:
    blank: list[list[str]] = [[] for _ in range(2000)]
    data = xlsx(
        survey=[
            ["type", "name", "label"],
            ["text", "a", "A"],
            *blank,
            ["text", "b", "B"],
        ]
    )
    assert convert_spreadsheet(data)["rows"] == {"/data/a": 2, "/data/b": 2003}


def test_reads_numbers_truths_and_dates_as_a_form_expects_them() -> None:
    data = xlsx(
        survey=[["type", "name", "label", "required"], ["text", "a", 1.0, True]],
        settings=[["form_id", "version"], ["t", 2024.5]],
    )
    book = read_workbook(data)
    assert book.sheet("survey").rows[0].cells == {
        "type": "text",
        "name": "a",
        "label": "1",
        "required": "TRUE",
    }
    assert book.sheet("settings").rows[0].cells["version"] == "2024.5"


def test_takes_a_lone_sheet_of_any_name_for_the_survey() -> None:
    data = xlsx(Sheet1=[["type", "name", "label"], ["text", "a", "A"]])
    assert convert_spreadsheet(data)["rows"] == {"/data/a": 2}


def test_takes_sheet_names_with_capitals_and_stray_spaces() -> None:
    data = xlsx(
        **{
            "Survey ": [["type", "name", "label"], ["select_one l", "a", "A"]],
            "CHOICES": [["list_name", "name", "label"], ["l", "x", "X"]],
        }
    )
    assert convert_spreadsheet(data)["rows"] == {"/data/a": 2}


def test_names_cells_that_show_a_spreadsheet_error() -> None:
    data = xlsx(survey=[["type", "name", "label"], ["text", "a", "#REF!"]])
    with pytest.raises(FormFaulty) as caught:
        convert_spreadsheet(data)
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.row) == ("survey", 2)
    assert "#REF!" in fault.what


def test_names_a_cell_with_a_sign_that_xml_cannot_hold() -> None:
    text = b"survey,,,\n,type,name,label\n,text,a,A\x0bB\n"
    with pytest.raises(FormFaulty) as caught:
        convert_spreadsheet(text)
    (fault,) = caught.value.faults
    assert (fault.row, fault.column) == (3, "label")
    assert "U+000B" in fault.what


@pytest.mark.parametrize("heading", ["a<b", "1st", "x&y"])
def test_names_a_heading_that_cannot_become_a_name(heading: str) -> None:
    text = f"""
| survey  |
|         | type         | name | label |
|         | select_one l | a    | A     |
| choices |
|         | list_name | name | label | {heading} |
|         | l         | x    | X     | 1 |
"""
    with pytest.raises(FormFaulty) as caught:
        convert_spreadsheet(text.encode())
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.row, fault.column) == ("choices", 6, heading)


def test_reads_a_bar_inside_a_cell_a_rule_and_remarks_in_markdown() -> None:
    text = r"""
# A remark
| survey |
| | type | name | label |
| --- | --- | --- | --- |
| | text | a | this \| that |
| | text | b | #1 | # a remark behind
"""
    rows = read_workbook(text.encode()).sheet("survey").rows
    assert [row.cells["label"] for row in rows] == ["this | that", "#1"]
    assert [row.number for row in rows] == [6, 7]


def test_reads_cells_of_several_lines_in_comma_separated_files() -> None:
    text = 'survey,,,\n,type,name,label\n,text,a,"one\ntwo"\n,text,b,B\n'
    rows = read_workbook(text.encode()).sheet("survey").rows
    assert rows[0].cells["label"] == "one\ntwo"
    assert [row.number for row in rows] == [3, 5]
