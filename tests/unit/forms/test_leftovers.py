"""What a newer form has no place for stays in sight, and follows what is done."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from intake.domain.errors import AnswerRefused, NoSuchQuestion
from intake.domain.record import Missing
from intake.forms import Kind, Session
from intake.forms.journal import Deed, Step
from intake.forms.leftovers import followed, left
from intake.forms.shown import Unplaced
from unit.forms.building import ask, begin, bind, form, repeat, resumed

OLD = form(
    "<a/><p><x/><gone/></p><p><x/><gone/></p><p><x/><gone/></p>",
    "",
    ask("a") + repeat("p", ask("p/x") + ask("p/gone")),
)
NEW = form(
    "<a/><p><x/></p><p><x/></p><p><x/></p>",
    bind("a", type="int"),
    ask("a") + repeat("p", ask("p/x")),
)


def shown(talk: Session) -> list[tuple[str, str]]:
    return [(one.ref, one.value) for one in talk.unplaced]


def test_every_value_is_in_its_place_or_left_over() -> None:
    talk = begin(OLD)
    talk.answer("/data/a", "many")
    for place in (1, 2, 3):
        talk.answer(f"/data/p[{place}]/x", f"x{place}")
        talk.answer(f"/data/p[{place}]/gone", f"g{place}")
    talk.add_repeat("/data/p")
    talk.answer("/data/p[4]/gone", "g4")
    talk.move_repeat("/data/p[4]", 2)
    talk.remove_repeat("/data/p[1]")

    again = resumed(talk, NEW)

    assert [one.value for one in again.get("/data/p").children[1].children] == ["x2"]
    assert sorted(shown(again)) == [
        ("/data/a", "many"),
        ("/data/p[1]/gone", "g4"),
        ("/data/p[2]/gone", "g2"),
        ("/data/p[3]/gone", "g3"),
    ]


def test_undo_and_redo_hold_for_what_is_left_over_too() -> None:
    talk = begin(OLD)
    talk.answer("/data/a", "many")
    talk.answer("/data/p[1]/gone", "x")
    talk.answer("/data/p[1]/gone", "y")
    talk.undo()
    again = resumed(talk, NEW)
    assert shown(again) == [("/data/a", "many"), ("/data/p[1]/gone", "x")]
    again.answer("/data/a", "7")
    assert shown(again) == [("/data/p[1]/gone", "x")]
    again.undo()
    assert shown(again) == [("/data/a", "many"), ("/data/p[1]/gone", "x")]
    again.redo()
    assert shown(again) == [("/data/p[1]/gone", "x")]
    assert shown(resumed(again)) == shown(again)


def test_an_answer_a_reason_and_a_note_to_one_question_are_three_things() -> None:
    talk = begin(OLD)
    talk.answer("/data/p[1]/gone", "said")
    talk.note("/data/p[1]/gone", "noted")
    talk.mark("/data/p[2]/gone", Missing.REFUSED)
    again = resumed(talk, NEW)
    assert [(one.value, one.deed) for one in again.unplaced] == [
        ("said", Deed.ANSWER),
        ("noted", Deed.NOTE),
        (Missing.REFUSED.value, Deed.MARK),
    ]


def test_what_was_cleared_is_not_left_over() -> None:
    talk = begin(OLD)
    talk.answer("/data/p[1]/gone", "said")
    talk.answer("/data/p[1]/gone", "")
    assert resumed(talk, NEW).unplaced == ()


@pytest.mark.parametrize(
    ("deed", "place", "to", "now"),
    [
        (Deed.REMOVE, 2, 0, ["1", "2", "3"]),
        (Deed.MOVE, 4, 1, ["2", "3", "4", "1"]),
        (Deed.MOVE, 1, 3, ["3", "1", "2", "4"]),
        (Deed.MOVE, 2, 2, ["1", "2", "3", "4"]),
        (Deed.ADD, 0, 5, ["1", "2", "3", "4"]),
    ],
)
def test_refs_follow_their_instances(
    deed: Deed, place: int, to: int, now: list[str]
) -> None:
    before = tuple(Unplaced(f"/data/p[{n}]/q[1]/x", f"{n}") for n in (1, 2, 3, 4))
    ref = f"/data/p[{place}]" if place else "/data/p"
    after = followed(before, Step(deed, ref, place=to))
    assert [one.ref for one in after] == [f"/data/p[{n}]/q[1]/x" for n in now]
    other = (Unplaced("/data/pp[1]/x", "1"), Unplaced("/data/p", "2"))
    assert followed(other, Step(deed, ref, place=to)) == other
    assert left(before, Step(deed, ref, place=to), "") == after


def every_answer(talk: Session) -> set[tuple[str, str]]:
    found, stack = set(), [talk.root]
    while stack:
        item = stack.pop()
        stack += item.children
        if item.kept and item.kind is Kind.INPUT:
            found.add((item.ref, item.kept))
    return found


def a_deed(talk: Session, chance: random.Random) -> None:
    place = chance.randint(1, max(talk.get("/data/p").count, 1))
    match chance.randint(0, 9):
        case 0:
            talk.undo()
        case 1:
            talk.redo()
        case 2:
            talk.add_repeat("/data/p")
        case 3:
            talk.remove_repeat(f"/data/p[{place}]")
        case 4:
            talk.move_repeat(f"/data/p[{place}]", chance.randint(1, 3))
        case 5:
            talk.answer("/data/a", chance.choice(["", "7", "many"]))
        case _:
            where = chance.choice(["x", "gone"])
            talk.answer(f"/data/p[{place}]/{where}", chance.choice(["", "b", "c", "d"]))


@pytest.mark.parametrize("seed", range(60))
def test_no_answer_is_lost_whatever_was_done_before_the_form_changed(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - any will do
    talk = begin(OLD)
    for _ in range(25):
        with suppress(AnswerRefused, NoSuchQuestion):
            a_deed(talk, chance)
    again = resumed(talk, NEW)
    assert every_answer(talk) == every_answer(again) | set(shown(again))
    assert resumed(resumed(again, OLD), NEW).unplaced == again.unplaced
