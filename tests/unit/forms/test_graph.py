"""What depends on what: who reads whom, in which order, and circles by name."""

from __future__ import annotations

import pytest

from intake.forms.graph import Graph
from intake.forms.rules import Aspect
from unit.forms.building import (
    ask,
    bind,
    choose,
    faults,
    form,
    listed,
    repeat,
    session,
)


def graph(instance: str, binds: str = "", body: str = "", model: str = "") -> Graph:
    return form(instance, binds, body, model).graph


def readers(found: Graph, path: str) -> set[tuple[str, str, int]]:
    return {
        (reach.rule.field.path, reach.rule.aspect.value, reach.shared)
        for reach in found.readers.get(path, ())
    }


@pytest.mark.parametrize(
    ("rule", "column"),
    [("readonly", "read_only"), ("required", "required"), ("relevant", "relevant")],
)
def test_a_circle_is_told_with_its_own_column(rule: str, column: str) -> None:
    assert f"column {column}:" in faults(
        "<a/>", bind("a", **{rule: ". = 'x'"}), ask("a")
    )


def test_tells_which_rules_read_a_field() -> None:
    found = graph(
        "<a/><b/><c/>",
        bind("b", relevant="/data/a = 1", calculate="/data/a + 1")
        + bind("c", constraint=". > /data/a"),
        ask("b", "About <output value='/data/a'/>") + ask("c"),
    )
    assert readers(found, "/data/a") == {
        ("/data/b", Aspect.RELEVANT, 1),
        ("/data/b", Aspect.CALCULATE, 1),
        ("/data/b", Aspect.WORDS, 1),
        ("/data/c", Aspect.CONSTRAINT, 1),
    }
    assert readers(found, "/data/c") == {("/data/c", Aspect.CONSTRAINT, 2)}
    assert readers(found, "/data/b") == set()


def test_a_reader_in_the_own_instance_is_told_from_one_in_all() -> None:
    found = graph(
        "<p><x/><own/><all/><cond/></p><sum/>",
        bind("p/own", calculate="../x")
        + bind("p/all", calculate="sum(../../p/x)")
        + bind("p/cond", calculate="count(/data/p[x > 1])")
        + bind("sum", calculate="sum(/data/p/x)"),
        repeat("p", ask("p/x")),
    )
    assert readers(found, "/data/p/x") == {
        ("/data/p/own", Aspect.CALCULATE, 2),
        ("/data/p/all", Aspect.CALCULATE, 1),
        ("/data/p/cond", Aspect.CALCULATE, 0),
        ("/data/sum", Aspect.CALCULATE, 1),
    }


def test_an_instance_coming_or_going_concerns_who_looks_from_outside() -> None:
    found = graph(
        "<p><x/><own/></p><n/>",
        bind("p/own", calculate="../x") + bind("n", calculate="count(/data/p)"),
        repeat("p", ask("p/x")),
    )
    assert {reach.rule.field.path for reach in found.series["/data/p"]} == {"/data/n"}


def test_the_rules_inside_a_place_are_those_of_all_below() -> None:
    found = graph(
        "<g><a/><h><b/></h></g><c/>",
        bind("g", relevant="true()")
        + bind("g/h/b", calculate="1")
        + bind("c", calculate="2"),
        f"<group ref='/data/g'>{ask('g/a')}</group>",
    )
    inside = {rule.field.path for rule in found.inside["/data/g"]}
    assert inside == {"/data/g", "/data/g/h/b"}
    assert {rule.field.path for rule in found.inside["/data"]} >= {"/data/c"}


def test_every_rule_stands_after_what_it_needs() -> None:
    count = 30
    found = graph(
        "".join(f"<q{n}/>" for n in range(count)),
        "".join(
            bind(f"q{n}", calculate=f"/data/q{n + 1} + 1") for n in range(count - 1)
        ),
    )
    order = [rule.field.name for rule in found.rules]
    assert order == [f"q{n}" for n in reversed(range(count - 1))]
    assert [rule.rank for rule in found.rules] == list(range(len(found.rules)))


def test_a_rule_knows_whether_clock_chance_or_language_have_a_part() -> None:
    found = graph(
        "<a/><b/><c/><d/>",
        bind("a", calculate="today()")
        + bind("b", calculate="jr:itext('t')")
        + bind("c", calculate="1 + 1"),
        "",
        "<itext><translation lang='en'><text id='t'><value>x</value></text>"
        "</translation></itext>",
    )
    by_name = {rule.field.name: rule for rule in found.rules}
    assert [by_name[name].volatile for name in "abc"] == [True, False, False]
    assert [by_name[name].spoken for name in "abc"] == [False, True, False]


def test_a_wildcard_is_held_against_every_field() -> None:
    found = graph(
        "<g><a/></g><h><a/></h><b/><c/>",
        bind("b", calculate="count(//a)") + bind("c", calculate="sum(/data/*/a)"),
    )
    for path in ("/data/g/a", "/data/h/a"):
        assert {one[0] for one in readers(found, path)} == {"/data/b", "/data/c"}


def test_the_filter_of_a_list_reads_what_it_names() -> None:
    found = graph(
        "<a/><s/>",
        "",
        ask("a") + choose("s", "instance('l')/root/item[g = /data/a]"),
        listed("l", "x:1"),
    )
    assert ("/data/s", Aspect.CHOICES, 1) in readers(found, "/data/a")


def test_a_circle_names_all_its_questions_and_no_other() -> None:
    told = faults(
        "<a/><b/><c/><d/>",
        bind("a", calculate="/data/b")
        + bind("b", calculate="/data/c")
        + bind("c", calculate="/data/a")
        + bind("d", calculate="/data/a"),
    )
    assert told.count("\n") == 0
    assert "The questions a, b, c depend on each other." in told


@pytest.mark.parametrize(
    "binds",
    [
        bind("a", relevant="/data/b = ''") + bind("b", relevant="/data/a = ''"),
        bind("a", constraint="/data/b > .") + bind("b", constraint="/data/a < ."),
        bind("a", calculate="once(/data/b)") + bind("b", relevant="/data/b = 1 or 1"),
    ],
)
def test_what_only_looks_like_a_circle_is_let_pass(binds: str) -> None:
    told = faults("<a/><b/>", binds, ask("a") + ask("b"))
    assert "each other" not in told


def test_the_text_of_the_whole_form_holds_ones_own() -> None:
    assert "depends on itself" in faults("<a/>", bind("a", calculate="concat(/, 'x')"))


def test_reading_an_earlier_instance_of_ones_own_is_no_circle() -> None:
    assert (
        faults(
            "<p><x/></p>",
            bind(
                "p/x",
                calculate="/data/p[position() = position(current()/..) - 1]/x + 1",
            ),
            repeat("p", ask("p/x")),
        )
        == ""
    )


def test_the_text_of_a_group_is_that_of_all_its_questions() -> None:
    talk = session(
        "<g><a>1</a><h><b>2</b></h></g><all/><there/>",
        bind("all", calculate="concat(/data/g, '!')")
        + bind("there", calculate="count(/data/g)"),
        ask("g/a") + ask("g/h/b"),
    )
    assert talk.get("/data/all").value == "12!"
    talk.answer("/data/g/h/b", "3")
    assert talk.get("/data/all").value == "13!"
    readers = talk.form.graph.readers
    assert [one.rule.field.name for one in readers["/data/g/h/b"]] == ["all"]
    assert [one.rule.field.name for one in readers["/data/g"]] == ["all", "there"]


def test_the_text_of_repeats_is_that_of_all_instances() -> None:
    talk = session(
        "<p jr:template=''><x/></p><all/>",
        bind("all", calculate="concat(/data/p, '!')"),
        repeat("p", ask("p/x")),
    )
    for number in (1, 2):
        talk.add_repeat("/data/p")
        talk.answer(f"/data/p[{number}]/x", str(number))
    assert talk.get("/data/all").value == "12!"


def test_a_group_may_look_at_itself_from_inside() -> None:
    talk = session(
        "<g><a>1</a><length/></g>",
        bind("g/length", calculate="string-length(string(..)) >= 0"),
        ask("g/a"),
    )
    assert talk.get("/data/g/length").value == "true"
