"""Bundles that were begun: kept until the receipt, so that a part can be sent again.

A bundle is signed once. What is kept of it here is its signed list, which names sealed
objects by their digests, which of its parts were written and compared, and by which
digests they are known again on a stick: a stick's own word is not taken for that.
"""

import base64
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO

from intake import vault as store
from intake.app import signing, wholeness
from intake.app.opening import Opened
from intake.domain.canonical import Json
from intake.domain.errors import SealingError
from intake.domain.people import Card
from intake.domain.record import InterviewState
from intake.sealing import bundle
from intake.sealing.bundle import PART_SIZE, Parcel, Plan
from intake.sealing.signatures import Signatures
from intake.vault import interviews, objects, settings
from intake.vault.interviews import Interview as Row

_KEPT = "bundle "
# Sticks on which one part is known again; each copy of it is sealed anew.
_COPIES = 16


@dataclass(frozen=True, slots=True)
class Begun:
    """A bundle that was signed here, and what of it was written so far.

    ``records`` are the interview ids that wait for a receipt; ``written`` the numbers
    of the parts that were read back from some medium and compared, when nothing more
    was written to it. ``copies`` are the SHA-256 of what was written for a part.
    """

    plan: Plan = field(repr=False)
    records: tuple[str, ...]
    written: frozenset[int]
    copies: Mapping[int, tuple[str, ...]] = field(repr=False)

    @property
    def id(self) -> str:
        """The id of its statement."""
        return self.plan.head.statement.id

    @property
    def needed(self) -> tuple[int, ...]:
        """The numbers of the parts that carry something of its records."""
        own = {
            entry.object
            for entry in self.plan.head.statement.files
            if bundle.parcel_of(entry).record in self.records
        }
        return tuple(
            part
            for part in self.plan.parts
            if not own.isdisjoint(self.plan.carried(part))
        )

    @property
    def remaining(self) -> tuple[int, ...]:
        """The numbers of those parts that were not written yet."""
        return tuple(part for part in self.needed if part not in self.written)

    @property
    def at_hand(self) -> bool:
        """Whether every part that is needed can be written from what lies here."""
        return all(map(self.plan.writable, self.needed))


def make(
    opened: Opened,
    rows: Collection[Row],
    to: Card,
    now: datetime,
    part_size: int = PART_SIZE,
) -> Begun:
    """Sign a new bundle of these sealed interviews, and keep it.

    Raises ContentsAltered, TooLarge, and the errors of reading the vault.
    """
    keys = tuple(row.id for row in rows)
    plan = bundle.plan_bundle(
        _parcels(opened, keys),
        stamp=signing.stamp(opened, now),
        sender=signing.sender(opened),
        to=to,
        part_size=part_size,
    )
    made = Begun(plan, keys, frozenset(), {})
    _keep(opened, made)
    return made


def is_whole(opened: Opened, row: Row) -> bool:
    """Tell whether every sealed object of an interview is here as it was sealed."""
    rows = objects.of_record(opened.vault, row.id)
    return bool(rows) and all(wholeness.is_whole(opened, each.id) for each in rows)


def known(opened: Opened, to: Card) -> tuple[Begun, ...]:
    """List the bundles for the desk *to* that could be written today.

    One of whose records none waits any more, or that was sealed to a card which the
    desk no longer uses, is forgotten.
    """
    waiting = {
        row.id
        for row in interviews.all_interviews(opened.vault)
        if row.state is InterviewState.SEALED
    }
    found = []
    for name in settings.names(opened.vault, _KEPT):
        made = _restored(opened, settings.get(opened.vault, name), to)
        here = tuple(key for key in made.records if key in waiting) if made else ()
        if made is None or not here:
            settings.drop(opened.vault, name)
        else:
            found.append(replace(made, records=here))
    return tuple(sorted(found, key=lambda one: one.plan.head.statement.sequence))


def note(opened: Opened, made: Begun, part: int, sha256: str) -> Begun:
    """Remember by which digest a copy of *part* is known again."""
    copies = (*made.copies.get(part, ()), sha256)[-_COPIES:]
    noted = replace(made, copies={**made.copies, part: copies})
    _keep(opened, noted)
    return noted


def mark(opened: Opened, made: Begun, parts: Iterable[int]) -> Begun:
    """Note that *parts* are on a medium."""
    marked = replace(made, written=made.written | set(parts))
    _keep(opened, marked)
    return marked


def unmark(opened: Opened, made: Begun, parts: Iterable[int]) -> Begun:
    """Note that *parts* must be written again."""
    marked = replace(made, written=made.written - set(parts))
    _keep(opened, marked)
    return marked


def forget(opened: Opened, records: Iterable[str]) -> None:
    """Forget every bundle that holds nothing but these interviews."""
    gone = set(records)
    with store.transaction(opened.vault):
        for name in settings.names(opened.vault, _KEPT):
            match settings.get(opened.vault, name):
                case {"records": list(held)} if set(map(str, held)) <= gone:
                    settings.drop(opened.vault, name)
                case _:
                    pass


def _parcels(
    opened: Opened, records: Iterable[str]
) -> list[tuple[Parcel, Callable[[], BinaryIO]]]:
    return [
        (
            Parcel(record, each.kind, each.id, each.size, each.sha256),
            _opener(opened, each.id),
        )
        for record in records
        for each in objects.of_record(opened.vault, record)
    ]


def _opener(opened: Opened, key: str) -> Callable[[], BinaryIO]:
    return lambda: objects.open(opened.vault, key)


def _keep(opened: Opened, made: Begun) -> None:
    head = made.plan.head
    written: list[Json] = [*sorted(made.written)]
    records: list[Json] = [*made.records]
    settings.put(
        opened.vault,
        _KEPT + made.id,
        {
            "statement": head.data.decode(),
            "sshsig": head.signatures.sshsig.decode(),
            "mldsa65": base64.b64encode(head.signatures.mldsa65).decode(),
            "records": records,
            "written": written,
            "copies": {str(part): [*each] for part, each in made.copies.items()},
        },
    )


def _restored(opened: Opened, kept: Json, to: Card) -> Begun | None:
    match kept:
        case {
            "statement": str(statement),
            "sshsig": str(sshsig),
            "mldsa65": str(mldsa65),
            "records": list(records),
            "written": list(written),
        }:
            keys = tuple(map(str, records))
            signatures = Signatures(sshsig.encode(), base64.b64decode(mldsa65))
            try:
                plan = bundle.restore_plan(
                    statement.encode(), signatures, to, _parcels(opened, keys)
                )
            except SealingError:
                return None
            parts = frozenset(each for each in written if isinstance(each, int))
            parts &= set(plan.parts)
            return Begun(plan, keys, parts, _copies(plan, kept))
        case _:
            return None


def _copies(plan: Plan, kept: Json) -> dict[int, tuple[str, ...]]:
    match kept:
        case {"copies": dict(copies)}:
            found = {part: copies.get(str(part)) for part in plan.parts}
            return {
                part: tuple(map(str, each))
                for part, each in found.items()
                if isinstance(each, list)
            }
        case _:
            return {}
