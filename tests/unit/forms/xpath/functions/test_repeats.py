"""What only forms have: repeats, secondary instances, choice labels, translations."""

from __future__ import annotations

import math

import pytest

from intake.forms.tree import Node
from intake.forms.xpath import ExpressionError
from intake.forms.xpath.functions.repeats import place_among
from unit.forms.xpath.surveyed import Survey


def test_tells_the_place_of_an_instance() -> None:
    survey = Survey()
    weight = survey.people[1].named("bag")[1].named("weight")[0]
    assert survey.number("position(..)", weight) == 2
    assert survey.number("position(../..)", weight) == 2
    assert survey.number("position(/data)", weight) == 1
    assert math.isnan(survey.number("position(/data/nowhere)", weight))
    with pytest.raises(ExpressionError, match="needs a reference"):
        survey.number("position('x')")


def test_counts_places_among_those_of_the_same_name() -> None:
    top = Node("top")
    top.append(Node("other"))
    first, second = top.append(Node("one")), top.append(Node("one"))
    assert [place_among(node) for node in (first, second, top)] == [1, 2, 1]


INDEXED = "indexed-repeat(/data/person/bag/weight, {})"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (INDEXED.format("/data/person, 2, /data/person/bag, 1"), "1B"),
        (INDEXED.format("/data/person/bag, 1, /data/person, 2"), "1B"),
        (INDEXED.format("/data/person/bag, 2"), "2A"),
        (INDEXED.format("/data/person, 2, /data/person/bag, 3"), ""),
        ("indexed-repeat(/data/person/name, /data/person, 2)", "Bo"),
        ("indexed-repeat(/data/person/name, /data/person, '2')", "Bo"),
        ("indexed-repeat(/data/person/name, /data/person, 0)", "Ada"),
        ("indexed-repeat(/data/person/name, /data/person, '')", "Ada"),
        ("indexed-repeat(/data/person/name, /data/person, 3)", ""),
        ("indexed-repeat(/data/person/name, /data/person, /data/nowhere)", ""),
        ("indexed-repeat(/data/person/name, /data/nowhere, 1)", ""),
    ],
)
def test_reaches_into_another_instance(source: str, value: str) -> None:
    survey = Survey()
    inside = survey.people[0].named("bag")[0].named("weight")[0]
    assert survey.text(source, inside) == value


def test_pairs_of_a_repeat_and_an_index_must_be_whole() -> None:
    with pytest.raises(ExpressionError, match="indexed-repeat"):
        Survey().text("indexed-repeat(/data/person/name, /data/person, 1, /data)")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("count(instance('letters')/root/item)", "3"),
        ("instance('letters')/@id", "letters"),
        ("instance('nowhere')/root/item/label", ""),
        ("pulldata('letters', 'label', 'name', 'c')", "Gimel"),
        ("pulldata('letters.csv', 'label', 'name', 'b')", "Beth"),
        ("pulldata('letters', 'label', 'group', 1)", "Aleph"),
        ("pulldata('letters', 'label', 'name', 'z')", ""),
        ("pulldata('letters', 'nothing', 'name', 'c')", ""),
        ("pulldata('letters', 'label', 'nothing', 'c')", ""),
        ("pulldata('nowhere', 'label', 'name', 'c')", ""),
    ],
)
def test_looks_into_lists(source: str, value: str) -> None:
    assert Survey().text(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("jr:itext('hello')", "Salam"),
        ("jr:itext('gone')", ""),
        ("jr:choice-name('b', ' /data/answer ')", "/data/answer:b"),
        ("jr:choice-name(/data/answer, '/data/answer')", "/data/answer:b"),
    ],
)
def test_gives_the_forms_own_words(source: str, value: str) -> None:
    assert Survey().text(source) == value
