"""An expression, ready to be worked out as often as needed."""

from __future__ import annotations

import pytest

from intake.forms.xpath import (
    Context,
    Dialect,
    Environment,
    ExpressionError,
    ExpressionSyntaxError,
    TooComplex,
    expression,
)
from unit.forms.xpath.surveyed import Survey


def test_gives_its_value_in_every_kind() -> None:
    survey = Survey()
    name = expression("/data/person/name")
    assert name.string(survey.at()) == "Ada"
    assert name.boolean(survey.at())
    assert [node.text for node in name.nodes(survey.at())] == ["Ada", "Bo"]
    assert expression("1 + 1").number(survey.at()) == 2
    assert expression("1 + 1").evaluate(survey.at()) == 2


def test_what_it_gives_belongs_to_whoever_asked() -> None:
    survey = Survey()
    name = expression("/data/person/name")
    name.nodes(survey.at()).clear()
    found = name.evaluate(survey.at())
    assert isinstance(found, list)
    found.clear()
    assert len(name.nodes(survey.at())) == 2


def test_a_bare_path_holds_by_its_answer() -> None:
    survey = Survey()
    flag = expression("/data/flag")
    assert flag.boolean(survey.at())
    for text, holds in (("0", False), ("0.0", False), ("false", False), ("", False)):
        survey.flag.text = text
        assert flag.holds(survey.at()) is holds
    for text in ("1", "no", "true", "-1"):
        survey.flag.text = text
        assert flag.holds(survey.at())
    assert not expression("/data/nowhere").holds(survey.at())


def test_any_other_expression_holds_by_the_rules_of_xpath() -> None:
    survey = Survey()
    assert expression("'0'").holds(survey.at())
    assert not expression("''").holds(survey.at())
    assert expression("not(/data/nowhere)").holds(survey.at())


def test_keeps_its_source_and_shows_it() -> None:
    one = expression("1 + 1")
    assert one.source == "1 + 1"
    assert repr(one) == "Expression('1 + 1')"


def test_knows_whether_it_gives_nodes() -> None:
    assert expression("/data | /other").gives_nodes
    assert not expression("count(/data)").gives_nodes


def test_the_same_source_is_compiled_once() -> None:
    assert expression("1 + 1") is expression("1 + 1")
    assert expression("1 + 1") is not expression("1 + 1", dialect=Dialect.XPATH1)


def test_the_plain_dialect_has_the_core_alone() -> None:
    context = Context(Environment())
    plain = expression("round(-2.5)", dialect=Dialect.XPATH1)
    assert plain.number(context) == -2
    assert expression("round(-2.5)").number(context) == -3
    with pytest.raises(ExpressionError, match="no function today"):
        expression("today()", dialect=Dialect.XPATH1).string(context)


def test_a_prefix_means_the_address_it_is_bound_to() -> None:
    survey = Survey()
    survey.flag.uri = "urn:a"
    bound = {"x": "urn:a"}
    assert expression("/data/x:flag", namespaces=bound).string(survey.at()) == "0"
    assert expression("/data/x:answer", namespaces=bound).string(survey.at()) == ""
    with pytest.raises(ExpressionSyntaxError, match="prefix y:"):
        expression("/y:data", dialect=Dialect.XPATH1)


def test_what_nests_too_deep_is_an_error_and_no_crash() -> None:
    with pytest.raises(TooComplex):
        expression("not(" * 1000 + "1" + ")" * 1000)
