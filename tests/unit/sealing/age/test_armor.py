import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import AgeArmorError
from intake.sealing.age import armor, dearmor

BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----\n"
END = b"-----END AGE ENCRYPTED FILE-----\n"


def _armored(*pieces: bytes) -> bytes:
    out = io.BytesIO()
    with armor(out) as text:
        for piece in pieces:
            text.write(piece)
    return out.getvalue()


@given(st.lists(st.binary(max_size=200), max_size=5), st.integers(1, 100))
def test_what_is_written_is_read_back(pieces: list[bytes], step: int) -> None:
    text = _armored(*pieces)
    assert text == _armored(b"".join(pieces))
    assert max(map(len, text.splitlines())) <= 64
    assert dearmor(io.BytesIO(text)).read() == b"".join(pieces)
    reader = dearmor(io.BytesIO(text))
    parts = list(iter(lambda: reader.read(step), b""))
    assert b"".join(parts) == b"".join(pieces)
    assert all(len(part) == step for part in parts[:-1])


def test_takes_line_ends_of_either_kind_and_white_space_around() -> None:
    text = _armored(bytes(100))
    around = b" \n\t\r\n" + text.replace(b"\n", b"\r\n") + b"\n \n"
    assert dearmor(io.BytesIO(around)).read() == bytes(100)
    assert dearmor(io.BytesIO(text.removesuffix(b"\n"))).read() == bytes(100)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        BEGIN,
        END,
        BEGIN + b"AAAA\n",
        BEGIN + b"AAAA\nAAAA\n" + END,
        BEGIN + b"\n" + END,
        BEGIN + b"A" * 68 + b"\n" + END,
        BEGIN + b"AB==\n" + END,
        BEGIN + b"A" * 62 + b"==\nAAAA\n" + END,
        BEGIN + b"AAAA\n" + END + b"more",
        b"x" + BEGIN + b"AAAA\n" + END,
        BEGIN + b"Version: 1\n\nAAAA\n" + END,
        b"\n" * 2000 + BEGIN + b"AAAA\n" + END,
        BEGIN + b"AAAA\n" + END + b" " * 2000,
        BEGIN + b"AAAA\n" + END + b" \n" * 2000,
        BEGIN.replace(b"AGE", b"PGP") + b"AAAA\n" + END,
    ],
)
def test_refuses_any_other_text(text: bytes) -> None:
    with pytest.raises(AgeArmorError):
        dearmor(io.BytesIO(text)).read()


def test_a_line_without_end_takes_no_memory() -> None:
    class Endless:
        given = 0

        def read(self, size: int) -> bytes:
            self.given += size
            return b"A" * size

    source = Endless()
    with pytest.raises(AgeArmorError):
        dearmor(source).read()
    assert source.given <= 128 * 1024


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(AgeArmorError):
        dearmor(io.BytesIO(data)).read()


@given(st.data())
def test_a_changed_armor_is_refused_or_reads_as_another(draw: st.DataObject) -> None:
    text = bytearray(_armored(bytes(range(120))))
    at = draw.draw(st.integers(0, len(text) - 1))
    text[at] = draw.draw(st.integers(0, 255).filter(lambda new: new != text[at]))
    try:
        data = dearmor(io.BytesIO(bytes(text))).read()
    except AgeArmorError:
        return
    if data == bytes(range(120)):
        # Only white space after the end can differ without a trace.
        assert text[:-1] == _armored(data)[:-1]


def test_an_exception_leaves_the_text_without_its_end_line() -> None:
    out = io.BytesIO()
    with pytest.raises(OSError, match="gone"), armor(out) as text:  # noqa: PT012 - the writer is the context
        text.write(bytes(100))
        gone = "gone"
        raise OSError(gone)
    with pytest.raises(AgeArmorError):
        dearmor(io.BytesIO(out.getvalue())).read()
