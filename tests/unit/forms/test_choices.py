"""What a question offers, and which chosen values it still offers."""

from __future__ import annotations

import random

import pytest

from intake.forms import Kind, Session
from intake.forms.choices import Line, Row
from intake.forms.tree import Node
from unit.forms.building import (
    NOW,
    ask,
    bind,
    choose,
    listed,
    repeat,
    resumed,
    session,
)


def offered(talk: Session, ref: str) -> list[str]:
    return [choice.value for choice in talk.get(ref).choices]


def test_choices_may_come_from_a_repeat() -> None:
    talk = session(
        "<p><name/><label/></p><who/>",
        "",
        repeat("p", ask("p/name") + ask("p/label"))
        + choose("who", "/data/p[name != '']"),
    )
    talk.answer("/data/p[1]/name", "1")
    talk.answer("/data/p[1]/label", "Alder")
    who = talk.get("/data/who")
    assert [(c.value, c.label) for c in who.choices] == [("1", "Alder")]
    talk.answer("/data/who", "1")
    talk.answer("/data/p[1]/label", "Birch")
    assert "/data/who" in talk.changed
    assert who.choices[0].label == "Birch"
    talk.answer("/data/p[1]/name", "")
    assert (who.choices, who.lost) == ((), ("1",))


def test_an_order_by_chance_stays_the_same() -> None:
    talk = session(
        "<s/><t/>",
        "",
        choose("s", "randomize(instance('l')/root/item)")
        + choose("t", "randomize(instance('l')/root/item, 42)"),
        listed("l", *"abcdefghij"),
    )
    first = [choice.value for choice in talk.get("/data/s").choices]
    again = resumed(talk)
    assert sorted(first) == list("abcdefghij")
    assert first != list("abcdefghij")
    assert [choice.value for choice in again.get("/data/s").choices] == first
    seeded = [choice.value for choice in talk.get("/data/t").choices]
    other = Session(talk.form, now=lambda: NOW, random=random.Random(5))  # noqa: S311 - any will do
    assert [choice.value for choice in other.get("/data/t").choices] == seeded


def test_a_ranking_keeps_the_order_of_the_answer() -> None:
    talk = session(
        "<r/>",
        "",
        choose("r", "instance('l')/root/item", "odk:rank"),
        listed("l", "a", "b", "c"),
    )
    talk.answer("/data/r", "c a b")
    item = talk.get("/data/r")
    assert (item.kind, item.value) == (Kind.RANK, "c a b")


def test_columns_of_a_row_are_read_when_asked() -> None:
    node = Node("item")
    node.append(Node("name", "a"))
    node.append(Node("g", "1"))
    row = Row(node)
    assert (dict(row), len(row)) == ({"name": "a", "g": "1"}, 2)
    with pytest.raises(KeyError):
        row["nothing"]
    line = Line({"name": 0, "g": 2}, ("a", "skipped", None))
    assert (dict(line), len(line)) == ({"name": "a", "g": ""}, 2)
    with pytest.raises(KeyError):
        line["nothing"]


def test_written_choices_come_as_they_stand() -> None:
    talk = session(
        "<a/>",
        "",
        "<select1 ref='/data/a'><item><label>Yes, <output value='/data/a'/></label>"
        "<value>y</value></item><item><value>n</value></item></select1>",
    )
    talk.answer("/data/a", "y")
    assert [(one.value, one.label) for one in talk.get("/data/a").choices] == [
        ("y", "Yes, y"),
        ("n", ""),
    ]


@pytest.mark.parametrize(
    ("filtered", "values"),
    [
        ("", ["a", "b", "c"]),
        ("[g = 1]", ["a", "c"]),
        ("[g = /data/f]", []),
        ("[position() > 1]", ["b", "c"]),
        ("[label = 'B']", ["b"]),
        ("[nothing = '']", []),
    ],
)
def test_a_filter_picks_rows(filtered: str, values: list[str]) -> None:
    talk = session(
        "<f/><s/>",
        "",
        ask("f") + choose("s", f"instance('l')/root/item{filtered}"),
        listed("l", "a:1", "b:2", "c:1"),
    )
    assert offered(talk, "/data/s") == values


def test_a_filter_follows_the_answer_it_reads() -> None:
    talk = session(
        "<f>1</f><s/>",
        "",
        ask("f") + choose("s", "instance('l')/root/item[g = /data/f]"),
        listed("l", "a:1", "b:2"),
    )
    assert offered(talk, "/data/s") == ["a"]
    talk.answer("/data/f", "2")
    assert offered(talk, "/data/s") == ["b"]
    talk.undo()
    assert offered(talk, "/data/s") == ["a"]


def test_each_instance_of_a_repeat_has_choices_of_its_own() -> None:
    talk = session(
        "<p><f>1</f><s/></p><p><f>2</f><s/></p>",
        "",
        repeat(
            "p",
            ask("p/f") + choose("p/s", "instance('l')/root/item[g = current()/../f]"),
        ),
        listed("l", "a:1", "b:2"),
    )
    assert [offered(talk, f"/data/p[{n}]/s") for n in (1, 2)] == [["a"], ["b"]]


def test_a_list_that_nothing_changes_is_made_once() -> None:
    talk = session(
        "<s/><t/>",
        "",
        choose("s", "instance('l')/root/item") + choose("t", "instance('l')/root/item"),
        listed("l", "a", "b"),
    )
    item = talk.get("/data/s")
    assert item.choices is item.choices
    before = item.choices
    talk.answer("/data/t", "a")
    assert item.choices is before


def test_a_filter_that_cannot_be_worked_out_offers_nothing_and_says_so() -> None:
    talk = session(
        "<f/><s/>",
        "",
        ask("f")
        + choose(
            "s", "instance('l')/root/item[if(/data/f = 'x', digest(1, 2), g) != '']"
        ),
        listed("l", "a:1"),
    )
    assert offered(talk, "/data/s") == ["a"]
    talk.answer("/data/f", "x")
    assert offered(talk, "/data/s") == []
    assert list(talk.errors) == [("/data/s", "choices")]


def test_what_is_hidden_cannot_be_chosen() -> None:
    talk = session(
        "<p><name>x</name><label>X</label></p><p><name>y</name><label>Y</label></p><s/>",
        bind("p", relevant="position() = 2"),
        repeat("p", ask("p/name") + ask("p/label")) + choose("s", "/data/p"),
    )
    assert offered(talk, "/data/s") == ["y"]


def test_value_and_label_may_stand_deeper_in_attributes_or_be_worked_out() -> None:
    def choices(value: str, label: str) -> list[tuple[str, str]]:
        talk = session(
            "<s/>",
            "",
            "<select1 ref='/data/s'><itemset nodeset=\"instance('t')/r/i\">"
            f'<value ref="{value}"/><label ref="{label}"/></itemset></select1>',
            "<instance id='t'><r><i k='1'><n>a<m>b</m></n></i></r></instance>",
        )
        return [(one.value, one.label) for one in talk.get("/data/s").choices]

    assert choices("@k", "n/m") == [("1", "b")]
    assert choices("./@k", "./n") == [("1", "ab")]
    assert choices("concat(@k, '!')", "digest(1, 2)") == [("1!", "")]
    assert choices("1 +", "n") == [("", "ab")]


def test_an_order_has_a_place_for_what_is_new_on_the_list() -> None:
    talk = session(
        "<s/><r/>",
        "",
        choose("s", "instance('l')/root/item", "select")
        + choose("r", "instance('l')/root/item[selected(/data/s, name)]", "odk:rank"),
        listed("l", "a", "b", "c"),
    )
    talk.answer("/data/s", "a b")
    assert talk.get("/data/r").value == ""
    talk.answer("/data/r", "b a")
    talk.answer("/data/s", "a b c")
    assert talk.get("/data/r").value == "b a c"
    talk.answer("/data/s", "c")
    assert talk.get("/data/r").value == "c"
    assert talk.get("/data/r").kept == "b a"
    talk.answer("/data/s", "")
    assert talk.get("/data/r").value == ""


def test_a_choice_that_quotes_an_answer_follows_it() -> None:
    talk = session(
        "<who>Ada</who><c/><said/>",
        bind("said", calculate="jr:choice-name(/data/c, '/data/c')"),
        ask("who") + "<select1 ref='/data/c'><item>"
        "<label>As <output value='/data/who'/> says</label><value>1</value></item>"
        "<item><label>No</label><value>2</value></item></select1>",
    )
    talk.answer("/data/c", "1")
    assert talk.get("/data/said").value == "As Ada says"
    talk.answer("/data/who", "Mina")
    assert [one.label for one in talk.get("/data/c").choices] == ["As Mina says", "No"]
    assert talk.get("/data/said").value == "As Mina says"
    assert "/data/c" in talk.changed
