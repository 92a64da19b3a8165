import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import VaultDamaged
from intake.vault import keyfile
from intake.vault.keyfile import MAGIC, decode, encode, load, make

WRAPPING = bytes(range(32))
ONE, TWO = "ab" * 16, "cd" * 16


def test_keys_come_back_from_the_file(tmp_path: Path) -> None:
    file = make(tmp_path / "keys", bytearray(WRAPPING))
    file.put(ONE, bytes(32))
    file.put(TWO, bytes(range(32)))
    file.drop({ONE})

    again = load(tmp_path / "keys", bytearray(WRAPPING))

    assert again.sound
    assert again.keys == {TWO: bytes(range(32))}


def test_does_not_tell_how_many_keys_there_are() -> None:
    none = encode({}, WRAPPING)
    many = encode({f"{number:032x}": bytes(32) for number in range(64)}, WRAPPING)

    assert len(none) == len(many)
    assert len(decode(many, WRAPPING)) == 64


def test_a_damaged_entry_costs_only_itself() -> None:
    data = bytearray(encode({ONE: bytes(32), TWO: bytes(32)}, WRAPPING))
    data[len(MAGIC) + 20] ^= 1

    assert decode(bytes(data), WRAPPING) == {TWO: bytes(32)}


@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
def test_a_file_that_cannot_be_read_is_never_written_over(
    tmp_path: Path, damage: str
) -> None:
    path = tmp_path / "keys"
    make(path, bytearray(WRAPPING)).put(ONE, bytes(32))
    match damage:
        case "gone":
            path.unlink()
        case "cut":
            path.write_bytes(path.read_bytes()[:-1])
        case _:
            path.write_bytes(b"something else")
    left = path.read_bytes() if path.exists() else None

    file = load(path, bytearray(WRAPPING))

    assert not file.sound
    with pytest.raises(VaultDamaged):
        file.put(TWO, bytes(32))
    with pytest.raises(VaultDamaged):
        file.drop({ONE})
    assert (path.read_bytes() if path.exists() else None) == left


def test_forgetting_leaves_nothing_in_memory(tmp_path: Path) -> None:
    wrapping = bytearray(WRAPPING)
    file = make(tmp_path / "keys", wrapping)
    file.put(ONE, bytes(32))

    file.forget()

    assert file.keys == {}
    assert wrapping == bytes(32)


def test_more_keys_than_it_may_hold_are_refused() -> None:
    with pytest.raises(VaultDamaged):
        encode({f"{number:032x}": b"" for number in range(64 * 1024 + 1)}, WRAPPING)


@given(st.binary(max_size=6000), st.booleans())
def test_any_bytes_are_read_or_refused_as_damaged(data: bytes, ours: bool) -> None:
    whole = (keyfile.MAGIC if ours else b"") + data
    with contextlib.suppress(VaultDamaged):
        assert decode(whole, WRAPPING) == {}
