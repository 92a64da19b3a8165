"""The readable start of an age file: who it is sealed to, under a MAC.

C2SP age.md, "Header". The text has exactly one form; anything else is refused before
a key is tried.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass

from intake.domain.errors import AgeHeaderError, AgeMacError
from intake.sealing.age import base64text
from intake.sealing.age.derivation import hkdf

VERSION = b"age-encryption.org/v1\n"
# One hybrid stanza is 1.6 kB; a file to more recipients than this is not ours.
SIZE_LIMIT = 256 * 1024
STANZA_LIMIT = 128

_COLUMNS = 64
_ARGUMENTS = re.compile(rb"-> ([!-~]+(?: [!-~]+)*)")
_MAC = re.compile(rb"--- ([A-Za-z0-9+/]{43})")
_BODY = re.compile(rb"[A-Za-z0-9+/]{0,64}")


@dataclass(frozen=True, slots=True)
class Stanza:
    """One wrapping of the file key: a type, its arguments and the wrapped bytes."""

    type: str
    arguments: tuple[bytes, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """A header as read: its stanzas, the bytes under the MAC, and the MAC."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes

    def verify(self, file_key: bytes) -> None:
        """Prove that *file_key* made this header. Raises AgeMacError."""
        if not hmac.compare_digest(_mac(file_key, self.covered), self.mac):
            raise AgeMacError


def write(stanzas: Sequence[Stanza], file_key: bytes) -> bytes:
    """Write a whole header, from the version line to the end of the MAC line."""
    lines = [VERSION]
    for stanza in stanzas:
        arguments = b" ".join((stanza.type.encode("ascii"), *stanza.arguments))
        lines.append(b"-> " + arguments + b"\n")
        body = base64text.encode(stanza.body)
        # A body that fills its last line is followed by an empty one.
        lines += [
            body[at : at + _COLUMNS] + b"\n" for at in range(0, len(body) + 1, _COLUMNS)
        ]
    covered = b"".join(lines) + b"---"
    return covered + b" " + base64text.encode(_mac(file_key, covered)) + b"\n"


def end(data: bytes) -> int:
    """Find where the header at the start of *data* ends, or -1 if not yet.

    No other line can begin with ``---``.
    """
    mark = data.find(b"\n---")
    return -1 if mark < 0 else data.find(b"\n", mark + 1) + 1 or -1


def parse(data: bytes) -> Header:
    """Read a whole header, strictly. Raises AgeHeaderError."""
    if len(data) > SIZE_LIMIT or not data.startswith(VERSION) or data[-1:] != b"\n":
        raise AgeHeaderError
    *lines, last = data[len(VERSION) : -1].split(b"\n")
    end_line = _MAC.fullmatch(last)
    if not end_line or not lines:
        raise AgeHeaderError
    mac = _unpadded(end_line[1])
    stanzas: list[Stanza] = []
    rest = iter(lines)
    for line in rest:
        match = _ARGUMENTS.fullmatch(line)
        if not match or len(stanzas) == STANZA_LIMIT:
            raise AgeHeaderError
        kind, *arguments = match[1].split(b" ")
        body = bytearray()
        for text in rest:
            if not _BODY.fullmatch(text):
                raise AgeHeaderError
            body += text
            if len(text) < _COLUMNS:
                break
        else:
            raise AgeHeaderError
        stanzas.append(
            Stanza(kind.decode("ascii"), tuple(arguments), _unpadded(bytes(body)))
        )
    # "An scrypt stanza, if present, MUST be the only stanza in the header."
    if len(stanzas) > 1 and any(stanza.type == "scrypt" for stanza in stanzas):
        raise AgeHeaderError
    return Header(tuple(stanzas), data[: -len(last) - 1] + b"---", mac)


def _unpadded(text: bytes) -> bytes:
    try:
        return base64text.decode(text)
    except ValueError as error:
        raise AgeHeaderError from error


def _mac(file_key: bytes, covered: bytes) -> bytes:
    return hmac.digest(hkdf(file_key, info=b"header"), covered, hashlib.sha256)
