"""The choice lists: names, labels and doubles."""

import pytest

from intake.forms import Fault
from intake.forms.spreadsheet_choices import Choices, check_choices
from intake.forms.spreadsheet_outline import outline
from intake.forms.spreadsheet_text import read_markdown

ASKED = "select_one l | a | A | "


def checked(
    *rows: str,
    headings: str = "list_name | name | label",
    asked: tuple[str, ...] = (ASKED,),
    more: str = "",
) -> tuple[list[Fault], list[Fault], bool]:
    """Check choices whose first row is line 5, after one question."""
    survey = "".join(f"| | {row} |\n" for row in asked)
    lines = "".join(f"| | {row} |\n" for row in rows)
    text = (
        f"| survey |\n| | type | name | label | choice_filter |\n{survey}"
        f"| choices |\n| | {headings} |\n{lines}{more}"
    )
    book = read_markdown(text.encode())
    faults: list[Fault] = []
    warnings: list[Fault] = []
    entries = list(outline(book.sheet("survey")))
    let = check_choices(book, Choices.of(book), entries, faults, warnings)
    return faults, warnings, let


def test_gathers_rows_by_list_in_order() -> None:
    book = read_markdown(
        b"| choices |\n| | list name | name |\n| | a | 1 |\n| | b | 2 |\n| | a | 3 |\n"
    )
    lists = Choices.of(book)
    assert {name: len(rows) for name, rows in lists.lists.items()} == {"a": 2, "b": 1}
    assert (lists.external, lists.has_sheet) == ({}, True)


def test_good_lists_are_let_pass() -> None:
    assert checked("l | x | X", "l | y | Y", "m | x | X") == ([], [], False)
    assert checked() == ([], [], False)


@pytest.mark.parametrize(
    ("headings", "row", "column"),
    [("list_name | label", "l | X", "name"), ("name | label", "x | X", "list_name")],
)
def test_the_columns_that_make_a_list_must_be_there(
    headings: str, row: str, column: str
) -> None:
    (fault,), _, _ = checked(row, headings=headings)
    assert (fault.row, fault.column) == (5, column)


def test_a_choice_needs_a_name_and_should_have_a_label() -> None:
    (fault,), _, _ = checked("l | | X")
    assert (fault.row, fault.column) == (6, "name")
    faults, (doubt,), _ = checked("l | x | ")
    assert faults == []
    assert (doubt.row, doubt.column) == (6, "label")


def test_a_choice_of_no_list_is_left_out_and_told() -> None:
    faults, (doubt,), _ = checked(" | x | X")
    assert faults == []
    assert "no list" in doubt.what


def test_a_double_is_a_fault_unless_it_says_the_same() -> None:
    (fault,), _, let = checked("l | x | X", "l | x | Y")
    assert (fault.row, let) == (7, False)
    assert "row 6" in fault.what
    faults, (doubt,), let = checked("l | x | X", "l | x | X")
    assert (faults, doubt.row, let) == ([], 7, True)


def test_a_double_is_let_through_where_every_question_filters() -> None:
    rows = ("l | x | X | 1", "l | x | Y | 2")
    headings = "list_name | name | label | g"
    filtering = "select_one l | a | A | g = 1"
    faults, doubts, let = checked(*rows, headings=headings, asked=(filtering,))
    assert (faults, len(doubts), let) == ([], 1, True)
    faults, doubts, let = checked(
        *rows, headings=headings, asked=(filtering, "select_one l | b | B | ")
    )
    assert (len(faults), doubts, let) == (1, [], False)


def test_doubles_may_be_allowed_in_the_settings() -> None:
    more = "| settings |\n| | allow_choice_duplicates |\n| | yes |\n"
    assert checked("l | x | X", "l | x | Y", more=more) == ([], [], False)
