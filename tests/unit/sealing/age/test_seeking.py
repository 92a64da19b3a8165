import io
import os
from hashlib import shake_128
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.domain.errors import AgePayloadError
from intake.sealing.age import FileKey, HybridIdentity, decrypt_seekable, encrypt
from intake.sealing.age.payload import (
    CHUNK,
    SEALED,
    chunk_nonce,
    payload_cipher,
)

KEY = bytes(range(16))
RECIPIENT = HybridIdentity.from_seed(bytes(32)).recipient
NOISE = shake_128(b"noise").digest(3 * CHUNK + 5)


def _sealed(data: bytes) -> bytes:
    out = io.BytesIO()
    with encrypt(out, [RECIPIENT], file_key=KEY) as writer:
        writer.write(data)
    return out.getvalue()


WHOLE = _sealed(NOISE)
START = len(WHOLE) - len(NOISE) - 4 * 16


@settings(max_examples=60)
@given(st.integers(0, len(NOISE) + 10), st.integers(-1, 2 * CHUNK))
def test_any_stretch_reads_as_if_the_file_were_plain(offset: int, size: int) -> None:
    plain = io.BytesIO(NOISE)
    reader = decrypt_seekable(io.BytesIO(WHOLE), [FileKey(KEY)])
    assert reader.seek(offset) == plain.seek(offset)
    assert reader.read(size) == plain.read(size)
    assert reader.tell() == max(offset, plain.tell())
    assert reader.read(7) == plain.read(7)


def test_places_count_from_start_here_and_end() -> None:
    reader = decrypt_seekable(io.BytesIO(WHOLE), [FileKey(KEY)])
    assert reader.size == len(NOISE)
    assert reader.seek(-5, os.SEEK_END) == len(NOISE) - 5
    assert reader.read() == NOISE[-5:]
    assert reader.seek(-10, os.SEEK_CUR) == len(NOISE) - 10
    assert reader.seek(-10) == 0
    assert reader.read(3) == NOISE[:3]


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_knows_the_true_size_at_every_edge(size: int, tmp_path: Path) -> None:
    path = tmp_path / "recording"
    path.write_bytes(b"before" + _sealed(NOISE[:size]))
    with path.open("rb") as file:
        file.seek(6)
        reader = decrypt_seekable(file, [FileKey(KEY)])
        assert reader.size == size
        assert reader.read() == NOISE[:size]


@pytest.mark.parametrize("cut", [START, START + 15, -1, -21, -22, START + SEALED])
def test_a_file_without_its_end_is_refused_at_once(cut: int) -> None:
    with pytest.raises(AgePayloadError):
        decrypt_seekable(io.BytesIO(WHOLE[:cut]), [FileKey(KEY)])


@pytest.mark.parametrize("more", [b"1", bytes(16), bytes(SEALED)])
def test_a_lengthened_file_is_refused_at_once(more: bytes) -> None:
    with pytest.raises(AgePayloadError):
        decrypt_seekable(io.BytesIO(WHOLE + more), [FileKey(KEY)])


def test_damage_in_the_middle_is_met_only_there() -> None:
    damaged = bytearray(WHOLE)
    damaged[START + SEALED] ^= 1
    reader = decrypt_seekable(io.BytesIO(bytes(damaged)), [FileKey(KEY)])
    assert reader.read(CHUNK) == NOISE[:CHUNK]
    with pytest.raises(AgePayloadError):
        reader.read(1)
    reader.seek(2 * CHUNK)
    assert reader.read() == NOISE[2 * CHUNK :]


def test_an_empty_chunk_after_others_is_no_end() -> None:
    sealed = _sealed(NOISE[:CHUNK])
    start = sealed[:START]
    cipher = payload_cipher(KEY, start[-16:])
    body = cipher.encrypt(chunk_nonce(0, last=False), NOISE[:CHUNK], None)
    body += cipher.encrypt(chunk_nonce(1, last=True), b"", None)
    with pytest.raises(AgePayloadError):
        decrypt_seekable(io.BytesIO(start + body), [FileKey(KEY)])
