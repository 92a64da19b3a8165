"""Files are divided so that no part overflows and no small file is cut."""

from hypothesis import given
from hypothesis import strategies as st

from intake.sealing.container import BLOCK, space
from intake.sealing.cutting import cut_into_parts

CAPACITY = 100 * BLOCK
SMALL = CAPACITY // 16


@given(st.lists(st.integers(0, 4 * CAPACITY), max_size=30))
def test_every_byte_has_its_place_and_no_part_overflows(sizes: list[int]) -> None:
    cuts = cut_into_parts(sizes, CAPACITY)
    assert [sum(size for _, size in cut) for cut in cuts] == sizes
    parts = [part for cut in cuts for part, _ in cut]
    assert parts == sorted(parts)
    assert set(parts) == set(range(1, max(parts, default=0) + 1))
    for part in set(parts):
        taken = sum(space(size) for cut in cuts for at, size in cut if at == part)
        assert taken <= CAPACITY


@given(st.lists(st.integers(0, 4 * CAPACITY), max_size=30))
def test_small_files_are_never_cut_and_no_segment_is_empty(sizes: list[int]) -> None:
    for size, cut in zip(sizes, cut_into_parts(sizes, CAPACITY), strict=True):
        if space(size) <= SMALL:
            assert len(cut) == 1
        assert cut
        assert all(each or not size for _, each in cut)


@given(st.lists(st.integers(0, 4 * CAPACITY), min_size=1, max_size=30))
def test_parts_are_well_filled(sizes: list[int]) -> None:
    cuts = cut_into_parts(sizes, CAPACITY)
    last = cuts[-1][-1][0]
    for part in range(1, last):
        taken = sum(space(size) for cut in cuts for at, size in cut if at == part)
        assert taken > CAPACITY - SMALL - 10 * BLOCK


def test_a_large_file_is_cut_at_the_size_of_a_segment() -> None:
    cuts = cut_into_parts([2**30], 2**31)
    assert cuts == [[(1, 2**28)] * 4]
