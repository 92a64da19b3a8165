"""Taking an interview: every answer is durable before the cursor moves on.

An interview is a set of form sessions, one for each part of its protocol. Each deed
goes to the session, and the steps it made go to the vault's journal in one
transaction; only when that has returned is the deed done. Opening an interview again
replays the journal.
"""

import random
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from intake import vault as store
from intake.app.field import media, midword, protocols, whereabouts
from intake.app.field.parts import PartProblem, PartSession
from intake.app.field.writing import Pen
from intake.app.opening import Opened, require
from intake.app.reading import answers
from intake.app.reports import Report, silent
from intake.domain import completeness
from intake.domain.canonical import decode, encode
from intake.domain.custody import Event
from intake.domain.errors import AlreadySealed, NoSuchInterview, NotADraft
from intake.domain.people import Role
from intake.domain.protocol import Audience, Protocol, from_json, to_json
from intake.domain.record import InterviewState, Missing
from intake.forms import Problem, Session, Step, Validity
from intake.vault import custody, drafts, interviews, journal, objects
from intake.vault.interviews import Interview as Row

Clock = Callable[[], datetime]

Listed = Row
"""An interview as the list shows it."""


class Interview:
    """A testimony being taken. Make one with `begin` or `resume`."""

    def __init__(
        self,
        opened: Opened,
        row: Row,
        protocol: Protocol,
        clock: Clock,
        lines: Iterable[tuple[str, Step]],
        kept: tuple[media.Medium, ...],
    ) -> None:
        """Replay *lines* (part and step) into a session for each part."""
        self.opened = opened
        self.id = row.id
        self.name = row.name
        self.state = row.state
        self.protocol = protocol
        self.media = kept
        self._clock = clock
        self._pen = Pen(opened.vault, row.id, clock)
        self._deeds: list[str] = []
        self._undone: list[str] = []
        self._midword = midword.Midword(opened, row.id)
        steps: dict[str, list[Step]] = {part.name: [] for part in protocol.parts}
        for part, step in lines:
            steps[part].append(step)
        self.parts = tuple(
            PartSession(
                part.name,
                part.title,
                part.audience,
                self._session(part.form, steps[part.name]),
            )
            for part in protocol.parts
        )
        for each in self.parts:
            # The first load, or the change to a newer version of the form.
            fresh = each.session.steps[len(steps[each.name]) :]
            if fresh:
                self._keep(each.name, fresh)

    def _session(self, digest: str, steps: list[Step]) -> Session:
        form = protocols.load(self.opened, digest)
        chance = random.Random(secrets.randbits(128))  # noqa: S311 - a form's random()
        if steps:
            return Session.resume(form, steps, now=self._clock, random=chance)
        return Session(form, now=self._clock, random=chance)

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language that any of the forms can be asked in."""
        seen = [name for part in self.parts for name in part.session.form.languages]
        return tuple(dict.fromkeys(seen))

    def session(self, part: str) -> Session:
        """Give the session of a part."""
        return next(each.session for each in self.parts if each.name == part)

    def set_language(self, language: str) -> None:
        """Ask in *language* wherever a form has it."""
        for part in self.parts:
            if language in part.session.form.languages:
                part.session.set_language(language)

    def answer(self, part: str, ref: str, value: str | None) -> None:
        """Store an answer (None clears it); durable on return.

        Raises AnswerRefused, DiskFull or DiskFailed; after the last two the answer is
        kept in memory and stored with the next one.
        """
        self._do(part, lambda session: session.answer(ref, value), (part, ref, False))

    def mark(self, part: str, ref: str, missing: Missing | None) -> None:
        """Store why there is no answer; None takes the mark away."""
        self._do(part, lambda session: session.mark(ref, missing))

    def note(self, part: str, ref: str, text: str) -> None:
        """Store the interviewer's note beside an answer."""
        self._do(part, lambda session: session.note(ref, text), (part, ref, True))

    def hold(self, part: str, ref: str, text: str, *, note: bool = False) -> None:
        """Keep letters that are no answer (or *note*) yet; durable on return.

        They are given as one when the interview is opened again and nothing newer
        was; "" forgets them. Raises DiskFull or DiskFailed.
        """
        self._refuse_unless_draft()
        self._midword.hold((part, ref, note), text)

    def add_repeat(self, part: str, ref: str) -> None:
        """Add an entry at the end of a repeat."""
        self._do(part, lambda session: session.add_repeat(ref))

    def remove_repeat(self, part: str, ref: str) -> None:
        """Take an entry out of a repeat; undo brings it back."""
        self._do(part, lambda session: session.remove_repeat(ref))

    def move_repeat(self, part: str, ref: str, to: int) -> None:
        """Move an entry of a repeat to another position, counted from 1."""
        self._do(part, lambda session: session.move_repeat(ref, to))

    def undo(self) -> str | None:
        """Take the last deed back and name its part; None when there is none."""
        self._refuse_unless_draft()
        while self._deeds:
            part = self._deeds.pop()
            steps = self.session(part).undo()
            if steps:
                self._undone.append(part)
                self._keep(part, steps)
                return part
        return None

    def redo(self) -> str | None:
        """Do again what was undone last and name its part; None when there is none."""
        self._refuse_unless_draft()
        while self._undone:
            part = self._undone.pop()
            steps = self.session(part).redo()
            if steps:
                self._deeds.append(part)
                self._keep(part, steps)
                return part
        return None

    def attach(self, part: str, ref: str, path: Path, report: Report = silent) -> None:
        """Encrypt a file into the vault and make it the answer of a question.

        Raises AnswerRefused, FileUnreadable, DiskFull, DiskFailed or Cancelled;
        nothing is then left of it.
        """
        self.session(part).get(ref)
        self.keep_medium(part, ref, self.take_in(part, path, report))

    def take_in(self, part: str, path: Path, report: Report = silent) -> media.Medium:
        """Encrypt a file for *part*, from any thread; `keep_medium` makes it count.

        Raises FileUnreadable, DiskFull, DiskFailed or Cancelled.
        """
        self._refuse_unless_draft()
        where = (part, self._audience(part))
        return media.take_in(self.opened, self.id, where, path, report)

    def take_in_drawn(
        self, part: str, name: str, data: bytes, report: Report = silent
    ) -> media.Medium:
        """Encrypt what was made in the program itself; the same."""
        self._refuse_unless_draft()
        where = (part, self._audience(part))
        return media.take_in_drawn(self.opened, self.id, where, (name, data), report)

    def keep_medium(self, part: str, ref: str, medium: media.Medium) -> None:
        """Make what was taken in the answer of a question; if it can't be, remove it.

        Raises AnswerRefused, DiskFull or DiskFailed.
        """
        before = (self.media, list(self._pen.waiting), list(self._deeds))
        answered = False
        try:
            with store.transaction(self.opened.vault):
                self._pen.write([encode({"medium": media.to_json(medium)})])
                self.media = (*self.media, medium)
                self.answer(part, ref, medium.name)
                answered = True
        except BaseException:
            self.media, self._pen.waiting, self._deeds = before
            if answered:
                self.session(part).undo()
            objects.remove(self.opened.vault, [medium.object])
            raise

    def play(self, part: str, ref: str) -> Iterator[bytes]:
        """Give the file that answers a question, block by block, nothing if none does.

        Raises NoSuchQuestion, VaultDamaged.
        """
        name = self.session(part).get(ref).value
        found = [one for one in self.media if (one.part, one.name) == (part, name)]
        return media.play(self.opened, found[0]) if found else iter(())

    def resource(self, part: str, name: str) -> bytes:
        """Give a file that came with the form of *part*, nothing if it did not."""
        digest = self.session(part).form.digest
        return protocols.kept(self.opened, digest).resources.get(name, b"")

    def _audience(self, part: str) -> Audience:
        return next(each.audience for each in self.parts if each.name == part)

    def problems(self) -> tuple[PartProblem, ...]:
        """List what is missing or wrong, in the order of the questions."""
        found = [
            PartProblem(part.name, problem)
            for part in self.parts
            for problem in part.session.problems()
        ]
        if self.protocol.id == protocols.BUILT_IN:
            seen = {each.problem.ref for each in found}
            found.extend(
                self._problem(rule)
                for rule in completeness.blockers(self.values())
                if rule.ref not in seen
            )
        return tuple(found)

    def _problem(self, rule: completeness.Blocker) -> PartProblem:
        part = rule.ref.split("/")[1]
        label = self.session(part).get(rule.ref).plain()
        problem = Problem(rule.ref, Validity.REQUIRED, rule.sentence, label)
        return PartProblem(part, problem)

    def values(self) -> dict[str, dict[str, str]]:
        """Give the relevant answers of every part, by ref, for the closing rules."""
        return {part.name: dict(answers(part.session.root)) for part in self.parts}

    def remember_place(self, part: str, ref: str, language: str) -> None:
        """Keep where the person is, to open there again."""
        here = whereabouts.Place(self.id, part, ref, language)
        whereabouts.remember(self.opened, here)

    def keep_counts(self) -> None:
        """Write how much is answered and to check, for the list of interviews."""
        asked_in = [part.session.language for part in self.parts]
        keep(
            self.opened,
            self.id,
            answered=sum(part.session.progress().answered for part in self.parts),
            to_check=len(self.problems()),
            languages=tuple(dict.fromkeys(each for each in asked_in if each)),
        )

    def store_again(self) -> None:
        """Try once more to store what the disk refused before.

        The room that is kept back for this is used. Raises DiskFull or DiskFailed as
        long as the disk refuses.
        """
        self._pen.write_again()

    def _do(
        self,
        part: str,
        deed: Callable[[Session], Sequence[Step]],
        typed: midword.Key | None = None,
    ) -> None:
        self._refuse_unless_draft()
        steps = deed(self.session(part))
        if not steps:
            return
        self._deeds.append(part)
        self._undone.clear()
        if typed not in self._midword.typed:
            self._keep(part, steps)
            return
        with store.transaction(self.opened.vault):
            self._keep(part, steps)
            self._midword.hold(typed, "")

    def _keep(self, part: str, steps: Sequence[Step]) -> None:
        self._refuse_unless_draft()
        lines = [encode({"part": part, "step": step.to_json()}) for step in steps]
        self._pen.write(lines)

    def _refuse_unless_draft(self) -> None:
        if self.state is not InterviewState.DRAFT:
            raise NotADraft


def begin(opened: Opened, protocol: Protocol, clock: Clock) -> Interview:
    """Begin an interview under a new code name. Raises WrongDesk at the desk."""
    require(opened, Role.INTERVIEWER)
    now = clock()
    key = secrets.token_hex(16)
    with store.transaction(opened.vault):
        drafts.create_key(opened.vault, key)
        row = Row(
            id=key,
            name=interviews.new_name(opened.vault),
            state=InterviewState.DRAFT,
            protocol=to_json(protocol),
            languages=(),
            begun=now,
            changed=now,
        )
        interviews.add(opened.vault, row)
        custody.record(opened.vault, Event.CREATED, key, {"protocol": protocol.id}, now)
        return Interview(opened, row, protocol, clock, (), ())


def resume(opened: Opened, key: str, clock: Clock) -> Interview:
    """Open a draft, or a finished interview that is not sealed yet, as it was.

    Raises NoSuchInterview, AlreadySealed, or VaultDamaged.
    """
    row = interviews.get(opened.vault, key)
    if row.state not in {InterviewState.DRAFT, InterviewState.READY}:
        raise AlreadySealed
    lines, kept = read_journal(opened, key)
    protocol = from_json(row.protocol)
    interview = Interview(opened, row, protocol, clock, lines, kept)
    if row.state is InterviewState.DRAFT:
        midword.Midword(opened, key).give(interview)
    return interview


def read_journal(
    opened: Opened, key: str
) -> tuple[list[tuple[str, Step]], tuple[media.Medium, ...]]:
    """Read an interview's journal: its steps by part, and its media."""
    lines = journal.read(opened.vault, key)
    steps: list[tuple[str, Step]] = []
    for line in lines:
        match decode(line.data):
            case {"part": str(part), "step": step}:
                steps.append((part, Step.from_json(step)))
            case _:
                pass
    return steps, media.read(lines)


def keep(opened: Opened, key: str, **facts: Any) -> None:  # noqa: ANN401 - the row's own fields
    """Change some facts of an interview's row. Raises NoSuchInterview."""
    with store.transaction(opened.vault):
        row = interviews.get(opened.vault, key)
        interviews.update(opened.vault, replace(row, **facts))


def listed(opened: Opened) -> tuple[Row, ...]:
    """List the interviews on this laptop, the newest first."""
    return interviews.all_interviews(opened.vault)


def find(opened: Opened, text: str) -> Row:
    """Find an interview by id, the start of an id, or code name."""
    rows = interviews.all_interviews(opened.vault)
    hits = [
        row for row in rows if row.id == text or row.name.casefold() == text.casefold()
    ] or [row for row in rows if len(text) >= 4 and row.id.startswith(text)]  # noqa: PLR2004 - fewer could be a slip
    if len(hits) != 1:
        raise NoSuchInterview
    return hits[0]


def discard(opened: Opened, key: str, now: datetime) -> None:
    """Destroy a draft for good: its key first, then everything of it.

    Raises NotADraft for an interview that is sealed; KeyStillThere when it is gone but
    the disk did not let its key be destroyed yet.
    """
    row = interviews.get(opened.vault, key)
    if row.state not in {InterviewState.DRAFT, InterviewState.READY}:
        raise NotADraft
    with store.transaction(opened.vault):
        drafts.destroy_key(opened.vault, key)
        media.remove_all(opened, key)
        interviews.remove(opened.vault, key)
        custody.record(opened.vault, Event.DISCARDED, key, {}, now)
    drafts.demand_gone(opened.vault, key)
