"""Questionnaires written as text: comma-separated, or as Markdown tables."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.forms import FormFaulty
from intake.forms.spreadsheet import Workbook
from intake.forms.spreadsheet_text import read_csv, read_markdown


def rows(book: Workbook, sheet: str = "survey") -> list[tuple[int, dict[str, str]]]:
    return [(row.number, dict(row.cells)) for row in book.sheet(sheet).rows]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_cells_are_parted_by_what_the_file_uses(mark: str) -> None:
    text = f"survey{mark}{mark}\n{mark}type{mark}name\n{mark}text{mark}a\n"
    assert rows(read_csv(text.encode())) == [(3, {"type": "text", "name": "a"})]


def test_a_quoted_cell_may_hold_marks_and_lines() -> None:
    text = 'survey,,\n,type,label\n,text,"a, ""b""\nc"\n,text,d\n'
    assert rows(read_csv(text.encode())) == [
        (3, {"type": "text", "label": 'a, "b"\nc'}),
        (5, {"type": "text", "label": "d"}),
    ]


def test_markdown_leaves_rules_remarks_and_prose_aside() -> None:
    text = (
        "# Heading\n\nProse.\n| survey | | |\n| | type | name |\n|---|:---:|--:|\n"
        "| | text | a | # why\n\n| | note | b |\n"
    )
    assert rows(read_markdown(text.encode())) == [
        (7, {"type": "text", "name": "a"}),
        (9, {"type": "note", "name": "b"}),
    ]


def test_a_bar_inside_a_cell_is_written_with_a_backslash() -> None:
    text = "| survey |\n| | type | label |\n| | text | a \\| b |\n"
    assert rows(read_markdown(text.encode()))[0][1]["label"] == "a | b"


def test_sheets_begin_where_the_first_cell_names_them() -> None:
    book = read_csv(
        b"survey,,\n,type,name\n,text,a\n,,\nchoices,,\n,list_name,name\n,l,x\n"
        b"other,,\n,y,z\n"
    )
    assert set(book.sheets) == {"survey", "choices"}
    assert book.names == ("survey", "choices", "other")
    assert rows(book, "choices") == [(7, {"list_name": "l", "name": "x"})]


def test_a_sheet_that_begins_twice_is_told() -> None:
    book = read_csv(b"survey,,\n,type,name\n,text,a\nsurvey,,\n,text,b\n")
    (fault,) = book.faults
    assert (fault.sheet, fault.row) == ("survey", 4)


def test_a_lone_sheet_of_any_name_is_the_survey() -> None:
    assert rows(read_csv(b"form,,\n,type,name\n,text,a\n")) == [
        (3, {"type": "text", "name": "a"})
    ]


def test_what_stands_before_any_sheet_is_left_out() -> None:
    assert rows(read_csv(b",stray,row\nsurvey,,\n,type,name\n,text,a\n"))[0][0] == 4


def test_two_headings_alike_are_told_and_the_first_counts() -> None:
    book = read_csv(b"survey,,,\n,type,name,name\n,text,a,b\n")
    (fault,) = book.faults
    assert (fault.row, fault.column) == (2, "name")
    assert rows(book)[0][1]["name"] == "a"


@given(st.text(alphabet='survey ,|"\n\\#-:\u00a0a', max_size=60))
def test_any_text_is_rows_or_refused(text: str) -> None:
    for read in (read_csv, read_markdown):
        try:
            book = read(text.encode())
        except FormFaulty:
            continue
        for sheet in book.sheets.values():
            assert all(any(row.cells.values()) for row in sheet.rows)


def test_a_small_file_leaves_room_for_the_long_cells_of_others() -> None:
    read_csv(b"survey,,\n,type,name\n,text,a\n")
    long = "x" * 100_000
    assert next(csv.reader([long])) == [long]
