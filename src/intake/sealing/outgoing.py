"""One sealed stream: a signed list of contents, then what it lists, then silence.

Records, bundles, packs and receipts are all made here. The hashes must stand before
the data, so every file is read twice: once to hash it, once to write it, and the
second reading is checked against the first.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from intake.domain.canonical import Json
from intake.domain.errors import ContentsAltered, TooLarge
from intake.domain.people import Card
from intake.sealing.age import HybridRecipient, encrypt
from intake.sealing.card import SignedCard
from intake.sealing.container import (
    BLOCK,
    CHUNK,
    END,
    MANIFEST,
    MLDSA,
    PADDING,
    SSHSIG,
    STATEMENT,
    Member,
    Writable,
    space,
    write_end,
    write_member,
)
from intake.sealing.digest import Digest
from intake.sealing.keys import Keys
from intake.sealing.padding import padme_in_blocks
from intake.sealing.signatures import Kind, Signatures, sign
from intake.sealing.statement import (
    SEGMENT_SIZE,
    FileEntry,
    Segment,
    Statement,
    manifest,
    member_name,
    of_part,
    to_bytes,
)

Report = Callable[[int, int], None]
Cut = Sequence[tuple[int, int]]
_ZEROS = bytes(CHUNK)


def unreported(_done: int, _total: int) -> None:
    """Take a progress report and forget it."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file to be sealed: its logical path, its size in bytes, how to open it.

    ``open`` is called once for each reading and gives the bytes from the start.
    ``object`` is the neutral name (32 hex); left empty, one is derived.
    """

    path: str
    size: int
    open: Callable[[], BinaryIO] = field(repr=False)
    object: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who signs: the card that others know, and its private keys."""

    card: SignedCard
    keys: Keys = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is new in every statement.

    Its id (32 hex), the device (32 hex) and its rising sequence number, the number
    and hash (64 hex) of the newest entry of the device's custody log, the day (ISO).
    """

    id: str
    device: str
    sequence: int
    custody_entry: int
    custody_head: str
    day: str


@dataclass(frozen=True, slots=True)
class Head:
    """A statement, the exact bytes that were signed, and the signatures."""

    statement: Statement
    data: bytes = field(repr=False)
    signatures: Signatures = field(repr=False)

    @property
    def sha256(self) -> str:
        """The hash by which receipts name this statement."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was written: its statement, and the whole file's size and hash."""

    head: Head
    size: int
    sha256: str


def seal(
    out: Writable,
    kind: Kind,
    items: Sequence[Item],
    *,
    about: Mapping[str, Json],
    stamp: Stamp,
    sender: Sender,
    to: Sequence[Card],
    report: Report = unreported,
) -> Sealed:
    """Write one whole sealed stream to *out*; signed only if *to* is empty.

    On any error *out* holds nothing that could be opened as whole. Raises
    StatementInvalid and TooLarge for files that no reader would take, ContentsAltered
    for one that changes while it is read, and what the openers raise.
    """
    total = 2 * sum(item.size for item in items)
    counted = counting(report, total)
    cuts = [whole_cut(item.size) for item in items]
    entries = list_items(stamp.id, items, cuts, counted)
    head = sign_head(
        statement_of(kind, entries, about=about, stamp=stamp, sender=sender, to=to),
        sender,
    )
    hashing = Hashing(out)
    named = {entry.object: item for entry, item in zip(entries, items, strict=True)}
    length = part_length(head, 1)
    if to:
        with encrypt(hashing, recipients(to)) as sealed:
            write_part(sealed, head, 1, named, _padded(length), counted)
    else:
        write_part(hashing, head, 1, named, length, counted)
    return Sealed(head, hashing.size, hashing.sha256)


def statement_of(
    kind: Kind,
    entries: Iterable[FileEntry],
    *,
    about: Mapping[str, Json],
    stamp: Stamp,
    sender: Sender,
    to: Sequence[Card],
) -> Statement:
    """Put a statement together."""
    return Statement(
        kind=kind,
        id=stamp.id,
        signer=sender.card.card.fingerprint,
        card=sender.card.to_bytes(),
        recipients=tuple(card.fingerprint for card in to),
        device=stamp.device,
        sequence=stamp.sequence,
        custody_entry=stamp.custody_entry,
        custody_head=stamp.custody_head,
        day=stamp.day,
        about=about,
        files=tuple(entries),
    )


def sign_head(statement: Statement, sender: Sender) -> Head:
    """Write and sign a statement. Raises StatementInvalid, TooLarge."""
    data = to_bytes(statement)
    signatures = sign(data, statement.kind, sender.keys.signing)
    return Head(statement, data, signatures)


def recipients(cards: Sequence[Card]) -> list[HybridRecipient]:
    """Take the keys to seal to from *cards*."""
    return [HybridRecipient.parse(card.recipient) for card in cards]


def whole_cut(size: int) -> Cut:
    """Cut a file of *size* bytes into segments of one part."""
    full, rest = divmod(size, SEGMENT_SIZE)
    sizes = [SEGMENT_SIZE] * full + [rest] * bool(rest or not full)
    return [(1, each) for each in sizes]


def neutral_name(set_id: str, path: str) -> str:
    """Derive the name under which a file travels: it tells nothing without the id."""
    return hashlib.sha256(f"{set_id}/{path}".encode()).hexdigest()[:32]


def list_items(
    set_id: str,
    items: Sequence[Item],
    cuts: Sequence[Cut],
    counted: Callable[[int], None],
) -> list[FileEntry]:
    """Hash every item along its cut."""
    return [
        _list_item(item, cut, item.object or neutral_name(set_id, item.path), counted)
        for item, cut in zip(items, cuts, strict=True)
    ]


def part_length(head: Head, part: int) -> int:
    """Return the bytes of a part in the container, with empty padding."""
    texts = (
        head.data,
        head.signatures.sshsig,
        head.signatures.mldsa65,
        manifest(head.statement),
    )
    data = sum(space(segment.size) for _, segment in of_part(head.statement, part))
    return sum(space(len(each)) for each in texts) + data + BLOCK + len(END)


def write_part(
    out: Writable,
    head: Head,
    part: int,
    items: Mapping[str, Item],
    length: int,
    counted: Callable[[int], None],
) -> None:
    """Write one *part*, padded to *length* bytes (whole blocks).

    *items* are found by their neutral names. Raises ContentsAltered if what they give
    is not what the statement says.
    """
    texts = {
        STATEMENT: head.data,
        SSHSIG: head.signatures.sshsig,
        MLDSA: head.signatures.mldsa65,
        MANIFEST: manifest(head.statement),
    }
    silence = length - part_length(head, part)
    if silence < 0:
        raise TooLarge
    for name, data in texts.items():
        write_member(out, Member(name, len(data)), [data])
    for entry, segment in of_part(head.statement, part):
        member = Member(member_name(entry, segment), segment.size)
        blocks = _segment_blocks(items[entry.object], entry, segment, counted)
        write_member(out, member, blocks)
    write_member(out, Member(PADDING, silence), _zeros(silence))
    write_end(out)


def counting(report: Report, total: int) -> Callable[[int], None]:
    """Make a counter that takes steps in bytes and reports sums."""
    done = 0

    def count(step: int) -> None:
        nonlocal done
        done += step
        report(done, total)

    return count


class Hashing:
    """Passes bytes on, and remembers their number and hash."""

    def __init__(self, out: Writable) -> None:
        """Pass on to *out*."""
        self._out = out
        self.size = 0
        self._digest = Digest()

    def write(self, data: bytes | memoryview, /) -> int:
        """Take all of *data*."""
        view = memoryview(data)
        self.size += len(view)
        self._digest.update(view)
        while view:
            count = self._out.write(view)
            view = view[len(view) if count is None else count :]
        # The block belongs to the caller, who may fill it anew.
        self._digest.wait()
        return len(data)

    @property
    def sha256(self) -> str:
        """The hash of what was passed on."""
        return self._digest.hexdigest()


def _padded(length: int) -> int:
    return padme_in_blocks(length, BLOCK)


def _zeros(size: int) -> Iterator[bytes | memoryview]:
    for _ in range(size // CHUNK):
        yield _ZEROS
    yield _ZEROS[: size % CHUNK]


def _list_item(
    item: Item, cut: Cut, name: str, counted: Callable[[int], None]
) -> FileEntry:
    whole = Digest()
    segments = []
    with item.open() as file:
        for index, (part, size) in enumerate(cut):
            digest = whole if len(cut) == 1 else Digest()
            for block in _blocks(file, size, counted):
                digest.update(block)
                if digest is not whole:
                    whole.update(block)
            segments.append(Segment(index, part, size, digest.hexdigest()))
        if file.read(1):
            raise ContentsAltered
    return FileEntry(item.path, name, item.size, whole.hexdigest(), tuple(segments))


def _segment_blocks(
    item: Item, entry: FileEntry, segment: Segment, counted: Callable[[int], None]
) -> Iterator[bytes | memoryview]:
    digest = Digest()
    start = sum(each.size for each in entry.segments[: segment.index])
    with item.open() as file:
        if start:
            file.seek(start)
        for block in _blocks(file, segment.size, counted):
            digest.update(block)
            yield block
    if digest.hexdigest() != segment.sha256:
        raise ContentsAltered


def _blocks(
    file: BinaryIO, size: int, counted: Callable[[int], None]
) -> Iterator[bytes]:
    while size:
        block = file.read(min(size, CHUNK))
        if not block:
            raise ContentsAltered
        size -= len(block)
        yield block
        counted(len(block))
