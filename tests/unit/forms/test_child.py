"""A child answers, is silent, lives too long or says too much: the parent goes on."""

import sys
from pathlib import Path

import pytest

from intake.domain.errors import Cancelled
from intake.forms.child import ask

KINDS = {
    "echo": "sys.stdout.buffer.write(sys.stdin.buffer.read())",
    "dies": "sys.stdout.write('half'); sys.stdout.flush(); os.abort()",
    "deaf": "sys.stdin.close(); sys.stdout.write('done')",
    "stays": "time.sleep(600)",
    "endless": "[sys.stdout.write('x' * 65536) for _ in iter(int, 1)]",
}


@pytest.fixture(autouse=True)
def children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules that a child can be made of, where it finds them."""
    for name, line in KINDS.items():
        code = f"import os, sys, time\n\ndef main():\n    {line}\n"
        (tmp_path / f"child_that_{name}.py").write_text(code)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])


def test_gives_what_the_child_made_of_it() -> None:
    data = bytes(range(256)) * 4096
    assert ask("child_that_echo", data, seconds=60, most=2**21) == data


def test_gives_what_a_dying_child_said_until_then() -> None:
    assert ask("child_that_dies", b"", seconds=60, most=100) == b"half"


def test_a_child_that_does_not_listen_stops_nobody() -> None:
    assert ask("child_that_deaf", bytes(2**20), seconds=60, most=100) == b"done"


def test_a_child_that_takes_too_long_is_ended() -> None:
    assert ask("child_that_stays", b"", seconds=0.2, most=100) == b""


def test_no_more_is_taken_than_was_asked_for() -> None:
    assert ask("child_that_endless", b"", seconds=60, most=1000) == b"x" * 1000


def test_it_can_be_cancelled_while_it_waits() -> None:
    with pytest.raises(Cancelled):
        ask("child_that_stays", b"", seconds=60, most=1, cancelled=lambda: True)


def test_what_cannot_be_started_is_an_error_of_the_system(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    with pytest.raises(OSError, match="gone"):
        ask("child_that_echo", b"", seconds=1, most=1)
