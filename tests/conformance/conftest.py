"""Counts conformance cases, one tally for each kind, and reports them.

The cases live outside the project (``--conformance DIR``). A kind of case is one
parametrized test or one loop; either way each case is told to a ``Tally``. A case that
fails and is not listed with a reason in ``known.toml`` fails the run, and so does one
that is listed but passes.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROJECT = HERE.parent.parent


@dataclass
class Tally:
    """The results of one kind of case: ``xpath``, ``scenarios``, ``forms``."""

    kind: str
    known: dict[str, str]
    passed: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)

    def add(self, identifier: str, failure: str | None) -> None:
        """Count one case; *failure* says in a line what went wrong, or is None."""
        if failure is None:
            self.passed.add(identifier)
        else:
            self.failed[identifier] = failure

    def check(self) -> None:
        """Fail when a case failed that nobody knows of, or a known one passes."""
        new = {name: why for name, why in self.failed.items() if name not in self.known}
        lines = [f"{name}: {why}" for name, why in sorted(new.items())[:40]]
        assert not new, f"{len(new)} new failures\n" + "\n".join(lines)
        mended = sorted(self.passed & self.known.keys())
        assert not mended, f"listed as known but passing: {', '.join(mended)}"


_TALLIES = pytest.StashKey[dict[str, Tally]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_TALLIES] = {}


def folder_of(config: pytest.Config) -> Path:
    """Give the folder of cases, seen from the project root, whether it is there."""
    return PROJECT / str(config.getoption("conformance"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip every test here for one reason, which makes one line of the summary."""
    if not folder_of(item.config).is_dir():
        pytest.skip("the conformance material is not here (--conformance DIR)")


@pytest.fixture
def material(pytestconfig: pytest.Config) -> Path:
    """Give the folder of cases."""
    return folder_of(pytestconfig)


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Give the tally named by the test module: ``test_xpath.py`` counts ``xpath``."""
    kind = request.path.stem.removeprefix("test_")
    tallies = request.config.stash[_TALLIES]
    if kind not in tallies:
        listed = tomllib.loads((HERE / "known.toml").read_text("utf-8"))
        tallies[kind] = Tally(kind, listed.get(kind, {}))
    return tallies[kind]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    tallies = config.stash[_TALLIES]
    for tally in tallies.values():
        total = len(tally.passed) + len(tally.failed)
        terminalreporter.write_line(f"{tally.kind}: {len(tally.passed)} of {total}")
    target = config.getoption("conformance_failures")
    if target and tallies:
        names = [name for tally in tallies.values() for name in sorted(tally.failed)]
        Path(str(target)).write_text("".join(f"{n}\n" for n in names), "utf-8")
