"""A new card in time, new keys now and then, and the archive sealed to the new ones.

A card lasts six months; its follower is signed by the keys before, so interviewers
take it with the next pack without comparing again. New keys limit what one seizure
opens: once the archive is sealed to them and the old keys are destroyed, nothing here
opens what somebody copied on its way earlier.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from intake import vault as store
from intake.app import opening, ownership, recovery
from intake.app.opening import Opened
from intake.app.ownership import Earlier
from intake.app.reports import Report, silent
from intake.domain.canonical import Json
from intake.domain.custody import Event
from intake.domain.errors import OldKeysNeeded, VaultDamaged
from intake.sealing import rotation
from intake.sealing.age import HybridIdentity
from intake.sealing.card import make_card
from intake.sealing.keys import advance, derive
from intake.sealing.record import Other
from intake.vault import backup, custody, objects, records, staging
from intake.vault.records import Row
from intake.vault.staging import Adopted, Staged


@dataclass(frozen=True, slots=True)
class Done:
    """What sealing again did: records and stored files that have a new lock."""

    records: int
    files: int


def renew_card(opened: Opened, now: datetime) -> Opened:
    """Make the card that follows, with the same keys; give the vault as it is now.

    What was given before must no longer be used: it would sign in the old name. An
    interviewer's new card travels with the next bundle. Raises DiskFull, DiskFailed.
    """
    return _follow(opened, now, new_keys=False)


def rotate_keys(opened: Opened, now: datetime) -> Opened:
    """Make new keys and their card, signed by the keys before; as ``renew_card``.

    The old keys stay to open what is sealed to them: until everyone in the field has
    taken the next pack and what they had sealed has come in. Raises WrongDesk.
    """
    recovery.require_desk(opened)
    return _follow(opened, now, new_keys=True)


def waiting(opened: Opened) -> int:
    """Count the stored files that only earlier keys open."""
    return sum(1 for _ in _old_locks(opened))


def reseal(opened: Opened, now: datetime, report: Report = silent) -> Done:
    """Seal every record that is sealed to earlier keys to those of today.

    What was signed is not touched; the log keeps both digests of each file. Stopped
    or interrupted, each record has its old lock or its new one, whole. *report*
    counts records. Raises Cancelled between two, DiskFull, DiskFailed, and the errors
    of a damaged file.
    """
    recovery.require_desk(opened)
    old = set(_old_locks(opened))
    rows = [row for row in records.all_rows(opened.vault) if old & set(_keys(row))]
    files = 0
    for place, row in enumerate(rows):
        report(place, len(rows))
        mine = old & set(_keys(row))
        _one(opened, row, mine, now)
        files += len(mine)
    report(len(rows), len(rows))
    return Done(len(rows), files)


def destroy_old_keys(opened: Opened, now: datetime) -> None:
    """Forget every key before those of today, so that nothing brings them back here.

    What interviewers sealed to them and have not handed over can then be opened by
    nobody, so the person is asked first. The recovery sheets and backups made before
    still hold them: make new ones and burn the old. Raises OldKeysNeeded while
    something here is sealed to them alone.
    """
    recovery.require_desk(opened)
    left = waiting(opened)
    if left:
        raise OldKeysNeeded(count=left)
    kept = opening.identity(opened.vault)
    if not kept.epoch:
        return
    gone = tuple(
        replace(each, epoch=each.epoch - kept.epoch)
        for each in ownership.earlier(opened)
    )
    with store.transaction(opened.vault):
        seed = advance(kept.seed, kept.epoch)
        opening.keep_identity(opened.vault, replace(kept, seed=seed, epoch=0))
        ownership.keep_earlier(opened, gone)
        recovery.outdate(opened)
        fingerprint = kept.card.card.fingerprint
        custody.record(opened.vault, Event.KEYS_DESTROYED, fingerprint, {}, now)
    # The old page goes out of the log, too.
    with backup.still(opened.vault):
        pass


def as_stored(row: Row, other: Other) -> Other:
    """Give what an account names as it lies here: sealed again, it has other digests.

    The log holds both, and what is inside is as it was signed.
    """
    match row.summary:
        case {"resealed": dict(locks)}:
            lock = locks.get(other.object)
        case _:
            lock = None
    match lock:
        case {"size": int(size), "sha256": str(sha256)}:
            return replace(other, size=size, sha256=sha256)
        case _:
            return other


def _follow(opened: Opened, now: datetime, *, new_keys: bool) -> Opened:
    kept, before = opening.identity(opened.vault), opened.card.card
    epoch = kept.epoch + new_keys
    keys = derive(kept.seed, epoch)
    card = make_card(
        keys,
        before.role,
        before.name,
        now.date(),
        serial=before.serial + 1,
        previous=before.fingerprint,
        previous_keys=opened.keys,
    )
    with store.transaction(opened.vault):
        cards = (*ownership.earlier(opened), Earlier(opened.card, kept.epoch))
        ownership.keep_earlier(opened, cards)
        opening.keep_identity(opened.vault, replace(kept, epoch=epoch, card=card))
        detail = {"follows": before.fingerprint, "keys": "new" if new_keys else "same"}
        fingerprint = card.card.fingerprint
        custody.record(opened.vault, Event.CARD_RENEWED, fingerprint, detail, now)
    return replace(opened, keys=keys, card=card)


def _old_locks(opened: Opened) -> Iterator[str]:
    """Give the ids of the stored files that only earlier keys open."""
    today, before = [opened.keys.identity], ownership.earlier_identities(opened)
    if not before:
        return
    for each in backup.all_objects(opened.vault):
        # What is missing or cut is found by the check of the vault.
        with contextlib.suppress(VaultDamaged):
            if _fits(opened, each.id, before) and not _fits(opened, each.id, today):
                yield each.id


def _fits(opened: Opened, key: str, identities: Sequence[HybridIdentity]) -> bool:
    with objects.open(opened.vault, key) as source:
        return rotation.fits(source, identities)


def _one(opened: Opened, row: Row, old: set[str], now: datetime) -> None:
    """Seal the files of one record again, then let them take the old ones' place."""
    made: dict[str, Staged] = {}
    try:
        for key in sorted(old):
            made[key] = staging.new(opened.vault)
            _file(opened, key, made[key])
        staging.make_durable(opened.vault, [*made.values()])
        with store.transaction(opened.vault):
            for key, fresh in made.items():
                before = objects.get(opened.vault, key)
                adopted = Adopted(fresh, before.kind, before.record, before.about)
                staging.adopt(opened.vault, [adopted])
                detail = {"before": before.sha256, "after": fresh.sha256}
                custody.record(opened.vault, Event.RESEALED, row.record, detail, now)
            records.update(opened.vault, _moved(row, made))
            objects.remove(opened.vault, made)
    except BaseException:
        staging.drop(made.values())
        raise


def _file(opened: Opened, key: str, fresh: Staged) -> None:
    before = ownership.earlier_identities(opened)
    with objects.open(opened.vault, key) as source, staging.stage(fresh) as out:
        made = rotation.reseal(source, before, opened.card.card, out)
    with staging.open(fresh) as source:
        rotation.check(source, opened.keys.identity, made)


def _moved(row: Row, made: Mapping[str, Staged]) -> Row:
    """Give a record whose files lie elsewhere now, under other digests."""
    summary = dict(row.summary) if isinstance(row.summary, dict) else {}
    placed, known = summary.get("objects"), summary.get("resealed")
    names = dict(placed) if isinstance(placed, dict) else {}
    locks = dict(known) if isinstance(known, dict) else {}
    for name, key in [*names.items()]:
        fresh = made.get(str(key))
        if fresh is not None:
            names[name] = fresh.id
            lock: dict[str, Json] = {"size": fresh.size, "sha256": fresh.sha256}
            locks[name] = lock
    ids = {key: fresh.id for key, fresh in made.items()}
    return replace(
        row,
        account=ids.get(row.account, row.account),
        identity=ids.get(row.identity, row.identity),
        summary={**summary, "objects": names, "resealed": locks},
    )


def _keys(row: Row) -> tuple[str, ...]:
    """Give the stored files of a record."""
    match row.summary:
        case {"objects": dict(found)}:
            named = tuple(str(key) for key in found.values())
        case _:
            named = ()
    return tuple(key for key in {*named, row.account, row.identity} if key)
