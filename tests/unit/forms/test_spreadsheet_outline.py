"""The survey as an outline: kinds, names and places, as the conversion sees them."""

import pytest

from intake.forms.conversion_worker import convert_spreadsheet
from intake.forms.spreadsheet import Workbook
from intake.forms.spreadsheet_outline import (
    Entry,
    RowKind,
    by_meaning,
    meanings,
    outline,
    plain_name,
    root_name,
    setting,
    yes,
)
from intake.forms.spreadsheet_text import read_markdown


def book(*rows: str, headings: str = "type | name | label", more: str = "") -> Workbook:
    lines = "".join(f"| | {row} |\n" for row in rows)
    return read_markdown(f"| survey |\n| | {headings} |\n{lines}{more}".encode())


def entries(*rows: str, headings: str = "type | name | label") -> list[Entry]:
    return list(outline(book(*rows, headings=headings).sheet("survey")))


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("text", RowKind.QUESTION),
        ("note", RowKind.QUESTION),
        ("begin group", RowKind.BEGIN),
        ("begin_repeat", RowKind.BEGIN),
        ("end repeat", RowKind.END),
        ("select_one l", RowKind.SELECT),
        ("select_multiple l", RowKind.SELECT),
        ("rank l", RowKind.SELECT),
        ("select_one l or_other", RowKind.SELECT),
    ],
)
def test_tells_what_a_row_does(written: str, kind: RowKind) -> None:
    (entry,) = entries(f"{written} | a | A")
    assert entry.kind is kind


def test_a_row_without_a_type_does_nothing() -> None:
    (entry,) = entries(" | a | A")
    assert entry.kind is RowKind.NONE


def test_a_select_names_its_list() -> None:
    one, other = entries("select_one l | a | A", "select_one l or_other | b | B")
    assert (one.list_name, one.or_other) == ("l", False)
    assert (other.list_name, other.or_other) == ("l", True)


def test_a_begin_names_what_it_begins() -> None:
    found = entries("begin group | g | G", "begin_repeat | r | R", "end repeat | |")
    assert [entry.control for entry in found] == ["group", "repeat", "repeat"]


def test_headings_of_many_spellings_mean_the_same() -> None:
    sheet = book(
        "text | a | A | ${a} = 1 | fr | x",
        headings="type | name | caption | relevance | label::French (fr) | bind::foo",
    ).sheet("survey")
    known = meanings(sheet)
    assert known["caption"] == ("label",)
    assert known["relevance"] == ("bind", "relevant")
    assert known["label::French (fr)"] == ("label", "French (fr)")
    assert [plain_name(known[one]) for one in ("relevance", "bind::foo")] == [
        "relevant",
        "foo",
    ]
    assert by_meaning(sheet.rows[0], known)["label"] == "A"


def test_a_cell_is_found_by_meaning_and_named_by_its_heading() -> None:
    (entry,) = entries("text | a | A", headings="type | name | caption")
    assert entry.columns["label"] == "A"
    assert entry.heading("label") == "caption"
    assert entry.heading("hint") == "hint"


def test_rows_that_need_no_name_get_one() -> None:
    audit, note = entries("audit | | ", "note | | Hello")
    assert audit.name == "audit"
    assert note.name == f"generated_note_name_{note.position}"


def test_disabled_rows_are_not_there() -> None:
    found = entries(
        "text | a | A | yes",
        "text | b | B | no",
        headings="type | name | label | disabled",
    )
    assert [entry.name for entry in found] == ["b"]


@pytest.mark.parametrize(
    ("word", "truth"), [("yes", True), ("TRUE", True), ("no", False), ("", False)]
)
def test_reads_yes_and_no(word: str, truth: bool) -> None:
    assert yes(word) is truth


def test_a_setting_is_blank_when_it_is_not_set() -> None:
    plain = book("text | a | A")
    named = book(
        "text | a | A", more="| settings |\n| | form_id | name |\n| | f | root |\n"
    )
    assert (setting(plain, "id_string"), root_name(plain)) == ("", "data")
    assert (setting(named, "id_string"), root_name(named)) == ("f", "root")


def test_every_place_is_mapped_to_the_row_it_comes_from() -> None:
    text = (
        "| survey |\n| | type | name | label | repeat_count | appearance |\n"
        "| | begin_group | g | G | | |\n"
        "| | select_one l or_other | a | A | | |\n"
        "| | end_group | | | | |\n"
        "| | begin_repeat | r | R | 2 + 1 | |\n"
        "| | text | b | B | | |\n"
        "| | end_repeat | | | | |\n"
        "| | begin_group | t | T | | table-list |\n"
        "| | select_one l | c | C | | |\n"
        "| | end_group | | | | |\n"
        "| | audit | | | | |\n"
        "| choices |\n| | list_name | name | label |\n| | l | x | X |\n"
    )
    rows = convert_spreadsheet(text.encode())["rows"]
    for place, row in {
        "/data/g": 3,
        "/data/g/a": 4,
        "/data/g/a_other": 4,
        "/data/r": 6,
        "/data/r_count": 6,
        "/data/r/b": 7,
        "/data/t/c": 10,
        "/data/meta/audit": 12,
    }.items():
        assert rows[place] == row
