"""What an interview's pen writes is in the journal once, and waits until it is."""

from datetime import datetime, timedelta

import pytest

from intake import vault as store
from intake.app.field import interviewing
from intake.app.field.writing import Pen
from intake.domain.errors import NotADraft
from intake.domain.record import InterviewState
from intake.vault import journal
from kitchen import BEGUN, Kitchen, begun, ticking


@pytest.fixture
def pen(kitchen: Kitchen) -> Pen:
    return Pen(kitchen.field.vault, begun(kitchen.field).id, ticking())


def written(pen: Pen) -> list[tuple[bytes, datetime]]:
    lines = journal.read(pen.vault, pen.interview)[1:]
    return [(line.data, line.time) for line in lines]


def test_lines_of_one_transaction_are_written_once(pen: Pen) -> None:
    with store.transaction(pen.vault):
        pen.write([b"first"])
        pen.write([b"second", b"third"])
        assert len(pen.waiting) == 3
    assert [data for data, _ in written(pen)] == [b"first", b"second", b"third"]
    assert pen.waiting == []


def test_what_an_undone_block_wrote_comes_with_the_next_line(pen: Pen) -> None:
    def undone() -> None:
        with store.transaction(pen.vault):
            pen.write([b"first"])
            raise ZeroDivisionError

    with store.transaction(pen.vault):
        with pytest.raises(ZeroDivisionError):
            undone()
        pen.write([b"second"])
    first, second = written(pen)
    assert (first[0], second[0]) == (b"first", b"second")
    assert first[1] == BEGUN + timedelta(seconds=1) < second[1]


def test_nothing_is_written_again_when_nothing_waits(pen: Pen) -> None:
    pen.write([b"first"])
    pen.write_again()
    assert [data for data, _ in written(pen)] == [b"first"]


def test_a_finished_interview_takes_no_line(kitchen: Kitchen, pen: Pen) -> None:
    interviewing.keep(kitchen.field, pen.interview, state=InterviewState.READY)
    with pytest.raises(NotADraft):
        pen.write([b"late"])
    assert written(pen) == []
