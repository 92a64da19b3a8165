"""An interview told again from the journal that its record brought.

The journal is another's work: it may name places that no form has, undo what was never
done, or go on without end. Whatever it holds, the reading ends, in a session or in an
error of ours.
"""

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from intake.domain.canonical import decode
from intake.domain.errors import ContentsAltered, IntakeError, NotCanonical, TooLarge
from intake.domain.record import Missing
from intake.forms import Deed, Form, Session, Step

MOST_STEPS = 20_000
# A form works at most a set amount for each step, so only their sum has to end.
MOST_SECONDS = 120.0
# A session leaves aside what does not fit; a reason of no kind was never given here.
_REASONS = frozenset(("", *Missing))


def steps_of(files: Mapping[str, bytes]) -> dict[str, list[Step]]:
    """Read a journal: its steps, by part. Raises ContentsAltered, TooLarge.

    Each part begins once, with its first step.
    """
    if "journal.jsonl" not in files:
        raise ContentsAltered
    steps: dict[str, list[Step]] = {}
    lines = files["journal.jsonl"].splitlines()
    if len(lines) > MOST_STEPS:
        raise TooLarge
    try:
        for line in lines:
            match decode(line):
                case {"part": str(part), "step": step}:
                    steps.setdefault(part, []).append(Step.from_json(step))
                case _:
                    raise ContentsAltered
    except NotCanonical as error:
        raise ContentsAltered from error
    for mine in steps.values():
        begins = [place for place, step in enumerate(mine) if step.deed is Deed.BEGIN]
        if begins != [0]:
            raise ContentsAltered
    return steps


def told_again(
    form: Form,
    steps: Sequence[Step],
    language: str,
    now: datetime,
    most_seconds: float = MOST_SECONDS,
) -> Session:
    """Take an interview up where its *steps* left it.

    Raises ContentsAltered for steps that no interview could have taken, and TooLarge
    when they take this machine more than *most_seconds* of work.
    """
    try:
        return Session.resume(
            form,
            _in_time(steps, most_seconds),
            now=lambda: now,
            random=random.Random(0),  # noqa: S311 - nothing is drawn any more
            language=language,
        )
    except TooLarge:
        raise
    except (
        IntakeError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise ContentsAltered from error


def agrees(session: Session, submission: bytes, ended: datetime) -> bool:
    """Tell whether a submission is the one that the journal leads to."""
    return session.submission(ended=ended) == submission


def _in_time(steps: Sequence[Step], most: float) -> Iterator[Step]:
    begun = time.thread_time()
    for step in steps:
        if time.thread_time() - begun > most:
            raise TooLarge
        if step.deed is Deed.MARK and step.value not in _REASONS:
            raise ContentsAltered
        yield step
