import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from e2e.machine import Machine
from e2e.screen import (
    Screen,
    Strip,
    is_open,
    needs_screen,
    program,
    screen,
    some_time,
    wait_until,
)
from intake.app import opening
from intake.app.field import interviewing, whereabouts
from intake.domain.people import Role
from kitchen import ACCOUNT, PASSPHRASE, acquainted, begun, ticking

pytestmark = needs_screen

QUESTION = "/data/words"
# Where the foot of the window says that every answer is saved, and since when.
SAVED = (10, 715, 280, 50)
WHOLE = (0, 20, 1366, 300)
FIRST = "What they asked for first was Papers; "
SECOND = "nobody had any, and so they took the wh"
LAST = "ole of the row away."


@pytest.fixture
def display() -> Iterator[Screen]:
    with screen() as running:
        yield running


@pytest.fixture
def machine(display: Screen, tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine", {"DISPLAY": display.name})


@pytest.fixture
def field(tmp_path: Path) -> Path:
    """A vault with one interview, left at its first question."""
    kitchen = acquainted(tmp_path / "vaults")
    interview = begun(kitchen.field)
    interview.remember_place(ACCOUNT, QUESTION, "English (en)")
    kitchen.close()
    return tmp_path / "vaults" / "field"


def unlock(display: Screen, vault: Path, foot: Strip) -> None:
    """Type the passphrase and wait until the interview stands on the screen."""
    display.ready()
    display.type(PASSPHRASE, pause=8)
    foot.changed()
    display.press("key", "Return")
    wait_until(lambda: is_open(vault), "the vault is open")
    wait_until(foot.changed, "the interview is shown")


def stored(vault: Path) -> str:
    opened = opening.unlock(vault, PASSPHRASE)
    try:
        assert opened.vault.findings == ()
        (row,) = interviewing.listed(opened)
        interview = interviewing.resume(opened, row.id, ticking())
        place = whereabouts.last(opened)
        assert place is not None
        assert (place.interview, place.ref) == (row.id, QUESTION)
        return interview.session(ACCOUNT).get(QUESTION).value
    finally:
        opened.close()


def test_a_lock_in_mid_word_loses_no_letter_and_one_goes_on_where_one_was(
    display: Screen, machine: Machine, field: Path
) -> None:
    with program(machine, field, []) as running, display.watched(*SAVED) as foot:
        unlock(display, field, foot)
        display.type(FIRST)
        wait_until(foot.changed, "the answer is saved")
        display.type(SECOND, "ctrl+l")
        wait_until(lambda: not is_open(field), "the vault is locked")
        wait_until(lambda: not display.windows(), "the locked process is replaced")
        assert stored(field) == FIRST + SECOND
        unlock(display, field, foot)
        display.type(LAST)
        wait_until(foot.changed, "the answer is saved again")
        display.press("key", "ctrl+shift+q")
        assert running.wait(20) == 0
    assert stored(field) == FIRST + SECOND + LAST
    assert machine.left() == set()


@pytest.mark.parametrize("round_", range(2))
def test_a_window_that_is_killed_loses_nothing_that_it_said_was_saved(
    display: Screen, machine: Machine, field: Path, round_: int
) -> None:
    with program(machine, field, []) as running, display.watched(*SAVED) as foot:
        unlock(display, field, foot)
        display.type(FIRST)
        wait_until(foot.changed, "the answer is saved")
        child = os.fork()
        if child == 0:
            display.type(SECOND * 5, pause=30)
            os._exit(0)
        wait_until(foot.changed, "the foot says that letters are on their way")
        some_time(3, least=1)
        os.kill(running.pid, signal.SIGKILL)
        os.waitpid(child, 0)
    value = stored(field)
    assert value.startswith(FIRST)
    assert len(value) > len(FIRST)
    assert (FIRST + SECOND * 5).startswith(value)
    assert machine.left() == set()


def test_a_window_killed_as_it_says_that_all_is_saved_has_saved_all(
    display: Screen, machine: Machine, field: Path
) -> None:
    with program(machine, field, []) as running, display.watched(*SAVED) as foot:
        unlock(display, field, foot)
        display.type(FIRST + SECOND, pause=30)
        foot.changed()
        wait_until(foot.changed, "the answer is saved")
        os.kill(running.pid, signal.SIGKILL)
    assert stored(field) == FIRST + SECOND


def test_the_first_start_by_keys_makes_a_vault_and_nothing_else(
    display: Screen, machine: Machine
) -> None:
    vault = machine.root / "vault"
    with program(machine, vault, []) as running, display.watched(*WHOLE) as page:
        display.ready()
        display.press("key", "space", "Tab", "Tab", "Tab", "Return")
        display.type("Tamarisk", "Return")
        display.type(PASSPHRASE, "Return")
        display.type(PASSPHRASE, "Return")
        wait_until((vault / "header-2").exists, "the vault is made")
        page.changed()
        wait_until(page.changed, "the first page")
        display.press("key", "ctrl+shift+q")
        assert running.wait(20) == 0
    opened = opening.unlock(vault, PASSPHRASE)
    assert (opened.role, opened.name) == (Role.INTERVIEWER, "Tamarisk")
    opened.close()
    assert machine.left() == set()
