"""A form with one of everything, and hands that answer it on the real engine."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import Event

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from intake.domain.errors import AnswerRefused
from intake.domain.record import InterviewState, Missing
from intake.forms import Form, Item, Problem, Session, read_form
from intake.forms.conversion import convert
from intake.ui.jobs import Job, Report

EVERYTHING = Path(__file__).parent / "gui" / "everything.md"
ENGLISH, UYGHUR = "English (en)", "Uyghur (ug)"
NOON = datetime(2026, 11, 23, 14, 2, 31, tzinfo=UTC)


@cache
def everything() -> Form:
    """Return the form with one of everything; converted once for all tests."""
    made = convert(EVERYTHING.read_bytes(), EVERYTHING.name)
    return read_form(made.xform, made.resources, made.rows)


def converted(text: str) -> Form:
    """Return a form written as a table in *text*."""
    made = convert(text.encode(), "form.md")
    return read_form(made.xform, made.resources, made.rows)


def fresh(form: Form | None = None) -> Session:
    """Return a new session, of the form with everything unless told otherwise."""
    chance = random.Random(1)  # noqa: S311 - the same each time
    return Session(form or everything(), now=lambda: NOON, random=chance)


def find(session: Session, name: str) -> Item:
    """Return the question *name*, wherever it stands."""

    def search(item: Item) -> Item | None:
        if item.ref.rpartition("/")[2].partition("[")[0] == name:
            return item
        found = (search(child) for child in item.children)
        return next((one for one in found if one is not None), None)

    item = search(session.root)
    assert item is not None, name
    return item


def settle() -> None:
    """Let Qt show what was added and throw away what was removed."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@dataclass
class Asking:
    """Hands on one session; what else was done is kept as words in ``done``."""

    session: Session
    done: list[str] = field(default_factory=list)
    after: Callable[[], object] = lambda: None
    files: dict[str, bytes] = field(default_factory=dict)
    job: Job | None = None
    held: dict[tuple[str, bool], str] = field(default_factory=dict)

    def answer(self, ref: str, value: str) -> str:
        try:
            self.session.answer(ref, value)
        except AnswerRefused as error:
            return str(error)
        self.done.append(f"{ref.rpartition('/')[2]}={value}")
        self.after()
        return ""

    def mark(self, ref: str, missing: Missing | None) -> None:
        self.session.mark(ref, missing)
        self.after()

    def note(self, ref: str, text: str) -> None:
        self.session.note(ref, text)
        self.after()

    def hold(self, ref: str, text: str, *, note: bool = False) -> None:
        self.held[ref, note] = text

    def add(self, ref: str) -> None:
        self.session.add_repeat(ref)
        self.after()

    def open(self, ref: str) -> None:
        self.done.append(f"open {ref}")

    def remove(self, ref: str, title: str) -> None:
        self.done.append(f"remove {title}")
        self.session.remove_repeat(ref)
        self.after()

    def move(self, ref: str, to: int) -> None:
        self.done.append(f"move {ref} {to}")
        self.session.move_repeat(ref, to)
        self.after()

    def attach(self, ref: str, path: Path) -> str:
        self.files[path.name] = path.read_bytes()
        return self.answer(ref, path.name)

    def attach_drawn(self, ref: str, name: str, data: bytes) -> str:
        self.files[name] = data
        return self.answer(ref, name)

    def taking(self, _ref: str) -> Job | None:
        return self.job

    def file_of(self, _ref: str, value: str) -> tuple[str, int]:
        return f"file {value}", len(self.files.get(value, b""))

    def content(self, ref: str, most: int) -> bytes:
        found = self.files.get(self.session.get(ref).value, b"")
        return found if len(found) <= most else b""

    def resource(self, _ref: str, name: str) -> bytes:
        return self.files.get(name, b"")

    def go_on(self, ref: str) -> None:
        self.done.append(f"after {ref.rpartition('/')[2]}")


@dataclass(frozen=True)
class Part:
    """A part of an interview."""

    name: str
    title: str
    session: Session


@dataclass(frozen=True)
class Trouble:
    """A problem and its part."""

    part: str
    problem: Problem


@dataclass(frozen=True)
class Taken:
    """A file taken in."""

    name: str
    original: str
    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)


class Draft:
    """An interview on the real engine, without a vault under it."""

    name = "Juniper 14"

    def __init__(self, *parts: tuple[str, Form]) -> None:
        self.state = InterviewState.DRAFT
        self.parts = tuple(
            Part(name, name.capitalize(), fresh(form)) for name, form in parts
        )
        self.place = ("", "", "")
        self.fails: Exception | None = None
        self.held: dict[tuple[str, str, bool], str] = {}
        self.media: list[Taken] = []
        self.resources: dict[str, bytes] = {}
        self.slow = Event()
        self._deeds: list[str] = []

    @property
    def languages(self) -> tuple[str, ...]:
        named = (one for part in self.parts for one in part.session.languages)
        return tuple(dict.fromkeys(named))

    def session(self, part: str) -> Session:
        return next(each.session for each in self.parts if each.name == part)

    def set_language(self, language: str) -> None:
        for part in self.parts:
            if language in part.session.languages:
                part.session.set_language(language)

    def answer(self, part: str, ref: str, value: str | None) -> None:
        if self.fails is not None:
            raise self.fails
        self.session(part).answer(ref, value)
        self._deeds.append(part)

    def mark(self, part: str, ref: str, missing: Missing | None) -> None:
        self.session(part).mark(ref, missing)
        self._deeds.append(part)

    def note(self, part: str, ref: str, text: str) -> None:
        self.session(part).note(ref, text)
        self._deeds.append(part)

    def hold(self, part: str, ref: str, text: str, *, note: bool = False) -> None:
        if self.fails is not None:
            raise self.fails
        self.held[part, ref, note] = text

    def add_repeat(self, part: str, ref: str) -> None:
        self.session(part).add_repeat(ref)
        self._deeds.append(part)

    def remove_repeat(self, part: str, ref: str) -> None:
        self.session(part).remove_repeat(ref)
        self._deeds.append(part)

    def move_repeat(self, part: str, ref: str, to: int) -> None:
        self.session(part).move_repeat(ref, to)
        self._deeds.append(part)

    def undo(self) -> str | None:
        if not self._deeds:
            return None
        part = self._deeds.pop()
        self.session(part).undo()
        return part

    def redo(self) -> str | None:
        part = self.parts[0].name
        return part if self.session(part).redo() else None

    def take_in(self, part: str, path: Path, report: Report) -> Taken:
        assert part in {each.name for each in self.parts}
        while self.slow.is_set():
            report(1, 2)
            self.slow.wait(0)
        return Taken(path.name, path.name, path.read_bytes())

    def take_in_drawn(self, part: str, name: str, data: bytes, report: Report) -> Taken:
        assert part in {each.name for each in self.parts}
        report(1, 1)
        return Taken(name, name, data)

    def keep_medium(self, part: str, ref: str, medium: Taken) -> None:
        self.answer(part, ref, medium.name)
        self.media.append(medium)

    def play(self, part: str, ref: str) -> Iterator[bytes]:
        value = self.session(part).get(ref).value
        yield from (each.data for each in self.media if each.name == value)

    def resource(self, _part: str, name: str) -> bytes:
        return self.resources.get(name, b"")

    def problems(self) -> tuple[Trouble, ...]:
        return tuple(
            Trouble(part.name, problem)
            for part in self.parts
            for problem in part.session.problems()
        )

    def remember_place(self, part: str, ref: str, language: str) -> None:
        self.place = (part, ref, language)
