"""What begins must end, and names must tell apart."""

import pytest

from intake.forms import Fault
from intake.forms.spreadsheet_outline import outline
from intake.forms.spreadsheet_structure import check_structure, suggest_name
from intake.forms.spreadsheet_text import read_markdown


def faults(*rows: str) -> list[Fault]:
    """Check a survey whose first row is line 3."""
    lines = "".join(f"| | {row} |\n" for row in rows)
    book = read_markdown(f"| survey |\n| | type | name | label |\n{lines}".encode())
    found: list[Fault] = []
    check_structure(list(outline(book.sheet("survey"))), "data", found)
    return found


def test_nests_without_a_fault() -> None:
    assert (
        faults(
            "begin group | g | G",
            "begin repeat | r | R",
            "text | a | A",
            "end repeat | |",
            "text | b | B",
            "end group | |",
        )
        == []
    )


def test_the_same_name_may_stand_in_two_groups() -> None:
    assert (
        faults(
            "begin group | g | G",
            "text | a | A",
            "end group | |",
            "text | a | A",
        )
        == []
    )


@pytest.mark.parametrize(
    ("rows", "row", "words"),
    [
        (("end group | |",), 3, "none is open"),
        (("begin group | g | G",), 3, "never ends"),
        (("begin group | g | G", "end repeat | |"), 4, "“g” of row 3"),
        (("text | a | A", "note | a | A"), 4, "taken by row 3"),
        (("text | | A",), 3, "This question has no name"),
        (("begin group | | G", "end group | |"), 3, "This group has no name"),
        (("text | a b | A",), 3, "“a_b”"),
        (("text | meta | A",), 3, "kept for"),
        (("begin repeat | data | G", "end repeat | |"), 3, "name of the form's root"),
    ],
)
def test_tells_what_does_not_fit(rows: tuple[str, ...], row: int, words: str) -> None:
    (fault,) = faults(*rows)
    assert fault.row == row
    assert words in str(fault)


def test_every_group_left_open_is_told() -> None:
    found = faults("begin group | g | G", "begin repeat | r | R", "text | a | A")
    assert [fault.row for fault in found] == [3, 4]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("first name", "first_name"),
        (" Age? ", "age"),
        ("1st", "q_1st"),
        ("--", "q"),
        ("ئىسىم نامى", "ئىسىم_نامى"),
        ("x" * 90, "x" * 40),
    ],
)
def test_suggests_the_nearest_thing_that_can_be_a_name(written: str, name: str) -> None:
    assert suggest_name(written) == name
