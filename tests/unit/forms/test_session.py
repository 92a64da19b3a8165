"""Deeds: what a person can do in an interview, and what the form then does."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from intake.domain.errors import AnswerRefused, NoSuchQuestion
from intake.domain.record import Missing
from intake.forms import Kind, Session, Validity
from unit.forms.building import (
    NOW,
    ask,
    bind,
    choose,
    form,
    listed,
    repeat,
    resumed,
    session,
)


def people() -> Session:
    talk = session(
        "<p><name/></p><n/>",
        bind("n", calculate="count(/data/p)"),
        repeat("p", ask("p/name")),
    )
    for name in ("Alder", "Birch", "Cedar"):
        if talk.get("/data/p[1]/name").value:
            talk.add_repeat("/data/p")
        place = talk.get("/data/p").count
        talk.answer(f"/data/p[{place}]/name", name)
    return talk


def names(talk: Session) -> list[str]:
    return [one.children[0].value for one in talk.get("/data/p").children]


def test_an_item_is_made_once_and_kept() -> None:
    talk = people()
    item = talk.get("/data/p[2]/name")
    assert talk.get("/data/p[2]/name") is item
    talk.remove_repeat("/data/p[1]")
    assert item.ref == "/data/p[1]/name"
    talk.undo()
    assert item.ref == "/data/p[2]/name"
    assert talk.get("/data/p[2]/name") is item


def test_instances_are_removed_moved_and_brought_back() -> None:
    talk = people()
    talk.remove_repeat("/data/p[2]")
    assert names(talk) == ["Alder", "Cedar"]
    assert talk.get("/data/n").value == "2"
    talk.undo()
    assert names(talk) == ["Alder", "Birch", "Cedar"]
    talk.move_repeat("/data/p[3]", 1)
    assert names(talk) == ["Cedar", "Alder", "Birch"]
    assert talk.get("/data/p").children[0].ref == "/data/p[1]"
    talk.undo()
    assert names(talk) == ["Alder", "Birch", "Cedar"]
    talk.redo()
    assert names(talk) == ["Cedar", "Alder", "Birch"]
    assert names(resumed(talk)) == names(talk)
    inside = etree.fromstring(talk.submission()).findall("p/name")
    assert [one.text for one in inside] == names(talk)


def test_an_emptied_series_grows_again_in_its_place() -> None:
    talk = session(
        "<a/><p><n/></p><b/>", "", ask("a") + repeat("p", ask("p/n")) + ask("b")
    )
    talk.remove_repeat("/data/p[1]")
    assert talk.get("/data/p").count == 0
    talk.add_repeat("/data/p")
    sent = etree.fromstring(talk.submission())
    assert [one.tag for one in sent][:3] == ["a", "p", "b"]


def test_what_cannot_be_done_is_refused_and_changes_nothing() -> None:
    talk = session(
        "<p><n/></p><p><n/></p><ro>x</ro><f><n/></f>",
        bind("ro", readonly="true()"),
        repeat("p", ask("p/n"), 'jr:noAddRemove="true()"')
        + ask("ro")
        + f"<group ref='/data/f'>{ask('f/n')}</group>",
    )
    before = talk.submission()
    for deed in (
        lambda: talk.add_repeat("/data/p"),
        lambda: talk.remove_repeat("/data/p[1]"),
        lambda: talk.move_repeat("/data/p[1]", 3),
        lambda: talk.move_repeat("/data/f", 1),
        lambda: talk.answer("/data/ro", "y"),
        lambda: talk.answer("/data/f", "y"),
        lambda: talk.set_language("Klingon"),
    ):
        with pytest.raises(AnswerRefused):
            deed()
    for ref in ("", "/", "/other/a", "/data/p[9]/n", "/data/p[0]/n", "/data/f[2]", "x"):
        with pytest.raises(NoSuchQuestion):
            talk.get(ref)
    assert talk.submission() == before
    assert len(talk.steps) == 1


def test_a_broken_constraint_is_kept_and_shown() -> None:
    talk = session(
        "<age/>",
        bind(
            "age",
            type="int",
            required="true()",
            constraint=". < 130",
            constraintMsg="Nobody is so old.",
            requiredMsg="Say how old.",
        ),
        ask("age", "Age"),
    )
    item = talk.get("/data/age")
    assert (item.validity, item.message) == (Validity.REQUIRED, "Say how old.")
    talk.answer("/data/age", "200")
    assert (item.value, item.validity) == ("200", Validity.CONSTRAINT)
    (problem,) = talk.problems()
    assert (problem.ref, problem.message, problem.label) == (
        "/data/age",
        "Nobody is so old.",
        "Age",
    )
    talk.answer("/data/age", "20")
    assert talk.problems() == ()
    assert item.message == ""


def test_a_reason_stands_for_an_answer_until_there_is_one() -> None:
    talk = session("<a/>", bind("a", required="true()"), ask("a"))
    assert len(talk.problems()) == 1
    talk.mark("/data/a", Missing.REFUSED)
    assert talk.problems() == ()
    assert talk.progress().answered == 1
    talk.note("/data/a", "looked away")
    talk.answer("/data/a", "after all")
    item = talk.get("/data/a")
    assert (item.missing, item.note) == (None, "looked away")
    talk.undo()
    assert item.missing is Missing.REFUSED


def test_progress_counts_what_is_asked() -> None:
    talk = session(
        "<a/><b/><c/><note/><calc/>",
        bind("b", relevant="/data/a = 'x'")
        + bind("c", required="true()")
        + bind("note", readonly="true()")
        + bind("calc", calculate="1"),
        ask("a") + ask("b") + ask("c") + ask("note"),
    )
    assert talk.get("/data/note").kind is Kind.NOTE
    first = talk.progress()
    assert (first.asked, first.answered, first.to_check) == (2, 0, 1)
    talk.answer("/data/a", "x")
    assert talk.progress().asked == 3


def test_questions_come_in_the_order_of_the_body() -> None:
    talk = session(
        "<b/><hidden/><a/><g><d/><c/></g>",
        "",
        ask("a") + ask("b") + f"<group ref='/data/g'>{ask('g/c')}{ask('g/d')}</group>",
    )
    refs = [item.ref for item in talk.root.children]
    assert refs[:3] == ["/data/a", "/data/b", "/data/hidden"]
    assert [item.ref for item in talk.get("/data/g").children] == [
        "/data/g/c",
        "/data/g/d",
    ]


def test_headings_without_data_stay_with_their_questions() -> None:
    talk = session(
        "<a/>", "", f"<group><label>About you</label>{ask('a', 'Name')}</group>"
    )
    assert talk.get("/data/a").sections == ("About you",)


def test_a_repeat_that_counts_itself_grows_when_asked() -> None:
    talk = session(
        "<n/><want/><p jr:template=''><more/></p>",
        bind("n", calculate="count(/data/p)")
        + bind(
            "want",
            calculate="if(/data/n = 0 or /data/p[position() = /data/n]/more != 'no',"
            " /data/n + 1, /data/n)",
        ),
        repeat("p", ask("p/more"), 'jr:count="/data/want"'),
    )
    series = talk.get("/data/p")
    assert (series.count, series.can_add) == (1, True)
    talk.add_repeat("/data/p")
    assert series.count == 2
    talk.answer("/data/p[2]/more", "yes")
    assert series.count == 3
    talk.answer("/data/p[3]/more", "no")
    assert (series.count, series.can_add) == (3, False)
    assert resumed(talk).get("/data/p").count == 3


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


def test_preloads_are_taken_from_what_the_session_is_given() -> None:
    read = form(
        "<who/><day/><start/><id/><end/>",
        "<bind nodeset='/data/who' jr:preload='property' jr:preloadParams='username'/>"
        "<bind nodeset='/data/day' jr:preload='date' jr:preloadParams='today'/>"
        "<bind nodeset='/data/start' jr:preload='timestamp' jr:preloadParams='start'/>"
        "<bind nodeset='/data/id' jr:preload='uid'/>"
        "<bind nodeset='/data/end' jr:preload='timestamp' jr:preloadParams='end'/>",
    )
    talk = Session(
        read,
        now=lambda: NOW,
        random=random.Random(1),  # noqa: S311 - any will do
        properties={"username": "juniper"},
    )
    assert talk.get("/data/who").value == "juniper"
    assert talk.get("/data/day").value == "2024-05-15"
    assert talk.get("/data/start").value == "2024-05-15T13:14:15.000+00:00"
    assert talk.get("/data/id").value.startswith("uuid:")
    assert b"<end></end>" in talk.submission() or b"<end/>" in talk.submission()
    ended = talk.submission("uuid:own", ended=NOW)
    assert b"<end>2024-05-15T13:14:15.000+00:00</end>" in ended
    assert b"uuid:own" in ended


def test_a_label_of_another_language_can_be_read_beside() -> None:
    talk = session(
        "<s/><said/>",
        bind("said", calculate="jr:choice-name(/data/s, '/data/s')"),
        "<select1 ref='/data/s'><label ref=\"jr:itext('/data/s:label')\"/>"
        "<itemset nodeset=\"instance('l')/root/item\"><value ref='name'/>"
        "<label ref='jr:itext(itextId)'/></itemset></select1>",
        "<itext><translation lang='en'><text id='/data/s:label'><value>Fruit</value>"
        "</text><text id='l-0'><value>Apple</value></text></translation>"
        "<translation lang='fr'><text id='/data/s:label'><value>Le fruit</value></text>"
        "<text id='l-0'><value>La pomme</value></text></translation></itext>"
        "<instance id='l'><root><item><itextId>l-0</itextId><name>apple</name></item>"
        "</root></instance>",
    )
    item = talk.get("/data/s")
    talk.answer("/data/s", "apple")
    assert item.label_in("fr") == "Le fruit"
    assert talk.get("/data/said").value == "Apple"
    talk.set_language("fr")
    assert (item.label, item.choices[0].label) == ("Le fruit", "La pomme")
    assert talk.get("/data/said").value == "La pomme"


def test_a_question_brings_its_parameters_and_looks() -> None:
    talk = session(
        "<n/><photo/><t/>",
        bind("n", type="xsd:decimal")
        + "<bind nodeset='/data/photo' type='binary' orx:max-pixels='640'/>",
        "<range ref='/data/n' start='0' end='2' step='0.5' appearance='no-ticks w4'>"
        "<label>How much</label></range>"
        "<upload ref='/data/photo' mediatype='image/*'><label>Photo</label></upload>"
        "<trigger ref='/data/t'><label>Read aloud</label></trigger>",
    )
    amount, photo = talk.get("/data/n"), talk.get("/data/photo")
    assert (amount.kind, amount.type) == (Kind.RANGE, "decimal")
    assert dict(amount.parameters) == {"start": "0", "end": "2", "step": "0.5"}
    assert amount.appearance == ("no-ticks", "w4")
    assert dict(photo.parameters) == {"mediatype": "image/*", "max-pixels": "640"}
    assert talk.get("/data/t").kind is Kind.TRIGGER
    talk.answer("/data/t", "OK")
    assert talk.get("/data/t").value == "OK"


def test_hint_guidance_and_every_kind_of_medium_are_read() -> None:
    talk = session(
        "<a/>",
        "",
        "<input ref='/data/a'><label ref=\"jr:itext('/data/a:label')\"/>"
        "<hint ref=\"jr:itext('/data/a:hint')\"/></input>",
        "<itext><translation lang='en'><text id='/data/a:label'><value>Q</value>"
        "<value form='audio'>jr://audio/q.mp3</value>"
        "<value form='big-image'>jr://images/big.png</value></text>"
        "<text id='/data/a:hint'><value>A hint</value>"
        "<value form='guidance'>Ask slowly, <output value='/data/a'/></value></text>"
        "</translation></itext>",
    )
    talk.answer("/data/a", "twice")
    item = talk.get("/data/a")
    assert (item.hint, item.guidance) == ("A hint", "Ask slowly, twice")
    assert dict(item.media) == {
        "audio": "jr://audio/q.mp3",
        "big-image": "jr://images/big.png",
    }
