import hashlib

from hypothesis import given
from hypothesis import strategies as st

from intake.domain.people import digits

PRINTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(PRINTS)
def test_a_fingerprint_is_read_as_ten_groups_of_four_digits(fingerprint: str) -> None:
    groups = digits(fingerprint).split(" ")
    assert len(groups) == 10
    assert all(len(group) == 4 and group.isascii() for group in groups)
    assert "".join(groups).isdecimal()


def test_the_digits_are_the_first_133_bits() -> None:
    fingerprint = hashlib.sha256(b"a card").hexdigest()
    number = int(bin(int(fingerprint, 16) | 1 << 256)[3:136], 2)
    assert digits(fingerprint).replace(" ", "") == str(number % 10**40).zfill(40)


@given(PRINTS, st.integers(0, 132))
def test_every_one_of_the_133_bits_counts(fingerprint: str, bit: int) -> None:
    other = f"{int(fingerprint, 16) ^ 1 << (255 - bit):064x}"
    assert digits(other) != digits(fingerprint)


def test_small_numbers_keep_their_zeros() -> None:
    assert digits("0" * 64) == " ".join(["0000"] * 10)
