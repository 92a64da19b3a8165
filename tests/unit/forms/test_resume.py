"""An interview taken up again: from its journal, with a newer form, as a revision."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.domain.canonical import decode, encode
from intake.domain.errors import AnswerRefused, NotCanonical
from intake.domain.record import Missing
from intake.forms import Item, Session, Step, Unplaced
from unit.forms.building import (
    NOW,
    ask,
    begin,
    bind,
    choose,
    form,
    listed,
    repeat,
    resumed,
    session,
)

if TYPE_CHECKING:
    from intake.forms import Form


def state(talk: Session) -> list[object]:
    found: list[object] = []
    stack: list[Item] = [talk.root]
    while stack:
        item = stack.pop()
        found.append(
            (
                item.ref,
                item.kept,
                item.value,
                item.relevant,
                item.validity,
                item.label,
                [choice.value for choice in item.choices],
                item.lost,
                item.missing,
                item.note,
            )
        )
        stack += reversed(item.children)
    return found


def household() -> Form:
    return form(
        "<start/><n>1</n><g>x</g><pick/><many/><one/>"
        "<p jr:template=''><name/><age/><id/><older/></p><sum/><end/>",
        bind("start", type="dateTime", calculate="now()")
        + bind("n", type="int")
        + bind("many", relevant="/data/n > 1")
        + bind("p/age", type="int", constraint=". < 130")
        + bind("p/id", calculate="once(uuid())")
        + bind("p/older", calculate="../age > indexed-repeat(/data/p/age, /data/p, 1)")
        + bind("sum", calculate="sum(/data/p/age)")
        + bind("end", calculate="if(random() > 0.5, 'heads', 'tails')"),
        ask("n")
        + ask("g")
        + choose("pick", "randomize(instance('l')/root/item[g = /data/g])")
        + choose("many", "instance('l')/root/item", "select")
        + ask("one")
        + repeat(
            "p",
            "<setvalue event='odk-new-repeat' ref='/data/p/name' value='random()'/>"
            + ask("p/name", "Name of <output value='position(..)'/>")
            + ask("p/age"),
        ),
        listed("l", "a:x", "b:x", "c:x", "d:y", "e:y"),
    )


DEEDS = st.lists(
    st.one_of(
        st.tuples(
            st.just("answer"), st.sampled_from(["n", "g", "pick", "many", "one"])
        ),
        st.tuples(st.just("inside"), st.sampled_from(["name", "age"])),
        st.tuples(st.sampled_from(["add", "remove", "move"]), st.integers(1, 4)),
        st.tuples(st.sampled_from(["undo", "redo", "mark", "note"]), st.just("one")),
    ),
    max_size=25,
)
VALUES = ["", "1", "3", "x", "y", "a", "d", "a b", "150"]


def do(talk: Session, deed: tuple[str, object], chance: random.Random) -> None:
    what, where = deed
    people = talk.get("/data/p").count
    with suppress(AnswerRefused):
        match what:
            case "answer":
                talk.answer(f"/data/{where}", chance.choice(VALUES))
            case "inside" if people:
                place = chance.randint(1, people)
                talk.answer(f"/data/p[{place}]/{where}", chance.choice(VALUES))
            case "remove" if people:
                talk.remove_repeat("/data/p[1]")
            case "move" if people:
                talk.move_repeat("/data/p[1]", int(str(where)))
            case "mark":
                talk.mark("/data/one", chance.choice([None, *Missing]))
            case "note":
                talk.note("/data/one", chance.choice(["", "said quietly"]))
            case _:
                do_simply(talk, what)


def do_simply(talk: Session, what: str) -> None:
    match what:
        case "add":
            talk.add_repeat("/data/p")
        case "undo":
            talk.undo()
        case "redo":
            talk.redo()
        case _:
            pass


HOUSEHOLD = household()


@settings(max_examples=60, deadline=None)
@given(deeds=DEEDS, seed=st.integers(0, 1000))
def test_the_journal_gives_exactly_the_same_state(
    deeds: list[tuple[str, object]], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - any will do
    talk = Session(HOUSEHOLD, now=lambda: NOW, random=chance)
    first = state(talk)
    for deed in deeds:
        do(talk, deed, chance)
    lines = [encode(step.to_json()) for step in talk.steps]
    again = Session.resume(
        HOUSEHOLD,
        [Step.from_json(decode(line)) for line in lines],
        now=lambda: datetime(2031, 1, 1, tzinfo=UTC),
        random=random.Random(1),  # noqa: S311 - must not matter
    )
    assert state(again) == state(talk)
    assert list(again.steps) == list(talk.steps)
    assert again.submission() == talk.submission()
    while again.undo():
        pass
    assert state(again) == first


def test_what_is_done_after_resuming_continues_the_journal() -> None:
    talk = begin(HOUSEHOLD)
    talk.add_repeat("/data/p")
    again = resumed(talk)
    again.answer("/data/p[1]/age", "40")
    assert [step.deed.value for step in again.steps] == ["begin", "add", "answer"]
    once_more = resumed(again)
    assert state(once_more) == state(again)


def test_a_value_of_chance_is_in_the_step() -> None:
    talk = begin(HOUSEHOLD)
    (step,) = talk.add_repeat("/data/p")
    outcomes = {outcome.ref: outcome.value for outcome in step.outcomes}
    assert outcomes["/data/p[1]/id"] == talk.get("/data/p[1]/id").value != ""
    assert outcomes["/data/p[1]/name"] == talk.get("/data/p[1]/name").value


def test_a_newer_form_keeps_what_fits_and_lists_what_does_not() -> None:
    old = form("<a/><b/><c/>", bind("b", type="string"), ask("a") + ask("b") + ask("c"))
    new = form(
        "<a/><b/><d>new</d><e/>",
        bind("b", type="int") + bind("e", calculate="concat(/data/a, '!')"),
        ask("a") + ask("b", "How **many**") + ask("d"),
    )
    talk = begin(old)
    talk.answer("/data/a", "kept")
    talk.answer("/data/b", "many")
    talk.answer("/data/c", "gone")
    again = resumed(talk, new)
    assert again.get("/data/a").value == "kept"
    assert again.get("/data/b").value == ""
    assert again.get("/data/d").value == "new"
    assert again.get("/data/e").value == "kept!"
    assert again.unplaced == (
        Unplaced("/data/b", "many", "How many"),
        Unplaced("/data/c", "gone"),
    )
    assert [step.deed.value for step in again.steps][-1] == "revise"
    third = resumed(again)
    assert state(third) == state(again)
    assert third.unplaced == again.unplaced
    assert len(third.steps) == len(again.steps)


def test_a_newer_form_keeps_the_ids_it_made() -> None:
    old = form("<a/><id/>", bind("id", calculate="uuid()"), ask("a"))
    new = form(
        "<a/><id/><z/>",
        bind("id", calculate="uuid()") + bind("z", calculate="uuid()"),
        ask("a"),
    )
    talk = begin(old)
    again = resumed(talk, new)
    assert again.get("/data/id").value == talk.get("/data/id").value
    made = again.get("/data/z").value
    assert made != ""
    assert resumed(again).get("/data/z").value == made


def test_a_submission_can_be_gone_on_from() -> None:
    first = session(
        "<a/><p jr:template=''><n/></p>", "", ask("a") + repeat("p", ask("p/n"))
    )
    first.answer("/data/a", "x")
    first.add_repeat("/data/p")
    first.answer("/data/p[1]/n", "7")
    sent = first.submission()
    second = Session(
        first.form,
        now=lambda: NOW,
        random=random.Random(3),  # noqa: S311 - any will do
        instance=sent,
    )
    assert second.submission() == sent
    assert state(resumed(second)) == state(second)


def test_a_revision_names_what_it_replaces() -> None:
    first = session("<a/>", "", ask("a"))
    own = first.get("/data/meta/instanceID").value
    second = Session(
        first.form,
        now=lambda: NOW,
        random=random.Random(3),  # noqa: S311 - any will do
        instance=first.submission(),
        revision=True,
    )
    assert second.get("/data/meta/deprecatedID").value == own
    assert second.get("/data/meta/instanceID").value not in ("", own)
    assert state(resumed(second)) == state(second)


@pytest.mark.parametrize(
    "facts",
    [
        None,
        [],
        {"deed": "shout"},
        {"deed": "answer", "ref": 1},
        {"deed": "answer", "place": True},
        {"deed": "answer", "outcomes": [["a", "b"]]},
        {"deed": "answer", "more": "x"},
        {"deed": "begin", "revision": 1},
    ],
)
def test_a_step_of_another_shape_is_refused(facts: object) -> None:
    with pytest.raises(NotCanonical):
        Step.from_json(facts)  # type: ignore[arg-type]


def test_several_choices_of_numbers_come_back_as_they_were_chosen() -> None:
    talk = session(
        "<s>1 3</s><r/>",
        bind("s", type="int") + bind("r", type="decimal"),
        choose("s", "instance('l')/root/item", "select")
        + choose("r", "instance('l')/root/item", "odk:rank"),
        listed("l", "1", "2", "3"),
    )
    assert talk.get("/data/s").value == "1 3"
    talk.answer("/data/s", "2 3")
    talk.answer("/data/r", "3 1 2")
    again = resumed(talk)
    assert again.unplaced == ()
    assert [again.get(f"/data/{one}").value for one in "sr"] == ["2 3", "3 1 2"]


def test_what_a_submission_holds_and_the_form_does_not_is_shown() -> None:
    newer = form(
        "<a/><g><b/></g><p><x/></p><meta><instanceID/></meta>",
        "",
        ask("a") + ask("g/b") + repeat("p", ask("p/x")),
    )
    old = (
        b"<data id='test' version='0'><a>kept</a><gone>1</gone><g><b>2</b><c>3</c></g>"
        b"<p><x>4</x></p><p><x>5</x><y>6</y></p><h><z>7</z><blank/></h>"
        b"<meta><instanceID>uuid:1</instanceID></meta></data>"
    )
    talk = Session(newer, now=lambda: NOW, random=random.Random(1), instance=old)  # noqa: S311 - any will do
    left = [(one.ref, one.value) for one in talk.unplaced]
    assert left == [
        ("/data/gone", "1"),
        ("/data/g/c", "3"),
        ("/data/p[2]/y", "6"),
        ("/data/h/z", "7"),
    ]
    assert resumed(talk).unplaced == talk.unplaced
    assert talk.get("/data/p[2]/x").value == "5"
