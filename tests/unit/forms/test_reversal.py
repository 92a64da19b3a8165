"""Taking back what a deed changed, and doing it again: nothing else may change."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from intake.domain.errors import AnswerRefused, NoSuchQuestion
from intake.domain.record import Missing
from intake.forms import Session
from intake.forms.whereabouts import below
from unit.forms.building import ask, bind, choose, listed, repeat, session


def talk_of_all() -> Session:
    return session(
        "<n>1</n><sum/><when/><p jr:template=''><x/><s/></p><free><y/></free>",
        bind("n", type="int")
        + bind("sum", calculate="sum(/data/p/x)")
        + bind("when", calculate="if(/data/n > 1, now(), '')")
        + bind("p/x", type="int")
        + bind("p/s", relevant="../x != 3"),
        ask("n")
        + repeat(
            "p",
            ask("p/x") + choose("p/s", "instance('l')/root/item[g = current()/../x]"),
            'jr:count="/data/n"',
        )
        + repeat("free", ask("free/y")),
        listed("l", "a:1", "b:2"),
    )


def state(talk: Session) -> list[object]:
    return [
        (item.ref, item.kept, item.value, item.missing, item.note, item.relevant)
        for item in below(talk.root)
    ]


def a_deed(talk: Session, chance: random.Random) -> None:
    one = chance.choice(
        [item.ref for item in below(talk.root) if "meta" not in item.ref]
    )
    match chance.randrange(7):
        case 0:
            talk.add_repeat("/data/free")
        case 1:
            talk.remove_repeat(f"/data/free[{chance.randint(1, 3)}]")
        case 2:
            talk.move_repeat(
                f"/data/free[{chance.randint(1, 3)}]", chance.randint(1, 3)
            )
        case 3:
            talk.mark(one, chance.choice([*Missing, None]))
        case 4:
            talk.note(one, chance.choice(["", "a", "b"]))
        case _:
            talk.answer(one, chance.choice(["", "1", "2", "3", "a"]))


@pytest.mark.parametrize("seed", range(15))
def test_undo_leads_back_the_whole_way_and_redo_there_again(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - any will do
    talk = talk_of_all()
    states = [state(talk)]
    while len(states) < 12:
        with suppress(AnswerRefused, NoSuchQuestion):
            before = len(talk.steps)
            a_deed(talk, chance)
            if len(talk.steps) > before:
                states.append(state(talk))
    for past in reversed(states[:-1]):
        talk.undo()
        assert state(talk) == past
    assert not talk.can_undo
    for future in states[1:]:
        talk.redo()
        assert state(talk) == future
    assert not talk.can_redo


def test_a_new_deed_ends_what_could_be_done_again() -> None:
    talk = talk_of_all()
    talk.answer("/data/n", "2")
    talk.undo()
    before = talk.can_redo
    talk.note("/data/n", "x")
    assert (before, talk.can_redo) == (True, False)
    assert talk.redo() == ()


def test_a_time_that_was_found_out_comes_back_as_it_was() -> None:
    talk = talk_of_all()
    talk.answer("/data/n", "2")
    found = talk.get("/data/when").value
    assert found
    talk.undo()
    assert talk.get("/data/when").value == ""
    talk.redo()
    assert talk.get("/data/when").value == found
