"""Names with a prefix: only those that somebody declared."""

import pytest

from intake.forms.spreadsheet_outline import outline
from intake.forms.spreadsheet_prefixes import check_prefixes
from intake.forms.spreadsheet_text import read_markdown


def told(heading: str, cell: str, namespaces: str = "") -> list[str]:
    text = (
        f"| survey |\n| | type | name | label | {heading} |\n"
        f"| | text | a | A | {cell} |\n"
        f"| settings |\n| | form_id | namespaces |\n| | f | {namespaces} |\n"
    )
    book = read_markdown(text.encode())
    return [
        str(one) for one in check_prefixes(book, list(outline(book.sheet("survey"))))
    ]


@pytest.mark.parametrize(
    "namespaces",
    [
        'foo="http://example.org/f"',
        "foo='http://example.org/f'",
        "foo=http://example.org/f",
        'esri="http://example.org/e" foo="http://example.org/f"',
    ],
)
def test_a_declared_prefix_is_well(namespaces: str) -> None:
    assert told("bind::foo:bar", "1", namespaces) == []


@pytest.mark.parametrize(
    "namespaces", ["", "foo", "foo=", "xfoo=http://example.org", "foo=a=b"]
)
def test_any_other_is_a_fault_with_the_mend(namespaces: str) -> None:
    (fault,) = told("bind::foo:bar", "1", namespaces)
    assert "“foo”" in fault
    assert "column namespaces of the settings sheet" in fault


@pytest.mark.parametrize("heading", ["bind::jr:x", "instance::odk:x", "body::y", "n:m"])
def test_what_every_form_declares_needs_nothing(heading: str) -> None:
    assert told(heading, "1") == []


def test_a_column_without_a_cell_is_no_fault() -> None:
    assert told("bind::foo:bar", "") == []
