"""Whether a device contradicts itself: its numbers, its days, its custody log.

Every statement of a device carries a number that rises, the day, and the number and
hash of the newest entry of its custody log; a record also the chain of that log.
Whoever receives them remembers, and so notices a device that was set back, copied, or
whose log was cut or written anew. None of that proves a lie: a laptop restored from a
backup looks the same. It is said, and people look into it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from intake.domain.canonical import Json
from intake.domain.custody import Entry

_MOST_NUMBERS = 50
_SLACK = timedelta(minutes=2)
# As long as a card lasts: no interview lies untouched for longer.
_LONG = timedelta(days=183)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Oddity(StrEnum):
    """A way in which a device contradicts itself."""

    FORK = "used twice"
    WENT_BACK = "went back"
    GAP = "not arrived"
    CLOCK_BACK = "clock moved back"
    CLOCK_AHEAD = "clock moved ahead"
    LOG_CHANGED = "log changed"
    LOG_SHORTER = "log shorter"
    LOG_APART = "log does not reach back"
    LOG_FORGOTTEN = "log from before this desk was brought back"
    LEFT_OUT = "left out of the log"
    SIGNED_LATE = "signed late"


_SENTENCES = {
    Oddity.FORK: (
        "This device gave number {numbers} to two different things, so it was copied "
        "or set back. Ask the interviewer."
    ),
    Oddity.WENT_BACK: (
        "The numbers of this device went back to {numbers}, so it may have been set "
        "back to an older state. Ask the interviewer."
    ),
    Oddity.GAP: (
        "Something of this device has not arrived: number {numbers}. It may come with "
        "another stick; else ask the interviewer."
    ),
    Oddity.CLOCK_BACK: (
        "The clock of this device was moved back before number {numbers}, so its days "
        "and times may be wrong."
    ),
    Oddity.LOG_CHANGED: (
        "The custody log of this device is not the one that was seen before: it "
        "differs at entry {numbers}. Ask the interviewer."
    ),
    Oddity.CLOCK_AHEAD: (
        "The clock of this device ran far ahead at number {numbers}, so its days and "
        "times may be wrong. Look at the clock of this machine, too."
    ),
    Oddity.LOG_SHORTER: (
        "The custody log of this device is shorter than it was: it ends at entry "
        "{numbers}. It was cut or set back. Ask the interviewer."
    ),
    Oddity.LOG_APART: (
        "The custody log of this device does not reach back to what was seen of it "
        "here: nothing vouches for it up to entry {numbers}. Ask the interviewer."
    ),
    Oddity.LOG_FORGOTTEN: (
        "This desk was brought back and had met nothing of this device since, so "
        "nothing vouches here for its custody log up to entry {numbers}. That is so "
        "once with a device that handed over to this desk before; if this one never "
        "did, ask the interviewer."
    ),
    Oddity.LEFT_OUT: (
        "The custody log that came with this record leaves something out, at entry "
        "{numbers} or before. Ask the interviewer."
    ),
    Oddity.SIGNED_LATE: (
        "Number {numbers} of this device was signed when the signer's card was past "
        "its last day. Ask them, and for a new card."
    ),
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """One oddity and the numbers it concerns, in order."""

    oddity: Oddity
    numbers: tuple[int, ...]

    def __str__(self) -> str:
        """Say it in a sentence."""
        return _SENTENCES[self.oddity].format(numbers=ranges(self.numbers))

    def to_json(self) -> Json:
        """Write it as a vault keeps it."""
        numbers: list[Json] = [*self.numbers[:_MOST_NUMBERS]]
        return {"oddity": self.oddity.value, "numbers": numbers}


def from_json(value: Json) -> Doubt | None:
    """Read a doubt that was kept; None for what is none."""
    match value:
        case {"oddity": str(oddity), "numbers": list(numbers)} if oddity in set(Oddity):
            kept = tuple(each for each in numbers if isinstance(each, int))
            return Doubt(Oddity(oddity), kept)
        case _:
            return None


@dataclass(frozen=True, slots=True)
class Numbered:
    """A statement as it counts here: its number, its hash and its day (ISO)."""

    sequence: int
    hash: str
    day: str


def doubts(
    known: Collection[Numbered], arrived: Collection[Numbered]
) -> dict[Numbered, tuple[Doubt, ...]]:
    """Tell what is odd about each statement that arrived, beside what was known."""
    everything = sorted({*known, *arrived}, key=lambda one: one.sequence)
    hashes: dict[int, set[str]] = {}
    for each in everything:
        hashes.setdefault(each.sequence, set()).add(each.hash)
    latest_before = _running_latest(everything)
    earliest_after = _running_earliest(known)
    already = set(known)
    found: dict[Numbered, tuple[Doubt, ...]] = {}
    for each in arrived:
        said = []
        number = (each.sequence,)
        if len(hashes[each.sequence]) > 1:
            said.append(Doubt(Oddity.FORK, number))
        if each not in already:
            if latest_before[each.sequence] > each.day:
                said.append(Doubt(Oddity.CLOCK_BACK, number))
            elif _first_after(earliest_after, each.sequence) < each.day:
                said.append(Doubt(Oddity.WENT_BACK, number))
        found[each] = tuple(said)
    return found


def missing(numbers: Iterable[int], after: int = 0) -> tuple[int, ...]:
    """List the numbers above *after* that are not among *numbers*, up to the highest.

    At most fifty: a device that counts wildly costs no more than that.
    """
    here = {each for each in numbers if each > after}
    found: list[int] = []
    before = after
    for each in sorted(here):
        found.extend(range(before + 1, min(each, before + 1 + _MOST_NUMBERS)))
        before = each
        if len(found) >= _MOST_NUMBERS:
            break
    return tuple(found[:_MOST_NUMBERS])


def differing(
    known: Mapping[int, Collection[str]], claimed: Mapping[int, str]
) -> tuple[int, ...]:
    """List the entries of a log whose hashes are none that were seen before."""
    return tuple(
        sorted(
            sequence
            for sequence, digest in claimed.items()
            if digest not in known.get(sequence, (digest,))
        )
    )


def backward(entries: Iterable[Entry]) -> tuple[int, ...]:
    """List the entries of a log that are earlier than the one before.

    Two minutes are not odd: clocks are set right, and run differently.
    """
    return tuple(
        after.sequence
        for before, after in pairwise(entries)
        if _moment(before.time) - _moment(after.time) > _SLACK
    )


def leaps(entries: Iterable[Entry]) -> tuple[int, ...]:
    """List the entries of a log that are half a year or more after the one before."""
    return tuple(
        after.sequence
        for before, after in pairwise(entries)
        if _moment(after.time) - _moment(before.time) > _LONG
    )


def is_ahead(day: str, today: date) -> bool:
    """Tell whether a *day* (ISO) lies after *today*, beyond what zones explain."""
    return day > (today + timedelta(days=1)).isoformat()


def ranges(numbers: Collection[int]) -> str:
    """Write numbers as people do: "3, 5 to 7"."""
    runs: list[tuple[int, int]] = []
    for each in sorted(numbers):
        if runs and each == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], each)
        else:
            runs.append((each, each))
    return ", ".join(
        f"{first}" if first == last else f"{first} to {last}" for first, last in runs
    )


def _moment(time: str) -> datetime:
    """Read a time of a log; one that is none is as late as can be."""
    try:
        return datetime.fromisoformat(time).astimezone(UTC)
    except (ValueError, OverflowError):
        return _NEVER


def _running_latest(ordered: Iterable[Numbered]) -> dict[int, str]:
    """Give for each number the latest day of any lower number."""
    found: dict[int, str] = {}
    latest = ""
    for each in ordered:
        found.setdefault(each.sequence, latest)
        latest = max(latest, each.day)
    return found


def _running_earliest(known: Iterable[Numbered]) -> list[tuple[int, str]]:
    """Give, from the highest number down, the earliest day from there on."""
    found: list[tuple[int, str]] = []
    earliest = "9999-12-31"
    for each in sorted(known, key=lambda one: -one.sequence):
        earliest = min(earliest, each.day)
        found.append((each.sequence, earliest))
    return found


def _first_after(earliest: list[tuple[int, str]], sequence: int) -> str:
    day = "9999-12-31"
    for number, each in earliest:
        if number <= sequence:
            break
        day = each
    return day
