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
from e2e.typist import Typist, at_a_window
from intake.app import opening
from intake.app.field import interviewing, whereabouts
from intake.domain.people import Role
from intake.domain.record import InterviewState
from intake.vault import objects
from kitchen import ACCOUNT, PASSPHRASE, acquainted, begun, ticking

pytestmark = needs_screen

QUESTION = "/data/words"
# Where the foot of the window says that every answer is saved, and since when.
SAVED = (10, 715, 280, 50)
FORM = Path(__file__).parent / "arrest.md"
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
    wait_until(foot.changed, "something else is shown")
    foot.rest()  # on a slow machine another page stands there before the interview


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


def new_in(folder: Path, before: set[Path]) -> Path:
    """Give the one file that is new in *folder*."""
    (found,) = set(folder.iterdir()) - before
    return found


def rehearse(desk: Typist) -> None:
    """Make the recovery sheets, copy two by hand, and type them in again."""
    desk.presses("Recovery sheets")
    desk.presses("Make the sheets")
    desk.presses("Copy them by hand")
    desk.sees("Recovery sheet 1 of 3")
    sheets = [desk.sheet()]
    desk.presses("The next sheet")
    desk.sees("Recovery sheet 2 of 3")
    sheets.append(desk.sheet())
    desk.presses("Done: forget them")
    desk.presses("Begin the rehearsal")
    for number, words in enumerate(sheets, 1):
        desk.goes("The words of")
        desk.types(words)
        desk.presses("Take this sheet in")
        desk.sees(f"Sheet {number} is read." if number == 1 else "bring this desk back")


def make_pack(desk: Typist, stick: Path) -> Path:
    """Put a form into the first pack, and the pack onto the stick."""
    desk.presses("What we send")
    desk.chooses("Add a form", FORM)
    desk.sees("“An arrest” goes along with the next pack.")
    desk.chooses("Make the pack", stick)
    desk.sees("Pack 1 is on the stick and was read back")
    return new_in(stick, set())


def tell_and_seal(field: Typist, vault: Path) -> None:
    """Take an interview, locked and unlocked in mid-word, to its seal."""
    field.presses("New interview")
    field.picks("An arrest")
    field.presses("Begin")
    field.sees("What happened?")
    wait_until(lambda: field.look().here.startswith("What happened?"), "the question")
    field.screen.type(SECOND, "ctrl+l", pause=3)
    wait_until(lambda: not is_open(vault), "the vault is locked")
    field.unlocks()
    field.sees("What happened?")
    wait_until(lambda: field.look().here.startswith("What happened?"), "the same place")
    field.types(LAST)
    field.screen.press("key", "ctrl+Return")
    field.sees("When was he arrested?")
    field.types("2017")
    field.picks("Somebody who saw it told me")
    field.goes("In which year")
    field.types("1917")
    field.keys("Tab")
    field.sees("The sentence cannot come before the arrest.")
    field.screen.press("key", "ctrl+k")
    field.sees("One to check")
    field.presses("In which year")
    wait_until(lambda: field.look().here.startswith("In which year"), "the question")
    field.keys("ctrl+a")
    field.types("2018")
    field.screen.press("key", "ctrl+k")
    field.sees("Nothing is missing and nothing contradicts itself.")
    field.presses("Finish the interview")
    field.presses("Finish and seal")
    field.sees("Sealed. This laptop cannot open it.")


def test_a_testimony_goes_its_whole_way_by_keys(  # noqa: PLR0915 - one long way
    tmp_path: Path,
) -> None:
    machines = [Machine(tmp_path / name) for name in ("field", "desk")]
    vaults = [machine.root / "vault" for machine in machines]
    stick = tmp_path / "stick"
    stick.mkdir()
    with (
        at_a_window(machines[0], vaults[0]) as field,
        at_a_window(machines[1], vaults[1]) as desk,
    ):
        desk.starts("I coordinate", "North")
        field.starts("I interview", "Cedar")
        rehearse(desk)
        pack = make_pack(desk, stick)

        field.sees("The vault is ready.")
        field.chooses("Choose the pack…", pack)
        field.sees("The pack says it is number 1 of North")
        field.compares(desk.digits(), "Take in the pack")
        field.sees("The pack of North is taken in.")
        field.presses("My card")
        field.sees("Read these digits aloud")
        spoken = field.digits()

        field.presses("Interviews")
        tell_and_seal(field, vaults[0])
        before = set(stick.iterdir())
        field.presses("Hand over")
        field.sees("What is leaving")
        field.chooses("Another folder…", stick)
        field.presses("Hand over 1 record")
        field.sees("1 record is on the stick")
        assert len(set(stick.iterdir()) - before) == 2

        desk.presses("Receive")
        desk.chooses("Choose a stick or folder", stick)
        desk.sees("from “Cedar” is held: this card was not compared yet.")
        desk.presses("Compare the card")
        desk.compares(spoken, "Compare")
        desk.sees("1 record taken in")
        desk.presses("Library")
        wait_until(lambda: "Cedar" in desk.look().cells, "the record in the list")
        desk.goes("Records")
        desk.keys("Return")
        desk.presses("Verify")
        desk.sees("Everything fits: it is what was sealed.")
        desk.presses("In their own words")
        desk.sees(SECOND + LAST)
        desk.presses("Library")
        desk.presses("Receipts")
        before = set(stick.iterdir())
        desk.chooses("Make receipts", stick)
        desk.sees("1 receipt is on the stick")

        field.presses("From the desk")
        field.chooses("Choose the receipt…", new_in(stick, before))
        field.sees("At the desk, and the sealed copy here removed:")
        for typist, vault in zip((field, desk), vaults, strict=True):
            typist.screen.press("key", "ctrl+shift+q")
            assert typist.running.wait(20) == 0
            assert not is_open(vault)
    opened = opening.unlock(vaults[0], PASSPHRASE)
    (row,) = interviewing.listed(opened)
    assert row.state is InterviewState.HANDED_OVER
    assert objects.of_record(opened.vault, row.id) == ()
    opened.close()
    assert all(machine.left() == set() for machine in machines)
