"""Steps carried out a first time and told again always come to the same."""

from __future__ import annotations

import random

import pytest

from intake.domain.record import Missing
from intake.forms import Deed, Session, Step, Unplaced
from intake.forms.whereabouts import below
from unit.forms.building import NOW, ask, begin, bind, form, repeat, resumed, session

INSTANCE = "<a/><n>1</n><id/><p jr:template=''><x/><r/></p>"
RULES = (
    bind("n", type="int")
    + bind("id", calculate="if(/data/a = '', '', uuid())")
    + bind("p/r", calculate="random()")
)
BODY = ask("a") + ask("n") + repeat("p", ask("p/x"), 'jr:count="/data/n"')


def state(talk: Session) -> list[tuple[str, str, str]]:
    return [(item.ref, item.value, item.note) for item in below(talk.root)]


def talked() -> Session:
    talk = session(INSTANCE, RULES, BODY)
    talk.answer("/data/a", "x")
    talk.answer("/data/n", "3")
    talk.answer("/data/p[2]/x", "y")
    talk.note("/data/p[2]/x", "whispered")
    talk.mark("/data/p[3]/x", Missing.REFUSED)
    talk.answer("/data/n", "2")
    talk.undo()
    return talk


def test_told_again_the_steps_come_to_the_same_state() -> None:
    talk = talked()
    again = resumed(talk)
    assert state(again) == state(talk)
    assert again.get("/data/p[3]/x").missing is Missing.REFUSED
    assert tuple(again.steps) == tuple(talk.steps)
    assert again.can_redo


def test_told_again_step_by_step_every_state_is_the_same() -> None:
    talk = talked()
    live = session(INSTANCE, RULES, BODY)
    for count, step in enumerate(talk.steps[1:], 2):
        part = Session(
            talk.form,
            now=lambda: NOW,
            random=random.Random(99),  # noqa: S311 - must not matter
            steps=talk.steps[:count],
        )
        match step.deed:
            case Deed.ANSWER:
                live.answer(step.ref, step.value)
            case Deed.NOTE:
                live.note(step.ref, step.value)
            case Deed.MARK:
                live.mark(step.ref, Missing(step.value))
            case _:
                live.undo()
        assert state(part) == state(live)


def test_a_step_keeps_what_cannot_be_found_out_again() -> None:
    talk = session(INSTANCE, RULES, BODY)
    (step,) = talk.answer("/data/a", "x")
    assert (step.deed, step.ref, step.value) == (Deed.ANSWER, "/data/a", "x")
    (outcome,) = step.outcomes
    assert (outcome.ref, outcome.aspect) == ("/data/id", "value")
    assert outcome.value == talk.get("/data/id").value
    (plain,) = talk.note("/data/a", "n")
    assert plain.outcomes == ()


def test_the_first_step_names_the_form_and_the_seed() -> None:
    talk = session(INSTANCE, RULES, BODY)
    (step,) = talk.steps
    assert (step.deed, step.form) == (Deed.BEGIN, talk.form.digest)
    assert len(step.value) == 16


def test_what_a_newer_form_has_no_place_for_is_kept_aside() -> None:
    old = begin(form("<a/><b/>", "", ask("a") + ask("b", "Bee")))
    old.answer("/data/a", "x")
    old.answer("/data/b", "y")
    newer = form("<a/><c/>", bind("c", calculate="/data/a"), ask("a"))
    talk = resumed(old, newer)
    assert talk.get("/data/c").value == "x"
    assert talk.unplaced == (Unplaced("/data/b", "y"),)
    assert talk.steps[-1].deed is Deed.REVISE
    assert talk.steps[-1].form == newer.digest


def test_an_answer_of_another_type_is_kept_aside_with_its_label() -> None:
    old = begin(form("<a/>", "", ask("a")))
    old.answer("/data/a", "many")
    newer = form("<a/>", bind("a", type="int"), ask("a", "How many"))
    talk = resumed(old, newer)
    assert talk.get("/data/a").value == ""
    assert talk.unplaced == (Unplaced("/data/a", "many", "How many"),)


def test_an_answer_that_was_cleared_leaves_nothing_aside() -> None:
    old = begin(form("<a/><b/>", "", ask("a") + ask("b")))
    old.answer("/data/b", "y")
    old.answer("/data/b", "")
    assert resumed(old, form("<a/>", "", ask("a"))).unplaced == ()


def test_undo_counts_right_over_steps_that_lost_their_place() -> None:
    old = begin(form("<a/><b/>", "", ask("a") + ask("b")))
    old.answer("/data/a", "x")
    old.answer("/data/b", "y")
    talk = resumed(old, form("<a/>", "", ask("a")))
    for value in ("x", "x", ""):
        talk.undo()
        assert talk.get("/data/a").value == value


@pytest.mark.parametrize(
    "step",
    [
        Step(Deed.ANSWER, "/data/p", "x"),
        Step(Deed.ADD, "/data/a"),
        Step(Deed.REMOVE, "/data/a"),
        Step(Deed.MOVE, "/data/p[1]", place=7),
        Step(Deed.MOVE, "/data/p[1]", place=-1),
        Step(Deed.MARK, "/data/a", "no reason of ours"),
        Step(Deed.UNDO),
        Step(Deed.REDO),
        Step(Deed.ANSWER, "/elsewhere", "x"),
    ],
)
def test_a_step_that_fits_nowhere_does_no_harm(step: Step) -> None:
    talk = session(INSTANCE, RULES, BODY)
    before = state(talk)
    again = Session(
        talk.form,
        now=lambda: NOW,
        random=random.Random(3),  # noqa: S311 - any will do
        steps=[*talk.steps, step],
    )
    assert state(again) == before
    assert again.steps[-1] == step
