"""Whole age files: a header, then the payload under its key.

C2SP age.md, "Encrypted file format".
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from intake.domain.errors import AgeHeaderError, AgeNoMatch
from intake.sealing.age import header
from intake.sealing.age.flow import Sink, Source, drain
from intake.sealing.age.header import Stanza
from intake.sealing.age.payload import (
    NONCE,
    DecryptingReader,
    EncryptingWriter,
    payload_cipher,
)
from intake.sealing.age.seeking import SeekingReader
from intake.sealing.age.wrapping import FILE_KEY, Identity, Recipient, wrap

_BLOCK = 4096


@dataclass(frozen=True, slots=True, eq=False)
class FileKey:
    """The key of one file, kept aside to read back what was just captured."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse any other size."""
        if len(self.raw) != FILE_KEY:
            message = "a file key has 16 bytes"
            raise ValueError(message)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes:
        """Give the key, whoever the file is sealed to; the header's MAC proves it."""
        del stanzas
        return self.raw


def new_file_key() -> bytes:
    """Draw the 16 bytes of a new file; never to be used for a second one."""
    return secrets.token_bytes(FILE_KEY)


def encrypt(
    out: Sink, recipients: Sequence[Recipient], *, file_key: bytes | None = None
) -> EncryptingWriter:
    """Begin an age file on *out*, sealed to *recipients*, and give its writer.

    *file_key* is for a caller who must read the file back without an identity: 16
    bytes of `new_file_key`, used for this file alone. Raises ValueError for
    recipients that may not be mixed.
    """
    key = new_file_key() if file_key is None else FileKey(file_key).raw
    nonce = secrets.token_bytes(NONCE)
    start = header.write(wrap(key, recipients), key) + nonce
    drain(out, memoryview(start))
    return EncryptingWriter(out, payload_cipher(key, nonce))


def decrypt(source: Source, identities: Sequence[Identity]) -> DecryptingReader:
    """Open the age file on *source* for the first of *identities* that fits.

    Raises AgeHeaderError, AgeNoMatch or AgeMacError now; the reader raises
    AgePayloadError.
    """
    start, key, begun = _open_header(source, identities)
    cipher = payload_cipher(key, start[-NONCE:])
    return DecryptingReader(source, cipher, begun)


def decrypt_seekable(source: BinaryIO, identities: Sequence[Identity]) -> SeekingReader:
    """Open the age file that begins where *source* stands, to read from any place.

    The last chunk is verified at once, so the size is known to be true. Raises as
    `decrypt`, and AgePayloadError for a file without its end.
    """
    begin = source.tell()
    start, key, _ = _open_header(source, identities)
    cipher = payload_cipher(key, start[-NONCE:])
    return SeekingReader(source, begin + len(start), cipher)


def _open_header(
    source: Source, identities: Sequence[Identity]
) -> tuple[bytes, bytes, bytes]:
    """Read header and nonce; give them, the file key, and what was read beyond."""
    data = b""
    length = -1
    while length < 0 or len(data) < length + NONCE:
        block = source.read(_BLOCK)
        if not block or (length < 0 and len(data) > header.SIZE_LIMIT):
            raise AgeHeaderError
        data += block
        if length < 0:
            length = header.end(data)
    parsed = header.parse(data[:length])
    key = _unwrap(parsed.stanzas, identities)
    parsed.verify(key)
    return data[: length + NONCE], key, data[length + NONCE :]


def _unwrap(stanzas: Sequence[Stanza], identities: Sequence[Identity]) -> bytes:
    for identity in identities:
        key = identity.unwrap(stanzas)
        if key is not None:
            return key
    raise AgeNoMatch
