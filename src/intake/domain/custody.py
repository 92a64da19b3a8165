"""The custody log: all that happened to a record, each entry chained to the last.

An entry's hash covers the hash before it, so a log cannot be shortened in the
middle, reordered or added to without the later hashes changing. The number and hash of
the newest entry, the head, go into every statement, where others keep them.

A hash is taken over digests of what an entry says, not over the words. So an entry can
be shown closed, as its *link*: whoever sees it can follow the chain through it, and
tell whether it is of a subject they know, and no more.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from intake.domain.canonical import Json, decode, encode
from intake.domain.errors import LogInvalid

GENESIS = "0" * 64


class Event(StrEnum):
    """What happened; PREMIS event types are named in docs/formats.md."""

    CREATED = "created"
    FINISHED = "finished"
    SEALED = "sealed"
    EXPORTED = "exported"
    RECEIVED = "received"
    SET_APART = "set apart"
    RECEIPT_GIVEN = "receipt given"
    RECEIPT_TAKEN = "receipt taken"
    PURGED = "purged"
    DISCARDED = "discarded"
    OPENED = "opened"
    PACK_MADE = "pack made"
    PACK_TAKEN = "pack taken"
    CARD_COMPARED = "card compared"
    VERIFIED = "verified"
    CLOCK_MOVED = "clock moved"
    SHEETS_MADE = "recovery sheets made"
    REHEARSED = "recovery rehearsed"
    RECOVERED = "recovered"
    BACKED_UP = "backed up"
    CARD_RENEWED = "card renewed"
    RESEALED = "sealed again"
    KEYS_DESTROYED = "old keys destroyed"
    DOUBTED = "contradiction noted"
    ALLOWED = "allowed once"
    HELD = "parts held"
    DROPPED = "parts dropped"


_EVENTS = frozenset(Event)
_HASH = re.compile(r"[0-9a-f]{64}")
_MOST = 2**53
_CLOSED = b'{"previous":'
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. ``time`` is UTC, ISO 8601, to the second.

    ``subject`` is the id of what it happened to (a record, bundle, pack or card);
    ``detail`` holds digests and counts, never names or answers.
    """

    sequence: int
    time: str
    event: Event
    subject: str
    detail: tuple[tuple[str, str], ...]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Link:
    """An entry, closed: its place in the chain, and digests of what it says.

    ``subject`` is the SHA-256 of the subject's text, ``what`` that of the canonical
    JSON of time, event and detail.
    """

    sequence: int
    previous: str
    subject: str
    what: str
    hash: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Take the hash of the entry: the SHA-256 of the canonical JSON of its link."""
        data = encode(to_json(self))
        object.__setattr__(self, "hash", hashlib.sha256(data).hexdigest())


Line = Entry | Link


def closed(entry: Entry) -> Link:
    """Give an entry closed, so that it tells nothing but its place and its digests."""
    what: Json = {
        "detail": dict(entry.detail),
        "event": entry.event.value,
        "time": entry.time,
    }
    return Link(
        entry.sequence,
        entry.previous,
        subject_digest(entry.subject),
        hashlib.sha256(encode(what)).hexdigest(),
    )


def subject_digest(subject: str) -> str:
    """Give the digest under which a subject stands in a link."""
    return hashlib.sha256(subject.encode()).hexdigest()


def chain(
    previous: Entry | None,
    time: str,
    event: Event,
    subject: str,
    detail: dict[str, str],
) -> Entry:
    """Make the entry that follows *previous* (None for the first)."""
    sequence = previous.sequence + 1 if previous else 1
    before = previous.hash if previous else GENESIS
    items = tuple(sorted(detail.items()))
    entry = Entry(sequence, time, event, subject, items, before, "")
    return replace(entry, hash=closed(entry).hash)


def first_break(entries: Iterable[Entry]) -> int | None:
    """Return the sequence number at which a whole log stops being true, or None."""
    before = GENESIS
    for sequence, entry in enumerate(entries, start=1):
        if (
            entry.sequence != sequence
            or entry.previous != before
            or entry.hash != closed(entry).hash
        ):
            return sequence
        before = entry.hash
    return None


def first_untrue(lines: Iterable[Line]) -> int | None:
    """Return the sequence number of the first line of an extract that is not true.

    An extract holds some lines of a log, open or closed: each must have its own hash,
    come after the one before, and link to it if it is the next.
    """
    last: Line | None = None
    for line in lines:
        true = isinstance(line, Link) or line.hash == closed(line).hash
        follows = last is None or line.sequence > last.sequence
        next_one = last is not None and line.sequence == last.sequence + 1
        linked = not next_one or (last is not None and line.previous == last.hash)
        first = line.sequence != 1 or line.previous == GENESIS
        if not (true and follows and linked and first):
            return line.sequence
        last = line
    return None


def unbroken(lines: Sequence[Line]) -> int:
    """Return the number from which an extract goes on to its end without a gap.

    0 for an extract without a line.
    """
    start = lines[-1].sequence if lines else 0
    for line in reversed(lines[:-1]):
        if line.sequence != start - 1:
            break
        start = line.sequence
    return start


def left_out(lines: Iterable[Line], subject: str) -> tuple[int, ...]:
    """List the entries of *subject* that an extract about it does not show open.

    Also the first that it shows, when that does not tell of a beginning: something
    before it is missing.
    """
    wanted, hidden, first = subject_digest(subject), [], True
    for line in lines:
        if isinstance(line, Link):
            if line.subject == wanted:
                hidden.append(line.sequence)
        elif line.subject == subject:
            if first and line.event is not Event.CREATED:
                hidden.append(line.sequence)
            first = False
    return tuple(sorted(set(hidden)))


def read_line(data: bytes) -> Line:
    """Read a line as it stands in ``custody.jsonl``. Raises LogInvalid, NotCanonical.

    The records of one laptop carry mostly the same closed entries, by the hundred: the
    last few thousand that were read are known again. They hold digests alone.
    """
    return _read_closed(data) if data.startswith(_CLOSED) else from_json(decode(data))


@lru_cache(maxsize=4096)
def _read_closed(data: bytes) -> Line:
    return from_json(decode(data))


def from_json(value: Json) -> Line:
    """Read a line of ``custody.jsonl``. Raises LogInvalid for what no log can say."""
    match value:
        case {
            "previous": str(previous),
            "sequence": int(sequence),
            "subject_sha256": str(subject),
            "what_sha256": str(what),
            **rest,
        } if (
            not rest
            and type(sequence) is int
            and 0 < sequence < _MOST
            and all(map(_HASH.fullmatch, (previous, subject, what)))
        ):
            return Link(sequence, previous, subject, what)
        case {
            "detail": dict(detail),
            "event": str(event),
            "hash": str(digest),
            "previous": str(previous),
            "sequence": int(sequence),
            "subject": str(subject),
            "time": str(time),
            **rest,
        } if (
            not rest
            and event in _EVENTS
            and type(sequence) is int
            and 0 < sequence < _MOST
            and _HASH.fullmatch(digest)
            and _HASH.fullmatch(previous)
            and len(subject) <= _LONGEST
            and _is_time(time)
        ):
            items = tuple(sorted(_texts(detail)))
            return Entry(sequence, time, Event(event), subject, items, previous, digest)
        case _:
            raise LogInvalid


def _texts(detail: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    for name, value in detail.items():
        if not isinstance(value, str) or len(name) + len(value) > _LONGEST:
            raise LogInvalid
        yield name, value


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).utcoffset() == timedelta(0)
    except ValueError:
        return False


def to_json(line: Line) -> Json:
    """Write a line as ``custody.jsonl`` holds it."""
    if isinstance(line, Link):
        return {
            "previous": line.previous,
            "sequence": line.sequence,
            "subject_sha256": line.subject,
            "what_sha256": line.what,
        }
    return {
        "detail": dict(line.detail),
        "event": line.event.value,
        "hash": line.hash,
        "previous": line.previous,
        "sequence": line.sequence,
        "subject": line.subject,
        "time": line.time,
    }
