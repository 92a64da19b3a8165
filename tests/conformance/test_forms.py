"""Real forms, filled at random: nothing breaks, and resuming gives the same state."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from lxml import etree

from intake.domain.canonical import decode, encode
from intake.domain.errors import AnswerRefused
from intake.domain.record import Missing
from intake.forms import FormFaulty, Item, Kind, Session, Step, read_form
from intake.forms.conversion import convert

if TYPE_CHECKING:
    from pathlib import Path

    from conformance.conftest import Tally
    from intake.forms import Form

NOW = datetime(2024, 5, 15, 13, 14, 15, tzinfo=UTC)
STEPS = 500
QUESTIONS = {
    Kind.INPUT,
    Kind.SELECT_ONE,
    Kind.SELECT_MULTIPLE,
    Kind.RANK,
    Kind.RANGE,
    Kind.TRIGGER,
    Kind.UPLOAD,
}
TYPED = {
    "int": ["0", "1", "7", "19", "33", "-4", "250"],
    "decimal": ["0", "1.5", "36.6", "-2.25"],
    "date": ["2024-05-15", "1999-12-31", "2001-02-03", "2024-05-14"],
    "time": ["10:00:00", "23:59:59"],
    "dateTime": ["2024-05-15T10:00:00", "2020-01-01T00:00:00Z"],
    "geopoint": ["12.5 44.25", "0 0 0 0"],
    "geotrace": ["1 1 0 0;2 2 0 0"],
    "geoshape": ["1 1 0 0;2 2 0 0;3 1 0 0;1 1 0 0"],
    "boolean": ["true", "false"],
}
TEXTS = ["a", "b", "yes", "ئۇيغۇرچە", "3", "<output value='/data'/>", "two words"]


def everything(item: Item) -> list[Item]:
    found, stack = [], [item]
    while stack:
        one = stack.pop()
        found.append(one)
        stack += reversed(one.children)
    return found


def state(session: Session) -> list[object]:
    """Give all that a window could show."""
    return [
        (
            item.ref,
            item.kind,
            item.kept,
            item.value,
            item.relevant,
            item.required,
            item.readonly,
            item.validity,
            item.message,
            item.label,
            item.hint,
            [choice.value for choice in item.choices] if item.relevant else [],
            item.lost,
            item.missing,
            item.note,
            item.count,
        )
        for item in everything(session.root)
    ]


def an_answer(item: Item, chance: random.Random) -> str:
    if chance.random() < 0.1:
        return ""
    values = [choice.value for choice in item.choices[:200]]
    match item.kind:
        case Kind.SELECT_ONE if values:
            return chance.choice(values)
        case Kind.SELECT_MULTIPLE | Kind.RANK if values:
            return " ".join(chance.sample(values, chance.randint(1, len(values))))
        case Kind.TRIGGER:
            return "OK"
        case Kind.UPLOAD:
            return "attachment-1.bin"
        case _:
            return chance.choice(TYPED.get(item.type, TEXTS))


def a_place(session: Session, chance: random.Random) -> Item:
    """Go down from the root, taking any turn, until something says stop."""
    item = session.root
    while item.children and chance.random() < 0.95:
        item = chance.choice(item.children)
    return item


def a_deed_of_repeats(session: Session, item: Item, chance: random.Random) -> None:
    if item.kind is Kind.REPEAT:
        if item.count < 4:
            session.add_repeat(item.ref)
    elif chance.random() < 0.5:
        session.remove_repeat(item.ref)
    else:
        session.move_repeat(item.ref, chance.randint(1, item.count))


def a_deed(session: Session, chance: random.Random) -> None:
    item = a_place(session, chance)
    dice = chance.random()
    try:
        if dice < 0.06:
            session.undo()
        elif dice < 0.09:
            session.redo()
        elif item.kind in (Kind.REPEAT, Kind.INSTANCE):
            a_deed_of_repeats(session, item, chance)
        elif dice < 0.12:
            session.mark(item.ref, chance.choice([None, *Missing]))
        elif dice < 0.14:
            session.note(item.ref, "a note")
        elif item.kind in QUESTIONS:
            session.answer(item.ref, an_answer(item, chance))
    except AnswerRefused:
        pass
    if session.languages and dice > 0.98:
        session.set_language(chance.choice(session.languages))


def fill(form: Form, seed: int) -> Session:
    chance = random.Random(seed)  # noqa: S311 - any answers will do
    session = Session(form, now=lambda: NOW, random=chance)
    for count in range(STEPS):
        a_deed(session, chance)
        if count % 50 == 0:
            session.problems()
            session.progress()
            state(session)
    return session


def again(session: Session) -> Session:
    """Resume from what the journal would hold."""
    lines = [encode(step.to_json()) for step in session.steps]
    return Session.resume(
        session.form,
        [Step.from_json(decode(line)) for line in lines],
        now=lambda: datetime(2031, 1, 1, tzinfo=UTC),
        random=random.Random(99),  # noqa: S311 - must not matter
        language=session.language,
    )


def first_difference(ours: list[object], theirs: list[object]) -> str | None:
    for one, other in zip(ours, theirs, strict=False):
        if one != other:
            return f"{one} is resumed as {other}"
    return None if len(ours) == len(theirs) else "another number of places"


def trouble(form: Form, seed: int) -> str | None:
    session = fill(form, seed)
    etree.fromstring(session.submission())
    return first_difference(state(session), state(again(session)))


def test_fills_saves_and_resumes_real_forms(material: Path, tally: Tally) -> None:
    for path in sorted((material / "forms").iterdir()):
        if path.suffix not in (".xml", ".xlsx", ".xls", ".md", ".csv"):
            continue
        if path.name == "SOURCES.md":
            continue
        form = taken_in(path)
        if form is not None:
            tally.add(path.name, trouble(form, 1))
    tally.check()


def taken_in(path: Path) -> Form | None:
    """Read the form; one that cannot be read must say why, at every fault."""
    try:
        conversion = convert(path.read_bytes(), path.name)
        return read_form(conversion.xform, conversion.resources, conversion.rows)
    except FormFaulty as faulty:
        if not all(fault.what and fault.mend for fault in faulty.faults):
            raise
        return None
