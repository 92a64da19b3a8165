"""Answers of several choices, lists of conditions, shuffles (ODK XForms spec)."""

from __future__ import annotations

import pytest

from intake.forms.tree import DOCUMENT, Node
from intake.forms.xpath import Context, Environment, ExpressionError, expression
from unit.forms.xpath.surveyed import Survey


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("selected('a b c', 'b')", "true"),
        ("selected('ab', 'b')", "false"),
        ("selected('a b', ' b ')", "true"),
        ("selected('', 'b')", "false"),
        ("is-selected('a b', 'a')", "true"),
        ("selected-at('a b c', 0)", "a"),
        ("selected-at('a b c', 1)", "b"),
        ("selected-at('a b c', 3)", ""),
        ("selected-at('a b c', -0.5)", "a"),
        ("selected-at('', -0.5)", ""),
        ("selected-at('a b c', -1)", ""),
        ("selected-at('a  b', 1)", "b"),
        ("count-selected(' a  b ')", "2"),
        ("count-selected('')", "0"),
        ("count-non-empty(/data/*)", "4"),
        ("count-non-empty(/data/person/note)", "0"),
    ],
)
def test_looks_at_what_was_chosen(source: str, value: str) -> None:
    assert Survey().text(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("checklist(1, 2, true(), 0, 'x')", "true"),
        ("checklist(3, 3, true(), 0, 'x')", "false"),
        ("checklist(-1, 1, true(), 'x')", "false"),
        ("checklist(1, -1, true(), 'x')", "true"),
        ("checklist(2, 2, /data/person/name)", "true"),
        ("checklist(0, 0, /data/person/note)", "true"),
        ("weighted-checklist(3, 4, true(), 3, false(), 9)", "true"),
        ("weighted-checklist(4, 9, true(), 3, false(), 9)", "false"),
        ("weighted-checklist(-1, 2, true(), 3)", "false"),
        ("weighted-checklist(0, 0, true(), 'x')", "true"),
    ],
)
def test_counts_conditions(source: str, value: str) -> None:
    assert Survey().text(source) == value


def test_refuses_a_condition_without_a_weight() -> None:
    with pytest.raises(ExpressionError, match="without a weight"):
        Survey().text("weighted-checklist(1, 2, true())")


@pytest.mark.parametrize(
    ("seed", "order"),
    [
        ("42", "AFCBDE"),
        ("-42", "EDAFBC"),
        ("1", "BFEACD"),
        ("1.9", "BFEACD"),
        ("''", "CBEAFD"),
    ],
)
def test_a_shuffle_with_a_seed_is_the_same_everywhere(seed: str, order: str) -> None:
    top = Node("", kind=DOCUMENT)
    data = top.append(Node("r"))
    for letter in "ABCDEF":
        data.append(Node("i", letter))
    shuffled = expression(f"randomize(/r/i, {seed})")
    found = shuffled.nodes(Context(Environment(root=top)))
    assert "".join(node.text for node in found) == order


def test_a_shuffle_by_the_words_of_an_answer_is_repeatable() -> None:
    survey = Survey()
    source = "join('', randomize(//weight, /data/answer))"
    orders = set()
    for word in ("red", "green", "blue", "white", "black"):
        survey.answer.text = word
        assert survey.text(source) == survey.text(source)
        orders.add(survey.text(source))
    assert len(orders) > 1


def test_a_shuffle_loses_and_doubles_nothing() -> None:
    survey = Survey()
    found = expression("randomize(//weight)").nodes(survey.at())
    assert sorted(node.text for node in found) == ["1A", "1B", "2A", "2B"]


def test_a_seed_written_as_a_word_is_an_authors_mistake() -> None:
    with pytest.raises(ExpressionError, match="second value of randomize"):
        Survey().text("join('', randomize(//weight, 'seed'))")


@pytest.mark.parametrize("seed", ["1 div 0", "-1 div 0", "0 div 0", "0", "2147483647"])
def test_an_odd_seed_still_shuffles(seed: str) -> None:
    assert Survey().number(f"count(randomize(//weight, {seed}))") == 4


def test_weights_and_places_may_come_from_answers() -> None:
    survey = Survey()
    for person, weight in zip(survey.people, ("2", "x"), strict=True):
        person.named("note")[0].text = weight
    assert survey.truth(
        "weighted-checklist(2, 2, /data/person/name, /data/person/note)"
    )
    assert survey.text("selected-at('a b', /data/nowhere)") == "a"
