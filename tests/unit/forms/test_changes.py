"""What one deed changed is kept item by item, so that it can be taken back."""

from __future__ import annotations

from intake.domain.record import Missing
from intake.forms import Session
from intake.forms.changes import (
    Came,
    Change,
    MarkChange,
    Moved,
    NoteChange,
    ValueChange,
    Went,
)
from unit.forms.building import ask, bind, repeat, session


def last(talk: Session) -> list[Change]:
    telling = talk._telling  # noqa: SLF001 - the changes are nobody else's to see
    return telling.done[-1]


def talk_of_people() -> Session:
    return session(
        "<n>2</n><twice/><p><name/></p><p><name/></p>",
        bind("twice", calculate="/data/n * 2"),
        ask("n") + repeat("p", ask("p/name")),
    )


def test_an_answer_changes_itself_and_what_follows_from_it() -> None:
    talk = talk_of_people()
    talk.answer("/data/n", "3")
    assert last(talk) == [
        ValueChange(talk.get("/data/n"), "2", "3"),
        ValueChange(talk.get("/data/twice"), "4", "6"),
    ]


def test_an_answer_takes_the_place_of_a_reason() -> None:
    talk = talk_of_people()
    name = talk.get("/data/p[1]/name")
    talk.mark(name.ref, Missing.UNKNOWN)
    assert last(talk) == [MarkChange(name, None, Missing.UNKNOWN)]
    talk.answer(name.ref, "Alder")
    assert last(talk) == [
        MarkChange(name, Missing.UNKNOWN, None),
        ValueChange(name, "", "Alder"),
    ]


def test_a_note_changes_and_the_same_note_does_not() -> None:
    talk = talk_of_people()
    talk.note("/data/n", "counted twice")
    assert last(talk) == [NoteChange(talk.get("/data/n"), "", "counted twice")]
    talk.note("/data/n", "counted twice")
    assert last(talk) == []


def test_instances_come_go_and_move() -> None:
    talk = talk_of_people()
    series = talk.get("/data/p")
    first, second = series.instances
    talk.move_repeat("/data/p[2]", 1)
    assert last(talk) == [Moved(series, 1, 0)]
    talk.remove_repeat("/data/p[1]")
    assert last(talk) == [Went(series, second, 0)]
    talk.add_repeat("/data/p")
    assert series.instances[0] is first
    assert last(talk) == [Came(series, series.instances[1], 1)]


def test_an_instance_beyond_the_count_is_put_aside_not_thrown_away() -> None:
    talk = session(
        "<n>2</n><p jr:template=''><name/></p>",
        bind("n", type="int"),
        ask("n") + repeat("p", ask("p/name"), 'jr:count="/data/n"'),
    )
    series = talk.get("/data/p")
    second = series.instances[1]
    talk.answer("/data/n", "1")
    assert Went(series, second, 1, parked=True) in last(talk)
    talk.answer("/data/n", "2")
    assert Came(series, second, 1, parked=True) in last(talk)
