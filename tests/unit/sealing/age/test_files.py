import io
from hashlib import shake_128
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import (
    AgeArmorError,
    AgeHeaderError,
    AgeMacError,
    AgeNoMatch,
    AgePayloadError,
)
from intake.sealing.age import (
    FileKey,
    HybridIdentity,
    Identity,
    Recipient,
    ScryptIdentity,
    ScryptRecipient,
    X25519Identity,
    armor,
    dearmor,
    decrypt,
    encrypt,
    new_file_key,
)
from intake.sealing.age.header import SIZE_LIMIT, VERSION

OURS = HybridIdentity.from_seed(bytes(32))
OTHER = HybridIdentity.from_seed(b"1" * 32)
CLASSICAL = X25519Identity(b"2" * 32)
MESSAGE = shake_128(b"noise").digest(70_000)
REFUSALS = (AgeHeaderError, AgeMacError, AgeNoMatch, AgePayloadError)


def _sealed(data: bytes, *recipients: Recipient) -> bytes:
    out = io.BytesIO()
    with encrypt(out, recipients) as writer:
        writer.write(data)
    return out.getvalue()


def _opened(sealed: bytes, *identities: Identity) -> bytes:
    return decrypt(io.BytesIO(sealed), identities).read()


SEALED = {
    "hybrid": _sealed(MESSAGE, OURS.recipient, OTHER.recipient),
    "x25519": _sealed(MESSAGE, CLASSICAL.recipient),
    "scrypt": _sealed(MESSAGE, ScryptRecipient("words", 2)),
}
KEYS: tuple[Identity, ...] = (OURS, CLASSICAL, ScryptIdentity("words", highest=4))


@pytest.mark.parametrize("kind", SEALED)
def test_each_kind_of_recipient_opens(kind: str) -> None:
    assert _opened(SEALED[kind], *KEYS) == MESSAGE


def test_every_recipient_opens_and_nobody_else() -> None:
    assert _opened(SEALED["hybrid"], OTHER) == MESSAGE
    with pytest.raises(AgeNoMatch):
        decrypt(io.BytesIO(SEALED["hybrid"]), [HybridIdentity.from_seed(b"3" * 32)])
    with pytest.raises(AgeNoMatch):
        decrypt(io.BytesIO(SEALED["hybrid"]), [])


def test_a_header_to_one_recipient_has_the_size_known_to_the_design() -> None:
    assert len(_sealed(b"", OURS.recipient)) == 1627 + 16 + 16


def test_a_file_key_kept_aside_opens_its_file_and_no_other() -> None:
    key = new_file_key()
    out = io.BytesIO()
    with encrypt(out, [OURS.recipient], file_key=key) as writer:
        writer.write(MESSAGE)
    assert _opened(out.getvalue(), FileKey(key)) == MESSAGE
    assert _opened(out.getvalue(), OURS) == MESSAGE
    with pytest.raises(AgeMacError):
        decrypt(io.BytesIO(SEALED["hybrid"]), [FileKey(key)])
    assert key.hex() not in repr(FileKey(key))
    with pytest.raises(ValueError, match="16 bytes"):
        FileKey(bytes(32))


def test_two_files_share_nothing() -> None:
    one, two = (_sealed(MESSAGE, OURS.recipient) for _ in range(2))
    assert len(one) == len(two)
    assert one[-100:] != two[-100:]


def test_the_writer_refuses_recipients_that_do_not_mix_before_writing() -> None:
    out = io.BytesIO()
    with pytest.raises(ValueError, match="may not be mixed"):
        encrypt(out, [OURS.recipient, CLASSICAL.recipient])
    assert out.getvalue() == b""


def test_a_header_that_comes_in_pieces_is_read() -> None:
    class Dripping:
        def __init__(self, step: int) -> None:
            self.file = io.BytesIO(SEALED["hybrid"])
            self.step = step

        def read(self, size: int) -> bytes:
            return self.file.read(min(size, self.step))

    for step in (1, 7, 1627, 3000):
        assert decrypt(Dripping(step), [OURS]).read() == MESSAGE


def test_a_file_on_disk_opens_where_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "object"
    with path.open("wb") as out, encrypt(out, [OURS.recipient]) as writer:
        writer.write(MESSAGE)
    with path.open("rb", buffering=0) as source:
        assert decrypt(source, [OURS]).read() == MESSAGE


def test_an_endless_header_is_refused_in_bounded_memory() -> None:
    class Endless:
        given = 0

        def read(self, size: int) -> bytes:
            self.given += size
            return (VERSION if self.given == size else b"") + b"A" * size

    source = Endless()
    with pytest.raises(AgeHeaderError):
        decrypt(source, KEYS)
    assert source.given < 2 * SIZE_LIMIT


@pytest.mark.parametrize("kind", SEALED)
@given(draw=st.data())
def test_one_turned_bit_is_always_found(kind: str, draw: st.DataObject) -> None:
    sealed = bytearray(SEALED[kind])
    # Half of the flips go to the start, where the structure is.
    at = draw.draw(st.integers(0, 1700) | st.integers(0, len(sealed) - 1))
    sealed[at % len(sealed)] ^= 1 << draw.draw(st.integers(0, 7))
    with pytest.raises(REFUSALS):
        _opened(bytes(sealed), *KEYS)


@pytest.mark.parametrize("kind", SEALED)
@given(draw=st.data())
def test_a_file_cut_anywhere_is_refused(kind: str, draw: st.DataObject) -> None:
    sealed = SEALED[kind]
    cut = draw.draw(st.integers(0, 1700) | st.integers(0, len(sealed) - 1))
    with pytest.raises(REFUSALS):
        _opened(sealed[: min(cut, len(sealed) - 1)], *KEYS)


def _lines(sealed: bytes) -> tuple[list[bytes], bytes]:
    end = sealed.index(b"\n", sealed.index(b"\n---") + 1) + 1
    return sealed[:end].splitlines(keepends=True), sealed[end:]


@given(
    st.sampled_from(sorted(SEALED)),
    st.lists(
        st.tuples(
            st.sampled_from(["drop", "repeat", "swap", "other", "splice", "text"]),
            st.integers(0, 60),
            st.integers(0, 60),
            st.binary(max_size=70),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_a_rearranged_file_is_refused_by_name_or_unchanged(
    kind: str, changes: list[tuple[str, int, int, bytes]]
) -> None:
    lines, body = _lines(SEALED[kind])
    for what, one, two, data in changes:
        at, to = one % len(lines), two % len(lines)
        match what:
            case "drop" if len(lines) > 1:
                del lines[at]
            case "repeat":
                lines.insert(to, lines[at])
            case "swap":
                lines[at], lines[to] = lines[to], lines[at]
            case "other":
                others, body = _lines(SEALED[sorted(SEALED)[two % 3]])
                lines[at] = others[one % len(others)]
            case "splice":
                lines[at] = lines[at][: two % 70] + data + lines[at][two % 70 :]
            case _:
                lines.insert(at, data + b"\n")
    try:
        opened = _opened(b"".join(lines) + body, *KEYS)
    except REFUSALS:
        return
    assert opened == MESSAGE
    assert b"".join(lines) + body in SEALED.values()


@given(st.binary(max_size=500), st.booleans())
def test_any_bytes_are_refused_by_name(data: bytes, proper: bool) -> None:
    with pytest.raises(REFUSALS):
        _opened(VERSION + data if proper else data, *KEYS)


def test_armor_and_file_fit_together() -> None:
    out = io.BytesIO()
    with armor(out) as text, encrypt(text, [OURS.recipient]) as writer:
        writer.write(MESSAGE)
    assert decrypt(dearmor(io.BytesIO(out.getvalue())), [OURS]).read() == MESSAGE
    with pytest.raises(AgeArmorError):
        decrypt(dearmor(io.BytesIO(out.getvalue()[:-40])), [OURS]).read()
    with pytest.raises(AgeHeaderError):
        decrypt(io.BytesIO(out.getvalue()), [OURS])
