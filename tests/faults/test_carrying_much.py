import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
SIZE, PART = 192, 32
"""MiB; `benchmarks/handover.py --large 8` does the same with 8 GiB."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="memory is measured on Unix")
def test_a_recording_larger_than_memory_is_meant_to_be_goes_the_whole_way() -> None:
    done = subprocess.run(
        [
            sys.executable,
            str(TESTS / "faults" / "carrying_much.py"),
            str(SIZE),
            str(PART),
        ],
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent / 'src'}:{TESTS}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["sound"]
    assert said["parts"] > SIZE // PART
    assert said["after"] - said["before"] < 48
