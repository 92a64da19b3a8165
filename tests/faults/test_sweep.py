"""Every call to the disk of every deed fails once; a normal run takes a sample."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SAMPLE = 12
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
    "passphrase",
    "add a way",
    "remove a way",
    "erase",
    "backup",
)
FAULTS, READING = 13, 2


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
    every = FAULTS * counts["writes"] + READING * counts["reads"]
    assert played == (min(most, every) if most else every)
    with capsys.disabled():
        sys.stdout.write(f"\n{deed}: {played} points, {counts}")
