"""The paths that forms write most, by their short ways: names alone, up and down."""

from __future__ import annotations

import pytest

from intake.forms.xpath import expression, parse
from intake.forms.xpath.shortcuts import absolute, plain_start
from intake.forms.xpath.syntax import Path
from unit.forms.xpath.surveyed import Survey


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("/a/b/c", ["a", "b", "c"]),
        ("/a/b[1]/c", ["a"]),
        ("/a/@b", ["a"]),
        ("/a//b", ["a"]),
        ("/a/text()", ["a"]),
        ("/p:a/b", []),
    ],
)
def test_takes_the_plain_names_a_path_begins_with(
    source: str, names: list[str]
) -> None:
    path = parse(source)
    assert isinstance(path, Path)
    assert plain_start(path.steps) == names


def test_an_absolute_path_keeps_to_the_own_instance() -> None:
    survey = Survey()
    note = survey.people[1].named("note")[0]
    assert survey.text("/data/person/name", note) == "Bo"
    assert survey.number("count(/data/person)", note) == 2
    assert survey.text("/data/person[1]/name", note) == "Ada"
    assert survey.number("count(/data/person/bag)", note) == 2
    assert survey.number("count(/data/person[true()]/bag)", note) == 4
    assert survey.text("/data/person/name") == "Ada"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (".", "1B"),
        ("..", "1B"),
        ("../weight", "1B"),
        ("../../name", "Bo"),
        ("../../bag/weight", "1B"),
        ("../../../flag", "0"),
        ("../../../person/name", "Ada"),
        ("../../../../../../flag", ""),
        ("current()", "1B"),
        ("current()/../../name", "Bo"),
        ("../../bag[2]/weight", "2B"),
        ("../nothing", ""),
        ("./../../name", "Bo"),
    ],
)
def test_goes_up_and_down(source: str, value: str) -> None:
    survey = Survey()
    weight = survey.people[1].named("bag")[0].named("weight")[0]
    assert survey.text(source, weight) == value


def test_current_is_the_own_node_inside_a_condition() -> None:
    survey = Survey()
    note = survey.people[1].named("note")[0]
    source = "/data/person[name = current()/../name]/bag[2]/weight"
    assert survey.text(source, note) == "2B"


def test_remembers_no_path_past_a_change_of_the_tree() -> None:
    survey = Survey()
    count = expression("count(/data/person)")
    name = expression("/data/person/name")
    assert count.number(survey.at()) == 2
    assert name.string(survey.at()) == "Ada"
    survey.root.children[0].remove(survey.people[0])
    assert count.number(survey.at()) == 1
    assert name.string(survey.at()) == "Bo"


def test_remembers_a_path_for_its_own_form_only() -> None:
    one, other = Survey(), Survey()
    other.answer.text = "c"
    answer = expression("/data/answer")
    assert (answer.string(one.at()), answer.string(other.at())) == ("b", "c")


def test_one_place_is_compiled_once_for_all_expressions() -> None:
    assert absolute(("data", "answer")) is absolute(("data", "answer"))


def test_leaves_out_what_is_not_relevant() -> None:
    survey = Survey()
    survey.people[0].named("bag")[0].relevant = False
    note = survey.people[0].named("note")[0]
    assert survey.number("count(/data/person/bag)", note) == 1
    assert survey.number("count(../bag)", note) == 1
