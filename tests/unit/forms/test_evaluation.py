"""What is worked out after each change is what a full pass over everything gives."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest

from intake.domain.errors import AnswerRefused
from intake.forms import FormFaulty, Session
from intake.forms.whereabouts import below
from unit.forms.building import ask, begin, bind, form, repeat, resumed

OUTSIDE = [
    "/data/a + 1",
    "sum(/data/p/x)",
    "count(/data/p[x > 2])",
    "/data/p[position() = /data/a]/x",
    "/data/p[1]/c1",
    "concat(/data/p/y)",
    "sum(/data/p/q/z)",
    "indexed-repeat(/data/p/x, /data/p, /data/a)",
    "/data/p[last()]/x",
    "/data/p[x = /data/a]/q[1]/z",
    "count(//z)",
    "count(/data/p/*)",
    "if(/data/a = 1, /data/b, /data/p[2]/y)",
]
IN_A_REPEAT = [
    "../x + 1",
    "/data/p/x * 2",
    "position(..)",
    "sum(../../p/x)",
    "count(/data/p)",
    "indexed-repeat(/data/p/x, /data/p, position(..) - 1)",
    "/data/p[position() = position(current()/..) - 1]/x",
    "/data/p[x = current()/../x]/y",
    "../../p[1]/x",
    "sum(../q/z)",
    "concat(../y, /data/b)",
    "../preceding-sibling::p[1]/x",
    "/data/t",
]
DEEPER = [
    "../z + ../../x",
    "position(..)",
    "sum(../../q/z)",
    "/data/p/x",
    "../../../p[1]/q[1]/z",
    "position(../..)",
    "../../c1",
]
CONDITIONS = [
    "/data/a != 2",
    "/data/p[1]/x != 3",
    "sum(/data/p/x) < 8",
    "/data/b != 'hide'",
]


def a_form(chance: random.Random) -> tuple[str, str, str]:
    rules = bind("a", type="int") + bind("p/x", type="int") + bind("p/q/z", type="int")
    rules += bind("t", calculate=chance.choice(OUTSIDE))
    for name in ("c1", "c2"):
        rules += bind(f"p/{name}", calculate=chance.choice(IN_A_REPEAT))
    rules += bind("p/q/d", calculate=chance.choice(DEEPER))
    rules += bind("p", relevant=chance.choice(["/data/a != 3", "position() != 2"]))
    rules += bind("p/q", relevant=chance.choice(["../x != 2", "/data/b != 'q'"]))
    rules += bind(
        "p/y",
        relevant=chance.choice(CONDITIONS),
        required=chance.choice(CONDITIONS),
        readonly="/data/a = 7",
        constraint="/data/a < 9",
    )
    inside = ask("p/x", "<output value='../c1'/>, <output value='/data/t'/>")
    count = chance.choice(["", 'jr:count="../x"'])
    inside += ask("p/y") + repeat("p/q", ask("p/q/z"), count)
    instance = "<a>1</a><b/><t/><p><x>1</x><y/><c1/><c2/><q><z/><d/></q></p>"
    return instance, rules, ask("a") + ask("b") + repeat("p", inside)


def a_deed(talk: Session, chance: random.Random) -> None:
    people = talk.get("/data/p").count
    one = f"/data/p[{chance.randint(1, max(people, 1))}]"
    dice = chance.random()
    if dice < 0.2:
        talk.add_repeat("/data/p")
    elif dice < 0.3:
        talk.undo()
    elif dice < 0.45:
        talk.answer("/data/a", chance.choice(["1", "2", "3", "7", ""]))
    elif dice < 0.55:
        talk.answer("/data/b", chance.choice(["x", "hide", "q", ""]))
    elif people and dice < 0.65:
        talk.remove_repeat(one)
    elif people and dice < 0.7:
        talk.move_repeat(one, chance.randint(1, people))
    elif people and dice < 0.8:
        talk.add_repeat(f"{one}/q")
    elif people:
        name = chance.choice(["x", "y"])
        talk.answer(f"{one}/{name}", chance.choice(["1", "2", "3", ""]))


def state(talk: Session) -> list[object]:
    return [
        (
            item.ref,
            item.kept,
            item.value,
            item.relevant,
            item.required,
            item.readonly,
            item.validity,
            item.label,
        )
        for item in below(talk.root)
    ]


def full_pass(talk: Session) -> None:
    evaluation = talk._evaluation  # noqa: SLF001 - a full pass is no deed of anybody's
    for item in below(talk.root):
        item.forget_words()
    evaluation.agenda.push_inside(talk.root)
    evaluation.run()


@pytest.mark.parametrize("seed", range(60))
def test_working_out_what_changed_is_enough(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - any will do
    with suppress(FormFaulty):  # some of these forms lead back to themselves
        talk = begin(form(*a_form(chance)))
        for _ in range(20):
            with suppress(AnswerRefused):
                a_deed(talk, chance)
            before = state(talk)
            full_pass(talk)
            assert state(talk) == before


def test_most_of_these_forms_are_sound() -> None:
    sound = 0
    for seed in range(60):
        with suppress(FormFaulty):
            form(*a_form(random.Random(seed)))  # noqa: S311 - any will do
            sound += 1
    assert sound > 50


def test_a_rule_that_asks_the_clock_is_remembered() -> None:
    read = form(
        "<a/><b/>",
        bind("b", relevant="/data/a = 'x' and now() < '2025-01-01'"),
        ask("a") + ask("b"),
    )
    talk = begin(read)
    (step,) = talk.answer("/data/a", "x")
    assert [(one.ref, one.aspect, one.value) for one in step.outcomes] == [
        ("/data/b", "relevant", "true")
    ]
    later = resumed(talk)  # in 2030
    assert later.get("/data/b").relevant
    later.answer("/data/a", "")
    later.answer("/data/a", "x")
    assert [later.get("/data/b").relevant] == [False]


def test_what_cannot_be_worked_out_is_remembered_and_does_no_harm() -> None:
    read = form(
        "<a/><shown/><said/><p jr:template=''><n/></p>",
        bind("shown", relevant="if(/data/a = 'x', digest(1, 2), true())")
        + bind("said", calculate="if(/data/a = 'x', digest(1, 2), 'well')"),
        ask("a")
        + ask("shown")
        + repeat("p", ask("p/n"), "jr:count=\"if(/data/a = 'x', digest(1, 2), 2)\""),
    )
    talk = begin(read)
    assert talk.get("/data/p").count == 2
    talk.answer("/data/a", "x")
    assert talk.get("/data/shown").relevant
    assert talk.get("/data/said").value == ""
    assert talk.get("/data/p").count == 2
    assert {aspect for _, aspect in talk.errors} == {"relevant", "value", "count"}


def test_a_date_that_is_none_leaves_the_answer_blank() -> None:
    talk = begin(form("<a/>", bind("a", calculate="date(concat('2024-02-', 30))")))
    assert talk.get("/data/a").value == ""


def test_an_empty_repeat_is_asked_as_its_first_instance_would_be() -> None:
    read = form(
        "<a/><g><p jr:template=''><n/></p></g>",
        bind("g/p", relevant="/data/a = 'x'") + bind("g", relevant="/data/a != 'y'"),
        ask("a") + f"<group ref='/data/g'>{repeat('g/p', ask('g/p/n'))}</group>",
    )
    talk = begin(read)
    found = []
    for answer in ("", "x", "y"):
        talk.answer("/data/a", answer)
        found.append(talk.get("/data/g/p").relevant)
    assert found == [False, True, False]
