"""The desk's records: listed, opened, read and verified.

The sealed originals lie untouched; opening one decrypts it into memory for as long as
it is looked at. What the list shows was taken out once, at import.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from intake.app import rotation, signing
from intake.app.desk import agreed, contents
from intake.app.desk.contents import Attachment, Folder, ReadPart
from intake.app.opening import Opened, require
from intake.domain import custody as log
from intake.domain import devices
from intake.domain.canonical import Json
from intake.domain.consent import Consent
from intake.domain.custody import Entry, Event
from intake.domain.devices import Doubt, Oddity
from intake.domain.errors import (
    AgeNoMatch,
    ContentsAltered,
    IntakeError,
    LetIn,
    NoSuchRecord,
    OtherVersions,
    RecordSetApart,
    SenderRevokedSince,
    SignedLate,
)
from intake.domain.people import Role, Trust
from intake.domain.protocol import Audience, Protocol
from intake.domain.record import RecordState
from intake.sealing.container import Writable
from intake.sealing.record import Opened as OpenedObject
from intake.sealing.record import Other, Portion, open_medium, read_object
from intake.vault import cards, custody, objects, records
from intake.vault.records import EVERYTHING, Filter, Row

__all__ = [
    "Attachment",
    "Finding",
    "OpenRecord",
    "ReadPart",
    "allowed_because",
    "believed",
    "doubts",
    "find",
    "keys_of",
    "listed",
    "noted",
    "placed",
    "read",
    "read_piece",
    "summary",
    "text",
    "verify",
    "write_attachment",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One check of a record and how it came out."""

    what: str
    good: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A record, opened for reading.

    ``about`` is its ``record.json``; ``field_log`` what happened to it before it was
    sealed, ``desk_log`` what happened here; ``identity_here`` whether this desk could
    open the identity, or there is none.
    """

    row: Row
    about: Mapping[str, Json]
    protocol: Protocol
    parts: tuple[ReadPart, ...]
    attachments: tuple[Attachment, ...]
    consent: Consent
    field_log: tuple[Entry, ...]
    desk_log: tuple[Entry, ...]
    identity_here: bool


def listed(opened: Opened, wanted: Filter = EVERYTHING) -> tuple[Row, ...]:
    """List the records that fit, the newest first; those set apart are among them."""
    require(opened, Role.COORDINATOR)
    return records.all_rows(opened.vault, wanted)


def find(opened: Opened, text: str) -> Row:
    """Find a record by number, id, or the start of an id. Raises NoSuchRecord."""
    rows = listed(opened)
    hits = [row for row in rows if text in {row.number, row.record}] or [
        row
        for row in rows
        if len(text) >= 4 and row.record.startswith(text)  # noqa: PLR2004 - fewer could be a slip
    ]
    if not hits or len({row.record for row in hits}) != 1:
        raise NoSuchRecord
    return hits[0]


def read(opened: Opened, row: Row, now: datetime) -> OpenRecord:
    """Open a record and note in its log that it was opened.

    Of one that could not be read the list claims no consent any more, whatever its
    answers said at import. Raises RecordSetApart for one that is set apart, and the
    errors of a damaged object.
    """
    require(opened, Role.COORDINATOR)
    if row.state is RecordState.SET_APART:
        raise RecordSetApart
    try:
        return _read(opened, row, now)
    except Exception:
        agreed.forget(opened, row)
        raise


def _read(opened: Opened, row: Row, now: datetime) -> OpenRecord:
    first, files = read_piece(opened, row.account, believed(row))
    account = contents.folder(files, row.record, Audience.DESK)
    folders = [account]
    identity_here = True
    if row.identity:
        try:
            folders.append(_identity(opened, row, first))
        except AgeNoMatch:
            identity_here = False
    order = [part.name for part in account.protocol.parts]
    parts = sorted(
        (part for each in folders for part in contents.parts(each, now)),
        key=lambda part: order.index(part.name),
    )
    custody.record(opened.vault, Event.OPENED, row.record, {}, now)
    if row.state is RecordState.NEW:
        records.set_state(opened.vault, row.number, RecordState.READ)
        row = replace(row, state=RecordState.READ)
    consent = agreed.held_to(
        agreed.consent((part.name, part.session.root) for part in parts),
        [each.files for each in folders],
    )
    row = agreed.note(opened, row, consent)
    return OpenRecord(
        row=row,
        about=account.about,
        protocol=account.protocol,
        parts=tuple(parts),
        attachments=contents.attachments(first.about.others, folders),
        consent=consent,
        field_log=account.log,
        desk_log=custody.entries(opened.vault, row.record),
        identity_here=identity_here,
    )


def write_attachment(
    opened: Opened, row: Row, attachment: Attachment, out: Writable
) -> None:
    """Decrypt an attachment into *out*; it counts only when this returns.

    Raises ContentsAltered, AgeNoMatch and the errors of a damaged object.
    """
    key = placed(row)[attachment.sealed.object]
    with objects.open(opened.vault, key) as source:
        named = rotation.as_stored(row, attachment.sealed)
        open_medium(source, signing.reader(opened), named, out)


def verify(opened: Opened, row: Row, now: datetime) -> tuple[Finding, ...]:
    """Check a record again, whole.

    Signatures, digests, files and forms, the custody log, and whether the answers are
    those that the journal leads to; of the identity as far as it can be opened here.
    Of one that could not be read, or never was and has anything amiss, the list then
    claims no consent.
    """
    require(opened, Role.COORDINATOR)
    found: list[Finding] = []
    if row.state is RecordState.SET_APART:
        return (Finding("set apart", good=False, detail=row.reason),)
    try:
        first, files = read_piece(opened, row.account, believed(row))
        found.append(Finding("account: both signatures and every digest", good=True))
        broken = log.first_untrue(contents.log_of(files))
        found.append(
            Finding(
                "custody log of the interview",
                good=broken is None,
                detail="" if broken is None else f"not true at entry {broken}",
            )
        )
        found.extend(_verify_other(opened, row, each) for each in first.about.others)
        account = contents.folder(files, row.record, Audience.DESK)
        found.extend(_verify_answers("account", account, now))
        if row.identity:
            found.extend(_verify_identity(opened, row, first, now))
    except IntakeError as error:
        found.append(Finding("account", good=False, detail=str(error)))
        agreed.forget(opened, row)
    good = all(each.good for each in found)
    if not good and row.state is RecordState.NEW:
        # The list has what the answers say, and no reading ever bore it out.
        agreed.forget(opened, row)
    custody.record(
        opened.vault, Event.VERIFIED, row.record, {"good": str(good).lower()}, now
    )
    return tuple(found)


def summary(row: Row) -> Mapping[str, Json]:
    """Give what was noted of a record at import."""
    return row.summary if isinstance(row.summary, dict) else {}


def text(row: Row, name: str) -> str:
    """Give one text of a record's summary, or ""."""
    value = summary(row).get(name)
    return value if isinstance(value, str) else ""


def doubts(opened: Opened, row: Row) -> tuple[str, ...]:
    """Say what a reader of a record must know beside it; empty when all is well.

    Contradictions of its device, a sender whose card was taken back since or past its
    last day, a decision that let it in, other versions that lie here.
    """
    late = {each for each in noted(row) if each.oddity is Oddity.SIGNED_LATE}
    said = [str(each) for each in noted(row) if each not in late]
    if allowed_because(row) is not None:
        said.append(str(LetIn()))
    entry = cards.get(opened.vault, row.sender)
    if entry is not None and entry.trust is Trust.REVOKED:
        said.append(str(SenderRevokedSince()))
    if entry is not None and row.day > entry.card.expires:
        name, day = entry.card.name, entry.card.expires
        said.append(str(SignedLate(made=row.day, name=name, day=day)))
    else:
        said.extend(map(str, late))
    others = [
        each.number
        for each in records.versions(opened.vault, row.record)
        if each.number != row.number
    ]
    if others:
        said.append(str(OtherVersions(numbers=", ".join(reversed(others)))))
    return tuple(said)


def noted(row: Row) -> tuple[Doubt, ...]:
    """List the contradictions of the device that were noted when a record came."""
    kept = summary(row).get("doubts")
    found = (devices.from_json(each) for each in kept) if isinstance(kept, list) else ()
    return tuple(each for each in found if each is not None)


def allowed_because(row: Row) -> str | None:
    """Give the reason for which a record was let in by a decision; None if it was not.

    The reason may be "".
    """
    match summary(row).get("allowed"):
        case {"reason": str(reason)}:
            return reason
        case _:
            return None


def read_piece(
    opened: Opened, key: str, believing: Collection[str] = ()
) -> tuple[OpenedObject, dict[str, bytes]]:
    """Open the account or the identity of a record into memory, verified whole.

    *believing* are senders who count although their card was taken back since.
    """
    with objects.open(opened.vault, key) as source:
        return read_object(source, signing.reader(opened, believing))


def believed(row: Row) -> frozenset[str]:
    """Tell whose signatures count in a record that is not set apart.

    They counted, or were let count, when it was taken in.
    """
    signers = {row.sender}
    match summary(row):
        case {"signer": str(signer)}:
            signers.add(signer)
        case _:
            pass
    return frozenset(signers)


def keys_of(row: Row) -> tuple[str, ...]:
    """Tell under which ids the objects of a record lie in the vault."""
    try:
        return tuple(placed(row).values())
    except ContentsAltered:
        return ()


def placed(row: Row) -> dict[str, str]:
    """Give where the objects of a record lie, by the id they were sealed under.

    Raises ContentsAltered.
    """
    value = summary(row).get("objects")
    if not isinstance(value, dict):
        raise ContentsAltered
    return {name: str(key) for name, key in value.items()}


def _identity(opened: Opened, row: Row, account: OpenedObject) -> Folder:
    """Open the identity of a record. Raises AgeNoMatch if that is not for us.

    It must be the one that was sealed with this *account*, or somebody who is known
    could put another's identity beside an account of their own.
    """
    made, files = read_piece(opened, row.identity, believed(row))
    mine, theirs = made.checked.statement, account.checked.statement
    if (
        (made.about.record, made.about.portion) != (row.record, Portion.IDENTITY)
        or (mine.signer, mine.device) != (theirs.signer, theirs.device)
        or mine.sequence != theirs.sequence - 1
    ):
        raise ContentsAltered
    return contents.folder(files, row.record, Audience.CUSTODIAN)


def _verify_answers(what: str, one: Folder, now: datetime) -> Iterator[Finding]:
    yield Finding(f"{what}: forms, lists and files", good=True)
    differing = contents.differing(one, now)
    detail = "differ in " + ", ".join(differing) if differing else ""
    if differing and not contents.of_this_edition(one.about):
        detail += (
            "; it was answered by another edition of the form engine: that may be all"
        )
    yield Finding(f"{what}: answers and journal", good=not differing, detail=detail)


def _verify_identity(
    opened: Opened, row: Row, account: OpenedObject, now: datetime
) -> Iterator[Finding]:
    try:
        one = _identity(opened, row, account)
    except AgeNoMatch:
        # It is the custodian's to open; its digest was checked with the others.
        return
    yield Finding("identity: both signatures and every digest", good=True)
    yield from _verify_answers("identity", one, now)


def _verify_other(opened: Opened, row: Row, other: Other) -> Finding:
    what = f"{other.portion}: digest"
    key = placed(row).get(other.object)
    if key is None:
        return Finding(what, good=False, detail="not here")
    stored, named = objects.get(opened.vault, key), rotation.as_stored(row, other)
    with objects.open(opened.vault, key) as source:
        same = (named.size, named.sha256) == _digest(source)
    good = same and stored.sha256 == named.sha256
    return Finding(what, good=good, detail="" if good else "differs")


def _digest(source: BinaryIO) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while block := source.read(1024 * 1024):
        digest.update(block)
        size += len(block)
    return size, digest.hexdigest()
