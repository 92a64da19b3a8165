from pathlib import Path

import pytest

from kitchen import FORM, Call


def test_the_headless_demonstration_prints_every_step_with_its_time(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    status, out, _ = call("demo", "--headless", "--form", FORM, passphrases=None)
    lines = out.splitlines()
    assert (status, lines[-1]) == (0, "Everything came out as it should.")
    assert len(lines) == 12
    assert all(" s  " in line for line in lines[:-1])
    assert list(tmp_path.iterdir()) == []
