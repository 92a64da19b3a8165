"""Steps and conditions, relevance on the way, and repeats one stands in."""

from __future__ import annotations

import pytest

from intake.forms.xpath import expression
from intake.forms.xpath.paths import Names, pin, shorten
from intake.forms.xpath.syntax import Axis, KindTest, NameTest, Path
from unit.forms.xpath.surveyed import Survey, plain

XML = "<a><b k='1'>1</b><b>2</b><c><b>3</b><b k='4'>4</b></c><!--x--><?go on?></a>"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("count(/a/b)", "2"),
        ("count(//b)", "4"),
        ("count(//b[1])", "2"),
        ("count((//b)[1])", "1"),
        ("count(/descendant::b[1])", "1"),
        ("string(//b[@k][last()])", "1"),
        ("count(//@k)", "2"),
        ("count(//@*)", "2"),
        ("count(//b/..)", "2"),
        ("string(//c/b[2]/preceding-sibling::b)", "3"),
        ("string(//c/preceding-sibling::b[1])", "2"),
        ("string(//c/preceding::b[1])", "2"),
        ("count(/a/comment())", "1"),
        ("count(/a/processing-instruction())", "1"),
        ("count(/a/processing-instruction('stop'))", "0"),
        ("count(/a/node())", "5"),
        ("count(//text())", "4"),
        ("count(//b[2][@k])", "1"),
        ("count(//b[@k][2])", "0"),
        ("count(/a/b[position() < 2])", "1"),
        ("count(//c/self::c)", "1"),
        ("count(//c/self::b)", "0"),
        ("string(//b[3 - 2])", "1"),
        ("count(/a/b[0])", "0"),
        ("count(/a/b[3])", "0"),
        ("string(/a/c/b/ancestor::*[1]/b[2]/@k)", "4"),
    ],
)
def test_walks_and_narrows(source: str, value: str) -> None:
    assert plain(source, XML) == value


def test_the_result_is_in_document_order_without_doubles() -> None:
    survey = Survey()
    found = expression("//weight/ancestor::*/name").nodes(survey.at())
    assert [node.text for node in found] == ["Ada", "Bo"]


def test_counts_only_relevant_instances() -> None:
    survey = Survey()
    for node in (survey.people[0], *survey.people[0].descendants()):
        node.relevant = False
    assert survey.number("count(/data/person)") == 1
    assert survey.text("/data/person/name") == "Bo"
    assert survey.number("count(//name)") == 1
    assert survey.number("count(/data/person[name = 'Ada'])") == 0


def test_a_condition_leaves_the_standpoint_as_it_was() -> None:
    survey = Survey()
    context = survey.at(survey.answer)
    expression("count(/data/person[name = 'Bo'])").number(context)
    assert (context.node, context.position, context.size) == (survey.answer, 1, 1)


def test_keeps_to_the_repeat_instance_one_stands_in() -> None:
    survey = Survey()
    bag = survey.people[1].named("bag")[0]
    assert pin(survey.at(bag), survey.people) == [survey.people[1]]
    assert pin(survey.at(survey.flag), survey.people) == survey.people
    assert pin(survey.at(bag), [survey.flag]) == [survey.flag]


def test_a_double_slash_is_one_step_where_no_position_is_counted() -> None:
    def short(source: str) -> list[Axis]:
        path = expression(source).tree
        assert isinstance(path, Path)
        return [step.axis for step in shorten(path.steps)]

    assert short("//a") == [Axis.DESCENDANT]
    assert short("//a//b") == [Axis.DESCENDANT, Axis.DESCENDANT]
    assert short("//a[1]") == [Axis.DESCENDANT_OR_SELF, Axis.CHILD]
    assert short("//@a") == [Axis.DESCENDANT_OR_SELF, Axis.ATTRIBUTE]


def test_tells_names_by_address_or_loosely() -> None:
    survey = Survey()
    node = survey.flag
    node.uri, node.prefix = "urn:a", "p"
    strict = Names({"x": "urn:a"}, loose=False)
    loose = Names({"x": "urn:a"}, loose=True)
    plain_name = NameTest("", "flag")
    assert not strict.test(plain_name, Axis.CHILD)(node)
    assert loose.test(plain_name, Axis.CHILD)(node)
    assert strict.test(NameTest("x", "flag"), Axis.CHILD)(node)
    assert strict.test(NameTest("x", "*"), Axis.CHILD)(node)
    assert loose.test(NameTest("p", "flag"), Axis.CHILD)(node)
    assert not loose.test(NameTest("q", "flag"), Axis.CHILD)(node)
    assert not strict.test(KindTest("text"), Axis.CHILD)(node)


def test_a_condition_whose_kind_shows_late_picks_or_tests() -> None:
    survey = Survey()
    assert survey.text("/data/person[if(1, 2, 'x')]/name") == "Bo"
    assert survey.text("/data/person[if(1, 'x', 2)]/name") == "Ada"
    assert survey.number("count(/data/person[if(1, note, 2)])") == 2


def test_a_hidden_answer_behind_a_condition_is_blank_too() -> None:
    survey = Survey()
    survey.people[1].named("name")[0].relevant = False
    assert survey.truth("/data/person[2]/name = ''")
    assert not survey.truth("/data/person[3]/name = ''")


def test_names_of_namespaces_can_be_asked_for() -> None:
    xml = "<a xmlns:p='urn:p'/>"
    assert plain("string(/a/namespace::p)", xml) == "urn:p"
    assert plain("count(/a/namespace::*)", xml) == "2"
    assert plain("count(/a/namespace::p | /a)", xml) == "2"
