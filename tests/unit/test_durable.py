import ast
import errno
import os
import stat
import sys
from pathlib import Path

import pytest

import intake
from intake.durable import sync_file, sync_folder

SOURCE = Path(intake.__file__).parent


def test_a_file_and_a_folder_are_brought_to_the_disk(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.write(b"told")
        file.flush()
        sync_file(file.fileno())
        gone = os.dup(file.fileno())
        os.close(gone)
        with pytest.raises(OSError, match="Bad file"):
            sync_file(gone)
    sync_folder(tmp_path)
    if sys.platform != "win32":
        with pytest.raises(FileNotFoundError):
            sync_folder(tmp_path / "nowhere")


def test_a_folder_is_brought_there_itself(tmp_path: Path) -> None:
    modes: list[int] = []
    sync_folder(tmp_path, lambda each: modes.append(os.fstat(each).st_mode))

    assert list(map(stat.S_ISDIR, modes)) == ([] if sys.platform == "win32" else [True])


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not synced there")
def test_a_file_system_without_synced_folders_is_taken_as_it_is(
    tmp_path: Path,
) -> None:
    def refusing(code: int) -> None:
        def sync(_descriptor: int) -> None:
            raise OSError(code, "no")

        sync_folder(tmp_path, sync)

    refusing(errno.EINVAL)
    with pytest.raises(OSError, match="no"):
        refusing(errno.EIO)


def test_nobody_else_syncs_for_themselves() -> None:
    """A plain fsync stops at the drive's own cache on macOS."""
    found = [
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node) in {"os.fsync", "os.fdatasync", "fcntl.F_FULLFSYNC"}
    ]
    assert set(found) == {"durable.py"}
