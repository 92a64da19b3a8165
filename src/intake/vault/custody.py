"""The custody log of this machine, kept in the database entry by entry."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from intake.domain.custody import GENESIS, Entry, Event, chain
from intake.domain.errors import VaultDamaged
from intake.vault import settings
from intake.vault.columns import blob, number, packed, text, unpacked
from intake.vault.store import Row
from intake.vault.vault import Vault, transaction

CHAIN = "custody"
CLOCK = "clock"
_COLUMNS = "sequence, time, event, subject, detail, previous, hash"
_WINDOW = 1000
_SLACK = timedelta(minutes=2)
_SEQUENCE = "device sequence"

Deed = tuple[Event, str, dict[str, str]]


def record(
    vault: Vault, event: Event, subject: str, detail: dict[str, str], now: datetime
) -> Entry:
    """Add an entry after the newest. *detail* holds digests and counts, no names."""
    return record_all(vault, [(event, subject, detail)], now)[-1]


def record_all(vault: Vault, happened: Iterable[Deed], now: datetime) -> list[Entry]:
    """Add several entries, in order; each is (event, subject, detail).

    When the clock was set back by more than two minutes, an entry before them says so.
    """
    time = now.astimezone(UTC).isoformat(timespec="seconds")
    with transaction(vault):
        entry, made = _newest(vault), []
        deeds = list(happened)
        if entry is not None and deeds and _went_back(entry, now):
            deeds.insert(0, (Event.CLOCK_MOVED, CLOCK, {"before": entry.time}))
        for event, subject, detail in deeds:
            entry = chain(entry, time, event, subject, detail)
            made.append(entry)
        if entry is None or not made:
            return []
        vault.run_many(
            f"INSERT INTO custody ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - constant
            [
                (
                    each.sequence,
                    each.time,
                    each.event.value,
                    each.subject,
                    packed(dict(each.detail)),
                    each.previous,
                    each.hash,
                )
                for each in made
            ],
        )
        vault.run(
            "INSERT INTO heads VALUES (?, ?, ?) ON CONFLICT (chain)"
            " DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash",
            CHAIN,
            entry.sequence,
            bytes.fromhex(entry.hash),
        )
    return made


def entries(vault: Vault, subject: str | None = None) -> tuple[Entry, ...]:
    """Read the log, oldest first; all of it or what happened to one subject."""
    sql = f"SELECT {_COLUMNS} FROM custody"  # noqa: S608 - constant
    if subject is None:
        rows = vault.rows(f"{sql} ORDER BY sequence")
    else:
        rows = vault.rows(f"{sql} WHERE subject = ? ORDER BY sequence", subject)
    return tuple(_entry(row) for row in rows)


def newest(vault: Vault, count: int) -> tuple[Entry, ...]:
    """Read the last *count* entries, oldest of them first."""
    rows = vault.rows(
        f"SELECT {_COLUMNS} FROM custody ORDER BY sequence DESC LIMIT ?",  # noqa: S608 - constant
        count,
    )
    return tuple(_entry(row) for row in reversed(rows))


def is_sound(vault: Vault, recent: int | None = None) -> bool:
    """Whether the log is whole up to its newest entry, or its last *recent* are."""
    row = vault.row("SELECT sequence, hash FROM heads WHERE chain = ?", CHAIN)
    last, digest = (number(row[0]), blob(row[1]).hex()) if row else (0, GENESIS)
    at = 0 if recent is None else max(0, last - recent)
    try:
        before = next(iter(_following(vault, at - 1, 1)), None) if at else None
        while window := _following(vault, at, _WINDOW):
            for entry in window:
                if entry != chain(
                    before, entry.time, entry.event, entry.subject, dict(entry.detail)
                ):
                    return False
                before, at = entry, entry.sequence
    except VaultDamaged:
        return False
    return (before.sequence, before.hash) == (last, digest) if before else last == 0


def head(vault: Vault) -> str:
    """Tell the hash of the newest entry, 64 hex; zeros before the first."""
    entry = _newest(vault)
    return entry.hash if entry else GENESIS


def next_sequence(vault: Vault) -> int:
    """Draw the next number of this device's statements: 1, 2, 3 …, never twice."""
    with transaction(vault):
        last = settings.get(vault, _SEQUENCE)
        following = last + 1 if isinstance(last, int) else 1
        settings.put(vault, _SEQUENCE, following)
    return following


def _went_back(last: Entry, now: datetime) -> bool:
    try:
        return datetime.fromisoformat(last.time) - now > _SLACK
    except (ValueError, TypeError) as error:
        raise VaultDamaged(what="the custody log") from error


def _newest(vault: Vault) -> Entry | None:
    return next(iter(newest(vault, 1)), None)


def _following(vault: Vault, sequence: int, count: int) -> tuple[Entry, ...]:
    rows = vault.rows(
        f"SELECT {_COLUMNS} FROM custody WHERE sequence > ?"  # noqa: S608 - constant
        " ORDER BY sequence LIMIT ?",
        sequence,
        count,
    )
    return tuple(_entry(row) for row in rows)


def _entry(row: Row) -> Entry:
    sequence, time, event, subject, detail, previous, digest = row
    facts = unpacked(detail)
    if not isinstance(facts, dict):
        raise VaultDamaged(what="the custody log")
    try:
        happened = Event(text(event))
    except ValueError as error:
        raise VaultDamaged(what="the custody log") from error
    return Entry(
        number(sequence),
        text(time),
        happened,
        text(subject),
        tuple(sorted((name, str(value)) for name, value in facts.items())),
        text(previous),
        text(digest),
    )
