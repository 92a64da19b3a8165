import subprocess
import sys
from pathlib import Path

import pytest

from intake.domain.errors import DiskFailed, VaultInUse
from intake.vault.lock import is_held, release, take


def test_only_one_at_a_time_within_a_process(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "lock")
    assert not (tmp_path / "lock").exists()
    held = take(tmp_path / "lock")

    with pytest.raises(VaultInUse):
        take(tmp_path / "lock")

    assert is_held(tmp_path / "lock")
    release(held)
    assert not is_held(tmp_path / "lock")
    release(take(tmp_path / "lock"))


def test_a_process_that_is_killed_lets_go(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from intake.vault.lock import take"
        "; take(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    source = str(Path(__file__).parents[3] / "src")
    with subprocess.Popen(
        [sys.executable, "-c", script, tmp_path / "lock"],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": source},
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(VaultInUse):
            take(tmp_path / "lock")
        other.kill()

    release(take(tmp_path / "lock"))


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(DiskFailed):
        take(tmp_path / "nowhere" / "lock")
