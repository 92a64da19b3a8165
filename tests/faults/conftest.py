"""The library that lets calls to the disk fail, built once for all tests here."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("failing.c")


@pytest.fixture(scope="session")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the library that lets calls to the disk fail."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("needs a C compiler on Linux")
    made = tmp_path_factory.mktemp("failing") / "failing.so"
    command = [
        compiler,
        "-shared",
        "-fPIC",
        "-O1",
        "-o",
        str(made),
        str(SOURCE),
        "-ldl",
    ]
    subprocess.run(command, check=True)
    return made
