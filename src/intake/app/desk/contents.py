"""What a record's files say, once they are out, and whether they agree.

Everything here was written by somebody else. It is believed only as far as it fits
together: the journal with the submission, the forms with the protocol, every file with
its digest.
"""

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.domain import custody as log
from intake.domain import protocol as protocols
from intake.domain.canonical import Json, decode
from intake.domain.custody import Entry
from intake.domain.errors import ContentsAltered, IntakeError, TooLarge
from intake.domain.protocol import Protocol
from intake.forms import Deed, Form, Session, Step, read_form
from intake.sealing.record import Other, Portion

MANIFEST = "manifest-sha512.txt"
_MOST_WORDS = 1_000_000
_MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One form of a record with its answers, as a session that nobody changes."""

    name: str
    title: str
    form: Form
    session: Session
    submission: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a record. ``size`` is of the clear content, in bytes."""

    name: str
    original: str
    size: int
    sha256: str
    sealed: Other


@dataclass(frozen=True, slots=True)
class Summary:
    """What the list shows of an account, words to find it by, and its custody log."""

    facts: dict[str, Json]
    words: str
    log: tuple[Entry, ...]


def summarise(files: Mapping[str, bytes]) -> Summary:
    """Check that the files of an account agree with one another, and sum them up.

    The list of digests names every file, the forms are those of the protocol, the log
    is true to itself, the journal is one that can be told again. Raises
    ContentsAltered and the errors of a malformed record.
    """
    about, entries, journal = about_of(files), log_of(files), _steps(files)
    protocol = protocols.from_json(about.get("protocol"))
    _check_digests(files, protocol)
    if log.first_untrue(entries) is not None:
        raise ContentsAltered
    if any(steps[0].deed is not Deed.BEGIN for steps in journal.values()):
        raise ContentsAltered
    facts: dict[str, Json] = {
        name: str(about.get(name, ""))
        for name in ("name", "interviewer", "begun", "finished", "sealed")
    }
    facts["title"] = protocol.title
    spoken = about.get("languages")
    said = [str(each) for each in spoken.values()] if isinstance(spoken, dict) else []
    languages: list[Json] = [*dict.fromkeys(each for each in said if each)]
    facts["languages"] = languages
    answers = [
        step.value
        for steps in journal.values()
        for step in steps
        if step.deed is Deed.ANSWER
    ]
    words = " ".join([str(facts["name"]), str(facts["interviewer"]), *answers])
    return Summary(facts, words[:_MOST_WORDS], entries)


def _check_digests(files: Mapping[str, bytes], protocol: Protocol) -> None:
    sums = "".join(
        f"{hashlib.sha512(data).hexdigest()}  {path}\n"
        for path, data in files.items()
        if path != MANIFEST
    )
    if _file(files, MANIFEST) != sums.encode():
        raise ContentsAltered
    for part in protocol.parts:
        form = files.get(f"forms/{part.name}.xml")
        if form is not None and hashlib.sha256(form).hexdigest() != part.form:
            raise ContentsAltered


def about_of(files: Mapping[str, bytes]) -> Mapping[str, Json]:
    """Read a record's ``record.json``. Raises ContentsAltered, NotCanonical."""
    about = decode(_file(files, "record.json"))
    if not isinstance(about, dict):
        raise ContentsAltered
    return about


def _file(files: Mapping[str, bytes], path: str) -> bytes:
    try:
        return files[path]
    except KeyError as error:
        raise ContentsAltered from error


def parts(
    files: Mapping[str, bytes], protocol: Protocol, now: datetime
) -> Iterator[ReadPart]:
    """Tell the journal again, form by form. Raises ContentsAltered, FormFaulty."""
    about = about_of(files)
    steps = _steps(files)
    for part in protocol.parts:
        if f"forms/{part.name}.xml" not in files:
            continue
        form = read_form(
            files[f"forms/{part.name}.xml"], _resources(files, about, part.name)
        )
        language = _language(about, part.name)
        session = _told_again(form, steps.get(part.name, []), language, now)
        yield ReadPart(
            name=part.name,
            title=part.title,
            form=form,
            session=session,
            submission=_file(files, f"submission/{part.name}.xml"),
        )


def _told_again(
    form: Form, steps: Sequence[Step], language: str, now: datetime
) -> Session:
    try:
        return Session.resume(
            form,
            steps,
            now=lambda: now,
            random=random.Random(0),  # noqa: S311 - nothing is drawn any more
            language=language,
        )
    except IntakeError:
        raise
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        # Steps that no interview could have taken.
        raise ContentsAltered from error


def _steps(files: Mapping[str, bytes]) -> dict[str, list[Step]]:
    steps: dict[str, list[Step]] = {}
    lines = _file(files, "journal.jsonl").splitlines()
    if len(lines) > _MOST_STEPS:
        raise TooLarge
    for line in lines:
        match decode(line):
            case {"part": str(part), "step": step}:
                steps.setdefault(part, []).append(Step.from_json(step))
            case _:
                raise ContentsAltered
    return steps


def _resources(
    files: Mapping[str, bytes], about: Mapping[str, Json], part: str
) -> dict[str, bytes]:
    match about.get("resources"):
        case dict(by_part):
            names = by_part.get(part)
        case _:
            names = None
    if not isinstance(names, list):
        return {}
    return {
        str(name): _file(files, f"forms/{part}-{place}.bin")
        for place, name in enumerate(names, start=1)
    }


def _language(about: Mapping[str, Json], part: str) -> str:
    match about.get("languages"):
        case dict(by_part):
            return str(by_part.get(part, ""))
        case _:
            return ""


def log_of(files: Mapping[str, bytes]) -> tuple[Entry, ...]:
    """Read the custody log that a record brought. Raises LogInvalid."""
    lines = _file(files, "custody.jsonl").splitlines()
    return tuple(log.from_json(decode(line)) for line in lines)


def attachments(
    others: tuple[Other, ...], folders: list[dict[str, bytes]]
) -> tuple[Attachment, ...]:
    """List the files that belong to a record. Raises ContentsAltered."""
    sealed = {each.object: each for each in others if each.portion is Portion.MEDIUM}
    found = []
    for files in folders:
        listed_media = about_of(files).get("media")
        for each in listed_media if isinstance(listed_media, list) else []:
            match each:
                case {
                    "name": str(name),
                    "object": str(key),
                    "original": str(original),
                    "size": int(size),
                    "sha256": str(sha256),
                } if key in sealed:
                    found.append(Attachment(name, original, size, sha256, sealed[key]))
                case _:
                    raise ContentsAltered
    return tuple(found)
