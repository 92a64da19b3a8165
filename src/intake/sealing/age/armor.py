"""Age files as text, for channels that carry nothing else.

C2SP age.md, "ASCII armor" (RFC 7468, strict): one label, lines of 64 columns, canonical
base64; white space only before and after.
"""

import base64
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from intake.domain.errors import AgeArmorError
from intake.sealing.age import base64text
from intake.sealing.age.flow import Sink, Source, drain

_BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
_END = b"-----END AGE ENCRYPTED FILE-----"
_COLUMNS = 64
_BYTES = _COLUMNS * 3 // 4
_BLANK_LIMIT = 1024
_BLOCK = 64 * 1024
_WHITE = b" \t\r\n\v\f"


class ArmorWriter:
    """Writes bytes as armor; closing it writes the end line."""

    def __init__(self, out: Sink) -> None:
        """Begin on *out*, which stays open."""
        self._out = out
        self._waiting = b""
        self._closed = False
        drain(out, memoryview(_BEGIN + b"\n"))

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Take all of *data*."""
        waiting = self._waiting + bytes(data)
        whole = len(waiting) // _BYTES * _BYTES
        self._waiting = waiting[whole:]
        self._lines(waiting[:whole])
        return len(data)

    def close(self) -> None:
        """Write what waits and the end line."""
        if self._closed:
            return
        self._closed = True
        self._lines(self._waiting)
        drain(self._out, memoryview(_END + b"\n"))

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish, or on an exception leave the text without its end line."""
        if kind is None:
            self.close()

    def _lines(self, data: bytes) -> None:
        text = b"".join(
            base64.b64encode(data[at : at + _BYTES]) + b"\n"
            for at in range(0, len(data), _BYTES)
        )
        drain(self._out, memoryview(text))


class ArmorReader:
    """Gives the bytes inside an armor. Raises AgeArmorError where it is malformed."""

    def __init__(self, source: Source) -> None:
        """Read from *source*, which must hold nothing but the armor."""
        self._decoded = _decode(_lines(source))
        self._ready = b""

    def read(self, size: int = -1, /) -> bytes:
        """Read *size* bytes, or all; fewer only at the end."""
        parts = [self._ready]
        have = len(self._ready)
        while size < 0 or have < size:
            data = next(self._decoded, b"")
            if not data:
                break
            parts.append(data)
            have += len(data)
        whole = b"".join(parts)
        size = have if size < 0 else size
        self._ready = whole[size:]
        return whole[:size]


def armor(out: Sink) -> ArmorWriter:
    """Begin an armor on *out*."""
    return ArmorWriter(out)


def dearmor(source: Source) -> ArmorReader:
    """Read the armor on *source*."""
    return ArmorReader(source)


def _lines(source: Source) -> Iterator[bytes]:
    """Give lines without their LF or CRLF; the last may lack it."""
    left = b""
    while block := source.read(_BLOCK):
        *lines, left = (left + block).split(b"\n")
        for line in lines:
            yield line.removesuffix(b"\r")
        if len(left) > _BLANK_LIMIT:
            raise AgeArmorError
    if left:
        yield left.removesuffix(b"\r")


def _decode(lines: Iterator[bytes]) -> Iterator[bytes]:
    if _skip_blank(lines) != _BEGIN:
        raise AgeArmorError
    short = False
    for line in lines:
        if line == _END:
            break
        if short or not line or len(line) > _COLUMNS:
            raise AgeArmorError
        short = len(line) < _COLUMNS
        try:
            data = base64text.decode_padded(line)
        except ValueError as error:
            raise AgeArmorError from error
        # Padding may end a line of full width too.
        short = len(data) < _BYTES
        yield data
    else:
        raise AgeArmorError
    if _skip_blank(lines):
        raise AgeArmorError


def _skip_blank(lines: Iterator[bytes]) -> bytes:
    """Give the first line that is not blank, or nothing at the end."""
    blank = 0
    for line in lines:
        if line.strip(_WHITE):
            return line
        blank += len(line) + 1
        if blank > _BLANK_LIMIT:
            raise AgeArmorError
    return b""
