"""Mistakes of other engines about meaning, one test for each, and more.

The numbers are those of the list of pitfalls that the engine was planned with.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from intake.domain.errors import AnswerRefused
from unit.forms.building import (
    ask,
    begin,
    bind,
    choose,
    faults,
    form,
    listed,
    repeat,
    resumed,
    session,
)

# --- meaning


def test_01_a_lone_question_as_a_condition_means_its_answer() -> None:
    talk = session(
        "<flag/><n>0</n><a/><b/>",
        bind("n", type="int")
        + bind("a", relevant="/data/flag")
        + bind("b", relevant="/data/n"),
        ask("flag") + ask("n") + ask("a") + ask("b"),
    )
    assert not talk.get("/data/a").relevant
    assert not talk.get("/data/b").relevant
    talk.answer("/data/flag", "yes")
    talk.answer("/data/n", "3")
    assert talk.get("/data/a").relevant
    assert talk.get("/data/b").relevant


def test_02_a_blank_number_makes_a_blank_result_not_nan() -> None:
    talk = session(
        "<n/><twice/><text/>",
        bind("n", type="int")
        + bind("twice", type="int", calculate="/data/n * 2")
        + bind("text", calculate="/data/n + 1"),
        ask("n"),
    )
    assert talk.get("/data/twice").value == ""
    assert talk.get("/data/text").value == ""
    talk.answer("/data/n", "4")
    assert talk.get("/data/twice").value == "8"


def test_03_a_hidden_answer_counts_as_blank_and_comes_back() -> None:
    talk = session(
        "<show>yes</show><a/><said/>",
        bind("a", relevant="/data/show = 'yes'")
        + bind("said", calculate="concat('[', /data/a, ']')"),
        ask("show") + ask("a"),
    )
    talk.answer("/data/a", "what was said")
    talk.answer("/data/show", "no")
    hidden = talk.get("/data/a")
    assert (hidden.value, hidden.kept) == ("", "what was said")
    assert talk.get("/data/said").value == "[]"
    assert b"what was said" not in talk.submission()
    talk.answer("/data/show", "yes")
    assert hidden.value == "what was said"
    assert talk.get("/data/said").value == "[what was said]"


def test_03_hidden_instances_are_not_counted() -> None:
    talk = session(
        "<p><in>yes</in></p><p><in>no</in></p><p><in>yes</in></p><n/>",
        bind("p", relevant="position() != 2") + bind("n", calculate="count(/data/p)"),
        repeat("p", ask("p/in")),
    )
    assert talk.get("/data/n").value == "2"


def test_04_dates_compare_as_days() -> None:
    talk = session(
        "<d/><later/>",
        bind("d", type="date") + bind("later", calculate="/data/d > '2024-01-31'"),
        ask("d"),
    )
    talk.answer("/data/d", "2024-02-01")
    assert talk.get("/data/later").value == "true"
    talk.answer("/data/d", "2023-12-31")
    assert talk.get("/data/later").value == "false"


def test_05_today_is_a_day_and_counts_as_days() -> None:
    talk = session(
        "<due/>", bind("due", type="date", calculate="date(today() + 7)"), ""
    )
    assert talk.get("/data/due").value == "2024-05-22"


def test_06_a_decimal_comma_is_taken_for_a_point() -> None:
    talk = session("<n/>", bind("n", type="decimal"), ask("n"))
    talk.answer("/data/n", "4,5")
    assert talk.get("/data/n").value == "4.5"


def test_07_selected_at_counts_from_nought() -> None:
    talk = session(
        "<s/><first/>",
        bind("first", calculate="selected-at(/data/s, 0)"),
        choose("s", "instance('l')/root/item", "select"),
        listed("l", "a", "b", "c"),
    )
    talk.answer("/data/s", "c b")
    assert talk.get("/data/s").value == "b c"
    assert talk.get("/data/first").value == "b"


def test_08_an_absolute_path_stays_inside_its_repeat_instance() -> None:
    talk = session(
        "<p><name/><greeting/></p>",
        bind("p/greeting", calculate="concat('Dear ', /data/p/name)"),
        repeat("p", ask("p/name")),
    )
    talk.add_repeat("/data/p")
    talk.answer("/data/p[1]/name", "Juniper")
    talk.answer("/data/p[2]/name", "Alder")
    assert talk.get("/data/p[1]/greeting").value == "Dear Juniper"
    assert talk.get("/data/p[2]/greeting").value == "Dear Alder"


def test_09_chance_and_clock_are_asked_once() -> None:
    times = iter(
        datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range(99)
    )
    talk = begin(
        form(
            "<a/><id/><day/><kept/>",
            bind("id", calculate="uuid()")
            + bind("day", calculate="today()")
            + bind("kept", calculate="once(random())"),
            ask("a"),
        ),
        now=lambda: next(times),
    )
    before = [talk.get(f"/data/{name}").value for name in ("id", "day", "kept")]
    talk.answer("/data/a", "x")
    talk.answer("/data/a", "y")
    assert [talk.get(f"/data/{n}").value for n in ("id", "day", "kept")] == before
    again = resumed(talk)
    assert [again.get(f"/data/{n}").value for n in ("id", "day", "kept")] == before


def test_10_a_new_instance_is_set_before_it_is_worked_out() -> None:
    talk = session(
        "<p jr:template=''><a/><b/></p>",
        bind("p/b", calculate="concat(../a, '!')"),
        repeat(
            "p",
            "<setvalue event='odk-new-repeat' ref='/data/p/a' value='position(..)'/>"
            + ask("p/a"),
        ),
    )
    talk.add_repeat("/data/p")
    talk.add_repeat("/data/p")
    assert talk.get("/data/p[2]/b").value == "2!"


def test_10_an_action_without_a_value_clears() -> None:
    talk = session(
        "<a/><b>there</b>",
        "",
        "<input ref='/data/a'>"
        "<setvalue event='xforms-value-changed' ref='/data/b'/></input>",
    )
    talk.answer("/data/a", "x")
    assert talk.get("/data/b").value == ""


def test_10_the_same_answer_again_is_no_change() -> None:
    talk = session(
        "<a/><n>0</n>",
        bind("n", type="int"),
        "<input ref='/data/a'><setvalue event='xforms-value-changed' ref='/data/n'"
        " value='/data/n + 1'/></input>",
    )
    talk.answer("/data/a", "x")
    talk.answer("/data/a", "x")
    assert talk.get("/data/n").value == "1"


def test_11_a_lowered_count_puts_instances_aside_and_brings_them_back() -> None:
    talk = session(
        "<n>2</n><p jr:template=''><name/></p>",
        bind("n", type="int"),
        ask("n") + repeat("p", ask("p/name"), 'jr:count="/data/n"'),
    )
    talk.answer("/data/p[2]/name", "Alder")
    talk.answer("/data/n", "1")
    assert talk.get("/data/p").count == 1
    assert b"Alder" not in talk.submission()
    talk.answer("/data/n", "3")
    assert talk.get("/data/p[2]/name").value == "Alder"
    assert talk.get("/data/p[3]/name").value == ""
    with pytest.raises(AnswerRefused):
        talk.add_repeat("/data/p")


def test_12_a_template_is_no_instance_and_an_instance_is_no_template() -> None:
    both = session(
        "<p jr:template=''><a>new</a></p><p><a>first</a></p>",
        "",
        repeat("p", ask("p/a")),
    )
    assert both.get("/data/p").count == 1
    both.add_repeat("/data/p")
    assert both.get("/data/p[1]/a").value == "first"
    assert both.get("/data/p[2]/a").value == "new"
    none = session("<p jr:template=''><a/></p>", "", repeat("p", ask("p/a")))
    assert none.get("/data/p").count == 0
    assert none.get("/data/p").relevant


def test_13_a_filter_never_makes_a_choice_disappear() -> None:
    talk = session(
        "<g>x</g><s/><said/>",
        bind("said", calculate="/data/s"),
        ask("g") + choose("s", "instance('l')/root/item[g = /data/g]"),
        listed("l", "a:x", "b:x", "c:y"),
    )
    talk.answer("/data/s", "b")
    talk.answer("/data/g", "y")
    item = talk.get("/data/s")
    assert [choice.value for choice in item.choices] == ["c"]
    assert (item.value, item.kept, item.lost) == ("", "b", ("b",))
    assert talk.get("/data/said").value == ""
    talk.answer("/data/g", "x")
    assert (item.value, item.lost) == ("b", ())
    assert talk.get("/data/said").value == "b"


def test_13_of_several_choices_only_the_missing_are_lost() -> None:
    talk = session(
        "<g>x</g><s/>",
        "",
        ask("g") + choose("s", "instance('l')/root/item[g != /data/g]", "select"),
        listed("l", "a:1", "b:2", "c:3"),
    )
    talk.answer("/data/s", "c a")
    talk.answer("/data/g", "3")
    item = talk.get("/data/s")
    assert (item.value, item.lost) == ("a", ("c",))
    talk.answer("/data/s", "b c")
    assert (item.value, item.lost) == ("b", ("c",))
    with pytest.raises(AnswerRefused):
        talk.answer("/data/s", "b nowhere")


def test_14_one_choice_may_hold_spaces_and_repeat_itself() -> None:
    talk = session(
        "<s/>",
        "",
        choose("s", "instance('l')/root/item"),
        listed("l", "two words", "twice", "twice"),
    )
    talk.answer("/data/s", "two words")
    item = talk.get("/data/s")
    assert (item.value, item.lost) == ("two words", ())
    assert [choice.value for choice in item.choices] == ["two words", "twice", "twice"]


def test_15_a_circle_is_a_fault_that_names_its_questions() -> None:
    circle = faults(
        "<first/><second/><third/>",
        bind("first", calculate="/data/third + 1")
        + bind("second", calculate="/data/first + 1")
        + bind("third", calculate="/data/second + 1"),
    )
    assert "first, second, third depend on each other" in circle
    for rule in ("calculate", "relevant", "readonly", "required"):
        assert "depends on itself" in faults("<a/>", bind("a", **{rule: "/data/a = 1"}))
    assert faults("<a/>", bind("a", constraint=". = 1 and /data/a = 1")) == ""


def test_16_names_are_found_whatever_their_namespace() -> None:
    talk = session(
        "<orx:meta><orx:instanceID/>"
        "<entity xmlns='urn:e' id='7' dataset='p'/></orx:meta>"
        "<a/><b/>",
        bind("a", calculate="/data/meta/entity/@id")
        + bind("orx:meta/orx:instanceID", calculate="'uuid:1'")
        + bind("b", calculate="/data/orx:meta/orx:instanceID"),
    )
    assert talk.get("/data/a").value == "7"
    assert talk.get("/data/b").value == "uuid:1"
    assert b'id="7"' in talk.submission()


def test_16_an_attribute_may_have_rules_of_its_own() -> None:
    talk = session(
        "<a/><meta><entity dataset='people' id='' create=''/></meta>",
        bind("meta/entity/@create", calculate="if(/data/a = 'x', 1, '')"),
        ask("a"),
        "<setvalue event='odk-instance-first-load' ref='/data/meta/entity/@id'"
        " value=\"'one'\"/>",
    )
    talk.answer("/data/a", "x")
    sent = talk.submission()
    assert b'create="1"' in sent
    assert b'id="one"' in sent


def test_17_an_answer_in_a_label_is_never_markup() -> None:
    talk = session(
        "<name/><a/>",
        "",
        ask("name")
        + '<input ref="/data/a"><label>Dear <output value=" /data/name "/>, how old'
        "?</label></input>",
    )
    talk.answer("/data/name", "<b>*Ay*</b>")
    assert talk.get("/data/a").label == "Dear <b>*Ay*</b>, how old?"
    assert "/data/a" in talk.changed
