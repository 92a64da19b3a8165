"""A bundle: sealed objects on a stick, inside a seal that hides how many and whose.

The objects are cut into parts of one size. Every part begins with the same signed
list, so each can be checked alone, come by another stick, and be sent again alone.
"""

import contextlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from intake.domain.errors import (
    Cancelled,
    ContentsAltered,
    NotAFolder,
    SealingError,
    StatementInvalid,
    StickFull,
    StickLies,
)
from intake.domain.people import Card
from intake.sealing.age import HybridRecipient, encrypt
from intake.sealing.container import BLOCK, Writable
from intake.sealing.cutting import cut_for
from intake.sealing.listing import (
    ENDING,
    is_whole,
    read_list,
    remove,
    seems_whole,
    write_list,
)
from intake.sealing.medium import (
    DISK,
    Disk,
    remove_leftovers,
    room,
    uncounted,
    write_file,
)
from intake.sealing.outgoing import (
    Hashing,
    Head,
    Item,
    Report,
    Sender,
    Stamp,
    counting,
    list_items,
    part_length,
    recipients,
    sign_head,
    statement_of,
    unreported,
    write_part,
)
from intake.sealing.padding import padme_in_blocks
from intake.sealing.signatures import Kind, Signatures
from intake.sealing.statement import (
    FileEntry,
    draft,
    exactly,
    number,
    of_part,
    parse,
)

PART_SIZE = 2**30
NAME = 20

_AGE_CHUNK = 64 * 1024
_AGE_TAG = 16
# What the list of hashes and the folder itself may take beside the parts.
_LIST_ROOM = 64 * 1024
_UNKNOWN: Mapping[int, Collection[str]] = {}
_PATH = re.compile(r"records/([0-9a-f]{32})/([a-z]+)-([0-9a-f]{32})\.age")


def _unheard(_part: int, _sha256: str) -> None:
    """Take the hash of a part and forget it."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A sealed object: whose, which portion of the record, its size and hash.

    ``portion`` is account, identity, medium or withdrawal; ``record`` and ``object``
    are 32 hex.
    """

    record: str
    portion: str
    object: str
    size: int
    sha256: str

    @property
    def path(self) -> str:
        """The name in the list."""
        return f"records/{self.record}/{self.portion}-{self.object}.age"


@dataclass(frozen=True, slots=True)
class Plan:
    """A bundle that is hashed, cut and signed, and can be written, wholly or by part.

    ``items`` are the sealed objects that are at hand, by their ids.

    To write it again another day, keep ``head.data`` and ``head.signatures`` and the
    sealed objects, and call ``restore_plan``.
    """

    head: Head
    to: Card
    part_size: int
    items: Mapping[str, Item] = field(repr=False)

    @property
    def name(self) -> str:
        """What all its files are called, before the number."""
        return self.head.statement.id[:NAME]

    @property
    def parts(self) -> range:
        """The numbers of its parts."""
        return range(1, self.head.statement.parts + 1)

    def carried(self, part: int) -> frozenset[str]:
        """Tell which objects have a piece in a part."""
        listed = of_part(self.head.statement, part)
        return frozenset(entry.object for entry, _ in listed)

    def writable(self, part: int) -> bool:
        """Tell whether all that a part carries is at hand."""
        return self.carried(part) <= self.items.keys()

    def part_name(self, part: int) -> str:
        """Name the file of a part."""
        return f"{self.name}-{part:04d}.age"

    @property
    def list_name(self) -> str:
        """Name the file with the hashes of its parts."""
        return self.name + ENDING

    def length(self, part: int) -> int:
        """Measure a part inside its seal: full, or by Padmé for the last."""
        if part != self.parts[-1]:
            return self.part_size
        length = part_length(self.head, part)
        return min(padme_in_blocks(length, BLOCK), self.part_size)

    def sealed_size(self, part: int) -> int:
        """Measure a part as it lies on the stick."""
        return _sealed_size(self.length(part), recipients([self.to]))


@dataclass(frozen=True, slots=True)
class Written:
    """What is on the stick now and verified; ``size`` in bytes as sealed.

    ``kept`` names the parts that were there already, whole. ``hashes`` are those of
    the parts and their list, by name.
    """

    id: str
    statement_sha256: str
    names: tuple[str, ...]
    size: int
    kept: tuple[str, ...]
    hashes: Mapping[str, str]


def parcel_of(entry: FileEntry) -> Parcel:
    """Read what a file of a bundle's list is. Raises StatementInvalid."""
    match = _PATH.fullmatch(entry.path)
    if not match or match[3] != entry.object:
        raise StatementInvalid
    return Parcel(match[1], match[2], match[3], entry.size, entry.sha256)


def plan_bundle(
    parcels: Sequence[tuple[Parcel, Callable[[], BinaryIO]]],
    *,
    stamp: Stamp,
    sender: Sender,
    to: Card,
    part_size: int = PART_SIZE,
    report: Report = unreported,
) -> Plan:
    """Hash, cut and sign: everything but the writing.

    *part_size* is the most a part holds inside its seal, in whole blocks of 512 bytes.
    Raises ContentsAltered for an object that is no longer what its hash says, with its
    id in the field ``object``; TooLarge if the list does not leave room in a part.
    """
    made = [
        Item(parcel.path, parcel.size, opener, parcel.object)
        for parcel, opener in parcels
    ]
    counted = counting(report, sum(item.size for item in made))

    def listed(entries: Iterable[FileEntry]) -> Head:
        statement = statement_of(
            Kind.BUNDLE,
            entries,
            about={"part_size": part_size},
            stamp=stamp,
            sender=sender,
            to=[to],
        )
        return Head(statement, draft(statement), Signatures(b"", b""))

    cuts = cut_for(made, part_size, listed)
    entries = list_items(stamp.id, made, cuts, counted)
    for entry, (parcel, _) in zip(entries, parcels, strict=True):
        if entry.sha256 != parcel.sha256:
            raise ContentsAltered(object=parcel.object)
    head = sign_head(listed(entries).statement, sender)
    return Plan(head, to, part_size, {item.object: item for item in made})


def restore_plan(
    data: bytes,
    signatures: Signatures,
    to: Card,
    parcels: Iterable[tuple[Parcel, Callable[[], BinaryIO]]],
) -> Plan:
    """Take up a plan again from its statement's *data*, to send a part once more.

    Only those parts can be written of which every object is among *parcels*. Raises
    StatementInvalid if the statement is not for *to*.
    """
    statement = parse(data, Kind.BUNDLE)
    items = {
        parcel.object: Item(parcel.path, parcel.size, opener, parcel.object)
        for parcel, opener in parcels
    }
    if statement.recipients != (to.fingerprint,):
        raise StatementInvalid
    about = exactly(dict(statement.about), "part_size")
    part_size = number(about["part_size"], BLOCK, 2**40)
    return Plan(Head(statement, data, signatures), to, part_size, items)


def fitting(
    folder: Path,
    wanted: Sequence[tuple[Plan, Collection[int]]],
    disk: Disk = DISK,
) -> tuple[tuple[int, ...], ...]:
    """Choose those parts of each plan for which *folder* has room, in order.

    A part that seems to lie there already takes none. Raises NotAFolder, StickGone.
    """
    if not folder.is_dir():
        raise NotAFolder
    left = room(folder, disk)
    found = []
    for plan, parts in wanted:
        left -= _LIST_ROOM
        taken = []
        for part in sorted(parts):
            size = plan.sealed_size(part)
            if seems_whole(folder / plan.part_name(part), size):
                size = 0
            if size <= left:
                left -= size
                taken.append(part)
        found.append(tuple(taken))
    return tuple(found)


def write_bundle(
    folder: Path,
    plan: Plan,
    *,
    only: Collection[int] | None = None,
    known: Mapping[int, Collection[str]] = _UNKNOWN,
    report: Report = unreported,
    wrote: Callable[[int, str], None] = _unheard,
    disk: Disk = DISK,
) -> Written:
    """Write a bundle, or *only* some of its parts, each compared as it is written.

    *wrote* is told the number and the hash of each part once it is there. *known* are
    the hashes it was told in earlier calls: a part that is there with one of them is
    not written again. Whoever writes more than one file calls ``look_again`` with
    their ``hashes`` at the end. Stopping, or a stick that lies, removes what this
    bundle has in *folder*; after any other error the whole parts stay, and calling
    again goes on from there. Raises NotAFolder, StickFull, StickReadOnly, StickGone,
    StickLies, ContentsAltered.
    """
    if not folder.is_dir():
        raise NotAFolder
    remove_leftovers(folder)
    wanted = {
        plan.part_name(part): part
        for part in plan.parts
        if only is None or part in only
    }
    if not all(map(plan.writable, wanted.values())):
        raise ContentsAltered
    seal_to = recipients([plan.to])
    sizes = {
        name: _sealed_size(plan.length(part), seal_to) for name, part in wanted.items()
    }
    hashes = {plan.part_name(part): set(told) for part, told in known.items()}
    kept = {
        name: sha256
        for name in wanted
        if (sha256 := is_whole(folder / name, sizes[name], hashes.get(name, ()), disk))
    }
    list_path = folder / plan.list_name
    listed = read_list(list_path, hashes) | kept
    missing = {name: part for name, part in wanted.items() if name not in kept}
    needed = sum(sizes[name] for name in missing)
    if missing and room(folder, disk) < needed:
        raise StickFull(needed=needed)
    counted = counting(report, 2 * needed)
    try:
        for name, part in missing.items():
            fill = _part_filler(plan, part, seal_to)
            listed.pop(name, None)
            done = write_file(folder, name, fill, counted=counted, disk=disk)
            listed[name] = done.sha256
            wrote(part, done.sha256)
            write_list(list_path, listed, disk)
        its_own = write_list(list_path, listed, disk)
    except (Cancelled, StickLies):
        # If the stick went away too, there is nothing left to clear.
        with contextlib.suppress(SealingError):
            withdraw(folder, plan, wanted.values(), disk)
        raise
    return Written(
        plan.head.statement.id,
        plan.head.sha256,
        tuple(wanted),
        sum(sizes.values()),
        tuple(kept),
        {name: listed[name] for name in wanted} | {plan.list_name: its_own},
    )


def withdraw(folder: Path, plan: Plan, parts: Iterable[int], disk: Disk = DISK) -> None:
    """Remove some parts of a bundle from *folder*, and their lines from its list.

    Raises StickGone, StickReadOnly, StickFull, StickLies.
    """
    names = {plan.part_name(part) for part in parts}
    list_path = folder / plan.list_name
    remove(folder, names)
    listed = read_list(list_path)
    write_list(list_path, {n: listed[n] for n in listed if n not in names}, disk)


def _part_filler(
    plan: Plan, part: int, seal_to: Sequence[HybridRecipient]
) -> Callable[[Writable], None]:
    def fill(out: Writable) -> None:
        with encrypt(out, seal_to) as sealed:
            length = plan.length(part)
            write_part(sealed, plan.head, part, plan.items, length, uncounted)

    return fill


def _sealed_size(length: int, seal_to: Sequence[HybridRecipient]) -> int:
    """Tell how large *length* bytes become: a header, a nonce, a tag each 64 KiB."""
    header = Hashing(_Nowhere())
    encrypt(header, seal_to).abandon()
    return header.size + length + _AGE_TAG * -(-length // _AGE_CHUNK)


class _Nowhere:
    """Takes bytes and drops them."""

    def write(self, data: bytes | memoryview, /) -> int:
        return len(data)
