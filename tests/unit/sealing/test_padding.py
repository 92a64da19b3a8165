"""The padding hides a length well and costs little."""

from hypothesis import given
from hypothesis import strategies as st

from intake.sealing.padding import padme, padme_in_blocks


def test_gives_the_published_examples() -> None:
    assert [padme(n) for n in (0, 1, 2, 9, 17, 1000, 1025, 100_000)] == [
        0,
        1,
        2,
        10,
        18,
        1024,
        1088,
        100_352,
    ]


@given(st.integers(0, 2**46))
def test_never_shortens_and_costs_at_most_an_eighth(length: int) -> None:
    assert length <= padme(length) <= length + length // 8 + 1


@given(st.integers(2, 2**46))
def test_keeps_no_more_bits_than_the_order_of_magnitude_needs(length: int) -> None:
    padded = padme(length)
    exponent = padded.bit_length() - 1
    trailing = (padded & -padded).bit_length() - 1
    assert exponent + 1 - trailing <= exponent.bit_length() + 1


@given(st.integers(0, 2**46))
def test_padding_twice_changes_nothing(length: int) -> None:
    assert padme(padme(length)) == padme(length)


@given(st.integers(0, 2**46))
def test_rounds_up_to_whole_blocks(length: int) -> None:
    padded = padme_in_blocks(length, 512)
    assert padded % 512 == 0
    assert padme(length) <= padded < padme(length) + 512
