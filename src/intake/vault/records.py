"""The desk's library: what arrived, in which state, and the words to find it by."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from intake.domain.canonical import Json
from intake.domain.errors import NoSuchRecord, VaultDamaged
from intake.domain.record import RecordState
from intake.vault.columns import moment, number, packed, text, unpacked, when
from intake.vault.store import Row as DatabaseRow
from intake.vault.store import Value
from intake.vault.vault import Vault, transaction

_FACTS = (
    "record",
    "version",
    "state",
    "sender",
    "received",
    "day",
    "account",
    "identity",
    "digests",
    "summary",
    "reason",
    "receipted",
)
_COLUMNS = ", ".join(("number", *_FACTS))
_NUMBER = re.compile(r"[0-9]{1,18}")
_WORDS = re.compile(r"\w+")
_MOST_WORDS = 16


@dataclass(frozen=True, slots=True)
class Row:
    """One testimony in the library.

    ``record`` is 32 hex, ``version`` from 1; ``sender`` a card fingerprint; ``day``
    an ISO date; ``account`` and ``identity`` the ids of its objects, "" if there is
    none; ``digests`` the SHA-256 of every object that came with it, for the receipt;
    ``reason`` why it was set apart, or ""; ``summary`` what list and filters show;
    ``number`` what people call it, counted by arrival: "" until it is stored.
    """

    record: str
    version: int
    state: RecordState
    sender: str
    received: datetime
    day: str
    account: str = ""
    identity: str = ""
    digests: tuple[str, ...] = ()
    summary: Json = None
    reason: str = ""
    receipted: datetime | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records are wanted: all that fit every field that is not empty.

    ``search`` is words that must all occur, the last one as a beginning.
    """

    state: RecordState | None = None
    sender: str = ""
    search: str = ""


EVERYTHING = Filter()


def enter(vault: Vault, arrived: Iterable[tuple[Row, str]]) -> list[str]:
    """Take in records, each with the words to find it by, in one transaction.

    Gives their numbers; "" for a record and version that is here already, which is
    passed over.
    """
    with transaction(vault):
        return [_insert(vault, row, words) for row, words in arrived]


def get(vault: Vault, number: str) -> Row:
    """Find a record by its number. Raises NoSuchRecord."""
    row = vault.row(
        f"SELECT {_COLUMNS} FROM records WHERE number = ?",  # noqa: S608 - constant
        _place(number),
    )
    if row is None:
        raise NoSuchRecord
    return _row(row)


def versions(vault: Vault, record: str) -> tuple[Row, ...]:
    """List the versions of a record that are here, the newest first."""
    rows = vault.rows(
        f"SELECT {_COLUMNS} FROM records WHERE record = ? ORDER BY version DESC",  # noqa: S608 - constant
        record,
    )
    return tuple(_row(row) for row in rows)


def update(vault: Vault, row: Row, words: str | None = None) -> None:
    """Put a record's present facts in place of the old; *words* too, if given.

    Raises NoSuchRecord.
    """
    columns = ", ".join(f"{name} = ?" for name in _FACTS)
    with transaction(vault):
        touched = vault.run(
            f"UPDATE records SET {columns} WHERE number = ?",  # noqa: S608 - constant
            *_values(row),
            _place(row.number),
        )
        if not touched:
            raise NoSuchRecord
        if words is not None:
            vault.run("DELETE FROM words WHERE rowid = ?", _place(row.number))
            _index(vault, _place(row.number), words)


def set_state(vault: Vault, number: str, state: RecordState) -> None:
    """Say where a record stands now. Raises NoSuchRecord."""
    with transaction(vault):
        update(vault, replace(get(vault, number), state=state))


def set_receipted(vault: Vault, number: str, now: datetime) -> None:
    """Say that a receipt for the record was given. Raises NoSuchRecord."""
    with transaction(vault):
        update(vault, replace(get(vault, number), receipted=now))


def count(vault: Vault, wanted: Filter = EVERYTHING) -> int:
    """Count the records that fit."""
    among, values = _among(wanted)
    row = vault.row(f"SELECT count(*) FROM {among}", *values)  # noqa: S608 - our own words
    return number(row[0]) if row else 0


def all_rows(vault: Vault, wanted: Filter = EVERYTHING) -> tuple[Row, ...]:
    """Read every record that fits, the newest first; for a long library, ``page``."""
    return page(vault, wanted, size=-1)


def page(
    vault: Vault, wanted: Filter = EVERYTHING, *, before: str = "", size: int
) -> tuple[Row, ...]:
    """Read the newest *size* records that fit; *before* a number, for the next page."""
    among, values = _among(wanted, before)
    rows = vault.rows(
        f"SELECT {_COLUMNS} FROM {among} ORDER BY {_order(wanted)} DESC LIMIT ?",  # noqa: S608 - our own words
        *values,
        size,
    )
    return tuple(_row(row) for row in rows)


def numbers(vault: Vault, wanted: Filter = EVERYTHING) -> tuple[str, ...]:
    """List the numbers of all that fit, newest first: the index of a long list."""
    among, values = _among(wanted)
    rows = vault.rows(
        f"SELECT number FROM {among} ORDER BY {_order(wanted)} DESC",  # noqa: S608 - our own words
        *values,
    )
    return tuple(str(row[0]) for row in rows)


def _place(number: str) -> int:
    if not _NUMBER.fullmatch(number):
        raise NoSuchRecord
    return int(number)


def _among(wanted: Filter, before: str = "") -> tuple[str, list[Value]]:
    """Write where the wanted records are found, and the values for the marks.

    A search goes through the index of words from its newest entry down, so that a
    page of a common word need not gather all of it first.
    """
    found = _WORDS.findall(wanted.search)[:_MOST_WORDS]
    tables, terms, values = "records", list[str](), list[Value]()
    if found:
        tables = "words CROSS JOIN records ON records.number = words.rowid"
        terms.append("words MATCH ?")
        values.append(" ".join(f'"{word}"' for word in found) + "*")
    if before:
        terms.append("words.rowid < ?" if found else "number < ?")
        values.append(_place(before))
    if wanted.state:
        terms.append("state = ?")
        values.append(wanted.state.value)
    if wanted.sender:
        terms.append("sender = ?")
        values.append(wanted.sender)
    return tables + (" WHERE " + " AND ".join(terms) if terms else ""), values


def _order(wanted: Filter) -> str:
    return "words.rowid" if _WORDS.search(wanted.search) else "number"


def _insert(vault: Vault, row: Row, words: str) -> str:
    columns, marks = ", ".join(_FACTS), ", ".join("?" * len(_FACTS))
    fresh = vault.run(
        f"INSERT OR IGNORE INTO records ({columns}) VALUES ({marks})",  # noqa: S608 - constant
        *_values(row),
    )
    if not fresh:
        return ""
    made = vault.row("SELECT last_insert_rowid()")
    place = number(made[0]) if made else 0
    _index(vault, place, words)
    return str(place)


def _index(vault: Vault, place: int, words: str) -> None:
    vault.run("INSERT INTO words (rowid, text) VALUES (?, ?)", place, words)


def _values(row: Row) -> tuple[Value, ...]:
    return (
        row.record,
        row.version,
        row.state.value,
        row.sender,
        moment(row.received),
        row.day,
        row.account,
        row.identity,
        packed(list(row.digests)),
        packed(row.summary),
        row.reason,
        moment(row.receipted) if row.receipted else None,
    )


def _row(found: DatabaseRow) -> Row:
    place, record, version, state, sender, received, day = found[:7]
    account, identity, digests, summary, reason, receipted = found[7:]
    sums = unpacked(digests)
    try:
        stands = RecordState(text(state))
    except ValueError as error:
        raise VaultDamaged(what="the library") from error
    return Row(
        record=text(record),
        version=number(version),
        state=stands,
        sender=text(sender),
        received=when(received),
        day=text(day),
        account=text(account),
        identity=text(identity),
        digests=tuple(map(str, sums)) if isinstance(sums, list) else (),
        summary=unpacked(summary),
        reason=text(reason),
        receipted=None if receipted is None else when(receipted),
        number=str(place),
    )
