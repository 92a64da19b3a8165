"""What a form does by itself when something happens."""

from __future__ import annotations

import random

import pytest

from intake.forms import Session
from intake.forms.events import MOST_FIRED
from unit.forms.building import NOW, ask, bind, form, repeat, resumed, session


def on_change(of: str, ref: str, value: str) -> str:
    return (
        f"<input ref='/data/{of}'><setvalue event='xforms-value-changed'"
        f' ref="{ref}" value="{value}"/></input>'
    )


def test_events_go_by_their_older_names_too() -> None:
    talk = session(
        "<a/><b/><r jr:template=''><n/></r>",
        "<setvalue event='xforms-ready' ref='/data/a' value='1 + 1'/>"
        "<setvalue event='xforms-revalidate' ref='/data/b' value='3'/>",
        repeat(
            "r",
            ask("r/n") + "<setvalue event='jr-insert' ref='/data/r/n' value='4'/>",
        ),
    )
    talk.add_repeat("/data/r")
    assert talk.get("/data/a").value == "2"
    assert talk.get("/data/b").value == ""
    assert talk.get("/data/r[1]/n").value == "4"


def test_an_answer_worked_out_sets_off_what_hangs_on_it() -> None:
    talk = session(
        "<a>1</a><twice/><seen>0</seen>",
        bind("twice", calculate="/data/a * 2"),
        ask("a") + "<input ref='/data/twice'><setvalue event='xforms-value-changed'"
        " ref='/data/seen' value='/data/seen + 1'/></input>",
    )
    assert talk.get("/data/seen").value == "0"
    talk.answer("/data/a", "2")
    assert (talk.get("/data/twice").value, talk.get("/data/seen").value) == ("4", "1")
    talk.answer("/data/a", "2.0")
    assert talk.get("/data/seen").value == "1"
    assert resumed(talk).get("/data/seen").value == "1"
    talk.undo()
    talk.undo()
    assert talk.get("/data/seen").value == "0"


def test_what_a_new_instance_works_out_at_first_sets_nothing_off() -> None:
    talk = session(
        "<p jr:template=''><n/><x/></p><last>0</last>",
        bind("p/n", calculate="position(..)"),
        repeat(
            "p",
            "<input ref='/data/p/n'><setvalue event='xforms-value-changed'"
            " ref='/data/last' value='. + 1'/></input>" + ask("p/x"),
        ),
    )
    talk.add_repeat("/data/p")
    talk.add_repeat("/data/p")
    assert talk.get("/data/last").value == "0"
    talk.remove_repeat("/data/p[1]")
    assert talk.get("/data/last").value == "1"


def test_loading_happens_at_every_load_and_the_first_load_once() -> None:
    read = form(
        "<first>0</first><every>0</every>",
        "",
        "",
        "<setvalue event='odk-instance-first-load' ref='/data/first'"
        " value='/data/first + 1'/>"
        "<setvalue event='odk-instance-load' ref='/data/every'"
        " value='/data/every + 1'/>",
    )
    chance = random.Random(1)  # noqa: S311 - any will do
    begun = Session(read, now=lambda: NOW, random=chance)
    assert [begun.get(f"/data/{one}").value for one in ("first", "every")] == ["1", "1"]
    sent = begun.submission()
    edited = Session(read, now=lambda: NOW, random=chance, instance=sent)
    assert [edited.get(f"/data/{one}").value for one in ("first", "every")] == [
        "1",
        "2",
    ]


def test_actions_of_the_model_run_in_order_before_calculations() -> None:
    talk = session(
        "<a/><b/><c/>",
        bind("c", calculate="concat(/data/b, '!')"),
        "",
        "<setvalue event='odk-instance-load' ref='/data/a' value=\"'x'\"/>"
        "<setvalue event='odk-instance-load' ref='/data/b'"
        " value='concat(/data/a, /data/c)'/>",
    )
    assert talk.get("/data/b").value == "x"
    assert talk.get("/data/c").value == "x!"


def test_what_is_set_sets_off_what_hangs_on_it() -> None:
    talk = session(
        "<a/><b/><c/>",
        "",
        on_change("a", "/data/b", "/data/a") + on_change("b", "/data/c", "/data/b"),
    )
    talk.answer("/data/a", "x")
    assert talk.get("/data/c").value == "x"


def test_actions_that_set_each_other_off_come_to_an_end() -> None:
    talk = session(
        "<a>0</a><b>0</b>",
        bind("a", type="int") + bind("b", type="int"),
        on_change("a", "/data/b", "/data/a + 1")
        + on_change("b", "/data/a", "/data/b + 1"),
    )
    talk.answer("/data/a", "1")
    assert 0 < int(talk.get("/data/b").value) <= MOST_FIRED + 1


def test_inside_a_repeat_the_own_instance_is_set() -> None:
    talk = session(
        "<p><a/><b/></p><p><a/><b/></p>",
        "",
        repeat("p", on_change("p/a", "/data/p/b", "../a")),
    )
    talk.answer("/data/p[2]/a", "x")
    assert [talk.get(f"/data/p[{n}]/b").value for n in (1, 2)] == ["", "x"]


def test_a_condition_in_the_path_picks_other_instances() -> None:
    talk = session(
        "<p><a/><b/></p><p><a/><b/></p>",
        "",
        repeat("p", on_change("p/a", "/data/p[position() != 2]/b", "'set'")),
    )
    talk.answer("/data/p[2]/a", "x")
    assert [talk.get(f"/data/p[{n}]/b").value for n in (1, 2)] == ["set", ""]


def test_a_new_repeat_concerns_its_own_instance_only() -> None:
    talk = session(
        "<p><n/></p>",
        bind("p/n", type="int"),
        repeat(
            "p",
            ask("p/n") + "<setvalue event='odk-new-repeat' ref='/data/p/n' value='9'/>",
        ),
    )
    talk.add_repeat("/data/p")
    assert [talk.get(f"/data/p[{n}]/n").value for n in (1, 2)] == ["", "9"]


@pytest.mark.parametrize(
    ("here", "value"),
    [("47.5 8.5 400 5", "47.5 8.5 400.0 5.0"), ("", ""), ("here", "")],
)
def test_a_place_is_taken_from_the_machine_if_it_knows(here: str, value: str) -> None:
    read = form(
        "<a/>",
        bind("a", type="geopoint"),
        "",
        "<odk:setgeopoint event='odk-instance-first-load' ref='/data/a'/>",
    )
    talk = Session(
        read,
        now=lambda: NOW,
        random=random.Random(1),  # noqa: S311 - any will do
        properties={"geopoint": here},
    )
    assert talk.get("/data/a").value == value


def test_told_again_events_do_not_happen_again() -> None:
    talk = session(
        "<a/><t/>",
        "",
        on_change("a", "/data/t", "now()"),
    )
    talk.answer("/data/a", "x")
    assert resumed(talk).get("/data/t").value == talk.get("/data/t").value != ""


def test_each_deed_may_set_off_as_much_as_the_one_before() -> None:
    talk = session(
        "<a>0</a><b>0</b>",
        bind("a", type="int") + bind("b", type="int"),
        on_change("a", "/data/b", "/data/a + 1")
        + on_change("b", "/data/a", "/data/b + 1"),
    )
    gained = []
    for value in ("1", "2"):
        talk.answer("/data/a", value)
        gained.append(int(talk.get("/data/b").value) - int(value))
    assert gained[0] == gained[1]


def test_what_follows_is_done_before_what_comes_next() -> None:
    talk = session(
        "<a/><b/><c/><log/>",
        "",
        "<input ref='/data/a'>"
        "<setvalue event='xforms-value-changed' ref='/data/b' value=\"'1'\"/>"
        "<setvalue event='xforms-value-changed' ref='/data/log'"
        " value=\"concat(/data/log, 'a')\"/></input>"
        + on_change("b", "/data/log", "concat(/data/log, 'b')"),
    )
    talk.answer("/data/a", "x")
    assert talk.get("/data/log").value == "ba"


def test_only_what_hangs_on_a_change_is_done_at_a_change() -> None:
    talk = session(
        "<a/><b/><c/>",
        "",
        "<input ref='/data/a'>"
        "<setvalue event='odk-instance-load' ref='/data/b' value=\"'loaded'\"/>"
        "</input>",
    )
    assert talk.get("/data/b").value == "loaded"
    talk.answer("/data/b", "")
    talk.answer("/data/a", "x")
    assert talk.get("/data/b").value == ""


def on_load(ref: str, value: str, event: str = "odk-instance-first-load") -> str:
    return f"<setvalue event='{event}' ref='{ref}' value=\"{value}\"/>"


def test_what_loading_sets_gives_way_to_a_calculation_that_reads_something() -> None:
    talk = session(
        "<n>2</n><twice/><kind/>",
        bind("twice", calculate="/data/n * 2") + bind("kind", calculate="'none'"),
        ask("n") + ask("twice") + ask("kind"),
        on_load("/data/twice", "'so far'") + on_load("/data/kind", "'some'"),
    )
    assert talk.get("/data/twice").value == "4"
    assert talk.get("/data/kind").value == "some"
    assert resumed(talk).get("/data/kind").value == "some"


def test_loading_sets_nothing_where_nothing_is_asked() -> None:
    talk = session(
        "<child/><school>none</school>",
        bind("school", relevant="/data/child = 'yes'"),
        ask("child") + ask("school"),
        on_load("/data/school", "'first'"),
    )
    assert talk.get("/data/school").kept == "none"
    talk.answer("/data/child", "yes")
    assert talk.get("/data/school").value == "none"
    assert resumed(talk).get("/data/school").value == "none"


def test_loading_sets_what_is_asked_only_because_of_what_loading_sets() -> None:
    talk = session(
        "<child/><school/>",
        bind("school", relevant="/data/child = 'yes'"),
        ask("child") + ask("school"),
        on_load("/data/school", "'first'") + on_load("/data/child", "'yes'"),
    )
    assert talk.get("/data/school").value == "first"


def test_a_change_sets_also_what_is_not_asked_yet() -> None:
    talk = session(
        "<name/><known/><called/>",
        bind("called", relevant="/data/known = 'yes'"),
        on_change("name", "/data/called", "/data/name") + ask("known") + ask("called"),
    )
    talk.answer("/data/name", "Ada")
    talk.answer("/data/known", "yes")
    assert talk.get("/data/called").value == "Ada"


def test_an_action_that_means_several_instances_sets_none() -> None:
    talk = session(
        "<a/><p><x>1</x></p><p><x>2</x></p>",
        "",
        on_change("a", "/data/p/x", "/data/a") + repeat("p", ask("p/x")),
    )
    talk.answer("/data/a", "9")
    assert [talk.get(f"/data/p[{n}]/x").value for n in (1, 2)] == ["1", "2"]
    assert ("/data/p/x", "set") in talk.errors
    talk.remove_repeat("/data/p[2]")
    talk.answer("/data/a", "8")
    assert talk.get("/data/p[1]/x").value == "8"
