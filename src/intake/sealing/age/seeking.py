"""Reading an age file from any place, for playing a recording back.

C2SP age.md, "Payload": one jumps by whole chunks, and an end is an end only once the
last chunk has been verified as the last.
"""

import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake.domain.errors import AgePayloadError
from intake.sealing.age.payload import CHUNK, SEALED, TAG, chunk_nonce


class SeekingReader:
    """Opens single chunks; keeps the last one opened, since playback goes forward."""

    def __init__(self, source: BinaryIO, start: int, cipher: ChaCha20Poly1305) -> None:
        """Read the payload that begins at *start* of *source* and runs to its end."""
        self._source = source
        self._start = start
        self._cipher = cipher
        self._length = source.seek(0, os.SEEK_END) - start
        self._chunks = max(1, -(-self._length // SEALED))
        self._place = 0
        self._index = -1
        self._chunk = b""
        if len(self._open(self._chunks - 1)) == 0 and self._chunks > 1:
            raise AgePayloadError
        self.size = self._length - self._chunks * TAG

    def read(self, size: int = -1, /) -> bytes:
        """Read *size* bytes from here, or all; fewer only at the end.

        Raises AgePayloadError where the file is damaged.
        """
        left = self.size - self._place
        wanted = max(0, left if size < 0 else min(size, left))
        parts = []
        while wanted:
            index, at = divmod(self._place, CHUNK)
            part = self._open(index)[at : at + wanted]
            parts.append(part)
            self._place += len(part)
            wanted -= len(part)
        return b"".join(parts)

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to *offset* from the start, from here or from the end; say where."""
        bases = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self.size}
        self._place = max(0, bases[whence] + offset)
        return self._place

    def tell(self) -> int:
        """Say where the next read begins."""
        return self._place

    def _open(self, index: int) -> bytes:
        if index == self._index:
            return self._chunk
        self._source.seek(self._start + index * SEALED)
        piece = self._source.read(SEALED)
        nonce = chunk_nonce(index, last=index == self._chunks - 1)
        try:
            self._chunk = self._cipher.decrypt(nonce, piece, None)
        except InvalidTag as error:
            raise AgePayloadError from error
        self._index = index
        return self._chunk
