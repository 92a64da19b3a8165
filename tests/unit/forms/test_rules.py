"""What there is to work out about each field, and what never changes is no rule."""

from __future__ import annotations

import pytest

from intake.forms.rules import Aspect, shared_steps
from unit.forms.building import ask, begin, bind, choose, form, listed, repeat, session


def test_what_never_changes_is_noted_in_the_field_and_is_no_rule() -> None:
    found = form(
        "<a/><b/><c/>",
        bind("a", required="true()", readonly="1 = 2")
        + bind("b", required="/data/a = 1")
        + bind("c", readonly="true()"),
        ask("a") + ask("b") + ask("c"),
    )
    assert {(one.field.name, one.aspect) for one in found.graph.rules} == {
        ("b", Aspect.REQUIRED)
    }
    talk = begin(found)
    assert [talk.get(f"/data/{name}").required for name in "abc"] == [1, 0, 0]
    assert [talk.get(f"/data/{name}").readonly for name in "abc"] == [0, 0, 1]


def test_a_heading_that_is_never_changed_locks_what_stands_below() -> None:
    talk = session(
        "<g><a/></g>",
        bind("g", readonly="true()"),
        f"<group ref='/data/g'><label>g</label>{ask('g/a')}</group>",
    )
    assert talk.get("/data/g/a").readonly


@pytest.mark.parametrize(
    "rule", ["jr:itext('yes') = 'yes'", "today() > '2020-01-01'", "../a = 1"]
)
def test_what_clock_language_or_answers_decide_stays_a_rule(rule: str) -> None:
    found = form(
        "<a/><b/>",
        bind("b", required=rule),
        ask("a") + ask("b"),
        "<itext><translation lang='en'><text id='yes'><value>yes</value></text>"
        "</translation></itext>",
    )
    assert [one.aspect for one in found.graph.rules] == [Aspect.REQUIRED]


def test_a_rule_knows_whether_a_repeat_multiplies_its_field() -> None:
    found = form(
        "<a/><p><x/></p>",
        bind("a", calculate="count(/data/p)") + bind("p/x", calculate="/data/a"),
        repeat("p", ask("p/x")),
    )
    assert {one.field.name: one.alone for one in found.graph.rules} == {
        "a": True,
        "x": False,
    }


def test_an_answer_written_into_the_form_is_held_against_a_steady_list() -> None:
    talk = session(
        "<a>x</a><b>gone</b><p jr:template=''><c>gone</c></p>",
        "",
        choose("a", "instance('l')/root/item")
        + choose("b", "instance('l')/root/item")
        + repeat("p", choose("p/c", "instance('l')/root/item")),
        listed("l", "x", "y"),
    )
    assert talk.get("/data/a").value == "x"
    assert talk.get("/data/b").value == ""
    assert talk.get("/data/b").lost == ("gone",)
    talk.add_repeat("/data/p")
    assert talk.get("/data/p[1]/c").lost == ("gone",)


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("count( \n /data/g) > 0", False),
        ("1 + 2 = 3 and not(/data/g)", False),
        ("local-name(/data/g) = 'g'", False),
        (f"count({' ' * 300}/data/g) > 0", False),
        ("string( /data/g) = 'x'", True),
        ("/data/g = 'x'", True),
        ("normalize-space(/data/g) = 'x'", True),
    ],
)
def test_whether_a_place_is_there_is_asked_apart_from_what_stands_in_it(
    asked: str, read: bool
) -> None:
    found = form("<g><a/></g><b/>", bind("b", relevant=asked), ask("g/a") + ask("b"))
    (rule,) = [one for one in found.graph.rules if one.aspect is Aspect.RELEVANT]
    assert rule.texts == ({"/data/g"} if read else set())


def test_shared_steps_are_the_leading_ones() -> None:
    assert shared_steps(("data", "p", "x"), ("data", "p", "y", "x")) == 2
    assert shared_steps((), ("data",)) == 0
