import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROUNDS = 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
@pytest.mark.parametrize(
    "deed", ["answering", "sealing", "exporting", "importing", "purging"]
)
def test_forty_kills_during_a_deed_lose_no_answer_and_no_record(deed: str) -> None:
    """The seed is new each time; a failure prints it, to be played again."""
    seed = int.from_bytes(os.urandom(4))
    script = str(TESTS / "faults" / "killing.py")
    done = subprocess.run(
        [sys.executable, script, deed, str(ROUNDS), str(seed)],
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent / 'src'}:{TESTS}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{deed}, seed {seed}\n{done.stderr}"
    assert json.loads(done.stdout) == {deed: ROUNDS}
