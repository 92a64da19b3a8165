"""What a record's files say, once they are out, and whether they agree.

Everything here was written by somebody else. It is believed only as far as it fits
together: the journal with the submission, the forms with the protocol, every file with
its digest.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from intake.app.desk import replaying
from intake.domain import custody as log
from intake.domain import protocol as protocols
from intake.domain.canonical import Json, decode
from intake.domain.custody import Entry, Line
from intake.domain.errors import ContentsAltered, LogInvalid, NotCanonical
from intake.domain.protocol import Audience, Part, Protocol
from intake.forms import EDITION, Deed, Form, Session, Step, read_form
from intake.sealing.record import Other, Portion

MANIFEST = "manifest-sha512.txt"
_MOST_WORDS = 1_000_000
_MOST_ENTRIES = 20_000


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one sealed object, after they were found to agree.

    ``steps`` are those of its parts, by name; ``lines`` its extract of the custody log,
    and ``log`` those of them that tell something.
    """

    files: Mapping[str, bytes]
    about: Mapping[str, Json]
    protocol: Protocol
    steps: Mapping[str, Sequence[Step]]
    lines: tuple[Line, ...]

    @property
    def log(self) -> tuple[Entry, ...]:
        """What happened to the record, as far as its log tells."""
        return tuple(each for each in self.lines if isinstance(each, Entry))


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
    log: tuple[Line, ...]


def summarise(files: Mapping[str, bytes], record: str) -> Summary:
    """Check that the files of an account agree with one another, and sum them up.

    Raises as ``folder``.
    """
    account = folder(files, record, Audience.DESK)
    about = account.about
    facts: dict[str, Json] = {
        name: str(about.get(name, ""))
        for name in ("name", "interviewer", "begun", "finished", "sealed")
    }
    facts["title"] = account.protocol.title
    spoken = about.get("languages")
    said = [str(each) for each in spoken.values()] if isinstance(spoken, dict) else []
    languages: list[Json] = [*dict.fromkeys(each for each in said if each)]
    facts["languages"] = languages
    answers = [
        step.value
        for steps in account.steps.values()
        for step in steps
        if step.deed is Deed.ANSWER
    ]
    words = " ".join([str(facts["name"]), str(facts["interviewer"]), *answers])
    return Summary(facts, words[:_MOST_WORDS], account.lines)


def folder(files: Mapping[str, bytes], record: str, audience: Audience) -> Folder:
    """Take the files of the account or the identity of *record*, if they agree.

    The list of digests names every file; the forms are those of the protocol, each
    with its journal and its submission, and none for other eyes; the log is true to
    itself. Raises ContentsAltered, TooLarge, and the errors of a malformed record.
    """
    about = about_of(files)
    protocol = protocols.from_json(about.get("protocol"))
    steps, lines = replaying.steps_of(files), log_of(files)
    _check_digests(files)
    if (about.get("record"), about.get("audience")) != (record, audience.value):
        raise ContentsAltered
    mine = {part.name for part in protocol.parts if part.audience is audience}
    if set(steps) != mine or log.first_untrue(lines) is not None:
        raise ContentsAltered
    for part in protocol.parts:
        if part.name in mine:
            _check_form(files, about, part)
            _file(files, f"submission/{part.name}.xml")
        elif f"forms/{part.name}.xml" in files:
            raise ContentsAltered
    if any(each.subject != record for each in lines if isinstance(each, Entry)):
        raise ContentsAltered
    return Folder(files, about, protocol, steps, lines)


def about_of(files: Mapping[str, bytes]) -> Mapping[str, Json]:
    """Read a record's ``record.json``. Raises ContentsAltered, NotCanonical."""
    about = decode(_file(files, "record.json"))
    if not isinstance(about, dict):
        raise ContentsAltered
    return about


def log_of(files: Mapping[str, bytes]) -> tuple[Line, ...]:
    """Read the custody log that a record brought. Raises ContentsAltered."""
    lines = _file(files, "custody.jsonl").splitlines()
    if len(lines) > _MOST_ENTRIES:
        raise ContentsAltered
    try:
        return tuple(log.read_line(line) for line in lines)
    except (LogInvalid, NotCanonical) as error:
        raise ContentsAltered from error


def _check_digests(files: Mapping[str, bytes]) -> None:
    sums = "".join(
        f"{hashlib.sha512(data).hexdigest()}  {path}\n"
        for path, data in files.items()
        if path != MANIFEST
    )
    if _file(files, MANIFEST) != sums.encode():
        raise ContentsAltered


def _check_form(
    files: Mapping[str, bytes], about: Mapping[str, Json], part: Part
) -> None:
    """See that a form is the one that the protocol names, and its lists, too.

    It may be named by its own digest, or by that of form and lists together, when the
    lists were corrected while the interview was under way.
    """
    xform = hashlib.sha256(_file(files, f"forms/{part.name}.xml")).hexdigest()
    lists = _resources(files, about, part.name)
    if part.form == xform:
        return
    if part.form != protocols.key_with_files(xform, lists):
        raise ContentsAltered


def _file(files: Mapping[str, bytes], path: str) -> bytes:
    try:
        return files[path]
    except KeyError as error:
        raise ContentsAltered from error


def parts(one: Folder, now: datetime) -> Iterator[ReadPart]:
    """Tell the journal again, form by form. Raises ContentsAltered, FormFaulty."""
    for part in one.protocol.parts:
        if part.name not in one.steps:
            continue
        form = read_form(
            one.files[f"forms/{part.name}.xml"],
            _resources(one.files, one.about, part.name),
        )
        # The journal calls the form by the key that the protocol has.
        form = replace(form, digest=part.form)
        language = _language(one.about, part.name)
        steps = one.steps[part.name]
        yield ReadPart(
            name=part.name,
            title=part.title,
            form=form,
            session=replaying.told_again(form, steps, language, now),
            submission=_file(one.files, f"submission/{part.name}.xml"),
        )


def differing(one: Folder, now: datetime) -> tuple[str, ...]:
    """Name the parts whose submission says other than their journal.

    Raises as ``parts``.
    """
    return tuple(
        part.name
        for part in parts(one, now)
        if not replaying.agrees(part.session, part.submission, _ended(one.about))
    )


def of_this_edition(about: Mapping[str, Json]) -> bool:
    """Tell whether a record was answered by the rules that this program has.

    By others, the same journal may honestly lead to another submission.
    """
    return about.get("engine") == EDITION


def _ended(about: Mapping[str, Json]) -> datetime:
    try:
        return datetime.fromisoformat(str(about.get("finished")))
    except ValueError as error:
        raise ContentsAltered from error


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


def attachments(
    others: tuple[Other, ...], folders: Sequence[Folder]
) -> tuple[Attachment, ...]:
    """List the files that belong to a record. Raises ContentsAltered."""
    sealed = {each.object: each for each in others if each.portion is Portion.MEDIUM}
    return tuple(
        _attachment(each, sealed) for one in folders for each in _media(one.about)
    )


def _media(about: Mapping[str, Json]) -> Sequence[Json]:
    listed = about.get("media")
    return listed if isinstance(listed, list) else ()


def _attachment(value: Json, sealed: Mapping[str, Other]) -> Attachment:
    match value:
        case {
            "name": str(name),
            "object": str(key),
            "original": str(original),
            "size": int(size),
            "sha256": str(sha256),
        } if key in sealed:
            named = sealed[key]
        case _:
            raise ContentsAltered
    if not named.plain_sha256:
        # A file of the identity: the account, which the desk reads, does not tell what
        # is inside, so that nobody finds the same picture by its digest.
        named = replace(named, plain_size=size, plain_sha256=sha256)
    if (named.plain_size, named.plain_sha256) != (size, sha256):
        raise ContentsAltered
    return Attachment(name, original, size, sha256, named)
