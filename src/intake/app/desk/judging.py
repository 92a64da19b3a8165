"""One record of a bundle: opened from what lies staged, verified, and decided on.

What is wrong with a record costs only that record; what is wrong with this machine
stops the import.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO

from intake.app import lines, witness
from intake.app.desk import agreed, contents
from intake.app.witness import Told
from intake.domain.canonical import Json
from intake.domain.devices import Doubt
from intake.domain.errors import (
    ContentsAltered,
    IntakeError,
    PartMissing,
    SenderOther,
    StickGone,
    VaultError,
)
from intake.domain.people import Role
from intake.domain.record import RecordState
from intake.sealing import delivery
from intake.sealing.bundle import Parcel
from intake.sealing.delivery import Delivered
from intake.sealing.incoming import Reader
from intake.sealing.record import About, Portion, read_object
from intake.vault import records, staging
from intake.vault.records import Row
from intake.vault.staging import Staged
from intake.vault.vault import Vault

_MOST_WORDS = 32_000_000
_FEW_WORDS = 1000


class Outcome(StrEnum):
    """What became of one record."""

    TAKEN_IN = "taken in"
    ALREADY_HERE = "already here"
    SET_APART = "set apart"
    DAMAGED = "damaged"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class RecordResult:
    """One record of a bundle and what became of it, with the reason if not taken in.

    ``doubts`` are contradictions of the device; they stop nothing.
    """

    record: str
    number: str
    outcome: Outcome
    reason: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A record, ready to be entered; without a row it is only reported.

    ``told`` is what its account tells of the device.
    """

    result: RecordResult
    row: Row | None = None
    words: str = ""
    files: tuple[Staged, ...] = ()
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """An account, verified: what the list shows, words to find it by, the device."""

    facts: dict[str, Json]
    words: str
    told: Told


@dataclass(frozen=True, slots=True)
class Case:
    """What the records of one bundle are judged by."""

    vault: Vault
    reader: Reader
    delivered: Delivered
    placed: Mapping[str, Staged]
    now: datetime


def judge(case: Case) -> list[Judged]:
    """Decide what becomes of each record of a bundle that was read.

    Of very many words only the first of each record are kept to find it by, so that a
    bundle costs no more memory than is meant.
    """
    found: dict[str, list[tuple[Parcel, delivery.Outcome]]] = {}
    for parcel, outcome in case.delivered.objects:
        found.setdefault(parcel.record, []).append((parcel, outcome))
    judged, words = [], 0
    for record, parcels in found.items():
        one = _one(case, record, parcels)
        words += len(one.words)
        if words > _MOST_WORDS:
            one = replace(one, words=one.words[:_FEW_WORDS])
        judged.append(one)
    return judged


def _one(
    case: Case, record: str, parcels: list[tuple[Parcel, delivery.Outcome]]
) -> Judged:
    delivered = case.delivered
    outcomes = {outcome for _, outcome in parcels}
    torn = {delivery.Outcome.DAMAGED, delivery.Outcome.INCOMPLETE} & outcomes
    if torn and delivered.gone:
        return Judged(RecordResult(record, "", Outcome.INCOMPLETE, str(StickGone())))
    if delivery.Outcome.DAMAGED in outcomes:
        reason = str(ContentsAltered())
        return Judged(RecordResult(record, "", Outcome.DAMAGED, reason))
    if delivery.Outcome.INCOMPLETE in outcomes:
        missing = sorted([*delivered.missing, *delivered.damaged])
        parts = delivered.checked.statement.parts
        reason = str(PartMissing(part=missing[0] if missing else 1, parts=parts))
        return Judged(RecordResult(record, "", Outcome.INCOMPLETE, reason))
    if outcomes == {delivery.Outcome.PASSED_BY}:
        here = records.versions(case.vault, record)[0].number
        return Judged(RecordResult(record, here, Outcome.ALREADY_HERE))
    return _verified(case, record, [parcel for parcel, _ in parcels])


def _verified(case: Case, record: str, parcels: list[Parcel]) -> Judged:
    """Verify a record from the files that lie in the vault now."""
    statement = case.delivered.checked.statement
    files = {each.object: case.placed[each.object] for each in parcels}
    keys: dict[str, Json] = {name: each.id for name, each in files.items()}
    portions: dict[str, Json] = {each.object: each.portion for each in parcels}
    summary: dict[str, Json] = {
        "objects": keys,
        "portions": portions,
        "bundle": statement.id,
        "bundle_statement": case.delivered.checked.head.sha256,
    }
    by_portion = {each.portion: files[each.object].id for each in parcels}
    state, reason, looked = RecordState.NEW, "", None
    try:
        account = the_account(parcels)
        with staging.open(files[account.object]) as source:
            looked = look(source, case.reader, record, parcels)
        summary.update(looked.facts)
        _check_sender(case, record, looked)
    except VaultError:
        raise
    except IntakeError as error:
        state, reason = RecordState.SET_APART, str(error)
    known = records.versions(case.vault, record)
    digests = tuple(sorted(each.sha256 for each in parcels))
    if reason:
        for before in known:
            if (before.digests, before.reason) == (digests, reason):
                # It lies here already, set apart for the very same reason.
                again = RecordResult(record, before.number, Outcome.SET_APART, reason)
                return Judged(again)
    row = Row(
        record=record,
        version=1 + max((each.version for each in known), default=0),
        state=state,
        sender=statement.signer,
        received=case.now,
        day=statement.day,
        account=by_portion.get(Portion.ACCOUNT, ""),
        identity=by_portion.get(Portion.IDENTITY, ""),
        digests=digests,
        summary=summary,
        reason=reason,
    )
    outcome = Outcome.SET_APART if reason else Outcome.TAKEN_IN
    result = RecordResult(record, "", outcome, reason)
    if looked is None:
        return Judged(result, row, "", tuple(files.values()))
    return Judged(result, row, looked.words, tuple(files.values()), looked.told)


def _check_sender(case: Case, record: str, looked: Looked) -> None:
    """See that an interviewer sends what the same interviewer signed.

    Otherwise somebody could wrap another's record, be given the receipt for it, or
    pass their own off as its next version. Raises SenderOther.
    """
    checked = case.delivered.checked
    signers = {
        row.sender
        for row in records.versions(case.vault, record)
        if row.state is not RecordState.SET_APART
    }
    signers.add(str(looked.facts["signer"]))
    sender = checked.statement.signer
    if checked.signer.role is not Role.INTERVIEWER or not all(
        lines.runs_from(case.vault, signer, sender) for signer in signers
    ):
        raise SenderOther


def the_account(parcels: list[Parcel]) -> Parcel:
    """Find the one account of a record. Raises ContentsAltered."""
    accounts = [each for each in parcels if each.portion == Portion.ACCOUNT]
    if len(accounts) != 1:
        raise ContentsAltered
    return accounts[0]


def look(
    source: BinaryIO, reader: Reader, record: str, parcels: list[Parcel]
) -> Looked:
    """Verify an account, and that it names exactly the objects that came with it.

    Raises ContentsAltered, SenderUnknown, SenderRevoked and the errors of a damaged
    object.
    """
    made, files = read_object(source, reader)
    _check(made.about, record, parcels)
    found = contents.summarise(files, record)
    facts = found.facts
    facts["statement"] = made.checked.head.sha256
    facts["signer"] = made.checked.statement.signer
    facts["device"] = made.checked.statement.device
    if given := agreed.glance(files):
        facts[agreed.CONSENT] = agreed.brief(given)
    return Looked(facts, found.words, witness.of_record(made, found.log))


def _check(about: About, record: str, parcels: list[Parcel]) -> None:
    came = {
        (each.object, each.portion, each.size, each.sha256)
        for each in parcels
        if each.portion != Portion.ACCOUNT
    }
    named = {
        (each.object, each.portion.value, each.size, each.sha256)
        for each in about.others
    }
    whose = about.record == record and about.portion is Portion.ACCOUNT
    if not whose or came != named:
        raise ContentsAltered
