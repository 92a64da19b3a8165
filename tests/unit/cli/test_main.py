import os
import subprocess
import sys
from pathlib import Path

import pytest

from intake.cli import main

ROOT = Path(__file__).parents[3]
DEEDS = [
    ["forms", "check"],
    ["forms", "show"],
    ["vault", "create"],
    ["vault", "check"],
    ["vault", "passphrase"],
    ["card"],
    ["pack", "make"],
    ["pack", "accept"],
    ["interview", "new"],
    ["interview", "fill"],
    ["interview", "show"],
    ["interview", "finish"],
    ["interview", "seal"],
    ["interview", "list"],
    ["send"],
    ["receive"],
    ["library", "list"],
    ["library", "show"],
    ["library", "verify"],
    ["receipt", "make"],
    ["receipt", "accept"],
    ["demo"],
]


@pytest.mark.parametrize("deed", DEEDS, ids=" ".join)
def test_every_deed_explains_itself(
    deed: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main.run([*deed, "--help"])
    assert left.value.code == 0
    assert "usage: intake" in capsys.readouterr().out


def test_the_page_names_every_deed() -> None:
    for deed in DEEDS:
        assert f"intake {' '.join(deed)}" in main.PAGE


def test_no_command_takes_a_passphrase_as_an_argument() -> None:
    for deed in DEEDS:
        with pytest.raises(SystemExit):
            main.parser().parse_args([*deed, "--passphrase", "x"])


def test_what_is_not_understood_ends_with_two(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as left:
        main.run(["interrogate"])
    assert left.value.code == 2
    assert main.run([]) == 2
    assert "--help" in capsys.readouterr().err


def test_help_loads_neither_windows_nor_keys_nor_databases() -> None:
    script = (
        "import sys\n"
        "from intake.cli.main import parser\n"
        "parser().format_help()\n"
        "print([n for n in ('PySide6', 'sqlcipher3', 'cryptography', 'lxml')"
        " if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_the_program_prints_its_page_and_its_version() -> None:
    for option, wanted in (("--help", main.PAGE), ("--version", "intake 0.1.0\n")):
        done = subprocess.run(
            [sys.executable, "-m", "intake", option],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == wanted
