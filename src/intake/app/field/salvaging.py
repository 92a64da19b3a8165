"""Saving what can be read of a draft that the disk has damaged.

A new draft takes every line of the old one's journal that still opens, and every file
that is still whole. The old one stays as it is until the person discards it.
"""

import contextlib
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from intake import vault as store
from intake.app.field import interviewing, media, protocols
from intake.app.field.interviewing import Clock, Interview
from intake.app.field.media import Medium
from intake.app.opening import Opened, require
from intake.app.reading import answers
from intake.app.wholeness import is_whole
from intake.domain import protocol as outlines
from intake.domain.canonical import decode, encode
from intake.domain.custody import Event
from intake.domain.errors import (
    AlreadySealed,
    NoSuchInterview,
    NothingDamaged,
    Salvaged,
    SalvagedBefore,
)
from intake.domain.people import Role
from intake.domain.record import InterviewState
from intake.forms import Deed, Session, Step
from intake.vault import custody, drafts, interviews, journal
from intake.vault.interviews import Interview as Row
from intake.vault.journal import JournalLine

_AS = "salvaged"
_COUNTING = {Deed.UNDO, Deed.REDO}


@dataclass(frozen=True, slots=True)
class Saved:
    """A new draft with what could be read. ``lines`` and ``files`` count the lost."""

    interview: Interview
    before: str
    lines: int
    files: int

    @property
    def sentence(self) -> Salvaged:
        """What the person is told."""
        return Salvaged(
            name=self.before,
            draft=self.interview.name,
            steps=self.lines,
            files=self.files,
        )


def salvage(opened: Opened, key: str, clock: Clock) -> Saved:
    """Begin a draft with everything of a damaged interview that can still be read.

    Answers by a file that is gone are cleared. After a gap nothing is undone or done
    again, for nobody knows what it was: what had been taken back may be there, so it
    must be read through. Raises NothingDamaged, SalvagedBefore, AlreadySealed,
    DiskFull, DiskFailed, and VaultDamaged if the form itself is gone.
    """
    require(opened, Role.INTERVIEWER)
    row = interviews.get(opened.vault, key)
    if row.state not in {InterviewState.DRAFT, InterviewState.READY}:
        raise AlreadySealed
    _refuse_twice(opened, row)
    lines = journal.salvage(opened.vault, key)
    lost = max(0, journal.length(opened.vault, key) - len(lines))
    known = media.read(lines)
    gone = {each.object for each in known if not is_whole(opened, each.object)}
    if not (lost or gone) and journal.is_sound(opened.vault, key):
        raise NothingDamaged
    protocol = outlines.from_json(row.protocol)
    steps = _steps(lines)
    for part in protocol.parts:
        mine = steps.get(part.name, [])
        if mine and mine[0][1].deed is not Deed.BEGIN:
            mine.insert(0, (mine[0][0], _beginning(opened, part.form, clock)))
    fresh = secrets.token_hex(16)
    with store.transaction(opened.vault):
        drafts.create_key(opened.vault, fresh)
        name, now = interviews.new_name(opened.vault), clock()
        state = InterviewState.DRAFT
        draft = replace(row, id=fresh, name=name, state=state, changed=now)
        interviews.add(opened.vault, draft)
        detail = {"protocol": protocol.id, _AS: key}
        custody.record(opened.vault, Event.CREATED, fresh, detail, now)
        for part_name, taken in steps.items():
            for time, step in taken:
                line = encode({"part": part_name, "step": step.to_json()})
                journal.append(opened.vault, fresh, [line], time)
        for each in known:
            if each.object not in gone:
                moved = media.move(opened, each, fresh)
                line = encode({"medium": media.to_json(moved)})
                journal.append(opened.vault, fresh, [line], now)
        interview = interviewing.resume(opened, fresh, clock)
        _clear(interview, [each for each in known if each.object in gone])
        interviewing.keep(opened, key, about={_AS: fresh})
    interview.keep_counts()
    return Saved(interview, row.name, lost, len(gone))


def _refuse_twice(opened: Opened, row: Row) -> None:
    match row.about:
        case {"salvaged": str(fresh)}:
            with contextlib.suppress(NoSuchInterview):
                name = interviews.get(opened.vault, fresh).name
                raise SalvagedBefore(draft=name)
        case _:
            pass


def _steps(lines: Sequence[JournalLine]) -> dict[str, list[tuple[datetime, Step]]]:
    """Give the steps by part, without undoing and redoing after a gap."""
    found: dict[str, list[tuple[datetime, Step]]] = {}
    for expected, line in enumerate(lines, start=1):
        match decode(line.data):
            case {"part": str(part), "step": value}:
                step = Step.from_json(value)
                if line.sequence == expected or step.deed not in _COUNTING:
                    found.setdefault(part, []).append((line.time, step))
            case _:
                pass
    return found


def _beginning(opened: Opened, form: str, clock: Clock) -> Step:
    chance = random.Random(secrets.randbits(128))  # noqa: S311 - a form's random()
    session = Session(protocols.load(opened, form), now=clock, random=chance)
    return session.steps[0]


def _clear(interview: Interview, gone: Sequence[Medium]) -> None:
    names = {(each.part, each.name) for each in gone}
    for part in interview.parts:
        for ref, value in dict(answers(part.session.root)).items():
            if (part.name, value) in names:
                interview.answer(part.name, ref, None)
