"""Each question by itself: its type, its list, its label, its calculation."""

import pytest

from intake.forms import Fault
from intake.forms.spreadsheet_choices import Choices
from intake.forms.spreadsheet_outline import outline
from intake.forms.spreadsheet_questions import check_question
from intake.forms.spreadsheet_text import read_markdown

CHOICES = (
    "| choices |\n| | list_name | name | label |\n| | town | x | X |\n"
    "| | town | y z | Y |\n"
)


def faults(
    row: str, headings: str = "type | name | label", more: str = CHOICES
) -> list[Fault]:
    text = f"| survey |\n| | {headings} |\n| | {row} |\n{more}"
    book = read_markdown(text.encode())
    found: list[Fault] = []
    for entry in outline(book.sheet("survey")):
        check_question(entry, Choices.of(book), found)
    return found


@pytest.mark.parametrize(
    "row",
    [
        "text | a | A",
        "select_one town | a | A",
        "rank town | a | A",
        "select_one_from_file f.csv | a | A",
        "select_multiple_from_file f.geojson | a | A",
        "select_one ${a} | b | B",
        "begin group | g | G",
        "end group | | ",
        "start | s | ",
        "osm buildings | o | O",
        "today | t | ",
    ],
)
def test_lets_pass_what_a_form_can_have(row: str) -> None:
    assert faults(row) == []


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("txt | a | A", "type", "“text”"),
        ("Integer | a | A", "type", "“integer”"),
        ("zzzz | a | A", "type", "Write a type"),
        (" | a | A", "type", "no type"),
        ("text | a | ", "label", "label"),
        ("select_one | a | A", "type", "“select_one town”"),
        ("select_one twon | a | A", "type", "“town”"),
        ("select_one zzz | a | A", "type", "Add its choices"),
        ("select_one_from_file towns | a | A", "type", "ending"),
        ("select_one_external zzz | a | A", "type", "external_choices"),
        ("calculate | a | ", "calculate", "is missing"),
    ],
)
def test_tells_what_is_wrong_with_a_row(row: str, column: str, words: str) -> None:
    (fault,) = faults(row)
    assert (fault.sheet, fault.row, fault.column) == ("survey", 3, column)
    assert words in str(fault)


def test_several_choices_cannot_have_spaces_in_their_names() -> None:
    (fault,) = faults("select_multiple town | a | A")
    assert (fault.sheet, fault.row) == ("choices", 7)
    assert "“y_z”" in fault.mend
    assert faults("select_one town | a | A") == []


def test_a_filter_and_a_choice_of_ones_own_exclude_each_other() -> None:
    (fault,) = faults(
        "select_one town or_other | a | A | name = 'x'",
        "type | name | label | choice_filter",
    )
    assert fault.column == "choice_filter"


def test_a_default_that_is_worked_out_serves_as_calculation() -> None:
    assert (
        faults("calculate | a | | now()", "type | name | label | default", more="")
        == []
    )
