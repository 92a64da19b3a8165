"""Plausible answers to any form, for a demonstration; nobody said them."""

import random
from collections.abc import Iterator

from intake.app.field.interviewing import Interview
from intake.domain.errors import AnswerRefused
from intake.domain.record import Missing
from intake.forms import Item, Kind, Validity

ROUNDS = 6
_BY_TYPE = {
    "int": ("3", "1", "25", "0", "2017", "100"),
    "integer": ("3", "1", "25", "0", "2017", "100"),
    "decimal": ("2.5", "1", "36.6", "0"),
    "date": ("2017-03-21", "2001-05-04", "2026-01-15"),
    "time": ("14:05:00.000", "08:30:00.000"),
    "dateTime": ("2017-03-21T14:05:00.000Z", "2026-01-15T08:30:00.000Z"),
    "geopoint": ("12.5 45.25 0 0",),
    "geotrace": ("12.5 45.25 0 0;12.6 45.3 0 0",),
    "geoshape": ("12.5 45.25 0 0;12.6 45.3 0 0;12.7 45.2 0 0;12.5 45.25 0 0",),
    "boolean": ("true", "false"),
    "barcode": ("4006381333931",),
}
_TEXTS = ("As remembered.", "2017", "Fictional", "a@example.org", "0123456789", "A1")


def fill(interview: Interview, seed: int = 1) -> int:
    """Answer every question that is asked and return how many answers were given.

    What no tried value satisfies is marked as refused, as a person would.
    """
    chance = random.Random(seed)  # noqa: S311 - made-up answers
    given = 0
    for _ in range(ROUNDS):
        before = given
        for part in interview.parts:
            for item in list(_open_questions(part.session.root)):
                if item.kind is Kind.REPEAT:
                    if item.count == 0 and item.can_add:
                        interview.add_repeat(part.name, item.ref)
                        given += 1
                elif _answer(interview, part.name, item, chance):
                    given += 1
        if given == before:
            break
    return given


def _open_questions(item: Item) -> Iterator[Item]:
    if not item.relevant:
        return
    if item.kind is Kind.REPEAT and item.count == 0:
        yield item
    for child in item.children:
        yield from _open_questions(child)
    asked = item.kind not in {Kind.ROOT, Kind.GROUP, Kind.REPEAT, Kind.INSTANCE}
    blank = not item.value and item.missing is None
    if asked and item.kind is not Kind.VALUE and not item.readonly and blank:
        yield item


def _answer(interview: Interview, part: str, item: Item, chance: random.Random) -> bool:
    if item.kind is Kind.NOTE or not item.relevant:
        return False
    for value in _candidates(item, chance):
        try:
            interview.answer(part, item.ref, value)
        except AnswerRefused:
            continue
        if item.validity is Validity.OK:
            return True
        interview.answer(part, item.ref, None)
    interview.mark(part, item.ref, Missing.REFUSED)
    return True


def _candidates(  # noqa: PLR0911 - one answer a kind
    item: Item, chance: random.Random
) -> tuple[str, ...]:
    values = [choice.value for choice in item.choices]
    match item.kind:
        case Kind.SELECT_ONE:
            return tuple(chance.sample(values, min(len(values), 4)))
        case Kind.SELECT_MULTIPLE:
            few = chance.sample(values, min(len(values), 2))
            return (*few, " ".join(few)) if few else ()
        case Kind.RANK:
            return (" ".join(values),) if values else ()
        case Kind.TRIGGER:
            return ("OK",)
        case Kind.UPLOAD:
            return ()
        case Kind.RANGE:
            start = item.parameters.get("start", "1")
            return (start, item.parameters.get("end", start))
        case _:
            return _BY_TYPE.get(item.type, _TEXTS)
