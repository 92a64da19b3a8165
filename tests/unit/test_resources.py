"""The files that ship beside the code are found."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from intake import resources


def test_finds_the_licence_of_the_fonts_in_a_checkout() -> None:
    path = resources.resource("fonts/OFL.txt")

    assert "SIL OPEN FONT LICENSE" in path.read_text(encoding="utf-8")


def test_finds_them_inside_the_package_once_installed(tmp_path: Path) -> None:
    package = tmp_path / "intake"
    (package / "_resources" / "fonts").mkdir(parents=True)
    (package / "__init__.py").touch()
    shutil.copy(resources.__file__, package / "resources.py")

    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from intake.resources import resource; print(resource('fonts'))",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()

    assert Path(told) == (package / "_resources" / "fonts").resolve()


def test_the_fonts_are_the_very_files_their_table_names() -> None:
    folder = resources.resource("fonts")
    table = (folder / "README.md").read_text(encoding="utf-8")
    row = re.compile(r"^\| (\S+\.ttf) \|.*`([0-9a-f]{64})` \|$", re.MULTILINE)
    named = dict(row.findall(table))

    present = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.glob("*.[to]t[fc]")
    }

    assert present
    assert present == named
