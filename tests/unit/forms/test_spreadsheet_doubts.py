"""What does not stop a form but is hardly what its author meant."""

import pytest

from intake.forms import Fault
from intake.forms.spreadsheet_doubts import doubts
from intake.forms.spreadsheet_outline import outline
from intake.forms.spreadsheet_text import read_markdown

SETTINGS = "| settings |\n| | form_id |\n| | f |\n"


def found(headings: str, *rows: str, more: str = SETTINGS) -> list[Fault]:
    lines = "".join(f"| | {row} |\n" for row in rows)
    book = read_markdown(f"| survey |\n| | {headings} |\n{lines}{more}".encode())
    return doubts(book, list(outline(book.sheet("survey"))))


PLAIN = "type | name | label"


def test_a_plain_form_leaves_no_doubt() -> None:
    assert found(PLAIN, "text | a | A") == []


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("relevent", "relevant"),
        ("Constrant", "constraint"),
        ("notes", None),
        ("comment", None),
        ("my own column", None),
        ("hint", None),
    ],
)
def test_a_heading_almost_right_is_asked_about(heading: str, meant: str | None) -> None:
    told = found(f"{PLAIN} | {heading}", "text | a | A | x")
    if meant is None:
        assert told == []
    else:
        (doubt,) = told
        assert f"“{meant}”" in doubt.mend


@pytest.mark.parametrize("column", ["hint", "guidance_hint"])
def test_a_group_shows_no_hint(column: str) -> None:
    told = found(
        f"{PLAIN} | {column}",
        "begin group | g | G | H",
        "text | a | A | H",
        "end group",
    )
    assert [(doubt.row, doubt.column) for doubt in told] == [(3, column)]


def test_a_table_of_choices_does_show_one() -> None:
    told = found(
        f"{PLAIN} | hint | appearance",
        "begin group | g | G | H | table-list",
        "end group",
    )
    assert told == []


@pytest.mark.parametrize(
    ("language", "doubted"),
    [
        ("French", True),
        ("French (fr)", False),
        ("Chinese (zh-Hant)", False),
        ("Uyghur (Arabic letters)", True),
    ],
)
def test_a_language_should_bring_its_code(language: str, doubted: bool) -> None:
    told = found(
        f"type | name | label::{language} | hint::{language}", "text | a | A | H"
    )
    assert len(told) == doubted


def test_a_form_should_have_an_id() -> None:
    (doubt,) = found(PLAIN, "text | a | A", more="")
    assert (doubt.sheet, doubt.column, doubt.row) == ("settings", "form_id", None)


@pytest.mark.parametrize(
    ("sheet", "doubted"), [("choice", True), ("Setings", False), ("my notes", False)]
)
def test_a_sheet_almost_named_right_is_asked_about(sheet: str, doubted: bool) -> None:
    more = f"{SETTINGS}| {sheet} |\n| | x |\n"
    assert len(found(PLAIN, "text | a | A", more=more)) == doubted
