"""A kitchen for every test of a deed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kitchen import Kitchen, acquainted, strangers


@pytest.fixture
def kitchen(tmp_path: Path) -> Iterator[Kitchen]:
    made = acquainted(tmp_path)
    yield made
    made.close()


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Kitchen]:
    made = strangers(tmp_path)
    yield made
    made.close()
