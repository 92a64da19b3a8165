"""How one kind of value becomes another, chosen when an expression is compiled."""

from __future__ import annotations

import math
from datetime import UTC

import pytest

from intake.forms.tree import Node
from intake.forms.xpath import Context, Environment, ExpressionError, expression
from intake.forms.xpath.code import (
    Code,
    Kind,
    as_nodes,
    as_number,
    as_text,
    as_truth,
    blank_if_hidden,
    constant,
    node_text,
)
from unit.forms.xpath.surveyed import PLUS_EIGHT, Survey


def nothing() -> Context:
    return Context(Environment(zone=PLUS_EIGHT))


@pytest.mark.parametrize(
    ("value", "kind"), [("a", Kind.STRING), (1.0, Kind.NUMBER), (True, Kind.BOOLEAN)]
)
def test_knows_the_kind_of_a_constant(value: str | float | bool, kind: Kind) -> None:
    code = constant(value)
    assert (code.kind, code.constant, code.run(nothing())) == (kind, value, value)


@pytest.mark.parametrize(
    ("value", "text", "number", "truth"),
    [
        ("", "", math.nan, False),
        ("0", "0", 0.0, True),
        (" 4,5 ", " 4,5 ", 4.5, True),
        (0.0, "0", 0.0, False),
        (-0.5, "-0.5", -0.5, True),
        (math.nan, "NaN", math.nan, False),
        (True, "true", 1.0, True),
        (False, "false", 0.0, False),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_converts_a_value_whether_its_kind_is_known_or_not(
    value: str | float | bool, text: str, number: float, truth: bool, known: bool
) -> None:
    code = constant(value) if known else Code(lambda _: value, Kind.ANY)
    context = nothing()
    assert as_text(code)(context) == text
    assert as_number(code, dates=True)(context) == pytest.approx(number, nan_ok=True)
    assert as_truth(code)(context) is truth


def test_a_node_set_converts_by_its_first_node_and_its_existence() -> None:
    nodes = [Node("a", ""), Node("b", "7")]
    some = Code(lambda _: nodes, Kind.NODES)
    none = Code(lambda _: [], Kind.NODES)
    context = nothing()
    assert as_text(some)(context) == ""
    assert as_truth(some)(context)
    assert math.isnan(as_number(some, dates=True)(context))
    assert (as_text(none)(context), as_truth(none)(context)) == ("", False)
    assert as_nodes(some, "it")(context) is nodes


def test_a_written_date_counts_from_midnight_of_the_forms_zone() -> None:
    number = as_number(constant("1970-01-01"), dates=True)
    assert number(nothing()) == pytest.approx(-8 / 24)
    assert number(Context(Environment(zone=UTC))) == 0
    assert math.isnan(as_number(constant("1970-01-01"), dates=False)(nothing()))


def test_an_answer_that_is_not_relevant_counts_as_blank() -> None:
    survey = Survey()
    survey.answer.relevant = False
    assert survey.text("/data/answer") == ""
    assert survey.truth("/data/answer = ''")
    assert survey.truth("/data/answer != 'b'")
    assert not survey.truth("/data/answer = 'b'")
    assert math.isnan(survey.number("/data/answer"))


def test_hidden_is_blank_but_absent_stays_absent() -> None:
    hidden = Code(lambda _: [], Kind.NODES, hidden=lambda _: True)
    absent = Code(lambda _: [], Kind.NODES, hidden=lambda _: False)
    assert blank_if_hidden(hidden)(nothing()) == ""
    assert blank_if_hidden(absent)(nothing()) == []


def test_a_text_is_no_node_set() -> None:
    survey = Survey()
    for source in ("count('x')", "'x' | /data", "('x')[1]", "randomize('x')"):
        with pytest.raises(ExpressionError, match="needs a reference"):
            survey.text(source)
    with pytest.raises(ExpressionError, match="needs a reference"):
        expression("1 + 1").nodes(survey.at())


def test_reading_the_text_of_a_whole_tree_is_counted_as_work() -> None:
    survey = Survey()
    context = survey.at()
    leaf, data = survey.flag, survey.root.children[0]
    before = context.left
    node_text(context, leaf)
    assert context.left == before
    assert len(node_text(context, data)) > 8
    assert context.left < before
