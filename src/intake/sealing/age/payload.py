"""The body of an age file: 64 KiB chunks, each authenticated, the last one marked.

C2SP age.md, "Payload" (the STREAM construction). Memory is two buffers of 1 MiB
whatever the size of the file, and of a chunk for a small one: chunks are sealed and
opened in place, sixteen to a write.
"""

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake.domain.errors import AgePayloadError
from intake.sealing.age.derivation import hkdf
from intake.sealing.age.flow import Sink, Source, drain, fill

NONCE = 16
CHUNK = 64 * 1024
TAG = 16
SEALED = CHUNK + TAG
_BATCH = 16
# How many chunks are read at once from which on: most files are small.
_GROWTH = {1: 2, 3: _BATCH}


def payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    """Make the cipher of one file from its key and its 16-byte *nonce*."""
    return ChaCha20Poly1305(hkdf(file_key, salt=nonce, info=b"payload"))


def chunk_nonce(index: int, *, last: bool) -> bytes:
    """Count chunks in 11 bytes; the twelfth marks the last."""
    return (index << 8 | last).to_bytes(12, "big")


class EncryptingWriter:
    """Seals what is written to it; only a normal end marks the last chunk.

    Leaving a ``with`` block by an exception leaves the file without its last chunk,
    so no reader takes it for whole. The file underneath stays open.
    """

    def __init__(self, out: Sink, cipher: ChaCha20Poly1305) -> None:
        """Write chunks of *cipher* to *out*, where a header and a nonce stand."""
        self._out = out
        self._cipher = cipher
        self._index = 0
        self._waiting = memoryview(bytearray(CHUNK))
        self._held = 0
        self._sealed = memoryview(bytearray(SEALED))
        self._ready = 0
        self._closed = False

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Take all of *data*."""
        if self._closed:
            message = "this file is finished"
            raise ValueError(message)
        view = memoryview(data).cast("B")
        size = len(view)
        while view:
            # A full chunk waits until more comes: it might be the last.
            if self._held == CHUNK:
                self._seal(self._waiting, last=False)
                self._held = 0
            if not self._held and len(view) > CHUNK:
                self._seal(view[:CHUNK], last=False)
                view = view[CHUNK:]
                continue
            taken = min(CHUNK - self._held, len(view))
            self._waiting[self._held : self._held + taken] = view[:taken]
            self._held += taken
            view = view[taken:]
        return size

    def flush(self) -> None:
        """Hand on every chunk that is whole; at most 64 KiB stay behind."""
        if not self._closed:
            self._emit()

    def close(self) -> None:
        """Seal the last chunk. Once closed, does nothing."""
        if self._closed:
            return
        self._seal(self._waiting[: self._held], last=True)
        self._emit()
        self._closed = True

    def abandon(self) -> None:
        """Stop without a last chunk: what was written will not open as whole."""
        self._closed = True

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish, or on an exception leave the file unfinished."""
        if kind is None:
            self.close()
        else:
            self.abandon()

    def _seal(self, plain: memoryview, *, last: bool) -> None:
        room = self._sealed[self._ready : self._ready + len(plain) + TAG]
        nonce = chunk_nonce(self._index, last=last)
        self._cipher.encrypt_into(nonce, plain, None, room)
        self._index += 1
        self._ready += len(room)
        if self._ready == len(self._sealed):
            self._emit()
            if self._index == 1:
                self._sealed = memoryview(bytearray(_BATCH * SEALED))

    def _emit(self) -> None:
        try:
            drain(self._out, self._sealed[: self._ready])
        except BaseException:
            # Nobody knows how much arrived, so nothing may follow.
            self._closed = True
            raise
        self._ready = 0


class DecryptingReader:
    """Opens a payload from front to back; each byte given out is authenticated.

    A file cut short gives what is whole and then raises AgePayloadError: the end is
    reached only if the last chunk says so.
    """

    def __init__(self, source: Source, cipher: ChaCha20Poly1305, begun: bytes) -> None:
        """Read chunks of *cipher*: the bytes *begun*, then those of *source*."""
        self._source = source
        self._cipher = cipher
        self._begun = begun
        self._index = 0
        # One byte more than a batch tells whether the batch is the last.
        self._sealed = memoryview(bytearray(SEALED + 1))
        self._opened = memoryview(bytearray(CHUNK))
        self._ready = self._opened[:0]
        self._at_end = False
        self._broken = False

    def blocks(self) -> Iterator[memoryview]:
        """Give the rest in blocks of up to 1 MiB, each valid until the next is asked.

        Raises AgePayloadError after the last good byte of a damaged file.
        """
        while self._more():
            block, self._ready = self._ready, self._opened[:0]
            yield block

    def read(self, size: int = -1, /) -> bytes:
        """Read *size* bytes, or all; fewer only at the end. Raises AgePayloadError."""
        parts = []
        while size and self._more():
            part = bytes(self._ready if size < 0 else self._ready[:size])
            self._ready = self._ready[len(part) :]
            size -= len(part)
            parts.append(part)
        return b"".join(parts)

    def readinto(self, buffer: bytearray | memoryview, /) -> int:
        """Fill *buffer*; less only at the end. Raises AgePayloadError."""
        view = memoryview(buffer).cast("B")
        done = 0
        while done < len(view) and self._more():
            count = min(len(self._ready), len(view) - done)
            view[done : done + count] = self._ready[:count]
            self._ready = self._ready[count:]
            done += count
        return done

    def _more(self) -> bool:
        """Have something ready, unless the file has ended."""
        if self._ready:
            return True
        if self._broken:
            raise AgePayloadError
        if self._at_end:
            return False
        if batch := _GROWTH.get(self._index):
            self._sealed = memoryview(bytearray(batch * SEALED + 1))
            self._opened = memoryview(bytearray(batch * CHUNK))
        have = self._fill(self._sealed)
        self._at_end = have < len(self._sealed)
        usable = have if self._at_end else have - 1
        opened = 0
        # A payload without a single chunk is looked at too, and found too short.
        for start in range(0, usable, SEALED) or (0,):
            piece = self._sealed[start : min(start + SEALED, usable)]
            last = self._at_end and start + len(piece) == usable
            size, sound = self._open(piece, self._opened[opened:], last=last)
            opened += size
            if not sound:
                self._broken = True
                break
        if not self._at_end:
            self._begun = bytes(self._sealed[usable:]) + self._begun
        self._ready = self._opened[:opened]
        return self._more()

    def _open(
        self, piece: memoryview, room: memoryview, *, last: bool
    ) -> tuple[int, bool]:
        """Open one chunk into *room*; say its size and whether the file is sound."""
        size = len(piece) - TAG
        # Only a file without content has an empty chunk.
        if size < 0 or (size == 0 and self._index):
            return 0, False
        # A whole chunk with the other mark is genuine, but the file was cut or
        # lengthened after it: it is given out and the error follows.
        for mark in (last, not last) if size == CHUNK else (last,):
            nonce = chunk_nonce(self._index, last=mark)
            try:
                self._cipher.decrypt_into(nonce, piece, None, room[:size])
            except InvalidTag:
                continue
            self._index += 1
            return size, mark == last
        return 0, False

    def _fill(self, view: memoryview) -> int:
        taken = min(len(self._begun), len(view))
        view[:taken] = self._begun[:taken]
        self._begun = self._begun[taken:]
        return taken + fill(self._source, view[taken:])
