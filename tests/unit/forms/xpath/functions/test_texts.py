"""Texts beyond the core library, as the ODK XForms specification has them."""

from __future__ import annotations

import re

import pytest

from intake.forms.xpath import ExpressionError
from unit.forms.xpath.surveyed import Survey


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("concat()", ""),
        ("concat('a')", "a"),
        ("concat(/data/person/name, '!')", "AdaBo!"),
        ("concat(/data/nowhere, 'x')", "x"),
        ("join(', ', /data/person/name)", "Ada, Bo"),
        ("join('-', 'a', /data/person/name, 1)", "a-Ada-Bo-1"),
        ("join('-', /data/person/note)", "-"),
        ("join('-')", ""),
        ("ends-with('abc', 'bc')", "true"),
        ("ends-with('abc', '')", "true"),
        ("ends-with('abc', 'ab')", "false"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', 1)", "ello"),
        ("substr('hello', -3)", "llo"),
        ("substr('hello', 0, -1)", "hell"),
        ("substr('hello', -10, 2)", "he"),
        ("substr('hello', 4, 2)", ""),
        ("substr('hello', 2, 100)", "llo"),
        ("substr('hello', 0, 1 div 0)", "hello"),
        ("substr('hello', -1 div 0)", "hello"),
        ("substr('hello', 'x', 2)", "he"),
        ("string-length('ئۇيغۇر')", "6"),
        ("normalize-space(' a  b ')", "a b"),
    ],
)
def test_works_with_texts(source: str, value: str) -> None:
    assert Survey().text(source) == value


def test_the_length_of_the_own_answer_needs_no_argument() -> None:
    survey = Survey()
    assert survey.number("string-length()", survey.people[0].named("name")[0]) == 3
    for source in ("string-length()", "normalize-space()", "number()"):
        with pytest.raises(ExpressionError, match="no answer to look at"):
            survey.text(source)


def test_an_identifier_is_a_uuid_of_version_four() -> None:
    survey = Survey()
    form = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert re.fullmatch(form, survey.text("uuid()"))
    assert survey.text("uuid()") != survey.text("uuid()")


def test_an_identifier_is_as_long_as_asked_for() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", Survey().text("uuid(12)"))
    assert Survey().text("uuid(0)") == ""


@pytest.mark.parametrize("length", ["-1", "100000", "'x'"])
def test_refuses_an_identifier_of_no_sensible_length(length: str) -> None:
    with pytest.raises(ExpressionError, match="number of characters"):
        Survey().text(f"uuid({length})")


def test_identifiers_come_from_the_given_chance() -> None:
    one, other = Survey(), Survey()
    for source in ("uuid()", "uuid(12)"):
        assert one.text(source) == other.text(source)
