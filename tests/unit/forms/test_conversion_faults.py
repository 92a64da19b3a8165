"""Every message of the converter that is in use here has words of our own."""

import re

import pytest
from pyxform.errors import ErrorCode

from intake.forms.conversion_faults import fault_of, remarks_of
from intake.forms.conversion_worker import crashed
from intake.forms.spreadsheet import Workbook
from intake.forms.spreadsheet_text import read_markdown

FALLBACK = "Change it, or ask the author of the form."
BOOK = read_markdown(
    b"""
| survey |
| | type | name | label::English (en) | relevant |
| | text | a    | A                   |          |

| | text | b    | B                   | 1        |
"""
)
# Caught by our own checks, or about calling the library rather than about a form.
_NOT_HERE = re.compile(r"^(INTERNAL|LABEL|NAMES_0(0[1-7]|1[0-5])|HEADER_00[45])")


@pytest.mark.parametrize(
    "code", [code for code in ErrorCode if not _NOT_HERE.match(code.name)]
)
def test_has_words_for_every_coded_message(code: ErrorCode) -> None:
    message = code.value.format(row=2, sheet="survey", column="relevant", name="step")
    (fault,) = fault_of(message, BOOK)
    assert fault.mend != FALLBACK
    assert "{" not in fault.what.replace("${", "")
    assert "pyxform" not in str(fault).lower()


def test_counts_rows_as_the_author_sees_them() -> None:
    (fault,) = fault_of(
        "[row : 3] On the 'survey' sheet, the 'relevant' value is invalid. Odd.", BOOK
    )
    assert (fault.sheet, fault.row, fault.column) == ("survey", 6, "relevant")
    assert fault.what == "Odd."


def test_finds_the_row_of_a_question_that_is_only_named() -> None:
    (fault,) = fault_of("The survey element named 'b' has no label or hint.", BOOK)
    assert (fault.row, fault.column) == (6, "label::English (en)")


def test_lets_an_unknown_message_through_without_advertising() -> None:
    (fault,) = fault_of("Something new. Learn more: https://example.org/x", BOOK)
    assert fault.what == "Something new."
    assert fault.mend == FALLBACK


def test_parts_a_message_that_tells_of_several_rows() -> None:
    told = "\n".join(f"[row : {row}] Duplicate." for row in (2, 3))
    assert [one.row for one in fault_of(told, BOOK)] == [4, 6]


def test_says_of_a_crash_what_can_be_done() -> None:
    fault = crashed(TypeError("'NoneType' object is not iterable"))
    assert "TypeError" in fault.what
    assert "NoneType" not in str(fault)


def test_leaves_out_remarks_that_help_nobody() -> None:
    assert (
        remarks_of(["[row : 2] Use the max-pixels parameter to speed up"], BOOK) == []
    )
    assert remarks_of([], Workbook({}, ())) == []
