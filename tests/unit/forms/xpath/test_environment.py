"""What an expression can see besides its own words, and how long it may look."""

from __future__ import annotations

import pytest

from intake.forms.tree import Node, Table
from intake.forms.xpath import Context, Environment, ExpressionError, TooComplex
from unit.forms.xpath.surveyed import Survey


def test_an_environment_of_nothing_is_enough_for_sums() -> None:
    context = Context(Environment())
    assert context.node is context.environment.root
    assert context.current is context.node
    assert context.environment.itext("any") is None
    assert context.environment.choice_name("a", "/b", context.node) is None
    assert context.environment.now().tzinfo is not None


def test_relevance_can_be_left_out_of_account() -> None:
    survey = Survey()
    survey.answer.relevant = False
    survey.environment.relevance = False
    assert survey.text("/data/answer") == "b"


def test_variables_come_from_the_environment() -> None:
    survey = Survey()
    survey.environment.variables = {"limit": 3.0}
    assert survey.truth("$limit = 3")
    with pytest.raises(ExpressionError, match=r"\$other"):
        survey.text("$other")


def test_a_list_is_wrapped_so_that_one_can_step_into_it() -> None:
    table = Table(("name",), [("a",)])
    tree = Node("instance")
    environment = Environment(instances={"table": table, "tree": tree})
    wrapper = environment.instance_node("table")
    assert wrapper is not None
    assert wrapper.attribute("id") == "table"
    assert wrapper.children[0] is table.node
    assert environment.instance_node("table") is wrapper
    assert environment.instance_node("tree") is tree
    assert environment.instance_node("none") is None
    assert environment.instance("table") is table


def test_a_list_that_was_replaced_is_wrapped_anew() -> None:
    old, new = Table(("name",), [("a",)]), Table(("name",), [("b",)])
    instances = {"list": old}
    environment = Environment(instances=instances)
    before = environment.instance_node("list")
    instances["list"] = new
    after = environment.instance_node("list")
    assert after is not None
    assert after is not before
    assert after.children[0] is new.node


def test_work_is_counted_and_ends() -> None:
    context = Context(Environment(budget=10))
    context.spend(10)
    with pytest.raises(TooComplex, match="takes too long"):
        context.spend(1)


def test_every_evaluation_has_the_whole_budget() -> None:
    survey = Survey()
    survey.environment.budget = 60
    for _ in range(20):
        assert survey.number("count(//weight)") == 4
    with pytest.raises(TooComplex):
        survey.number("count(//*[count(//*[count(//*) > 1]) > 1])")
