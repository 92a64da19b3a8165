"""Deeds: what a person can do in an interview, and what the form then does."""

from __future__ import annotations

import pytest
from lxml import etree

from intake.domain.errors import AnswerRefused, NoSuchQuestion
from intake.domain.record import Missing
from intake.forms import Kind, Session, Validity
from unit.forms.building import (
    ask,
    bind,
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
