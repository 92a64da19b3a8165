"""A testimony that only its recipients can open.

One sealed object for the account, one for the identity, one for each medium. The
account's statement names the others by the hash of their sealed bytes, so that whoever
holds the account can tell that they belong to it without being able to open them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from intake.domain.canonical import Json
from intake.domain.errors import ContentsAltered, StatementInvalid
from intake.domain.people import Card
from intake.sealing.container import CHUNK, Readable, Writable
from intake.sealing.digest import Digest
from intake.sealing.incoming import (
    Checked,
    Memory,
    Reader,
    Sink,
    open_part,
    open_whole,
    unseal,
)
from intake.sealing.outgoing import (
    Hashing,
    Item,
    Report,
    Sealed,
    Sender,
    Stamp,
    seal,
    unreported,
)
from intake.sealing.signatures import Kind
from intake.sealing.statement import (
    FILE_SIZE,
    FILES,
    Statement,
    exactly,
    items,
    number,
    text,
)

SMALL = 64 * 1024 * 1024
VERSIONS = 10_000

_ID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHA256_OR_NONE = re.compile(r"(?:[0-9a-f]{64})?")


class Portion(StrEnum):
    """Which piece of a testimony a sealed object holds."""

    ACCOUNT = "account"
    IDENTITY = "identity"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class Other:
    """A sealed object that belongs to the account: its id, size and hash as sealed.

    A medium that was sealed as it was captured is a plain age file without a statement
    of its own; then ``plain_size`` and ``plain_sha256`` tell what is inside. For an
    object with its own statement they are 0 and "".
    """

    object: str
    portion: Portion
    size: int
    sha256: str
    plain_size: int = 0
    plain_sha256: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What a record's statement says: whose portion this is, and what belongs to it.

    ``record`` is the record's id (32 hex), ``version`` counts its corrections from 1.
    """

    record: str
    version: int
    portion: Portion
    others: tuple[Other, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A sealed object, verified to its end."""

    checked: Checked
    about: About


def seal_object(
    out: Writable,
    files: Sequence[Item],
    about: About,
    *,
    stamp: Stamp,
    sender: Sender,
    to: Sequence[Card],
    report: Report = unreported,
) -> Sealed:
    """Seal *files* of a record to the cards *to*, streaming to *out*.

    Each file is opened twice; of one above 256 MiB the opened file must be seekable.
    On any error *out* holds nothing that opens as whole. Raises StatementInvalid,
    TooLarge, ContentsAltered, and what the openers raise.
    """
    if not to:
        message = "a record is always sealed to someone"
        raise ValueError(message)
    told = _about_to_json(about)
    _about(told)
    return seal(
        out,
        Kind.RECORD,
        files,
        about=told,
        stamp=stamp,
        sender=sender,
        to=to,
        report=report,
    )


def open_object(source: Readable, reader: Reader, sink: Sink) -> Opened:
    """Open and verify a sealed object, streaming its files into *sink*.

    Both signatures are verified before *sink* is called, and the contexts it gives are
    left without an exception only once everything has been verified. Raises
    SenderUnknown for a sound object whose signer is not known, and the other errors of
    sealing for anything that is not sound.
    """
    part = open_part(unseal(source, reader), Kind.RECORD, reader)
    about = about_of(part.checked.believed().statement)
    return Opened(open_whole(part, sink), about)


def read_object(
    source: Readable, reader: Reader, *, limit: int = SMALL
) -> tuple[Opened, dict[str, bytes]]:
    """Open a small object into memory: its files by path, *limit* bytes in all."""
    memory = Memory(limit)
    opened = open_object(source, reader, memory)
    return opened, memory.files()


def look(source: Readable, reader: Reader) -> tuple[Checked, About]:
    """Verify only the list of a sealed object; its signer may be unknown."""
    part = open_part(unseal(source, reader), Kind.RECORD, reader)
    return part.checked, about_of(part.checked.statement)


def open_medium(source: Readable, reader: Reader, named: Other, out: Writable) -> None:
    """Open a medium that was sealed as it was captured, as the account names it.

    What was written to *out* counts only when this returns. Raises ContentsAltered and
    the errors of age files.
    """
    sealed, plain = _Tap(source), Hashing(out)
    opened = unseal(sealed, reader)
    while block := opened.read(CHUNK):
        if plain.size + len(block) > named.plain_size:
            raise ContentsAltered
        plain.write(block)
    found = (plain.size, plain.sha256, sealed.size, sealed.sha256)
    if found != (named.plain_size, named.plain_sha256, named.size, named.sha256):
        raise ContentsAltered


def about_of(statement: Statement) -> About:
    """Read what a record's statement says. Raises StatementInvalid, TooLarge."""
    return _about(dict(statement.about))


def _about(value: Json) -> About:
    fields = exactly(value, "record", "version", "portion", "others")
    others = tuple(_other(each) for each in items(fields["others"], FILES))
    portion = _portion(fields["portion"])
    if others and portion is not Portion.ACCOUNT:
        raise StatementInvalid
    if len({other.object for other in others}) != len(others):
        raise StatementInvalid
    return About(
        text(fields["record"], _ID),
        number(fields["version"], 1, VERSIONS),
        portion,
        others,
    )


class _Tap:
    """Hashes what is read through it."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._digest = Digest()
        self.size = 0

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def read(self, size: int, /) -> bytes:
        data = self._source.read(size)
        self._digest.update(data)
        self.size += len(data)
        return data


def _about_to_json(about: About) -> dict[str, Json]:
    return {
        "record": about.record,
        "version": about.version,
        "portion": about.portion.value,
        "others": [
            {
                "object": other.object,
                "portion": other.portion.value,
                "size": other.size,
                "sha256": other.sha256,
                "plain_size": other.plain_size,
                "plain_sha256": other.plain_sha256,
            }
            for other in about.others
        ],
    }


def _other(value: Json) -> Other:
    fields = exactly(
        value, "object", "portion", "size", "sha256", "plain_size", "plain_sha256"
    )
    return Other(
        text(fields["object"], _ID),
        _portion(fields["portion"]),
        number(fields["size"], 0, FILE_SIZE),
        text(fields["sha256"], _SHA256),
        number(fields["plain_size"], 0, FILE_SIZE),
        text(fields["plain_sha256"], _SHA256_OR_NONE),
    )


def _portion(value: Json) -> Portion:
    try:
        return Portion(value)  # type: ignore[arg-type]
    except ValueError as error:
        raise StatementInvalid from error
