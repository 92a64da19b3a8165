import errno
import hashlib
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
    StickLies,
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


def pulled_after(syncs: int) -> Disk:
    """A stick that is pulled out after so many files and folders were forced out."""
    synced: list[int] = []

    def pulled(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) > syncs:
            raise OSError(errno.EIO, "gone")
        os.fsync(descriptor)

    return Disk(fsync=pulled)


def test_what_was_compared_before_the_stick_went_is_not_written_to_it_again(
    kitchen: Kitchen,
) -> None:
    three_parts(kitchen)
    disk = pulled_after(5)
    with pytest.raises(StickGone):
        sending.send(kitchen.field, kitchen.stick, LATER, part_size=SMALL, disk=disk)
    before = names(kitchen.stick)
    assert before
    rest = sending.send(kitchen.field, kitchen.stick, LATER)
    assert list(rest.kept) == before
    assert len(rest.files) > len(rest.kept)


def test_parts_on_a_stick_that_went_are_all_written_to_another(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    three_parts(kitchen)
    disk = pulled_after(5)
    with pytest.raises(StickGone):
        sending.send(kitchen.field, kitchen.stick, LATER, part_size=SMALL, disk=disk)
    (waits,) = sending.begun(kitchen.field)
    # Nobody looked at them after the last was written, so they do not count.
    assert waits.written == frozenset()
    other = tmp_path / "other"
    other.mkdir()
    rest = sending.send(kitchen.field, other, LATER)
    assert rest.bundle == waits.id
    assert (rest.remaining, rest.kept) == ((), ())
    assert len(rest.files) == len(waits.plan.parts)


def wrapping(folder: Path, after: int) -> Disk:
    """A fake stick: what it takes after so many parts lies over what it took first."""

    def rename(source: Path, target: Path) -> None:
        source.replace(target)
        if len(lying := names(folder)) > after and target.name == lying[-1]:
            first = folder / lying[0]
            data = first.read_bytes()
            first.write_bytes(data[:-100] + target.read_bytes()[-100:])

    return Disk(rename=rename)


def test_a_fake_stick_that_lays_the_end_over_the_beginning_is_found_out(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    three_parts(kitchen)
    disk = wrapping(kitchen.stick, 1)
    with pytest.raises(StickLies):
        sending.send(kitchen.field, kitchen.stick, LATER, part_size=SMALL, disk=disk)
    assert names(kitchen.stick) == []
    assert list(kitchen.stick.glob("*.sha256")) == []
    assert {sending.exported(row) for row in sending.waiting(kitchen.field)} == {None}
    (waits,) = sending.begun(kitchen.field)
    assert waits.remaining == tuple(waits.plan.parts)
    other = tmp_path / "other"
    other.mkdir()
    assert sending.send(kitchen.field, other, LATER).remaining == ()


def test_what_a_second_bundle_lays_over_the_first_is_found_out(
    kitchen: Kitchen,
) -> None:
    sealed(kitchen.field)
    first = sending.send(kitchen.field, kitchen.stick, LATER)
    sealed(kitchen.field)

    def rename(source: Path, target: Path) -> None:
        source.replace(target)
        old = kitchen.stick / first.files[0]
        old.write_bytes(old.read_bytes()[:-1] + b"!?")

    with pytest.raises(StickLies):
        sending.send(kitchen.field, kitchen.stick, LATER, disk=Disk(rename=rename))
    assert names(kitchen.stick) == []


def test_one_part_alone_is_read_back_once(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    read: list[int] = []
    disk = Disk(forget=read.append)
    sent = sending.send(kitchen.field, kitchen.stick, LATER, disk=disk)
    assert len(sent.files) == 1
    # The part, and the list of its hash as it is written and as it is seen there.
    assert len(read) == 3


def test_a_part_changed_together_with_its_line_is_written_again(
    kitchen: Kitchen,
) -> None:
    sealed(kitchen.field)
    sent = sending.send(kitchen.field, kitchen.stick, LATER)
    part = kitchen.stick / sent.files[0]
    (line,) = kitchen.stick.glob("*.sha256")
    part.write_bytes(os.urandom(part.stat().st_size))
    line.write_text(f"{hashlib.sha256(part.read_bytes()).hexdigest()}  {part.name}\n")
    again = sending.send(kitchen.field, kitchen.stick, LATER)
    assert again.kept == ()
    assert receiving.receive(kitchen.desk, [kitchen.stick], LATER).good


def test_the_first_stick_is_known_again_after_a_second(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    three_parts(kitchen)
    other = tmp_path / "other"
    other.mkdir()
    first = sending.send(kitchen.field, kitchen.stick, LATER, part_size=SMALL)
    sending.send(kitchen.field, other, LATER)
    for folder in (kitchen.stick, other):
        assert sending.send(kitchen.field, folder, LATER).kept == first.files


@pytest.mark.parametrize("share", [0.1, 0.5, 0.7, 0.9, 1.0])
def test_stopping_anywhere_leaves_nothing_new(kitchen: Kitchen, share: float) -> None:
    sealed(kitchen.field)
    first = sending.send(kitchen.field, kitchen.stick, LATER)
    three_parts(kitchen)

    def stop(done: int, total: int) -> None:
        if done >= share * total:
            raise Cancelled

    with pytest.raises(Cancelled):
        sending.send(kitchen.field, kitchen.stick, LATER, stop, part_size=SMALL)
    assert names(kitchen.stick) == list(first.files)
    assert sending.send(kitchen.field, kitchen.stick, LATER).kept == first.files


def test_progress_counts_the_last_look(kitchen: Kitchen) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    three_parts(kitchen)
    seen: list[tuple[int, int]] = []
    sent = sending.send(
        kitchen.field,
        kitchen.stick,
        LATER,
        lambda *step: seen.append(step),
        part_size=SMALL,
    )
    assert seen == sorted(seen)
    assert seen[-1] == (3 * sent.size, 3 * sent.size)
    assert any(2 * sent.size < done < 3 * sent.size for done, _ in seen)


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
