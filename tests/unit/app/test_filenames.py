from pathlib import Path

import pytest

from intake.app import filenames


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("photo 1.jpg", "photo 1.jpg"),
        ("سۈرەت.jpg", "سۈرەت.jpg"),
        ("a\nb\u202egpj.exe", "a\ufffdb\ufffdgpj.exe"),
        ("x" * 100, "x" * 80 + "…"),
    ],
)
def test_a_name_stays_on_its_line_and_runs_its_way(name: str, expected: str) -> None:
    assert filenames.shown(Path("somewhere") / name) == expected
