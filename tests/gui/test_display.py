import os
import subprocess
import sys
from pathlib import Path

import pytest

from intake.ui.display import LACKING, lacking


def test_without_a_screen_it_is_said_which_commands_work() -> None:
    assert lacking({}, "linux") == LACKING
    assert "intake --help" in LACKING
    assert lacking({"DISPLAY": ":4711"}, "linux") == LACKING


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_always_have_a_screen(platform: str) -> None:
    assert lacking({}, platform) == ""


def test_a_wayland_socket_or_a_screenless_qt_is_enough(tmp_path: Path) -> None:
    (tmp_path / "wayland-0").touch()
    there = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert lacking(there, "linux") == ""
    gone = {**there, "WAYLAND_DISPLAY": "wayland-1"}
    assert lacking(gone, "linux") == LACKING
    assert lacking({"QT_QPA_PLATFORM": "offscreen"}, "linux") == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is Linux's")
def test_the_program_ends_with_a_sentence_and_no_crash(tmp_path: Path) -> None:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {key: value for key, value in os.environ.items() if key not in hidden}
    source = Path(__file__).parents[2] / "src"
    told = subprocess.run(
        [sys.executable, "-m", "intake", "--vault", str(tmp_path / "vault")],
        env={**kept, "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert told.returncode == 1
    assert told.stderr == LACKING
    assert list(tmp_path.iterdir()) == []
