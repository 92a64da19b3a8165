"""Vaults for the pages, and jobs that have ended before the vault closes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake.ui.jobs import under_way
from kitchen import Kitchen, acquainted, strangers


@pytest.fixture
def kitchen(qtbot: QtBot, tmp_path: Path) -> Iterator[Kitchen]:
    made = acquainted(tmp_path)
    yield made
    close(qtbot, made)


@pytest.fixture
def apart(qtbot: QtBot, tmp_path: Path) -> Iterator[Kitchen]:
    made = strangers(tmp_path)
    yield made
    close(qtbot, made)


def close(qtbot: QtBot, kitchen: Kitchen) -> None:
    for job in under_way():
        job.cancel()
    qtbot.waitUntil(lambda: not under_way(), timeout=30_000)
    kitchen.close()
