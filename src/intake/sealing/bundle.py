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
)
from intake.domain.people import Card
from intake.sealing.age import HybridRecipient, encrypt
from intake.sealing.container import BLOCK, Writable
from intake.sealing.cutting import cut_for
from intake.sealing.medium import (
    DISK,
    Disk,
    as_stick_errors,
    read_back,
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
_LIST_LIMIT = 4 * 1024 * 1024
# What the list of hashes and the folder itself may take beside the parts.
_LIST_ROOM = 64 * 1024
_PATH = re.compile(r"records/([0-9a-f]{32})/([a-z]+)-([0-9a-f]{32})\.age")


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

    ``kept`` names the parts that were there already, whole.
    """

    id: str
    statement_sha256: str
    names: tuple[str, ...]
    size: int
    kept: tuple[str, ...]


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
    folder: Path, plan: Plan, parts: Collection[int], disk: Disk = DISK
) -> tuple[int, ...]:
    """Choose those *parts* for which *folder* has room, in order.

    A part that seems to lie there already takes none. Raises NotAFolder, StickGone.
    """
    if not folder.is_dir():
        raise NotAFolder
    left = room(folder, disk) - _LIST_ROOM
    found = []
    for part in sorted(parts):
        size = plan.sealed_size(part)
        if _seems_whole(folder / plan.part_name(part), size):
            size = 0
        if size <= left:
            left -= size
            found.append(part)
    return tuple(found)


def write_bundle(
    folder: Path,
    plan: Plan,
    *,
    only: Collection[int] | None = None,
    report: Report = unreported,
    wrote: Callable[[int], None] = uncounted,
    disk: Disk = DISK,
) -> Written:
    """Write a bundle, or *only* some of its parts, so that it is really there.

    *wrote* is told the number of each part once it is there. Parts that an earlier
    call wrote and that are still whole are not written again. Stopping removes what
    this bundle has in *folder*; after any other error the whole parts stay, and
    calling again goes on from there. Raises NotAFolder, StickFull, StickReadOnly,
    StickGone, StickLies, ContentsAltered.
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
    listed = _read_list(folder, plan)
    kept = [
        name
        for name in wanted
        if listed.get(name) and _is_whole(folder / name, listed[name], sizes[name])
    ]
    missing = {name: part for name, part in wanted.items() if name not in kept}
    needed = sum(sizes[name] for name in missing)
    if missing and room(folder, disk) < needed:
        raise StickFull(needed=needed)
    counted = counting(report, 2 * needed)
    try:
        for name, part in missing.items():
            done = write_file(
                folder,
                name,
                _part_filler(plan, part, seal_to),
                counted=counted,
                disk=disk,
            )
            listed[name] = done.sha256
            _write_list(folder, plan, listed, disk)
            wrote(part)
    except Cancelled:
        # If the stick went away too, there is nothing left to clear.
        with contextlib.suppress(SealingError):
            _withdraw(folder, plan, listed, wanted, disk)
        raise
    return Written(
        plan.head.statement.id,
        plan.head.sha256,
        tuple(wanted),
        sum(sizes.values()),
        tuple(kept),
    )


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


def _is_whole(path: Path, sha256: str, size: int) -> bool:
    return _seems_whole(path, size) and read_back(path).sha256 == sha256


def _seems_whole(path: Path, size: int) -> bool:
    with as_stick_errors():
        return path.is_file() and path.stat().st_size == size


def _list_name(plan: Plan) -> str:
    return f"{plan.name}.sha256"


def _read_list(folder: Path, plan: Plan) -> dict[str, str]:
    """Read the hashes of parts that an earlier call wrote.

    Nobody's word is taken for them: they only tell which parts to look at again, and
    the receiver verifies every part by its signatures.
    """
    path = folder / _list_name(plan)
    with as_stick_errors():
        if not path.is_file() or path.stat().st_size > _LIST_LIMIT:
            return {}
        data = path.read_bytes()
    names = "|".join(re.escape(plan.part_name(part)) for part in plan.parts)
    lines = re.findall(
        rf"^([0-9a-f]{{64}})  ({names})$",
        data.decode("ascii", "replace"),
        re.MULTILINE,
    )
    return {name: sha256 for sha256, name in lines}


def _write_list(folder: Path, plan: Plan, listed: dict[str, str], disk: Disk) -> None:
    lines = "".join(f"{listed[name]}  {name}\n" for name in sorted(listed))

    def fill(out: Writable) -> None:
        out.write(lines.encode())

    write_file(folder, _list_name(plan), fill, disk=disk)


def _withdraw(
    folder: Path,
    plan: Plan,
    listed: dict[str, str],
    names: Iterable[str],
    disk: Disk,
) -> None:
    with as_stick_errors():
        for name in names:
            (folder / name).unlink(missing_ok=True)
            listed.pop(name, None)
        if not listed:
            (folder / _list_name(plan)).unlink(missing_ok=True)
    if listed:
        _write_list(folder, plan, listed, disk)
