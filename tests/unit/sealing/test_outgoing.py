"""What is sealed is cut, named and hashed as the list says."""

import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import SealingError
from intake.sealing.outgoing import (
    Hashing,
    Item,
    Sender,
    Stamp,
    counting,
    neutral_name,
    seal,
    whole_cut,
)
from intake.sealing.signatures import Kind


@given(st.integers(0, 2**32))
def test_a_whole_is_cut_into_segments_of_one_part(size: int) -> None:
    cut = whole_cut(size)
    assert sum(each for _, each in cut) == size
    assert {part for part, _ in cut} == {1}
    assert all(each == 2**28 for _, each in cut[:-1])
    assert len(cut) == 1 or cut[-1][1] > 0


def test_neutral_names_depend_on_the_list_and_the_path() -> None:
    names = {neutral_name(a, b) for a in ("1" * 32, "2" * 32) for b in ("x", "y")}
    assert len(names) == 4
    assert all(len(name) == 32 for name in names)


def test_hashing_passes_on_all_even_where_little_is_taken_at_once() -> None:
    class Slow(io.BytesIO):
        def write(self, data: object, /) -> int:
            return super().write(bytes(memoryview(data)[:3]))  # type: ignore[arg-type]

    out = Slow()
    hashing = Hashing(out)
    assert hashing.write(b"0123456789") == 10
    assert out.getvalue() == b"0123456789"
    assert hashing.size == 10
    assert hashing.sha256 == hashlib.sha256(b"0123456789").hexdigest()


def test_counting_reports_sums() -> None:
    seen: list[tuple[int, int]] = []
    count = counting(lambda *step: seen.append(step), 10)
    count(4)
    count(6)
    assert seen == [(4, 10), (10, 10)]


def test_a_file_that_cannot_be_opened_stops_everything(
    field: Sender, desk: Sender, stamp: Stamp
) -> None:
    class Broken(SealingError):
        pass

    def fail() -> io.BytesIO:
        raise Broken

    out = io.BytesIO()
    with pytest.raises(Broken):
        seal(
            out,
            Kind.RECORD,
            [Item("record.json", 1, fail)],
            about={},
            stamp=stamp,
            sender=field,
            to=[desk.card.card],
        )
    assert not out.getvalue()
