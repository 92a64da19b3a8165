from datetime import timedelta
from pathlib import Path

import pytest

from intake.app.field import interviewing, sending
from intake.domain.errors import Cancelled, NoPackYet, NotAFolder, NothingToSend
from intake.domain.record import InterviewState
from kitchen import BEGUN, Kitchen, sealed, told

LATER = BEGUN + timedelta(hours=2)


def bundles(folder: Path) -> list[Path]:
    return sorted(folder.glob("*-0001.age"))


def test_sealed_records_leave_in_one_bundle_and_stay_until_the_receipt(
    kitchen: Kitchen,
) -> None:
    sealed(kitchen.field)
    sealed(kitchen.field)
    sent = sending.send(kitchen.field, kitchen.stick, LATER)
    assert sent.records == 2
    assert [path.name for path in bundles(kitchen.stick)] == list(sent.files)
    rows = sending.waiting(kitchen.field)
    assert [row.state for row in rows] == [InterviewState.SEALED] * 2
    assert {sending.exported(row) for row in rows} == {LATER}


def test_only_what_is_chosen_leaves(kitchen: Kitchen) -> None:
    first = sealed(kitchen.field)
    sealed(kitchen.field)
    sent = sending.send(kitchen.field, kitchen.stick, LATER, only=[first.id])
    assert sent.records == 1
    exported = [sending.exported(row) for row in sending.waiting(kitchen.field)]
    assert sorted(exported, key=str) == sorted([LATER, None], key=str)


def test_a_draft_never_leaves(kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    with pytest.raises(NothingToSend):
        sending.send(kitchen.field, kitchen.stick, LATER, only=[interview.id])
    assert bundles(kitchen.stick) == []


def test_nothing_leaves_before_a_desk_is_known(apart: Kitchen) -> None:
    with pytest.raises(NoPackYet):
        sending.send(apart.field, apart.stick, LATER)


def test_a_folder_that_is_not_there_is_named_as_such(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    with pytest.raises(NotAFolder):
        sending.send(kitchen.field, kitchen.stick / "gone", LATER)
    (row,) = interviewing.listed(kitchen.field)
    assert sending.exported(row) is None


def test_stopping_leaves_nothing_on_the_stick(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    before = sorted(kitchen.stick.iterdir())

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        sending.send(kitchen.field, kitchen.stick, LATER, stop)
    assert sorted(kitchen.stick.iterdir()) == before
