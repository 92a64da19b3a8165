import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app.desk import receipts as desk_receipts
from intake.app.desk import receiving
from intake.app.field import interviewing, receipts, sending
from intake.domain.errors import (
    Cancelled,
    NoPackYet,
    NoSuchPart,
    NotAFolder,
    NothingToSend,
    StickFull,
    StickGone,
)
from intake.domain.record import InterviewState
from intake.sealing.medium import Disk
from intake.vault import custody, settings
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


SMALL = 64 * 1024


def with_room(*sizes: int) -> Disk:
    """A stick that says it has so much room, each time it is asked."""
    left = iter(sizes)
    return Disk(free=lambda _folder: next(left))


def three_parts(kitchen: Kitchen) -> None:
    for number in range(5):
        sealed(kitchen.field, f"sentence {number}")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*-*.age"))


def test_a_second_click_writes_nothing_more(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    first = sending.send(kitchen.field, kitchen.stick, LATER)
    before = custody.entries(kitchen.field.vault)
    second = sending.send(kitchen.field, kitchen.stick, LATER)
    assert second.bundle == first.bundle
    assert second.kept == second.files == first.files
    assert names(kitchen.stick) == list(first.files)
    assert custody.entries(kitchen.field.vault) == before


def test_a_second_stick_gets_the_same_bundle(kitchen: Kitchen, tmp_path: Path) -> None:
    sealed(kitchen.field)
    other = tmp_path / "other"
    other.mkdir()
    first = sending.send(kitchen.field, kitchen.stick, LATER)
    second = sending.send(kitchen.field, other, LATER)
    assert second.bundle == first.bundle
    assert second.kept == ()


def test_a_new_bundle_is_made_when_it_is_asked_for(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    first = sending.send(kitchen.field, kitchen.stick, LATER)
    second = sending.send(kitchen.field, kitchen.stick, LATER, again=True)
    assert second.bundle != first.bundle


def test_new_records_leave_beside_the_bundle_that_was_begun(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    first = sending.send(kitchen.field, kitchen.stick, LATER)
    sealed(kitchen.field)
    second = sending.send(kitchen.field, kitchen.stick, LATER)
    assert second.records == 2
    assert set(first.files) < set(second.files)
    assert second.kept == first.files


def test_parts_without_room_go_to_the_next_stick(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    three_parts(kitchen)
    other = tmp_path / "other"
    other.mkdir()
    room = 3 * SMALL
    begun = sending.send(
        kitchen.field,
        kitchen.stick,
        LATER,
        part_size=SMALL,
        disk=with_room(room, room),
    )
    assert len(begun.files) == 2
    assert begun.remaining
    assert {sending.exported(row) for row in sending.waiting(kitchen.field)} == {None}
    (waits,) = sending.begun(kitchen.field)
    assert [waits.plan.part_name(part) for part in waits.remaining] == list(
        begun.remaining
    )
    ended = sending.send(kitchen.field, other, LATER)
    assert ended.bundle == begun.bundle
    assert ended.files == begun.remaining
    assert ended.remaining == ()
    assert {sending.exported(row) for row in sending.waiting(kitchen.field)} == {LATER}


def test_a_stick_without_room_for_any_part_is_called_full(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    with pytest.raises(StickFull):
        sending.send(kitchen.field, kitchen.stick, LATER, disk=with_room(1000))
    assert names(kitchen.stick) == []


def test_what_was_compared_before_the_stick_went_is_not_written_again(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    three_parts(kitchen)
    synced: list[int] = []

    def pulled(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) > 5:
            raise OSError(errno.EIO, "gone")
        os.fsync(descriptor)

    with pytest.raises(StickGone):
        sending.send(
            kitchen.field,
            kitchen.stick,
            LATER,
            part_size=SMALL,
            disk=Disk(fsync=pulled),
        )
    (waits,) = sending.begun(kitchen.field)
    assert waits.written
    assert waits.remaining
    other = tmp_path / "other"
    other.mkdir()
    rest = sending.send(kitchen.field, other, LATER)
    assert rest.bundle == waits.id
    assert len(rest.files) == len(waits.remaining)


def test_a_lost_part_is_written_alone(kitchen: Kitchen, tmp_path: Path) -> None:
    three_parts(kitchen)
    sent = sending.send(kitchen.field, kitchen.stick, LATER, part_size=SMALL)
    other = tmp_path / "other"
    other.mkdir()
    again = sending.send_parts(kitchen.field, other, [sent.files[1]], LATER)
    assert again.files == (sent.files[1],)
    assert names(other) == [sent.files[1]]
    # Each part is sealed anew, to a fresh key; what is inside is the same.
    whole, part = kitchen.stick / sent.files[1], other / sent.files[1]
    assert whole.stat().st_size == part.stat().st_size


def test_a_part_of_nobody_is_refused(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    for asked in (["0" * 20 + "-0001.age"], []):
        with pytest.raises(NoSuchPart):
            sending.send_parts(kitchen.field, kitchen.stick, asked, LATER)


def test_a_stopped_sending_goes_on_with_the_same_bundle(kitchen: Kitchen) -> None:
    sealed(kitchen.field)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        sending.send(kitchen.field, kitchen.stick, LATER, stop)
    (begun,) = sending.begun(kitchen.field)
    assert begun.written == frozenset()
    assert sending.send(kitchen.field, kitchen.stick, LATER).bundle == begun.id


def test_a_bundle_is_forgotten_with_its_receipt(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (made,) = desk_receipts.make(kitchen.desk, kitchen.stick, LATER)
    receipts.accept(kitchen.field, made.path, LATER)
    assert sending.begun(kitchen.field) == ()
    assert settings.names(kitchen.field.vault, "bundle ") == ()
