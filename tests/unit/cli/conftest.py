"""A command line that is called as a person calls it, with a passphrase by a pipe."""

import os
from pathlib import Path

import pytest

from intake.cli.main import run
from kitchen import PASSPHRASE, Call, Kitchen, acquainted, strangers


def pipe(text: str) -> int:
    """Give a descriptor that holds *text* and then ends."""
    reader, writer = os.pipe()
    os.write(writer, text.encode())
    os.close(writer)
    return reader


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Run a command and give its status and what it said, out and err."""

    def called(
        *words: str | Path, passphrases: str | None = PASSPHRASE
    ) -> tuple[int, str, str]:
        arguments = [str(word) for word in words]
        if passphrases is not None:
            arguments += ["--passphrase-fd", str(pipe(passphrases + "\n"))]
        status = run(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return called


@pytest.fixture
def homes(tmp_path: Path) -> Kitchen:
    """Both vaults, acquainted, and closed again so that commands can open them."""
    made = acquainted(tmp_path)
    made.close()
    return made


@pytest.fixture
def strange_homes(tmp_path: Path) -> Kitchen:
    """Both vaults, not acquainted, and closed."""
    made = strangers(tmp_path)
    made.close()
    return made
