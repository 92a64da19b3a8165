"""What others sealed, checked before any of it is believed.

The list comes first and is proved by both signatures; only then is a byte of data let
through, and each file is hashed on its way against that list.
"""

import io
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field

from intake.domain.canonical import decode
from intake.domain.errors import (
    AgeNoMatch,
    ContentsAltered,
    NotCanonical,
    SenderUnknown,
    SignatureInvalid,
    StatementInvalid,
    TooLarge,
)
from intake.domain.people import Card
from intake.sealing.age import DecryptingReader, Identity, decrypt
from intake.sealing.card import SignedCard, read_card
from intake.sealing.container import (
    CHUNK,
    MANIFEST,
    MLDSA,
    PADDING,
    SSHSIG,
    STATEMENT,
    Member,
    Members,
    Readable,
    Writable,
)
from intake.sealing.digest import Digest
from intake.sealing.outgoing import Head
from intake.sealing.signatures import Kind, Signatures, verify
from intake.sealing.statement import (
    STATEMENT_LIMIT,
    FileEntry,
    Segment,
    Statement,
    manifest,
    member_name,
    of_part,
    parse,
)

_SIGNATURE_LIMIT = 8192
_AGE = b"age-encryption.org/"

Sink = Callable[[FileEntry], AbstractContextManager[Writable]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: private keys, the fingerprints of their own cards, and whom they know.

    ``known`` gives the card of a fingerprint if it may be believed, else None; it may
    raise, as SenderRevoked. ``fingerprints`` may name several cards of one's own, for
    a card is renewed more often than its keys.
    """

    identities: Sequence[Identity] = field(repr=False)
    fingerprints: Collection[str]
    known: Callable[[str], Card | None] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Checked:
    """A verified list, and the card of its signer.

    ``known`` is False if that card was never compared: then ``signer`` is the card
    that came along, true to itself and no more.
    """

    head: Head
    signer: Card
    known: bool

    @property
    def statement(self) -> Statement:
        """The list itself."""
        return self.head.statement

    def believed(self) -> "Checked":
        """Give itself if the signer is known. Raises SenderUnknown."""
        if not self.known:
            raise SenderUnknown(fingerprint=self.signer.fingerprint)
        return self


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of a segment.

    After the last bytes comes a piece without any that says if all was ``sound``.
    """

    entry: FileEntry
    segment: Segment
    data: bytes
    sound: bool | None = None


class Part:
    """One part of a signed list, opened: the list is verified, the data still ahead.

    ``number`` is which part it is, told by its contents and not by any file name.
    """

    def __init__(self, members: Members, checked: Checked) -> None:
        """Go to the first member after the list. Raises ContentsAltered."""
        self._members = members
        self.checked = checked
        self._next = members.enter()
        self.number = _which(checked.statement, self._next)

    def pieces(self) -> Iterator[Piece]:
        """Give the data in order, and check that the part ends as it must.

        Raises ContentsAltered, and what the source raises.
        """
        member = self._next
        for entry, segment in of_part(self.checked.statement, self.number):
            if member != Member(member_name(entry, segment), segment.size):
                raise ContentsAltered
            digest = Digest()
            while data := self._members.read(CHUNK):
                digest.update(data)
                yield Piece(entry, segment, data)
            sound = digest.hexdigest() == segment.sha256
            yield Piece(entry, segment, b"", sound=sound)
            member = self._members.enter()
        if member.name != PADDING:
            raise ContentsAltered
        while data := self._members.read(CHUNK):
            if data.count(0) != len(data):
                raise ContentsAltered
        self._members.finish()


def unseal(source: Readable, reader: Reader) -> DecryptingReader:
    """Open the outer seal. Raises the errors of age files."""
    return decrypt(source, reader.identities)


def open_part(
    plain: Readable, kind: Kind, reader: Reader, *, sealed: bool = True
) -> Part:
    """Verify the list at the start of *plain*.

    Raises StatementInvalid, WrongKind, NewerFormat, SignatureInvalid, TooLarge,
    CardInvalid, ContentsAltered; AgeNoMatch for a list that names other recipients
    than us, which is how a thing sent to someone else and sealed again shows itself.
    """
    members = Members(plain)
    data = _text(members, STATEMENT, STATEMENT_LIMIT)
    sshsig = _text(members, SSHSIG, _SIGNATURE_LIMIT)
    mldsa = _text(members, MLDSA, _SIGNATURE_LIMIT)
    statement = parse(data, kind)
    head = Head(statement, data, Signatures(sshsig, mldsa))
    checked = _verified(head, reader)
    if sealed and not set(reader.fingerprints).intersection(statement.recipients):
        raise AgeNoMatch
    if not sealed and statement.recipients:
        raise StatementInvalid
    wanted = manifest(statement)
    if _text(members, MANIFEST, len(wanted)) != wanted:
        raise ContentsAltered
    return Part(members, checked)


def open_whole(part: Part, sink: Sink) -> Checked:
    """Stream a list of one part into *sink*, called once for each file.

    The contexts that *sink* gives are left normally only after the very end was
    verified, and by an exception otherwise: nothing counts before. Raises
    ContentsAltered, and what the source raises.
    """
    if part.checked.statement.parts != 1:
        raise StatementInvalid
    with ExitStack() as stack:
        taken: FileEntry | None = None
        out: Writable = io.BytesIO()
        whole = Digest()
        for piece in part.pieces():
            if piece.entry is not taken:
                taken, whole = piece.entry, Digest()
                out = stack.enter_context(sink(piece.entry))
            # Of a file in one segment, the list already says one hash for both.
            if len(taken.segments) > 1:
                whole.update(piece.data)
            out.write(piece.data)
            if piece.sound is None:
                continue
            if not piece.sound:
                raise ContentsAltered
            last = len(taken.segments) > 1 and piece.segment is taken.segments[-1]
            if last and whole.hexdigest() != taken.sha256:
                raise ContentsAltered
        return part.checked


class Memory:
    """A sink for small things: keeps files in memory, up to *limit* bytes in all."""

    def __init__(self, limit: int) -> None:
        """Begin empty."""
        self._limit = limit
        self._files: dict[str, io.BytesIO] = {}

    def __call__(self, entry: FileEntry) -> AbstractContextManager[Writable]:
        """Take a file. Raises TooLarge."""
        self._limit -= entry.size
        if self._limit < 0:
            raise TooLarge
        self._files[entry.path] = io.BytesIO()
        return nullcontext(self._files[entry.path])

    def files(self) -> dict[str, bytes]:
        """Give what was taken, by path; to be asked only after the end."""
        return {path: file.getvalue() for path, file in self._files.items()}


def kind_of(plain: Readable) -> Kind:
    """Tell what an opened stream says it is, before anything is verified.

    Only good for choosing how to read it; reading verifies. Raises ContentsAltered,
    TooLarge, StatementInvalid for what is no statement.
    """
    data = _text(Members(plain), STATEMENT, STATEMENT_LIMIT)
    try:
        match decode(data):
            case {"type": str(kind)}:
                return Kind(kind)
            case _:
                raise StatementInvalid
    except (NotCanonical, ValueError) as error:
        raise StatementInvalid from error


def is_sealed(start: bytes) -> bool:
    """Tell whether a file that begins with *start* is an age file."""
    return start.startswith(_AGE)


def _text(members: Members, name: str, limit: int) -> bytes:
    member = members.enter()
    if member.name != name:
        raise ContentsAltered
    if member.size > limit:
        raise TooLarge
    data = bytearray()
    while block := members.read(CHUNK):
        data += block
    return bytes(data)


def _verified(head: Head, reader: Reader) -> Checked:
    statement = head.statement
    card = reader.known(statement.signer)
    signer = card or own_card(statement).card
    if signer.fingerprint != statement.signer:
        raise SignatureInvalid
    verify(
        head.data,
        statement.kind,
        head.signatures,
        bytes.fromhex(signer.ed25519),
        bytes.fromhex(signer.mldsa65),
    )
    return Checked(head, signer, card is not None)


def own_card(statement: Statement) -> SignedCard:
    """Give the card that came along, true to itself and no more.

    Raises CardInvalid, and SignatureInvalid if it is not the signer's.
    """
    signed = read_card(statement.card)
    if signed.card.fingerprint != statement.signer:
        raise SignatureInvalid
    return signed


def _which(statement: Statement, first: Member) -> int:
    """Tell which part begins with the member *first*. Raises ContentsAltered."""
    if not statement.files:
        return 1
    seen = 0
    for entry in statement.files:
        for segment in entry.segments:
            if segment.part == seen:
                continue
            seen = segment.part
            if member_name(entry, segment) == first.name:
                return seen
    raise ContentsAltered
