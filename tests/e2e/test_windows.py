from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from e2e.person import Person, wait
from intake.app import opening
from intake.app.field import interviewing
from intake.app.opening import Opened
from intake.domain.people import Role
from intake.domain.record import InterviewState
from intake.ui.shell import Shell
from intake.vault import objects
from kitchen import CHEAP, PASSPHRASE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

FORM = Path(__file__).parent / "arrest.md"
TOLD = "They came in March. ئۇلار كەچتە كەلدى."
CONTROL = Qt.KeyboardModifier.ControlModifier


def make(folder: Path, passphrase: str, role: Role, name: str, now: datetime) -> Opened:
    """Make a vault that costs nothing to open."""
    return opening.create(folder, passphrase, role, name, now, cost=CHEAP)


class Desk(Person):
    """Somebody at a whole window of the program, over a vault of their own."""

    def __init__(self, folder: Path) -> None:
        """Start the program."""
        self.folder = folder
        self.gone: list[str] = []
        self.shell = Shell(
            folder,
            restart=lambda: self.gone.append("locked"),
            end=lambda: self.gone.append("ended"),
            make=make,
        )
        super().__init__(self.shell.window)
        self.shell.show()
        self.window.resize(1366, 768)

    def starts(self, role: str, name: str) -> None:
        """Go through the first start."""
        self.sees("What will you do on this laptop?")
        self.presses(role)
        self.presses("Continue")
        self.sees("Under which name?")
        self.types(name)
        self.presses("Continue")
        self.sees("Behind which passphrase?")
        self.types(PASSPHRASE)
        self.keys(Qt.Key.Key_Return)
        self.types(PASSPHRASE)
        self.keys(Qt.Key.Key_Return)

    def locks(self) -> None:
        """Press Ctrl+L."""
        self.keys((Qt.Key.Key_L, CONTROL))
        wait(lambda: self.gone == ["locked"], lambda: "the lock")

    def leaves(self) -> None:
        """Close the window, whatever happened."""
        self.rests()
        self.window.close()
        self.shell.close()
        self.window.deleteLater()


@pytest.fixture
def desks(dressed: QApplication, tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """An interviewer's window and a coordinator's, both before their first start."""
    (tmp_path / "stick").mkdir()
    made = Desk(tmp_path / "field"), Desk(tmp_path / "desk")
    yield made
    for desk in made:
        desk.leaves()


def only(folder: Path, before: set[Path]) -> Path:
    """Give the one file that is new in *folder*."""
    (found,) = set(folder.iterdir()) - before
    return found


def test_a_testimony_goes_its_whole_way_through_the_windows(  # noqa: PLR0915 - one long way
    desks: tuple[Desk, Desk], tmp_path: Path
) -> None:
    field, desk = desks
    stick = tmp_path / "stick"

    field.starts("I interview", "Cedar")
    field.sees("The vault is ready.")
    desk.starts("I coordinate", "North")

    # Nothing comes in before the desk has shown that it can come back.
    desk.presses("Receive")
    desk.presses("Go to the recovery sheets")
    desk.presses("Make the sheets")
    desk.presses("Copy them by hand")
    desk.rests()
    sheets = [desk.sheet()]
    desk.presses("The next sheet")
    desk.rests()
    sheets.append(desk.sheet())
    desk.presses("Done: forget them")
    desk.presses("Begin the rehearsal")
    for words in sheets:
        desk.types(words)
        desk.presses("Take this sheet in")
    desk.sees("These sheets bring this desk back.")

    # The desk makes a pack; its digits are read aloud to the interviewer.
    desk.presses("What we send")
    desk.rests()
    desk.chooses("Add a form", FORM)
    desk.sees("“An arrest” goes along with the next pack.")
    desk.chooses("Make the pack", stick)
    desk.sees("Pack 1 is on the stick and was read back")
    spoken = desk.digits()
    pack = only(stick, set())

    field.rests()
    field.chooses("Choose the pack…", pack)
    field.sees("The pack says it is number 1 of North")
    field.types_groups(["0000"] * 10)
    field.presses("Take in the pack")
    field.sees("These digits are not those of the card.")
    field.types_groups(spoken)
    field.presses("Take in the pack")
    field.sees("The pack of North is taken in. You can seal to it now.")

    # An interview by the form that came with the pack.
    field.presses("Interviews")
    field.presses("New interview")
    field.presses("An arrest")
    field.presses("Begin")
    field.sees("What happened?")
    field.types(TOLD)
    field.keys((Qt.Key.Key_Return, CONTROL))
    field.sees("When was he arrested?")
    field.types("2017")
    field.presses("Somebody who saw it told me")
    field.clicks_into("In which year was the sentence read to him?")
    field.types("1917")
    field.keys(Qt.Key.Key_Tab)
    field.sees("The sentence cannot come before the arrest.")
    field.presses("Check")
    field.sees("The sentence cannot come before the arrest.")
    field.presses("Arrest")
    field.clicks_into("In which year was the sentence read to him?")
    field.keys((Qt.Key.Key_A, CONTROL))
    field.types("2018")
    field.presses("Check")
    field.presses("Finish the interview")
    field.sees("It is sealed to North.")
    field.presses("Finish and seal")
    field.sees("Sealed. This laptop cannot open it.")
    field.presses("Hand over")

    before = set(stick.iterdir())
    field.sees("What is leaving")
    field.chooses("Another folder…", stick)
    field.presses("Hand over 1 record")
    field.sees("1 record is on the stick")
    assert len(set(stick.iterdir()) - before) == 2
    field.presses("My card")
    spoken = field.digits()

    # The desk does not know the sender yet, compares, and takes it in.
    desk.presses("Receive")
    desk.chooses("Choose a stick or folder", stick)
    desk.sees("1 record from “Cedar” is held: this card was not compared yet.")
    desk.presses("Compare the card")
    desk.types_groups(["0000"] * 10)
    desk.presses("Compare")
    desk.sees("These digits are not those of the card.")
    desk.types_groups(spoken)
    desk.presses("Compare")
    desk.sees("1 record taken in")
    desk.presses("Library")
    desk.rests()
    desk.opens_row("1")
    desk.rests()
    desk.presses("Verify")
    desk.sees("Everything fits: it is what was sealed.")
    desk.presses("An arrest")
    desk.sees(TOLD)
    desk.presses("Library")
    desk.presses("Receipts")
    desk.rests()
    before = set(stick.iterdir())
    desk.chooses("Make receipts", stick)
    desk.sees("1 receipt is on the stick")

    # Only now does the sealed copy go.
    field.presses("From the desk")
    assert held(field) == 1
    field.chooses("Choose the receipt…", only(stick, before))
    field.sees("At the desk, and the sealed copy here removed:")
    assert held(field) == 0
    field.presses("Interviews")
    assert "Handed over" in field.cells()

    for each in desks:
        each.locks()
    opened = opening.unlock(field.folder, PASSPHRASE)
    (row,) = interviewing.listed(opened)
    assert row.state is InterviewState.HANDED_OVER
    opened.close()


def held(field: Desk) -> int:
    """Count the sealed objects in the interviewer's vault."""
    assert field.shell.opened is not None
    vault = field.shell.opened.vault
    return sum(
        len(objects.of_record(vault, row.id))
        for row in interviewing.listed(field.shell.opened)
    )
