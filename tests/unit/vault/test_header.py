import secrets
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import (
    VaultError,
    VaultForeign,
    VaultHeaderDamaged,
    VaultMissing,
    VaultNewer,
)
from intake.vault import directory, header, slots
from intake.vault.folder import HEADERS
from intake.vault.header import Header, decode, encode, heal, read, write


def some(generation: int = 1) -> Header:
    return Header(
        generation,
        tuple(secrets.token_bytes(slots.SIZE) for _ in range(header.SLOTS)),
        directory.noise(),
    )


def of_version(version: int) -> bytes:
    import hashlib  # noqa: PLC0415 - only here

    body = header.MAGIC + version.to_bytes(4) + b"another layout"
    return body + hashlib.sha256(body).digest()


def test_has_one_size_whatever_it_holds() -> None:
    assert len(encode(some())) == header.SIZE
    assert decode(encode(some(2**64 - 1))).generation == 2**64 - 1


def test_a_flipped_bit_in_any_byte_is_noticed() -> None:
    data = encode(some())

    for place in range(len(data)):
        broken = bytearray(data)
        broken[place] ^= 1 << place % 8
        with pytest.raises((VaultHeaderDamaged, VaultForeign)):
            decode(bytes(broken))


def test_either_copy_alone_is_enough_and_mends_the_other(tmp_path: Path) -> None:
    kept = some()
    for lost in HEADERS:
        write(tmp_path, kept)
        (tmp_path / lost).unlink()

        assert read(tmp_path) == (kept,)

        heal(tmp_path, kept)
        assert decode((tmp_path / lost).read_bytes()) == kept


def test_two_copies_that_differ_are_given_newest_first(tmp_path: Path) -> None:
    old, new = some(1), some(2)
    (tmp_path / "header-1").write_bytes(encode(old))
    (tmp_path / "header-2").write_bytes(encode(new))

    assert read(tmp_path) == (new, old)


def test_tells_missing_foreign_damaged_and_newer_apart(tmp_path: Path) -> None:
    with pytest.raises(VaultMissing):
        read(tmp_path / "nowhere")
    with pytest.raises(VaultMissing):
        read(tmp_path)
    (tmp_path / "settings.json").write_text("{}")
    with pytest.raises(VaultMissing):
        read(tmp_path)
    (tmp_path / "holiday.jpg").write_bytes(b"")
    with pytest.raises(VaultForeign):
        read(tmp_path)
    (tmp_path / "store").write_bytes(b"")
    with pytest.raises(VaultHeaderDamaged):
        read(tmp_path)
    (tmp_path / "header-1").write_bytes(b"nonsense")
    with pytest.raises(VaultHeaderDamaged):
        read(tmp_path)
    (tmp_path / "header-1").write_bytes(of_version(2))
    with pytest.raises(VaultNewer):
        read(tmp_path)


def test_what_an_interrupted_making_left_is_no_vault(tmp_path: Path) -> None:
    for name in ("unfinished", "store", "keys", "header-1.new", "settings.json"):
        (tmp_path / name).write_bytes(b"")

    with pytest.raises(VaultMissing):
        read(tmp_path)
    (tmp_path / "holiday.jpg").write_bytes(b"")
    with pytest.raises(VaultHeaderDamaged):
        read(tmp_path)


def test_version_nought_is_damage() -> None:
    with pytest.raises(VaultHeaderDamaged):
        decode(of_version(0))
    with pytest.raises(VaultHeaderDamaged):
        decode(of_version(1))


@given(st.binary(max_size=header.SIZE), st.booleans())
def test_any_bytes_raise_only_our_errors(data: bytes, ours: bool) -> None:
    with pytest.raises(VaultError):
        decode(header.MAGIC + data if ours else data)
