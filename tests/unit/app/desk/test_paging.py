from datetime import timedelta

import pytest

from intake.app.desk import library, paging, receiving
from intake.app.desk.paging import Filter
from intake.app.field import sending
from intake.domain.errors import NoSuchRecord, WrongDesk
from intake.domain.record import RecordState
from kitchen import BEGUN, Kitchen, sealed

LATER = BEGUN + timedelta(hours=2)


def test_pages_and_numbers_give_the_same_list_as_the_whole(kitchen: Kitchen) -> None:
    for _ in range(3):
        sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    everything = library.listed(kitchen.desk)
    assert paging.count(kitchen.desk) == 3
    assert paging.count(kitchen.desk, Filter(state=RecordState.READ)) == 0
    numbers = paging.numbers(kitchen.desk)
    assert numbers == tuple(row.number for row in everything)
    first = paging.page(kitchen.desk, size=2)
    rest = paging.page(kitchen.desk, before=numbers[1], size=2)
    assert first + rest == everything
    assert paging.row(kitchen.desk, numbers[0]) == everything[0]


def test_a_number_that_is_not_there_is_no_record(kitchen: Kitchen) -> None:
    with pytest.raises(NoSuchRecord):
        paging.row(kitchen.desk, "7")


def test_an_interviewer_has_no_library(kitchen: Kitchen) -> None:
    for deed in (paging.count, paging.numbers):
        with pytest.raises(WrongDesk):
            deed(kitchen.field)
