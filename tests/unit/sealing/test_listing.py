"""The list beside the parts is a courier's; what is right, the writer says."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from intake.domain.errors import StickGone, StickLies
from intake.sealing.listing import (
    is_whole,
    look_again,
    read_list,
    remove,
    seems_whole,
    write_list,
)
from intake.sealing.medium import Disk

PARTS = {f"0123456789abcdef0123-000{n}.age": os.urandom(n * 1000) for n in (1, 2, 3)}
HASHES = {name: hashlib.sha256(data).hexdigest() for name, data in PARTS.items()}
FIRST = min(PARTS)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    for name, data in PARTS.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_a_list_is_read_as_it_was_written(stick: Path) -> None:
    path = stick / "0123456789abcdef0123.sha256"
    sha256 = write_list(path, HASHES)
    assert sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_list(path) == HASHES
    if shutil.which("sha256sum"):
        check = ["sha256sum", "-c", "--strict", path.name]
        subprocess.run(check, cwd=stick, check=True, capture_output=True)


def test_lines_that_nobody_knows_are_passed_by(stick: Path) -> None:
    path = stick / "list.sha256"
    write_list(path, HASHES)
    assert read_list(path, {FIRST: {HASHES[FIRST]}}) == {FIRST: HASHES[FIRST]}
    assert read_list(path, {FIRST: {"0" * 64}}) == {}


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"0" * 64 + b"  ../away.age\n", bytes(5_000_000)]
)
def test_what_is_no_list_names_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "list.sha256"
    path.write_bytes(data)
    assert read_list(path) == {}
    path.unlink()
    assert read_list(path) == {}


def test_a_list_that_lies_there_already_is_not_written_again(stick: Path) -> None:
    path = stick / "list.sha256"
    first = write_list(path, HASHES)

    def write(_descriptor: int, _data: bytes | memoryview) -> int:
        pytest.fail("written again")

    assert write_list(path, HASHES, Disk(write=write)) == first


def test_without_parts_there_is_no_list(stick: Path) -> None:
    path = stick / "list.sha256"
    write_list(path, HASHES)
    assert write_list(path, {}) == ""
    assert not path.exists()


def test_a_file_is_whole_by_its_size_and_one_of_its_hashes(stick: Path) -> None:
    path, size = stick / FIRST, len(PARTS[FIRST])
    assert seems_whole(path, size)
    assert not seems_whole(path, size + 1)
    assert is_whole(path, size, {"0" * 64, HASHES[FIRST]}) == HASHES[FIRST]
    assert is_whole(path, size, {"0" * 64}) is None
    assert is_whole(path, size, ()) is None
    assert is_whole(path, size + 1, {HASHES[FIRST]}) is None
    path.unlink()
    assert is_whole(path, size, {HASHES[FIRST]}) is None


def test_a_last_look_reads_every_file_from_the_medium(stick: Path) -> None:
    seen: list[tuple[int, int]] = []
    forgotten: list[int] = []
    look_again(
        stick,
        HASHES,
        lambda done, total: seen.append((done, total)),
        Disk(forget=forgotten.append),
    )
    assert len(forgotten) == len(PARTS)
    assert seen == sorted(seen)
    assert seen[-1] == (6000, 6000)


@pytest.mark.parametrize("name", sorted(PARTS))
def test_a_last_look_finds_whatever_was_laid_over(stick: Path, name: str) -> None:
    (stick / name).write_bytes(PARTS[name][:-1] + b"?")
    if PARTS[name][-1:] == b"?":
        (stick / name).write_bytes(PARTS[name][:-1] + b"!")
    with pytest.raises(StickLies):
        look_again(stick, HASHES)


def test_a_last_look_at_a_stick_that_was_pulled_says_so(stick: Path) -> None:
    (stick / FIRST).unlink()
    with pytest.raises(StickGone):
        look_again(stick, HASHES)


def test_removes_what_is_there_and_what_is_not(stick: Path) -> None:
    remove(stick, [FIRST, "0000.age"])
    assert sorted(path.name for path in stick.iterdir()) == sorted(PARTS)[1:]
