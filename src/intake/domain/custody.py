"""The custody log: all that happened to a record, each entry chained to the last.

An entry's hash covers the hash before it, so a log cannot be shortened in the
middle, reordered or added to without the later hashes changing. The newest hash, the
head, goes into every bundle, pack and receipt, where others keep it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from intake.domain.canonical import Json, encode
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
    digest = _digest(sequence, time, event, subject, items, before)
    return Entry(sequence, time, event, subject, items, before, digest)


def first_break(entries: Iterable[Entry]) -> int | None:
    """Return the sequence number at which a whole log stops being true, or None."""
    before = GENESIS
    for sequence, entry in enumerate(entries, start=1):
        digest = _digest(
            entry.sequence,
            entry.time,
            entry.event,
            entry.subject,
            entry.detail,
            entry.previous,
        )
        if (
            entry.sequence != sequence
            or entry.previous != before
            or entry.hash != digest
        ):
            return sequence
        before = entry.hash
    return None


def first_untrue(entries: Iterable[Entry]) -> int | None:
    """Return the sequence number of the first entry of an extract that is not true.

    An extract holds some entries of a log: each must have its own hash, come after
    the one before, and link to it if it is the next.
    """
    last: Entry | None = None
    for entry in entries:
        digest = _digest(
            entry.sequence,
            entry.time,
            entry.event,
            entry.subject,
            entry.detail,
            entry.previous,
        )
        follows = last is None or entry.sequence > last.sequence
        next_one = last is not None and entry.sequence == last.sequence + 1
        linked = not next_one or (last is not None and entry.previous == last.hash)
        if entry.hash != digest or not follows or not linked:
            return entry.sequence
        last = entry
    return None


def from_json(value: Json) -> Entry:
    """Read a line of ``custody.jsonl``. Raises LogInvalid for what no log can say."""
    match value:
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


def to_json(entry: Entry) -> Json:
    """Write an entry as a line of ``custody.jsonl`` holds it."""
    return {
        "detail": dict(entry.detail),
        "event": entry.event.value,
        "hash": entry.hash,
        "previous": entry.previous,
        "sequence": entry.sequence,
        "subject": entry.subject,
        "time": entry.time,
    }


def _digest(
    sequence: int,
    time: str,
    event: Event,
    subject: str,
    detail: tuple[tuple[str, str], ...],
    previous: str,
) -> str:
    body: Json = {
        "detail": dict(detail),
        "event": event.value,
        "previous": previous,
        "sequence": sequence,
        "subject": subject,
        "time": time,
    }
    return hashlib.sha256(encode(body)).hexdigest()
