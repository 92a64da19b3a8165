"""Defaults that cannot be, and filters that nothing passes."""

import pytest

from intake.forms import Fault
from intake.forms.spreadsheet_defaults import doubtful_starts
from intake.forms.spreadsheet_outline import outline
from intake.forms.spreadsheet_text import read_markdown

CHOICES = """| choices |
| | list_name | name | label | region |
| | l | ash | Ash | north |
| | l | elm | Elm | south |
"""


def found(kind: str, **cells: str) -> list[Fault]:
    headings = " | ".join(cells)
    row = " | ".join(cells.values())
    text = f"| survey |\n| | type | name | {headings} |\n| | {kind} | q | {row} |\n"
    book = read_markdown((text + CHOICES).encode())
    return list(doubtful_starts(book, list(outline(book.sheet("survey")))))


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        ("integer", "abc"),
        ("time", "23:00"),
        ("decimal", "one"),
        ("date", "2020-13-45"),
        ("time", "25:00"),
        ("dateTime", "yesterday"),
        ("geopoint", "200 300"),
        ("select_one l", "oak"),
        ("select_multiple l", "ash oak"),
        ("rank l", "oak ash"),
        ("range", "11"),
        ("range", "many"),
    ],
)
def test_a_default_that_cannot_be_is_doubted(kind: str, default: str) -> None:
    (doubt,) = found(kind, default=default)
    assert (doubt.sheet, doubt.row, doubt.column) == ("survey", 3, "default")


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        ("integer", "12"),
        ("integer", "-1"),
        ("decimal", "1.5"),
        ("date", "2020-12-31"),
        ("date", "today()"),
        ("time", "23:00:00"),
        ("integer", "1.0"),
        ("date", "2020-01-01T10:00:00"),
        ("integer", "${a} + 1"),
        ("text", "anything"),
        ("select_one l", "ash"),
        ("select_multiple l", "ash elm"),
        ("select_one l or_other", "other"),
        ("select_one towns", "anything"),
        ("range", "0"),
    ],
)
def test_any_other_is_not(kind: str, default: str) -> None:
    assert found(kind, default=default) == []


def test_a_range_is_as_wide_as_its_parameters_say() -> None:
    wide = "start=-5 end=5.5 step=0.5"
    assert found("range", default="5.5", parameters=wide) == []
    assert found("range", default="-5", parameters=wide) == []
    (doubt,) = found("range", default="6", parameters=wide)
    assert "from -5 to 5.5" in doubt.mend


def test_names_the_choice_that_is_like_the_default() -> None:
    (doubt,) = found("select_one l", default="elmo")
    assert "“elm”" in doubt.mend


@pytest.mark.parametrize("filtered", ["regoin=${r}", "${r} != '' and not(regoin='x')"])
def test_a_filter_on_a_column_that_is_not_there_is_doubted(filtered: str) -> None:
    (doubt,) = found("select_one l", choice_filter=filtered)
    assert (doubt.row, doubt.column) == (3, "choice_filter")
    assert "“region”" in doubt.mend


@pytest.mark.parametrize(
    "filtered",
    [
        "region = ${r}",
        "name != 'other'",
        "true()",
        "region = 'regoin = 1'",
        "${regoin} = region",
        "selected(${r}, region) and label != ''",
        "not(region = 'x') or position(..) = 1",
        "instance('x')/root/item[a = 1]/b = region",
        "../region = 1",
    ],
)
def test_a_filter_that_may_pass_something_is_not(filtered: str) -> None:
    assert found("select_one l", choice_filter=filtered) == []
