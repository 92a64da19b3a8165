"""Mistakes in expressions are told with whatever else stops a form."""

import pytest

from intake.forms.faults import Fault
from intake.forms.spreadsheet_expressions import check_expressions
from intake.forms.spreadsheet_outline import outline
from intake.forms.spreadsheet_text import read_markdown

HEADINGS = "type | name | label | relevant | constraint | calculation | choice_filter"


def found(row: str) -> list[Fault]:
    book = read_markdown(f"| survey |\n| | {HEADINGS} |\n| | {row} |\n".encode())
    return list(check_expressions(outline(book.sheet("survey"))))


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("text | a | A | ${b} = | | |", "relevant", "missing at the end (character 7"),
        ("text | a | A | | . > 1) | |", "constraint", "(character 6"),
        ("calculate | a | | | | nothing(${b}) |", "calculation", "function nothing()"),
        ("calculate | a | | | | substr() |", "calculation", "substr"),
        ("select_one l | a | A | | | | x = [1]", "choice_filter", "(character 5"),
    ],
)
def test_a_mistake_is_told_with_its_row_and_column(
    row: str, column: str, what: str
) -> None:
    (fault,) = found(row)
    assert (fault.sheet, fault.row, fault.column) == ("survey", 3, column)
    assert what in fault.what
    assert fault.mend


@pytest.mark.parametrize(
    "row",
    [
        "text | a | A | selected(${c}, \u2018y\u2019) | . > ${last-saved#a} | |",
        "select_one l | a | A | | | | x = ${b} and y = jr:choice-name(${c}, '${c}')",
        "calculate | a | | | | if(${b}, pulldata('l', 'c', 'k', ${b}), once(now())) |",
        "text | a | A | yes | | | ",
        "text | a = | A | | | | ",
    ],
)
def test_what_can_be_worked_out_is_passed_over(row: str) -> None:
    assert found(row) == []


def test_a_disabled_row_is_nobodys_concern() -> None:
    text = "| survey |\n| | type | name | label | relevant | disabled |\n"
    book = read_markdown(f"{text}| | text | a | A | ( | yes |\n".encode())
    assert list(check_expressions(outline(book.sheet("survey")))) == []
