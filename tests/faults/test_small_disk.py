"""Disks and sticks that are really full: small ones in memory, mounted for the test."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from faults.killing import LATER
from intake.app import opening
from intake.app.desk import library, receiving
from intake.app.field import finishing, interviewing, sending
from intake.domain.errors import DiskFull, StickFull
from kitchen import ACCOUNT, PASSPHRASE, Kitchen, acquainted, begun, sealed, told

Mount = Callable[[str, int], Path]


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Mount]:
    """Give a way to mount a disk of so many KiB."""
    mounted: list[Path] = []

    def mount(name: str, kibibytes: int) -> Path:
        place = tmp_path / name
        place.mkdir()
        size = f"size={kibibytes}k"
        command = ["mount", "-t", "tmpfs", "-o", size, "intake-test", str(place)]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            pytest.skip("mounting is not permitted here")
        mounted.append(place)
        return place

    if shutil.which("mount") is None:
        pytest.skip("needs a system with mount")
    yield mount
    for place in mounted:
        subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Kitchen]:
    made = acquainted(tmp_path / "kitchen")
    yield made
    made.close()


def test_a_full_stick_takes_no_half_bundle(kitchen: Kitchen, small: Mount) -> None:
    stick = small("small", 192)
    for number in range(8):
        sealed(kitchen.field, f"sentence {number}")
    with pytest.raises(StickFull):
        sending.send(kitchen.field, stick, LATER)
    assert list(stick.iterdir()) == []
    assert len(sending.waiting(kitchen.field)) == 8


def test_what_does_not_fit_goes_to_the_next_stick(
    kitchen: Kitchen, small: Mount
) -> None:
    sticks = [small(f"stick {number}", 320) for number in range(3)]
    for number in range(10):
        sealed(kitchen.field, f"sentence {number}")
    names: list[str] = []
    for stick in sticks:
        sent = sending.send(kitchen.field, stick, LATER, part_size=128 * 1024)
        names.extend(sent.files)
        if not sent.remaining:
            break
    assert sending.begun(kitchen.field)[0].remaining == ()
    assert len(set(names)) == len(names)
    assert receiving.receive(kitchen.desk, sticks, LATER).good
    assert len(library.listed(kitchen.desk)) == 10


def test_a_disk_that_fills_while_answers_come_loses_none(
    tmp_path: Path, small: Mount
) -> None:
    made = acquainted(tmp_path / "kitchen")
    made.close()
    disk = small("disk", 6 * 1024)
    shutil.copytree(made.field.vault.folder, disk / "field")
    field = opening.unlock(disk / "field", PASSPHRASE)
    interview = begun(field)
    stored = 0

    def fill() -> None:
        nonlocal stored
        for number in range(1, 5000):
            interview.answer(ACCOUNT, "/data/words", f"sentence {number} " + "x" * 2000)
            stored = number

    with pytest.raises(DiskFull):
        fill()
    assert stored > 0
    field.close()
    again = opening.unlock(disk / "field", PASSPHRASE)
    assert again.vault.findings == ()
    row = interviewing.find(again, interview.id)
    session = interviewing.resume(again, row.id, lambda: LATER).session(ACCOUNT)
    assert session.get("/data/words").value.split()[1] in {str(stored), str(stored + 1)}
    # Making room works although the disk is full.
    interviewing.discard(again, row.id, LATER)
    again.close()


def test_a_disk_too_small_for_a_bundle_takes_nothing_of_it(
    tmp_path: Path, small: Mount
) -> None:
    made = acquainted(tmp_path / "kitchen")
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"light and shadow" * 2**18)
    interview = told(made.field)
    interview.attach(ACCOUNT, "/data/photo", photo)
    finishing.finish(made.field, interview, LATER)
    finishing.seal(made.field, interview.id, LATER)
    sending.send(made.field, made.stick, LATER)
    made.close()
    disk = small("disk", 5 * 1024)
    shutil.copytree(made.desk.vault.folder, disk / "desk")
    desk = opening.unlock(disk / "desk", PASSPHRASE)
    received = receiving.receive(desk, [made.stick], LATER)
    (fault,) = received.files
    assert fault.reason == str(DiskFull())
    assert library.listed(desk) == ()
    assert not any(path.is_file() for path in (disk / "desk/objects").rglob("*"))
    assert desk.vault.rows("SELECT id FROM objects") == []
    desk.close()
