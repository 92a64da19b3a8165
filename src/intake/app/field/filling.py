"""Answers from a list instead of a keyboard: for scripts, tests and transcripts.

The list maps a question's path to its answer: ``{"/data/group/name": "…"}``, with
1-based positions on the entries of repeats, which are added as they are named. Where
two forms of a protocol have the same root, the part's name goes before the path:
``account:/data/…``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from intake.app.field.interviewing import Interview
from intake.domain.errors import AnswerRefused, NoSuchQuestion
from intake.domain.record import Missing
from intake.forms import Item, Kind, Validity

Value = None | bool | int | float | str | list[str] | dict[str, str]

_POSITION = re.compile(r"(.*?)\[(\d{1,6})\]")
_LONGEST_REPEAT = 10_000
_CHOOSING = {Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK}


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that was not taken, and why."""

    ref: str
    why: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of a list of answers."""

    taken: int
    refused: tuple[Refused, ...]


def fill(interview: Interview, answers: Mapping[str, Value], folder: Path) -> Filled:
    """Give the answers in the order of the list, as a person would.

    A question that only becomes relevant by a later answer is tried again after it.
    ``{"missing": "refused"}`` marks why there is no answer; ``{"file": "x.jpg"}``
    attaches a file, looked for in *folder*.
    """
    waiting = dict(answers)
    refused: list[Refused] = []
    taken = 0
    while waiting:
        later: dict[str, Value] = {}
        for key, value in waiting.items():
            try:
                part, item = _place(interview, key)
                if not item.relevant:
                    later[key] = value
                    continue
                _give(interview, part, item, value, folder)
                taken += 1
            except (AnswerRefused, NoSuchQuestion) as error:
                refused.append(Refused(key, str(error)))
        if len(later) == len(waiting):
            refused.extend(
                Refused(key, "This question is not asked, because of other answers.")
                for key in later
            )
            break
        waiting = later
    return Filled(taken, tuple(refused))


def _place(interview: Interview, key: str) -> tuple[str, Item]:
    """Find the part and the question, adding the repeat entries on the way."""
    name, colon, ref = key.partition(":/")
    ref = "/" + ref if colon else key
    root = ref.strip("/").partition("/")[0].partition("[")[0]
    parts = [
        part
        for part in interview.parts
        if part.session.form.root == root and (not colon or part.name == name)
    ]
    if len(parts) != 1:
        raise NoSuchQuestion(ref=key)
    part, session = parts[0].name, parts[0].session
    for match in _POSITION.finditer(ref):
        series, position = ref[: match.end(1)], int(match.group(2))
        if not 1 <= position <= _LONGEST_REPEAT:
            raise NoSuchQuestion(ref=key)
        item = session.get(series)
        while item.kind is Kind.REPEAT and item.count < position:
            if not item.can_add or not item.relevant:
                raise AnswerRefused(why="No entry can be added here.")
            interview.add_repeat(part, series)
    return part, session.get(ref)


def _give(
    interview: Interview, part: str, item: Item, value: Value, folder: Path
) -> None:
    if item.children or item.kind in {Kind.GROUP, Kind.REPEAT, Kind.INSTANCE}:
        raise AnswerRefused(why="This is a group of questions, not a question.")
    match value:
        case {"missing": str(reason)}:
            if reason not in set(Missing):
                raise AnswerRefused(why=f"The reasons are: {', '.join(Missing)}.")
            interview.mark(part, item.ref, Missing(reason))
        case {"file": str(name)}:
            if not (folder / name).is_file():
                raise AnswerRefused(why="There is no such file.")
            interview.attach(part, item.ref, folder / name)
        case dict() | [*_] if not _is_plain(value):
            raise AnswerRefused(why="This is not an answer.")
        case _:
            _answer(interview, part, item, _lexical(value))


def _answer(interview: Interview, part: str, item: Item, text: str) -> None:
    if item.readonly or item.kind is Kind.VALUE:
        raise AnswerRefused(why="This is worked out, not asked.")
    if item.kind in _CHOOSING and text:
        offered = {choice.value for choice in item.choices}
        given = [text] if item.kind is Kind.SELECT_ONE else text.split()
        if not set(given) <= offered:
            raise AnswerRefused(why="This is not one of the choices.")
    interview.answer(part, item.ref, text or None)
    if item.validity is Validity.CONSTRAINT:
        why = item.plain("message") or "The form does not allow this value."
        interview.undo()
        raise AnswerRefused(why=why)


def _is_plain(value: Value) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _lexical(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return " ".join(str(each) for each in value)
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
