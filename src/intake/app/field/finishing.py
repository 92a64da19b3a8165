"""Finishing and sealing: after this the laptop cannot open what it holds.

Sealing writes the sealed objects, reads them back, and in the same transaction
condemns the draft's key. Killed at any moment, it leaves either the draft whole or the
sealed record whole; unlocking finishes what was begun.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from intake import vault as store
from intake.app.field import interviewing, media, packs, protocols, sealing, whereabouts
from intake.app.field.interviewing import Interview
from intake.app.opening import Opened, require
from intake.app.reports import Report, silent
from intake.domain import completeness
from intake.domain.custody import Event
from intake.domain.errors import (
    AlreadySealed,
    NoPackYet,
    NotADraft,
    NotFinished,
    NotReadyToFinish,
)
from intake.domain.people import Role
from intake.domain.policy import SealWhen
from intake.domain.record import InterviewState
from intake.vault import custody, drafts, interviews, objects
from intake.vault.interviews import Interview as Row

_NOT_WORKED_OUT = (
    "A rule of the form could not be worked out here and was left aside. Look at the "
    "answer yourself, and tell whoever wrote the form."
)


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that keeps an interview from being finished, or that is warned of."""

    part: str
    ref: str
    sentence: str
    blocks: bool


def blockers(interview: Interview) -> tuple[Blocker, ...]:
    """List what is missing, wrong or doubtful; the first kind keeps it a draft."""
    found = [
        Blocker(
            part=each.part,
            ref=each.problem.ref,
            sentence=each.problem.message or "This question needs an answer.",
            blocks=True,
        )
        for each in interview.problems()
    ]
    found.extend(
        Blocker(part=part.name, ref=ref, sentence=_NOT_WORKED_OUT, blocks=False)
        for part in interview.parts
        for ref in part.session.failing()
    )
    if interview.protocol.id == protocols.BUILT_IN:
        found.extend(
            Blocker(
                part=doubt.ref.strip("/").partition("/")[0],
                ref=doubt.ref,
                sentence=doubt.sentence,
                blocks=False,
            )
            for doubt in completeness.warnings(interview.values())
        )
    return tuple(found)


def finish(opened: Opened, interview: Interview, now: datetime) -> None:
    """Close an interview for good; nothing in it changes afterwards.

    Raises NotReadyToFinish with the count of what is missing, NotADraft, DiskFull or
    DiskFailed.
    """
    require(opened, Role.INTERVIEWER)
    missing = [each for each in blockers(interview) if each.blocks]
    if missing:
        raise NotReadyToFinish(count=len(missing))
    interview.store_again()
    with store.transaction(opened.vault):
        row = interviews.get(opened.vault, interview.id)
        if row.state is not InterviewState.DRAFT:
            raise NotADraft
        interviewing.keep(opened, interview.id, state=InterviewState.READY, changed=now)
        custody.record(opened.vault, Event.FINISHED, interview.id, {}, now)
        whereabouts.forget(opened)
    interview.state = InterviewState.READY


def due(opened: Opened, now: datetime, *, locking: bool = False) -> tuple[Row, ...]:
    """List the finished interviews that the organisation wants sealed by now."""
    rules = packs.policy(opened)
    wait = timedelta(days=rules.correction_days)
    ready = [
        row
        for row in interviews.all_interviews(opened.vault)
        if row.state is InterviewState.READY
    ]
    match rules.seal:
        case SealWhen.AT_FINISH:
            return tuple(ready)
        case SealWhen.AFTER_CORRECTION:
            return tuple(row for row in ready if row.changed + wait <= now)
        case SealWhen.ON_LOCK:
            return tuple(ready) if locking else ()


def seal(opened: Opened, key: str, now: datetime, report: Report = silent) -> None:
    """Seal a finished interview to its recipients and destroy its readable copy.

    Raises NotFinished, AlreadySealed, NoPackYet, DiskFull, DiskFailed or Cancelled;
    the interview is then as it was. Raises KeyStillThere when it is sealed but the
    disk did not let the key of the readable copy be destroyed yet.
    """
    require(opened, Role.INTERVIEWER)
    row = interviews.get(opened.vault, key)
    if row.state is InterviewState.DRAFT:
        raise NotFinished
    if row.state is not InterviewState.READY:
        raise AlreadySealed
    known = packs.desk(opened)
    if known is None:
        raise NoPackYet
    media.bring_up_to_date(opened, key, now)
    with store.transaction(opened.vault):
        interview = interviewing.resume(opened, key, lambda: now)
        made = sealing.seal_all(opened, interview, row, now, report)
        interviewing.keep(
            opened,
            key,
            state=InterviewState.SEALED,
            changed=now,
            protocol=None,
            languages=(),
            answered=0,
            to_check=0,
            about={"desk": known.card.fingerprint},
        )
        # Whatever is not named by the account was left by an attachment that failed.
        named = set(made.objects)
        objects.remove(
            opened.vault,
            [
                each.id
                for each in objects.of_record(opened.vault, key)
                if each.id not in named
            ],
        )
        drafts.destroy_key(opened.vault, key)
        custody.record(
            opened.vault,
            Event.SEALED,
            key,
            {"objects": str(len(named)), "account": made.account},
            now,
        )
    drafts.demand_gone(opened.vault, key)
