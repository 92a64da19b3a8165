import io
import tracemalloc
from hashlib import shake_128
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import AgePayloadError
from intake.sealing.age.payload import (
    CHUNK,
    SEALED,
    TAG,
    DecryptingReader,
    EncryptingWriter,
    payload_cipher,
)

CIPHER = payload_cipher(bytes(16), bytes(16))
BATCH = 16 * CHUNK
EDGES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, BATCH - 1, BATCH, BATCH + 1)
NOISE = shake_128(b"noise").digest(BATCH + CHUNK)


def _sealed(data: bytes, step: int = 1 << 30) -> bytes:
    out = io.BytesIO()
    with EncryptingWriter(out, CIPHER) as writer:
        for at in range(0, len(data), step):
            assert writer.write(data[at : at + step]) == len(data[at : at + step])
    return out.getvalue()


def _reader(sealed: bytes) -> DecryptingReader:
    return DecryptingReader(io.BytesIO(sealed), CIPHER, b"")


def _released(sealed: bytes) -> tuple[bytes, bool]:
    """Read all that is given out, and tell whether the end was reached."""
    data = b""
    try:
        for block in _reader(sealed).blocks():
            data += block
    except AgePayloadError:
        return data, False
    return data, True


@pytest.mark.parametrize("size", EDGES)
def test_what_is_sealed_opens_again_at_every_edge(size: int) -> None:
    data = NOISE[:size]
    sealed = _sealed(data)
    assert len(sealed) == size + TAG * max(1, -(-size // CHUNK))
    assert _released(sealed) == (data, True)
    assert _reader(sealed).read() == data


@pytest.mark.parametrize("step", [1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_the_size_of_writes_leaves_no_trace(step: int) -> None:
    data = NOISE[: 5 * CHUNK + 17]
    assert _sealed(data, step) == _sealed(data)


@pytest.mark.parametrize("step", [999, CHUNK, BATCH, 2 * BATCH])
def test_reads_are_whole_up_to_the_end(step: int) -> None:
    data = NOISE[: BATCH + 100]
    reader = _reader(_sealed(data))
    parts = list(iter(lambda: reader.read(step), b""))
    assert b"".join(parts) == data
    assert {len(part) for part in parts[:-1]} <= {step}
    assert reader.read(0) == b""
    assert reader.readinto(bytearray(5)) == 0


@given(st.integers(0, 3 * CHUNK), st.data())
def test_one_turned_bit_is_always_found(size: int, draw: st.DataObject) -> None:
    data = NOISE[:size]
    sealed = bytearray(_sealed(data))
    at = draw.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << draw.draw(st.integers(0, 7))
    released, whole = _released(bytes(sealed))
    assert not whole
    assert released == data[: at // SEALED * CHUNK]


@given(st.integers(0, 3 * CHUNK), st.data())
def test_a_file_cut_short_gives_only_what_is_genuine(
    size: int, draw: st.DataObject
) -> None:
    data = NOISE[:size]
    sealed = _sealed(data)
    cut = draw.draw(st.integers(0, len(sealed) - 1))
    released, whole = _released(sealed[:cut])
    assert not whole
    assert released == data[: cut // SEALED * CHUNK]


@pytest.mark.parametrize("size", EDGES)
@pytest.mark.parametrize("more", [1, TAG, SEALED])
def test_a_lengthened_file_is_refused(size: int, more: int) -> None:
    released, whole = _released(_sealed(NOISE[:size]) + bytes(more))
    assert not whole
    assert NOISE[:size].startswith(released)


def test_swapped_and_repeated_chunks_are_refused() -> None:
    sealed = _sealed(NOISE[: 3 * CHUNK])
    one, two, three = (sealed[at : at + SEALED] for at in range(0, 3 * SEALED, SEALED))
    for order in (two + one + three, one + one + two + three, one + three, three):
        assert not _released(order)[1]


def test_an_error_comes_again_at_every_further_read() -> None:
    reader = _reader(_sealed(NOISE[:CHUNK])[:-1])
    for _ in range(3):
        with pytest.raises(AgePayloadError):
            reader.read(1)


def test_a_read_that_touches_damage_gives_nothing_as_if_whole() -> None:
    sealed = bytearray(_sealed(NOISE[: 3 * CHUNK]))
    sealed[-1] ^= 1
    with pytest.raises(AgePayloadError):
        _reader(bytes(sealed)).read()
    reader = _reader(bytes(sealed))
    assert reader.read(2 * CHUNK) == NOISE[: 2 * CHUNK]
    with pytest.raises(AgePayloadError):
        reader.read(1)


def test_an_exception_leaves_the_file_without_its_end() -> None:
    out = io.BytesIO()
    pulled = "pulled out"
    with (  # noqa: PT012 - the writer is the context under test
        pytest.raises(OSError, match=pulled),
        EncryptingWriter(out, CIPHER) as writer,
    ):
        writer.write(NOISE[: 2 * CHUNK])
        writer.flush()
        raise OSError(pulled)
    assert _released(out.getvalue()) == (NOISE[:CHUNK], False)


def test_flushing_keeps_back_less_than_a_chunk() -> None:
    out = io.BytesIO()
    writer = EncryptingWriter(out, CIPHER)
    writer.write(NOISE[: 3 * CHUNK + 1])
    writer.flush()
    assert _released(out.getvalue()) == (NOISE[: 3 * CHUNK], False)
    writer.close()
    assert out.getvalue() == _sealed(NOISE[: 3 * CHUNK + 1])


def test_nothing_follows_a_failed_write() -> None:
    class Full:
        def write(self, data: memoryview) -> int:
            del data
            full = "full"
            raise OSError(28, full)

    writer = EncryptingWriter(Full(), CIPHER)
    with pytest.raises(OSError, match="full"):
        writer.write(NOISE)
    with pytest.raises(ValueError, match="finished"):
        writer.write(b"more")
    writer.flush()  # would raise again, had it tried
    writer.close()


def test_nothing_follows_the_last_chunk() -> None:
    writer = EncryptingWriter(io.BytesIO(), CIPHER)
    writer.close()
    with pytest.raises(ValueError, match="finished"):
        writer.write(b"more")


def test_a_source_that_reads_by_halves_changes_nothing() -> None:
    class Halting:
        def __init__(self, data: bytes) -> None:
            self.file = io.BytesIO(data)

        def read(self, size: int) -> bytes:
            return self.file.read(min(size, 50_001))

    data = NOISE[: BATCH + 3]
    sealed = _sealed(data)
    reader = DecryptingReader(Halting(sealed[1000:]), CIPHER, sealed[:1000])
    assert reader.read() == data


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "sealed"
    size = 24 << 20
    block = bytes(1 << 20)
    tracemalloc.start()
    with path.open("wb", 0) as out, EncryptingWriter(out, CIPHER) as writer:
        for _ in range(size // len(block)):
            writer.write(block)
    with path.open("rb", 0) as source:
        opened = sum(map(len, DecryptingReader(source, CIPHER, b"").blocks()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert opened == size
    assert peak < 6 << 20
