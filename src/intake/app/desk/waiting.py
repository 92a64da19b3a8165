"""Parts that wait, sealed as they came: for the rest of their bundle, or a decision.

Parts of one bundle may come on different days from different sticks, and the bundle
of a stranger waits until somebody has compared the card or decided. Nothing of them
is read before.
"""

import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from intake import vault as store
from intake.app.desk import packs
from intake.app.opening import Opened, require
from intake.domain.canonical import Json
from intake.domain.custody import Event
from intake.domain.errors import NothingHeld, StickGone, VaultDamaged
from intake.domain.people import Role
from intake.sealing import delivery
from intake.sealing.bundle import NAME
from intake.sealing.delivery import Found
from intake.sealing.incoming import Reader
from intake.sealing.medium import CHUNK, open_file
from intake.vault import custody, objects, settings, staging
from intake.vault.disk import disk_errors
from intake.vault.staging import Adopted, Staged

PART = "part"
_KEPT = "waiting "
# Room that must be left: of a stranger's parts, at most a quarter of what is free.
_LEAVE = 64 * 1024 * 1024
_STRANGERS_SHARE = 4


class Why(StrEnum):
    """What a bundle waits for."""

    INCOMPLETE = "the rest of it"
    NOT_COMPARED = "the sender's card to be compared"
    REVOKED = "a decision: the sender's card was taken back"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A bundle of which parts lie here. ``size`` in bytes as sealed.

    ``sender`` is the fingerprint of a card; ``records`` how many its list names;
    ``here`` and ``missing`` are numbers of parts, ``parts`` how many there are.
    """

    bundle: str
    statement: str
    sender: str
    why: Why
    records: int
    parts: int
    here: tuple[int, ...]
    since: datetime
    size: int
    told: bool = False

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the parts that have not come."""
        return tuple(n for n in range(1, self.parts + 1) if n not in self.here)

    @property
    def missing_files(self) -> tuple[str, ...]:
        """How the files of those parts are called on their stick."""
        return tuple(f"{self.bundle[:NAME]}-{part:04d}.age" for part in self.missing)


def listed(opened: Opened) -> tuple[Waiting, ...]:
    """List the bundles that wait, the oldest first."""
    require(opened, Role.COORDINATOR)
    found = [
        _waiting(opened, name.removeprefix(_KEPT))
        for name in settings.names(opened.vault, _KEPT)
    ]
    return tuple(sorted(found, key=lambda one: one.since))


def find(opened: Opened, bundle: str) -> Waiting | None:
    """Find a bundle that waits, by its id."""
    if settings.get(opened.vault, _KEPT + bundle) is None:
        return None
    return _waiting(opened, bundle)


def places(opened: Opened, bundle: str | None = None) -> dict[Path, str]:
    """Tell where the parts lie that wait, and to which object each belongs."""
    wanted = [each.bundle for each in listed(opened)] if bundle is None else [bundle]
    return {
        objects.place(opened.vault, each.id): each.id
        for one in wanted
        for each in objects.of_record(opened.vault, one, PART)
    }


def keep(
    opened: Opened,
    found: Found,
    parts: Collection[int],
    why: Why,
    reader: Reader,
    now: datetime,
) -> bool:
    """Keep those *parts* of a bundle that are whole; False if there is no room.

    Each is copied as it is and then verified where it lies. Raises DiskFull,
    DiskFailed.
    """
    statement = found.checked.statement
    known = find(opened, statement.id)
    wanted = [part for part in sorted(parts) if not known or part not in known.here]
    if not _has_room(opened, found, wanted, why):
        return False
    staged: dict[int, Staged] = {}
    try:
        for part in wanted:
            copied = _copy(opened, found, part, reader)
            if copied is not None:
                staged[part] = copied
        if not staged and known is None:
            return True
        staging.make_durable(opened.vault, list(staged.values()))
        with store.transaction(opened.vault):
            _note(opened, found, why, now, known)
            staging.adopt(
                opened.vault,
                [
                    Adopted(file, PART, statement.id, {"part": part})
                    for part, file in staged.items()
                ],
            )
            if staged:
                count = {"parts": str(len(staged)), "why": why.name.lower()}
                custody.record(opened.vault, Event.HELD, statement.id, count, now)
    except BaseException:
        staging.drop(staged.values())
        raise
    return True


def lose(opened: Opened, keys: Collection[str]) -> None:
    """Let go of parts that are no longer what they were."""
    objects.remove(opened.vault, keys)


def settle(opened: Opened, bundle: str) -> None:
    """Let go of the parts of a bundle whose records are all in the library."""
    if settings.get(opened.vault, _KEPT + bundle) is None:
        return
    with store.transaction(opened.vault, freeing=True):
        lying = objects.of_record(opened.vault, bundle, PART)
        objects.remove(opened.vault, [each.id for each in lying])
        settings.drop(opened.vault, _KEPT + bundle)


def drop(opened: Opened, bundle: str, now: datetime) -> None:
    """Remove the parts of a bundle unread, for good. Raises NothingHeld."""
    require(opened, Role.COORDINATOR)
    found = find(opened, bundle)
    if found is None:
        raise NothingHeld
    with store.transaction(opened.vault, freeing=True):
        settle(opened, bundle)
        detail = {"parts": str(len(found.here)), "why": found.why.name.lower()}
        custody.record(opened.vault, Event.DROPPED, bundle, detail, now)


def old(opened: Opened, now: datetime) -> tuple[Waiting, ...]:
    """List what has waited longer than the policy lets a draft wait.

    Nothing of it goes by itself, for a clock that jumps forward would take it along:
    people are told, and ``drop`` what they do not want to keep.
    """
    limit = now - timedelta(days=packs.policy(opened).draft_days)
    return tuple(each for each in listed(opened) if each.since < limit)


def mark_told(opened: Opened, bundle: str) -> None:
    """Note that the sender was told what is missing."""
    match settings.get(opened.vault, _KEPT + bundle):
        case dict(kept):
            settings.put(opened.vault, _KEPT + bundle, kept | {"told": True})
        case _:
            pass


def _has_room(opened: Opened, found: Found, parts: Collection[int], why: Why) -> bool:
    size = 0
    for part in parts:
        with suppress(OSError):
            size += max(path.stat().st_size for path in found.parts[part])
    with disk_errors():
        free = shutil.disk_usage(opened.vault.folder).free - _LEAVE
    if why is not Why.INCOMPLETE:
        lying = sum(each.size for each in listed(opened) if each.why is why)
        free = free // _STRANGERS_SHARE - lying
    return size <= free


def _copy(opened: Opened, found: Found, part: int, reader: Reader) -> Staged | None:
    """Copy the first sound file of a part; None if there is none."""
    for path in found.parts.get(part, ()):
        staged = staging.new(opened.vault)
        try:
            with open_file(path) as source, staging.stage(staged) as sink:
                while block := source.read(CHUNK):
                    sink.write(block)
        except StickGone:
            continue
        if delivery.is_sound(staged.path, part, found, reader):
            return staged
        staging.drop([staged])
    return None


def _note(
    opened: Opened, found: Found, why: Why, now: datetime, known: Waiting | None
) -> None:
    statement = found.checked.statement
    since = known.since if known else now
    settings.put(
        opened.vault,
        _KEPT + statement.id,
        {
            "statement": found.checked.head.sha256,
            "sender": statement.signer,
            "why": why.name,
            "records": len(delivery.records_of(statement)),
            "parts": statement.parts,
            "since": since.isoformat(),
            "told": False,
        },
    )


def _waiting(opened: Opened, bundle: str) -> Waiting:
    lying = objects.of_record(opened.vault, bundle, PART)
    match settings.get(opened.vault, _KEPT + bundle):
        case {
            "statement": str(statement),
            "sender": str(sender),
            "why": str(why),
            "records": int(records),
            "parts": int(parts),
            "since": str(since),
            "told": bool(told),
        }:
            return Waiting(
                bundle=bundle,
                statement=statement,
                sender=sender,
                why=Why[why],
                records=records,
                parts=parts,
                here=tuple(sorted(_number(each.about) for each in lying)),
                since=datetime.fromisoformat(since),
                size=sum(each.size for each in lying),
                told=told,
            )
        case _:
            raise VaultDamaged(what="what waits for the rest")


def _number(about: Json) -> int:
    match about:
        case {"part": int(part)}:
            return part
        case _:
            raise VaultDamaged(what="what waits for the rest")
