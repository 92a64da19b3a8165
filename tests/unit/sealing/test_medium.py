"""A file on a stick is there, whole, or not at all."""

import errno
import hashlib
import os
import socket
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from intake.domain.errors import (
    Cancelled,
    NotAFile,
    NotAFolder,
    SealingError,
    StickFull,
    StickGone,
    StickLies,
    StickReadOnly,
)
from intake.sealing.container import Writable
from intake.sealing.medium import (
    UNFINISHED,
    WHEN,
    Disk,
    leftovers,
    open_file,
    read_back,
    remove_leftovers,
    room,
    write_file,
)

NAME = "0123456789abcdef0123-0001.age"


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def filling(data: bytes) -> Callable[[Writable], None]:
    def fill(out: Writable) -> None:
        for at in range(0, len(data), 1000):
            out.write(data[at : at + 1000])

    return fill


def failing(code: int) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    return fail


def test_writes_a_file_and_tells_its_hash(tmp_path: Path) -> None:
    data = os.urandom(300_000)
    written = write_file(tmp_path, NAME, filling(data))
    assert (tmp_path / NAME).read_bytes() == data
    assert written.name == NAME
    assert written.size == len(data)
    assert written.sha256 == hashlib.sha256(data).hexdigest()
    assert written == read_back(tmp_path / NAME)
    assert names(tmp_path) == [NAME]


def test_the_time_of_a_file_tells_nothing(tmp_path: Path) -> None:
    write_file(tmp_path, NAME, filling(b"x"))
    assert (tmp_path / NAME).stat().st_mtime == WHEN


def test_replaces_an_earlier_file_of_that_name(tmp_path: Path) -> None:
    write_file(tmp_path, NAME, filling(b"damaged"))
    write_file(tmp_path, NAME, filling(b"whole"))
    assert (tmp_path / NAME).read_bytes() == b"whole"


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    assert write_file(tmp_path, NAME, filling(b"")).size == 0


def test_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotAFolder):
        write_file(tmp_path / "gone", NAME, filling(b"x"))


@pytest.mark.parametrize("name", ["../a", "a/b", ".hidden", "", "Marie.age", "a b"])
def test_takes_only_neutral_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="neutral"):
        write_file(tmp_path, name, filling(b"x"))


FAILURES: list[tuple[int, type[SealingError]]] = [
    (errno.ENOSPC, StickFull),
    (errno.EDQUOT, StickFull),
    (errno.EFBIG, StickFull),
    (errno.EROFS, StickReadOnly),
    (errno.EACCES, StickReadOnly),
    (errno.EIO, StickGone),
    (errno.ENODEV, StickGone),
    (errno.ENOENT, StickGone),
]


@pytest.mark.parametrize(("code", "error"), FAILURES)
@pytest.mark.parametrize("step", ["write", "fsync", "rename"])
def test_each_failure_has_its_name_and_leaves_nothing(
    tmp_path: Path, step: str, code: int, error: type[SealingError]
) -> None:
    disks = {
        "write": Disk(write=failing(code)),  # type: ignore[arg-type]
        "fsync": Disk(fsync=failing(code)),
        "rename": Disk(rename=failing(code)),
    }
    with pytest.raises(error) as caught:
        write_file(tmp_path, NAME, filling(b"x" * 5000), disk=disks[step])
    assert str(caught.value)
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_forced_out_leaves_no_unverified_file(
    tmp_path: Path,
) -> None:
    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "gone")

    with pytest.raises(StickGone):
        write_file(tmp_path, NAME, filling(b"whole"), disk=Disk(fsync=fsync))
    assert names(tmp_path) == []


def test_a_write_that_fails_late_leaves_nothing(tmp_path: Path) -> None:
    calls = 0

    def write(descriptor: int, data: bytes | memoryview) -> int:
        nonlocal calls
        calls += 1
        if calls > 3:
            raise OSError(errno.ENOSPC, "full")
        return os.write(descriptor, data)

    with pytest.raises(StickFull):
        write_file(tmp_path, NAME, filling(bytes(9000)), disk=Disk(write=write))
    assert names(tmp_path) == []


def test_a_short_write_is_carried_on(tmp_path: Path) -> None:
    def write(descriptor: int, data: bytes | memoryview) -> int:
        return os.write(descriptor, data[:7])

    write_file(tmp_path, NAME, filling(b"0123456789" * 50), disk=Disk(write=write))
    assert (tmp_path / NAME).read_bytes() == b"0123456789" * 50


@pytest.mark.parametrize("damage", [b"", b"other", b"Xhole"])
def test_a_stick_that_gives_back_other_bytes_lies(
    tmp_path: Path, damage: bytes
) -> None:
    def forget(_: int) -> None:
        (tmp_path / NAME).write_bytes(damage)

    with pytest.raises(StickLies):
        write_file(tmp_path, NAME, filling(b"whole"), disk=Disk(forget=forget))
    assert names(tmp_path) == []


def test_a_stick_that_loses_the_file_is_gone(tmp_path: Path) -> None:
    def rename(source: Path, _: Path) -> None:
        source.unlink()

    with pytest.raises(StickGone):
        write_file(tmp_path, NAME, filling(b"whole"), disk=Disk(rename=rename))


def test_stopping_leaves_nothing(tmp_path: Path) -> None:
    def fill(out: Writable) -> None:
        out.write(b"half")
        raise Cancelled

    with pytest.raises(Cancelled):
        write_file(tmp_path, NAME, fill)
    assert names(tmp_path) == []


def test_finds_and_removes_what_an_interrupted_write_left(tmp_path: Path) -> None:
    left = tmp_path / (NAME + UNFINISHED)
    left.write_bytes(b"half")
    for name in ("holiday.jpg", "letter.unfinished", "x.unfinished.jpg"):
        (tmp_path / name).write_bytes(b"theirs")
    (tmp_path / "folder.unfinished").mkdir()
    (tmp_path / "link.unfinished").symlink_to(tmp_path / "holiday.jpg")
    assert leftovers(tmp_path) == (left,)
    assert remove_leftovers(tmp_path) == 1
    assert len(names(tmp_path)) == 5


def test_writes_over_what_an_interrupted_write_left(tmp_path: Path) -> None:
    (tmp_path / (NAME + UNFINISHED)).write_bytes(b"half")
    write_file(tmp_path, NAME, filling(b"whole"))
    assert names(tmp_path) == [NAME]


def test_does_not_follow_a_link_laid_in_its_way(tmp_path: Path) -> None:
    aim = tmp_path / "aim"
    aim.write_bytes(b"keep")
    (tmp_path / (NAME + UNFINISHED)).symlink_to(aim)
    write_file(tmp_path, NAME, filling(b"whole"))
    assert aim.read_bytes() == b"keep"


def test_knows_the_room_there_is(tmp_path: Path) -> None:
    assert room(tmp_path) > 0
    with pytest.raises(StickGone):
        room(tmp_path / "gone")


def test_reading_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(StickGone):
        open_file(tmp_path / NAME)
    with pytest.raises(StickGone):
        read_back(tmp_path / NAME)
    with open_file(_written(tmp_path)) as file:
        assert file.read() == b"abc"
    with pytest.raises(StickGone):
        # A folder opens and then cannot be read: the nearest real thing to a stick
        # pulled out in the middle.
        open_file(tmp_path).read()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with closing(socket.socket(socket.AF_UNIX)) as listening:
        listening.bind(str(tmp_path / "socket"))
        for name in ("pipe", "socket"):
            for follow in (True, False):
                with pytest.raises(NotAFile):
                    open_file(tmp_path / name, follow=follow)


def test_a_link_is_followed_only_if_it_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link"
    link.symlink_to(_written(tmp_path))
    with open_file(link) as file:
        assert file.read() == b"abc"
    with pytest.raises(NotAFile):
        open_file(link, follow=False)
    # Put there after it was looked at: the system itself does not follow.
    monkeypatch.setattr(Path, "is_symlink", lambda _: False)
    with pytest.raises(NotAFile):
        open_file(link, follow=False)


def test_a_full_device_is_a_full_stick(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")

    def write(_: int, data: bytes | memoryview) -> int:
        with full.open("wb", buffering=0) as file:
            return file.write(data)

    with pytest.raises(StickFull) as caught:
        write_file(tmp_path, NAME, filling(b"abc"), disk=Disk(write=write))
    assert "3 bytes" in str(caught.value)


def _written(folder: Path) -> Path:
    write_file(folder, NAME, filling(b"abc"))
    return folder / NAME


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a /proc")
def test_where_there_is_no_room_at_all_nothing_is_called_full() -> None:
    with pytest.raises(StickReadOnly):
        room(Path("/proc"))
