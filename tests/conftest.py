"""What every test stands on: windows drawn off screen, no clock for hypothesis."""

import os

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("intake", deadline=None)
settings.load_profile("intake")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the options of single rooms; pytest reads them only here."""
    parser.addoption(
        "--write-pictures",
        action="store_true",
        help="renew docs/pictures from the windows (tests/e2e/test_pictures.py)",
    )
    parser.addoption(
        "--faults-all",
        action="store_true",
        help="let every write of every deed fail, not a sample (tests/faults)",
    )
    parser.addoption(
        "--conformance",
        default="../shared/conformance",
        metavar="DIR",
        help="folder of published cases, seen from the project root",
    )
    parser.addoption(
        "--conformance-failures",
        default="",
        metavar="FILE",
        help="write the ids of failing conformance cases here",
    )
