import faulthandler
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
MIB_AND_PART = (192, 32)
ALL_MIB_AND_PART = (8192, 1024)
"""With ``--faults-all``; this takes ten minutes, and 26 GB where tests write."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="memory is measured on Unix")
def test_a_recording_larger_than_memory_is_meant_to_be_goes_the_whole_way(
    request: pytest.FixtureRequest,
) -> None:
    size, part = MIB_AND_PART
    if request.config.getoption("--faults-all"):
        size, part = ALL_MIB_AND_PART
        # Longer than a test that hangs may take.
        faulthandler.cancel_dump_traceback_later()
    done = subprocess.run(
        [
            sys.executable,
            str(TESTS / "faults" / "carrying_much.py"),
            str(size),
            str(part),
        ],
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent / 'src'}:{TESTS}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["sound"]
    assert said["parts"] > size // part
    assert said["after"] - said["before"] < 48
