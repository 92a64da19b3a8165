"""The plainest tar there is: regular files, one way to write each, nothing else.

A strict subset of ustar (POSIX.1-1988). A header is fully determined by the name and
the size of its member, so the reader writes it again and compares: there are no
links, devices, owners, times, long names or extensions to be surprised by. Stock
``tar`` reads it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from intake.domain.errors import AgePayloadError, ContentsAltered, TooLarge

BLOCK = 512
END = bytes(2 * BLOCK)
STATEMENT = "statement.json"
SSHSIG = "statement.json.sig"
MLDSA = "statement.json.mldsa65"
MANIFEST = "manifest-sha256.txt"
PADDING = "padding"
CHUNK = 1024 * 1024
MEMBER_LIMIT = 8**11 - 1

_NAMES = re.compile(
    r"statement\.json(?:\.sig|\.mldsa65)?|manifest-sha256\.txt|padding"
    r"|data/[0-9a-f]{32}/[0-9]{4}"
)
_SIZE = slice(124, 135)


class Readable(Protocol):
    """Something that gives up to so many bytes, and none at its end."""

    def read(self, size: int, /) -> bytes:
        """Give up to *size* bytes; none at the end."""


class Writable(Protocol):
    """Something that takes bytes."""

    def write(self, data: bytes | memoryview, /) -> int | None:
        """Take all of *data*."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the container; ``size`` in bytes."""

    name: str
    size: int


def space(size: int) -> int:
    """Return the bytes that a member of *size* bytes takes, header and all."""
    return BLOCK + -(-size // BLOCK) * BLOCK


def header(member: Member) -> bytes:
    """Write the one header that *member* can have. Raises ContentsAltered, TooLarge."""
    if not _NAMES.fullmatch(member.name):
        raise ContentsAltered
    if not 0 <= member.size <= MEMBER_LIMIT:
        raise TooLarge
    before = member.name.encode().ljust(100, b"\0") + b"0000600\0" + b"0000000\0" * 2
    before += b"%011o\0" % member.size + b"00000000000\0"
    after = b"0" + bytes(100) + b"ustar\x0000" + bytes(64) + b"0000000\0" * 2
    after += bytes(155 + 12)
    checksum = sum(before) + sum(after) + 8 * ord(" ")
    return before + b"%06o\0 " % checksum + after


def write_member(
    out: Writable, member: Member, blocks: Iterable[bytes | memoryview]
) -> None:
    """Write one member. Raises ContentsAltered if the *blocks* are not its size."""
    out.write(header(member))
    left = member.size
    for block in blocks:
        left -= len(block)
        if left < 0:
            raise ContentsAltered
        out.write(block)
    if left:
        raise ContentsAltered
    out.write(bytes(-member.size % BLOCK))


def write_end(out: Writable) -> None:
    """Close the container."""
    out.write(END)


class Members:
    """Reads a container member by member, in order, in bounded memory.

    Every method raises ContentsAltered for anything the writer would not have
    written, and what the *source* raises.
    """

    def __init__(self, source: Readable) -> None:
        """Read from *source*, which may give fewer bytes than asked for."""
        self._source = source
        self._left = 0
        self._tail = 0

    def enter(self) -> Member:
        """Go to the next member; the one before must have been read to its end."""
        if self._left:
            raise ContentsAltered
        block = self._exactly(BLOCK)
        size = block[_SIZE]
        if not re.fullmatch(rb"[0-7]{11}", size):
            raise ContentsAltered
        name = block[:100].rstrip(b"\0").decode("ascii", "replace")
        member = Member(name, int(size, 8))
        if header(member) != block:
            raise ContentsAltered
        self._left = member.size
        self._tail = -member.size % BLOCK
        if not self._left:
            self._close()
        return member

    def read(self, size: int) -> bytes:
        """Give up to *size* bytes of the present member; none at its end."""
        if not self._left:
            return b""
        data = self._source.read(min(size, self._left))
        if not data:
            raise AgePayloadError
        self._left -= len(data)
        if not self._left:
            self._close()
        return data

    def finish(self) -> None:
        """Check that the container ends here, and that nothing follows."""
        if self._left or self._exactly(len(END)) != END or self._source.read(1):
            raise ContentsAltered

    def _close(self) -> None:
        if any(self._exactly(self._tail)):
            raise ContentsAltered

    def _exactly(self, size: int) -> bytes:
        found = bytearray()
        while len(found) < size:
            data = self._source.read(size - len(found))
            if not data:
                raise AgePayloadError
            found += data
        return bytes(found)
