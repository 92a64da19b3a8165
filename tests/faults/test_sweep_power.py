"""The disk that forgets what was not synced must really forget, or it shows nothing."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from faults.sweeping_power import PAGE, cut, torn

SCRIPT = """
import os, sys
from pathlib import Path
from faults.sweeping_power import begin
from intake.durable import sync_folder
from intake.vault.disk import replace, write_new
place = Path(sys.argv[1])
begin(place, Path(sys.argv[2]))
(place / "old").write_bytes(b"not synced")
write_new(place / "unnamed", b"synced, but its name is not")
(place / "gone").unlink()
replace(place / "whole", b"new")
(place / "folder").mkdir()
(place / "folder" / "lost").write_bytes(b"")
sync_folder(place)
(place / "moved").rename(place / "elsewhere")
(place / "late").write_bytes(b"named too late")
os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("synced", [True, False])
def test_what_was_not_synced_is_gone_after_a_power_cut(
    tmp_path: Path, failing: Path, synced: bool
) -> None:
    place, kept = tmp_path / "place", tmp_path / "kept"
    place.mkdir()
    for name in ("old", "gone", "whole", "moved"):
        (place / name).write_bytes(b"old")
    script = SCRIPT if synced else SCRIPT.replace("sync_folder(place)", "")
    script = script if synced else script.replace("replace(", "Path.write_bytes(")
    tests = Path(__file__).parents[1]
    subprocess.run(
        [sys.executable, "-c", script, str(place), str(kept)],
        env={
            **os.environ,
            "LD_PRELOAD": str(failing),
            "PYTHONPATH": f"{tests.parent / 'src'}:{tests}",
        },
        check=False,
    )

    cut(place, kept)

    names = {each.name: each.read_bytes() for each in place.iterdir() if each.is_file()}
    if synced:
        unnamed = b"synced, but its name is not"
        assert names == {
            "old": b"old",
            "whole": b"new",
            "moved": b"old",
            "unnamed": unnamed,
        }
        assert list((place / "folder").iterdir()) == []
    else:
        assert names == dict.fromkeys(("old", "gone", "whole", "moved"), b"old")


def test_a_torn_page_is_of_both_states_and_nothing_else() -> None:
    chance = random.Random(7)  # noqa: S311 - which pages, not a secret
    old, new = b"o" * 3 * PAGE, b"n" * 5 * PAGE

    seen = {torn(old, new, chance) for _ in range(50)}

    assert len(seen) > 10
    assert {len(each) for each in seen} == {len(old), len(new)}
    assert all(set(each) <= set(b"on\0") for each in seen)
    assert torn(old, old, chance) == old
