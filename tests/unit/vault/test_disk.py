import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from intake.domain.errors import DiskFailed, DiskFull
from intake.vault.disk import (
    disk_errors,
    erase,
    finish_replacing,
    read_bounded,
    replace,
    replace_secret,
    write_new,
)


@pytest.mark.parametrize(
    ("number", "raised"),
    [(errno.ENOSPC, DiskFull), (errno.EIO, DiskFailed), (errno.EROFS, DiskFailed)],
)
def test_what_the_system_says_becomes_ours(
    number: int, raised: type[Exception]
) -> None:
    with pytest.raises(raised), disk_errors():
        raise OSError(number, "")


def test_a_replaced_file_is_ours_alone(tmp_path: Path) -> None:
    replace(tmp_path / "a", b"one")
    replace(tmp_path / "a", b"two")

    assert (tmp_path / "a").read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_a_new_file_never_covers_another(tmp_path: Path) -> None:
    write_new(tmp_path / "a", b"one")

    with pytest.raises(FileExistsError):
        write_new(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"one"


def test_what_a_secret_file_held_is_overwritten_where_it_lay(tmp_path: Path) -> None:
    secret = b"canary" * 1000
    replace_secret(tmp_path / "keys", secret)
    with (tmp_path / "keys").open("rb") as old:
        replace_secret(tmp_path / "keys", b"fresh")
        left = os.pread(old.fileno(), 10_000, 0)

    assert b"canary" not in left
    assert len(left) == len(secret)
    assert (tmp_path / "keys").read_bytes() == b"fresh"
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_an_interrupted_replacement_is_finished(tmp_path: Path) -> None:
    for name in ("keys", "keys.old", "keys.new"):
        (tmp_path / name).write_bytes(b"canary")

    finish_replacing(tmp_path / "keys")

    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_erasing_overwrites_before_the_name_goes(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"canary")
    with path.open("rb") as old:
        erase(path)
        assert b"canary" not in os.pread(old.fileno(), 100, 0)
    assert not path.exists()
    erase(path)


def test_reads_at_most_one_byte_more_than_allowed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(100))

    assert read_bounded(tmp_path / "a", 10) == bytes(11)
    assert read_bounded(tmp_path / "b", 10) is None
    with pytest.raises(DiskFailed):
        read_bounded(tmp_path, 10)


def test_a_replacement_that_came_no_further_than_the_second_name_loses_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "keys"
    write_new(path, b"the present keys")
    write_new(tmp_path / "keys.new", b"the next keys")
    (tmp_path / "keys.old").hardlink_to(path)
    finish_replacing(path)
    assert path.read_bytes() == b"the present keys"
    assert [each.name for each in tmp_path.iterdir()] == ["keys"]


def test_a_replaced_file_that_kept_its_second_name_is_overwritten(
    tmp_path: Path,
) -> None:
    path, witness = tmp_path / "keys", tmp_path / "witness"
    write_new(tmp_path / "keys.old", b"the former keys")
    witness.hardlink_to(tmp_path / "keys.old")
    write_new(path, b"the present keys")
    finish_replacing(path)
    assert path.read_bytes() == b"the present keys"
    assert b"former" not in witness.read_bytes()
