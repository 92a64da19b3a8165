"""A bundle is written so that it is really there, in parts of one size."""

import errno
import hashlib
import io
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from intake.domain.errors import (
    Cancelled,
    ContentsAltered,
    IntakeError,
    NotAFolder,
    StatementInvalid,
    StickFull,
    StickGone,
    StickLies,
    TooLarge,
)
from intake.sealing.age import decrypt
from intake.sealing.bundle import (
    Parcel,
    Plan,
    plan_bundle,
    restore_plan,
    write_bundle,
)
from intake.sealing.delivery import survey
from intake.sealing.incoming import Reader
from intake.sealing.medium import WHEN, Disk
from intake.sealing.outgoing import Sender, Stamp
from intake.sealing.padding import padme

PART = 64 * 1024
Load = tuple[Parcel, Callable[[], io.BytesIO]]


def load(number: int, size: int, portion: str = "account") -> Load:
    data = hashlib.shake_256(str((number, size)).encode()).digest(size)
    parcel = Parcel(
        f"{number:032x}",
        portion,
        hashlib.sha256(data + portion.encode()).hexdigest()[:32],
        size,
        hashlib.sha256(data).hexdigest(),
    )
    return parcel, lambda: io.BytesIO(data)


LOADS = [load(1, 2000), load(1, 90_000, "medium"), load(2, 1500), load(3, 70_000)]


@pytest.fixture
def plan(field: Sender, desk: Sender, stamp: Stamp) -> Plan:
    return plan_bundle(
        LOADS, stamp=stamp, sender=field, to=desk.card.card, part_size=PART
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_its_names_say_nothing_but_which_parts_there_are(
    plan: Plan, stamp: Stamp, tmp_path: Path
) -> None:
    written = write_bundle(tmp_path, plan)
    name = stamp.id[:20]
    assert plan.parts[-1] > 2
    wanted = [f"{name}-{part:04d}.age" for part in plan.parts]
    assert list(written.names) == wanted
    assert names(tmp_path) == [*wanted, f"{name}.sha256"]
    assert written.statement_sha256 == plan.head.sha256
    assert {path.stat().st_mtime for path in tmp_path.iterdir()} == {WHEN}


def test_all_parts_but_the_last_are_of_one_size_and_the_last_is_padded(
    plan: Plan, desk: Sender, tmp_path: Path
) -> None:
    written = write_bundle(tmp_path, plan)
    plain = [
        len(decrypt(io.BytesIO(path.read_bytes()), [desk.keys.identity]).read())
        for path in sorted(tmp_path.glob("*.age"))
    ]
    assert set(plain[:-1]) == {PART}
    assert plain[-1] <= PART
    assert padme(plain[-1]) < plain[-1] + 512
    sealed = sum(path.stat().st_size for path in tmp_path.glob("*.age"))
    assert written.size == sealed


def test_two_bundles_of_like_load_are_of_one_size(
    field: Sender, desk: Sender, stamp: Stamp, tmp_path: Path
) -> None:
    sizes = []
    for folder, extra in (("a", 0), ("b", 300)):
        made = plan_bundle(
            [load(1, 20_000 + extra)], stamp=stamp, sender=field, to=desk.card.card
        )
        (tmp_path / folder).mkdir()
        sizes.append(write_bundle(tmp_path / folder, made).size)
    assert sizes[0] == sizes[1]


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum here")
def test_a_courier_can_check_the_copy_without_a_key(plan: Plan, tmp_path: Path) -> None:
    write_bundle(tmp_path, plan)
    check = ["sha256sum", "-c", "--strict", f"{plan.name}.sha256"]
    subprocess.run(check, cwd=tmp_path, check=True, capture_output=True)
    damage(tmp_path / plan.part_name(2))
    again = subprocess.run(check, cwd=tmp_path, check=False, capture_output=True)
    assert again.returncode


def damage(path: Path, at: int = -100) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_an_empty_bundle_is_one_small_part(
    field: Sender, desk: Sender, stamp: Stamp, tmp_path: Path
) -> None:
    made = plan_bundle([], stamp=stamp, sender=field, to=desk.card.card)
    assert len(write_bundle(tmp_path, made).names) == 1


class Told:
    """What whoever writes has heard: the hashes of each part, as they were written."""

    def __init__(self) -> None:
        self.known: dict[int, list[str]] = {}

    def __call__(self, part: int, sha256: str) -> None:
        self.known.setdefault(part, []).append(sha256)


def test_writing_again_writes_only_what_is_missing_or_damaged(
    plan: Plan, tmp_path: Path
) -> None:
    told = Told()
    first = write_bundle(tmp_path, plan, wrote=told)
    before = {name: (tmp_path / name).read_bytes() for name in first.names}
    (tmp_path / first.names[0]).unlink()
    damage(tmp_path / first.names[1])
    second = write_bundle(tmp_path, plan, known=told.known, wrote=told)
    assert second.kept == first.names[2:]
    for name in second.kept:
        assert (tmp_path / name).read_bytes() == before[name]
    for name in first.names[:2]:
        assert (tmp_path / name).read_bytes() != before[name]
    again = write_bundle(tmp_path, plan, known=told.known)
    assert again.kept == first.names
    assert again.hashes == second.hashes


def test_the_sticks_own_word_is_not_taken_for_a_part(
    plan: Plan, tmp_path: Path
) -> None:
    told = Told()
    first = write_bundle(tmp_path, plan, wrote=told)
    path = tmp_path / first.names[0]
    damage(path)
    list_path = tmp_path / plan.list_name
    swapped = hashlib.sha256(path.read_bytes()).hexdigest()
    lines = list_path.read_text().replace(told.known[1][0], swapped)
    list_path.write_text(lines)
    second = write_bundle(tmp_path, plan, known=told.known, wrote=told)
    assert second.kept == first.names[1:]
    assert second.hashes[first.names[0]] == told.known[1][1]
    assert swapped not in list_path.read_text()
    assert not write_bundle(tmp_path, plan).kept


def test_a_list_that_was_lost_is_written_again(plan: Plan, tmp_path: Path) -> None:
    told = Told()
    first = write_bundle(tmp_path, plan, wrote=told)
    before = (tmp_path / plan.list_name).read_bytes()
    (tmp_path / plan.list_name).unlink()
    assert write_bundle(tmp_path, plan, known=told.known).kept == first.names
    assert (tmp_path / plan.list_name).read_bytes() == before


def test_its_hashes_are_those_of_all_it_wrote(plan: Plan, tmp_path: Path) -> None:
    written = write_bundle(tmp_path, plan)
    assert written.hashes == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in tmp_path.iterdir()
    }


def test_one_part_can_be_sent_again_another_day(
    plan: Plan,
    desk: Sender,
    field: Sender,
    reading: Callable[..., Reader],
    tmp_path: Path,
) -> None:
    restored = restore_plan(plan.head.data, plan.head.signatures, desk.card.card, LOADS)
    assert restored.part_size == PART
    written = write_bundle(tmp_path, restored, only={2})
    assert names(tmp_path) == [plan.part_name(2), f"{plan.name}.sha256"]
    assert written.names == (plan.part_name(2),)
    found = survey([tmp_path], reading(desk, field)).bundles[0]
    assert list(found.parts) == [2]
    assert found.missing == (1, *range(3, plan.parts[-1] + 1))


def test_a_plan_is_only_restored_for_its_receiver(plan: Plan, stranger: Sender) -> None:
    head = plan.head
    with pytest.raises(StatementInvalid):
        restore_plan(head.data, head.signatures, stranger.card.card, LOADS)


def test_only_parts_whose_objects_are_at_hand_are_written(
    plan: Plan, desk: Sender, tmp_path: Path
) -> None:
    head = plan.head
    restored = restore_plan(head.data, head.signatures, desk.card.card, LOADS[:-1])
    lacking = [part for part in restored.parts if not restored.writable(part)]
    assert lacking == [
        part for part in plan.parts if LOADS[-1][0].object in plan.carried(part)
    ]
    with pytest.raises(ContentsAltered):
        write_bundle(tmp_path, restored)
    assert names(tmp_path) == []
    write_bundle(tmp_path, restored, only={1})
    assert names(tmp_path) == [plan.part_name(1), f"{plan.name}.sha256"]


@pytest.mark.parametrize("after", [0.1, 0.5, 0.9, 1.0])
def test_stopping_leaves_nothing(plan: Plan, tmp_path: Path, after: float) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"theirs")

    def report(done: int, total: int) -> None:
        if done >= after * total:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_bundle(tmp_path, plan, report=report)
    assert names(tmp_path) == ["holiday.jpg"]


def test_stopping_a_second_sending_leaves_the_other_parts(
    plan: Plan, tmp_path: Path
) -> None:
    write_bundle(tmp_path, plan, only={1})

    def report(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_bundle(tmp_path, plan, only={2}, report=report)
    assert names(tmp_path) == [plan.part_name(1), f"{plan.name}.sha256"]


def test_progress_runs_from_nothing_to_all(plan: Plan, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    write_bundle(tmp_path, plan, report=lambda *step: seen.append(step))
    assert seen == sorted(seen)
    assert (
        seen[-1][0]
        == seen[-1][1]
        == 2 * sum(path.stat().st_size for path in tmp_path.glob("*.age"))
    )


def failing_after(writes: int, code: int) -> Disk:
    left = writes

    def write(descriptor: int, data: bytes | memoryview) -> int:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(code, os.strerror(code))
        return os.write(descriptor, data)

    return Disk(write=write)


@pytest.mark.parametrize("writes", range(8))
@pytest.mark.parametrize(
    ("code", "error"), [(errno.EIO, StickGone), (errno.ENOSPC, StickFull)]
)
def test_a_stick_that_fails_keeps_whole_parts_and_the_rest_follows(
    plan: Plan, tmp_path: Path, writes: int, code: int, error: type[IntakeError]
) -> None:
    told = Told()
    with pytest.raises(error):
        write_bundle(tmp_path, plan, wrote=told, disk=failing_after(writes, code))
    assert not list(tmp_path.glob("*.unfinished"))
    left = {path.name: path.read_bytes() for path in tmp_path.glob("*.age")}
    done = write_bundle(tmp_path, plan, known=told.known, wrote=told)
    assert set(done.kept) == set(left)
    assert all((tmp_path / name).read_bytes() == left[name] for name in done.kept)
    assert write_bundle(tmp_path, plan, known=told.known).kept == done.names


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("writes", range(12))
def test_killed_at_any_write_it_leaves_only_whole_parts(
    *,
    plan: Plan,
    desk: Sender,
    field: Sender,
    reading: Callable[..., Reader],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    writes: int,
) -> None:
    left = writes

    def write(descriptor: int, data: bytes | memoryview) -> int:
        nonlocal left
        left -= 1
        if left < 0:
            os.write(descriptor, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return os.write(descriptor, data)

    notes = tmp_path_factory.mktemp("notes") / "told"

    def wrote(part: int, sha256: str) -> None:
        with notes.open("a") as file:
            file.write(f"{part} {sha256}\n")

    child = os.fork()
    if not child:
        write_bundle(tmp_path, plan, wrote=wrote, disk=Disk(write=write))
        os._exit(0)
    os.waitpid(child, 0)
    lines = notes.read_text().splitlines() if notes.exists() else []
    known = {int(part): [sha256] for part, sha256 in map(str.split, lines)}
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.age")}
    found = survey([tmp_path], reading(desk, field))
    assert not found.refused
    assert before.keys() == {
        path.name
        for each in found.bundles
        for n in each.parts
        for path in each.parts[n]
    }
    done = write_bundle(tmp_path, plan, known=known)
    # At most the last part was whole but not told of yet.
    assert len(before) - len(done.kept) in {0, 1}
    assert all((tmp_path / name).read_bytes() == before[name] for name in done.kept)
    assert not list(tmp_path.glob("*.unfinished"))


def test_a_lying_stick_is_found_out_at_the_first_part(
    plan: Plan, tmp_path: Path
) -> None:
    def forget(_: int) -> None:
        damage(tmp_path / plan.part_name(1))

    with pytest.raises(StickLies):
        write_bundle(tmp_path, plan, disk=Disk(forget=forget))
    assert names(tmp_path) == []


def test_too_little_room_is_known_before_writing(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(StickFull) as caught:
        write_bundle(tmp_path, plan, disk=Disk(free=lambda _: 1000))
    assert int(str(caught.value.fields["needed"])) > PART
    assert names(tmp_path) == []


def test_needs_a_folder(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(NotAFolder):
        write_bundle(tmp_path / "none", plan)


def test_clears_what_an_interrupted_writing_left(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / ("0" * 20 + "-0001.age.unfinished")).write_bytes(b"half")
    write_bundle(tmp_path, plan)
    assert not list(tmp_path.glob("*.unfinished"))


def test_an_object_that_is_no_longer_itself_is_named(
    field: Sender, desk: Sender, stamp: Stamp
) -> None:
    parcel, opener = LOADS[0]
    wrong = replace(parcel, sha256="0" * 64)
    with pytest.raises(ContentsAltered) as caught:
        plan_bundle([(wrong, opener)], stamp=stamp, sender=field, to=desk.card.card)
    assert caught.value.fields["object"] == parcel.object


def test_a_part_too_small_for_the_list_is_refused(
    field: Sender, desk: Sender, stamp: Stamp
) -> None:
    with pytest.raises(TooLarge):
        plan_bundle(LOADS, stamp=stamp, sender=field, to=desk.card.card, part_size=4096)


def test_an_object_that_changes_while_it_is_written_leaves_no_part(
    field: Sender, desk: Sender, stamp: Stamp, tmp_path: Path
) -> None:
    parcel, _ = load(1, 4)
    contents = [_bytes(load(1, 4)), b"else"]
    plan = plan_bundle(
        [(parcel, lambda: io.BytesIO(contents.pop(0)))],
        stamp=stamp,
        sender=field,
        to=desk.card.card,
    )
    with pytest.raises(ContentsAltered):
        write_bundle(tmp_path, plan)
    assert names(tmp_path) == []


def _bytes(loaded: Load) -> bytes:
    return loaded[1]().read()
