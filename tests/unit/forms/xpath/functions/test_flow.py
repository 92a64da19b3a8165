"""Choosing between values, and what the form and the device know of themselves."""

from __future__ import annotations

import pytest

from intake.forms.xpath import expression
from unit.forms.xpath.surveyed import Survey


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("if(1 = 1, 'yes', 'no')", "yes"),
        ("if('', 'yes', 'no')", "no"),
        ("if(/data/nowhere, 'yes', 'no')", "no"),
        ("if(false(), explode(), 'safe')", "safe"),
        ("if(true(), 'safe', explode())", "safe"),
        ("if(true(), 2, 'x') + 1", "3"),
        ("count(if(true(), /data/person, /data/flag))", "2"),
        ("coalesce('', 'x')", "x"),
        ("coalesce('y', explode())", "y"),
        ("coalesce(/data/nowhere, 'x')", "x"),
        ("coalesce(/data/person/note, /data/answer)", "b"),
        ("coalesce(0 div 0, 'x')", "x"),
        ("boolean(coalesce(/data/nowhere, /data/person/note))", "false"),
        ("coalesce(1 div 0, 'x')", "Infinity"),
        ("coalesce(0, 'x')", "0"),
        ("depend(/data/answer, /data/flag)", "b"),
        ("boolean-from-string('true')", "true"),
        ("boolean-from-string('True')", "false"),
        ("boolean-from-string('1')", "true"),
        ("boolean-from-string('yes')", "false"),
        ("boolean-from-string('')", "false"),
        ("property('deviceid')", "d1"),
        ("property('unknown')", ""),
        ("version()", "7"),
    ],
)
def test_works_out_a_function(source: str, value: str) -> None:
    assert Survey().text(source) == value


def test_what_is_hidden_is_blank_in_either_branch() -> None:
    survey = Survey()
    survey.answer.relevant = False
    assert survey.truth("if(true(), /data/answer, 'x') = ''")
    assert survey.truth("if(true(), /data/answer, /data/flag) = ''")
    assert survey.truth("coalesce(/data/answer, 'x') = 'x'")


def test_keeps_what_once_was_there() -> None:
    survey = Survey()
    note = survey.people[0].named("note")[0]
    assert survey.text("once('new')", survey.answer) == "b"
    assert survey.text("once('new')", note) == "new"


def test_once_does_not_work_out_what_it_does_not_need() -> None:
    survey = Survey()
    assert expression("once(explode())").string(survey.at(survey.answer)) == "b"
