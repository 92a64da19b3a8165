"""A vault that opens at once, because its passphrase costs next to nothing to try."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from intake.vault import Cost, Vault, create

PASSPHRASE = "tulip otter maple gravel biscuit lantern"
CHEAP = Cost(64, 1, 1)


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def cheap() -> Cost:
    return CHEAP


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path) -> Iterator[Vault]:
    made = create(folder, PASSPHRASE, cost=CHEAP)
    yield made
    made.close()


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MiB that can really be filled."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("only an administrator of Linux can mount a small disk")
    yield disk
    # Lazily, for a test that failed may have left files open.
    subprocess.run(["umount", "-l", disk], check=True)
