"""Calls that could only fail are found when the form is read, wherever they stand."""

from __future__ import annotations

import pytest

from unit.forms.building import ask, bind, faults, repeat


@pytest.mark.parametrize(
    ("constraint", "said"),
    [
        ("selected(.)", "selected(…) takes 2 values, but 1 are given"),
        ("regex(., '(a+')", "The pattern of regex(…) cannot be read"),
        ("if(/data/b = 'x', selected(/data/b), 1)", "selected(…) takes 2 values"),
        ("../b[regex(., '[')] = 1 or -count() < 2", "count(…) takes 1 value"),
        ("(../b | ../a)[selected(.)] + 1 = 2", "selected(…) takes 2 values"),
        ("distance('0 0', 'there') > 1", "a text that is no place (character 17"),
        ("area('0 0; north; 1 1') > 1", "a text that is no place"),
        (". > 1 and date('2023-02-29') > today()", "a day or a time that does not"),
        ("/data/b = 'x' and geofence('here', /data/b)", "something that is no place"),
    ],
)
def test_a_call_that_cannot_work_is_a_fault(constraint: str, said: str) -> None:
    told = faults("<a/><b/>", bind("a", constraint=constraint), ask("a"))
    assert said in told
    assert "column constraint" in told


def test_a_bad_call_in_a_repeat_with_no_instance_is_a_fault() -> None:
    told = faults(
        "<p jr:template=''><n/></p>",
        bind("p/n", constraint="selected(.)"),
        repeat("p", ask("p/n"), 'jr:count="0"'),
    )
    assert "selected(…) takes 2 values" in told


@pytest.mark.parametrize(
    "source",
    [
        "distance('0 0 0 0','0 1 0 0')",
        "distance('0 0',/data/b,'1 1')",
        "distance('0 0; 1 1;')",
        "area('0 0','0 1','1 1')",
        "area('0 0; 0 1; 1 1')",
        "regex(/data/b, concat('a', /data/b))",
        "if(/data/b = '', '', regex(/data/b, '[A-Z&&[^B]]{2}'))",
    ],
)
def test_a_call_that_can_work_is_none(source: str) -> None:
    assert faults("<a/><b/>", bind("a", calculate=source), ask("b")) == ""
