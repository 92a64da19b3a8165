"""Every write of every deed fails once; a normal run takes a sample of them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SOURCE = Path(__file__).with_name("failing.c")
SAMPLE = 15
DEEDS = (
    "answer",
    "media",
    "finish",
    "discard",
    "seal",
    "export",
    "import",
    "receipt",
    "purge",
)


@pytest.fixture(scope="module")
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


@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_write_fails_nothing_is_lost_and_nothing_half_is_taken_for_whole(
    deed: str,
    failing: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The points are new each time; a failure names the one that failed."""
    most = 0 if request.config.getoption("--faults-all") else SAMPLE
    seed = int.from_bytes(os.urandom(4))
    script = str(TESTS / "faults" / "sweeping.py")
    done = subprocess.run(
        [sys.executable, script, deed, str(most), str(seed)],
        env={
            **os.environ,
            "LD_PRELOAD": str(failing),
            "PYTHONPATH": f"{TESTS.parent / 'src'}:{TESTS}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{deed}, seed {seed}\n{done.stderr}"
    counts = json.loads(done.stdout)
    played = counts["well"] + counts["sentence"] + counts["killed"]
    assert played == (most or 9 * counts["calls"])
    with capsys.disabled():
        sys.stdout.write(f"\n{deed}: {played} points, {counts}")
