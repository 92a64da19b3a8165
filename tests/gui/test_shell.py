from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from intake.app import backup, opening, preferences
from intake.app.field import finishing, interviewing
from intake.app.opening import Opened
from intake.domain.people import Role
from intake.domain.record import InterviewState
from intake.ui.jobs import Job, Report, under_way
from intake.ui.look import Look, Theme
from intake.ui.pages.first_start import FirstStart
from intake.ui.pages.from_desk import FromDesk
from intake.ui.pages.interview import InterviewPage
from intake.ui.pages.interviews import InterviewsPage
from intake.ui.pages.restore import Restore
from intake.ui.pages.unlock import Unlock
from intake.ui.shell import Shell, folder_named, look_of, preferences_of
from intake.ui.widgets.page import Page
from kitchen import ACCOUNT, BEGUN, CHEAP, PASSPHRASE, acquainted, told
from seeing import settle, type_into

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
MAKE = partial(opening.create, cost=CHEAP)


class Program:
    """The shell, and what it asked of its process."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        self.removed = False
        self.shell = Shell(
            folder,
            restart=self._restart,
            end=lambda: self.asked.append("end"),
            make=MAKE,
        )
        self.shell.show()

    def _restart(self) -> None:
        if self.removed:
            raise FileNotFoundError
        self.asked.append("restart")

    @property
    def page(self) -> object:
        return self.shell.window.page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An interviewer's vault with a desk it knows and one draft, closed."""
    kitchen = acquainted(tmp_path)
    told(kitchen.field).keep_counts()
    kitchen.close()
    return tmp_path / "field"


@pytest.fixture
def program(qtbot: QtBot, folder: Path) -> Iterator[Program]:
    made = Program(folder)
    qtbot.addWidget(made.shell.window)
    yield made
    calm(qtbot)
    if made.shell.opened is not None:
        made.shell.opened.close()


def calm(qtbot: QtBot) -> None:
    """Stop what is under way, as nobody waits for it here."""
    for job in under_way():
        job.cancel()
    settle(qtbot)


def unlock(qtbot: QtBot, program: Program) -> Opened:
    page = program.page
    assert isinstance(page, Unlock)
    edit = page.findChildren(QLineEdit)[0]
    QTest.keyClicks(edit, PASSPHRASE)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.shell.opened is not None)
    opened = program.shell.opened
    assert opened is not None
    return opened


def test_where_there_is_no_vault_it_begins_with_one(
    qtbot: QtBot, tmp_path: Path
) -> None:
    program = Program(tmp_path / "new")
    window = program.shell.window
    qtbot.addWidget(window)
    window.zoom(1)
    page = program.page
    assert isinstance(page, FirstStart)
    assert list(tmp_path.iterdir()) == []
    page.interview.setChecked(True)
    page.go_on()
    page.go_on()
    for edit in page.passphrase.findChildren(QLineEdit):
        QTest.keyClicks(edit, PASSPHRASE)
    page.go_on()
    qtbot.waitUntil(lambda: isinstance(program.page, FromDesk))
    assert preferences.read(tmp_path / "new").text_size == 110
    calm(qtbot)
    program.shell.close()
    opening.unlock(tmp_path / "new", PASSPHRASE).close()


def test_locking_closes_the_vault_and_becomes_a_fresh_process(
    qtbot: QtBot, program: Program, folder: Path
) -> None:
    opened = unlock(qtbot, program)
    before = program.page
    assert isinstance(before, InterviewsPage)
    QTest.keyClick(program.shell.window, Qt.Key.Key_L, CONTROL)
    assert program.page is not before
    qtbot.waitUntil(lambda: program.asked == ["restart"])
    assert opened.vault.closed
    opening.unlock(folder, PASSPHRASE).close()


class Broken(Page):
    def flush(self) -> None:
        raise KeyError


def test_a_page_that_breaks_does_not_keep_the_vault_open(
    qtbot: QtBot, program: Program, folder: Path
) -> None:
    opened = unlock(qtbot, program)
    program.shell.window.show_page(Broken())
    QTest.keyClick(program.shell.window, Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: program.asked == ["restart"])
    assert opened.vault.closed


def test_locking_stores_the_keystrokes_of_the_page(
    qtbot: QtBot, program: Program, folder: Path
) -> None:
    opened = unlock(qtbot, program)
    pages = program.shell.pages
    assert pages is not None
    row = interviewing.listed(opened)[0]
    pages.open_interview(row.id)
    page = program.page
    assert isinstance(page, InterviewPage)
    page.go_to_item(
        ACCOUNT,
        interviewing.resume(opened, row.id, lambda: BEGUN)
        .session(ACCOUNT)
        .get("/data/year"),
    )
    year = [edit for edit in page.column.findChildren(QLineEdit) if edit.isVisible()]
    QTest.keyClicks(year[0], "1999")
    QTest.keyClick(program.shell.window, Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(lambda: program.asked == ["restart"])
    again = opening.unlock(folder, PASSPHRASE)
    kept = interviewing.resume(again, row.id, lambda: BEGUN).session(ACCOUNT)
    values = [kept.get("/data/year").value, kept.get("/data/who").value]
    again.close()
    assert "1999" in values


def test_locking_seals_what_is_due(
    qtbot: QtBot, program: Program, folder: Path
) -> None:
    opened = unlock(qtbot, program)
    calm(qtbot)
    row = interviewing.listed(opened)[0]
    interview = interviewing.resume(opened, row.id, lambda: BEGUN)
    finishing.finish(opened, interview, BEGUN)
    program.shell.window.lock()
    qtbot.waitUntil(lambda: program.asked == ["restart"], timeout=20_000)
    again = opening.unlock(folder, PASSPHRASE)
    states = [each.state for each in interviewing.listed(again)]
    again.close()
    assert states == [InterviewState.SEALED]


def test_locking_stops_what_is_under_way(qtbot: QtBot, program: Program) -> None:
    opened = unlock(qtbot, program)
    calm(qtbot)

    def endless(report: Report) -> None:
        while True:
            report(0, 1)

    Job(endless).start()
    program.shell.window.lock()
    program.shell.window.lock()
    qtbot.waitUntil(lambda: program.asked == ["restart"], timeout=20_000)
    assert opened.vault.closed


def test_quick_exit_hides_closes_and_ends(qtbot: QtBot, program: Program) -> None:
    opened = unlock(qtbot, program)
    calm(qtbot)
    window = program.shell.window
    QTest.keyClick(window, Qt.Key.Key_Q, CONTROL | SHIFT)
    assert window.isHidden()
    assert program.asked == ["end"]
    assert opened.vault.closed


def test_a_program_that_cannot_start_again_ends(qtbot: QtBot, program: Program) -> None:
    unlock(qtbot, program)
    program.removed = True
    program.shell.window.lock()
    qtbot.waitUntil(lambda: program.asked == ["end"], timeout=20_000)


def test_an_idle_machine_locks_by_itself(qtbot: QtBot, program: Program) -> None:
    unlock(qtbot, program)
    for _ in range(5 * 60):
        program.shell.window.idle.second()
    qtbot.waitUntil(lambda: program.asked == ["restart"], timeout=20_000)


def test_the_unlock_page_has_nothing_to_lock(qtbot: QtBot, program: Program) -> None:
    program.shell.window.lock()
    assert isinstance(program.page, Unlock)
    assert program.asked == []


def test_closing_the_window_puts_the_vault_away(qtbot: QtBot, program: Program) -> None:
    opened = unlock(qtbot, program)
    program.shell.window.close()
    program.shell.close()
    assert opened.vault.closed
    program.shell.close()


def test_a_chosen_look_is_there_after_the_next_start(
    qtbot: QtBot, program: Program, folder: Path
) -> None:
    look = Look(theme=Theme.DARK, contrast=True, zoom=150, mirrored=True)
    program.shell.window.wear(look)
    assert look_of(preferences.read(folder)) == look


@pytest.mark.parametrize("mirrored", [None, True, False])
def test_looks_and_preferences_say_the_same(mirrored: bool | None) -> None:
    look = Look(mirrored=mirrored)
    assert look_of(preferences_of(look)) == look


def test_the_arguments_name_the_folder(tmp_path: Path) -> None:
    assert folder_named(["--vault", str(tmp_path)]) == tmp_path
    assert folder_named([f"--vault={tmp_path}"]) == tmp_path
    assert folder_named([]) == opening.default_folder()


def test_a_coordinator_comes_to_the_desk(qtbot: QtBot, tmp_path: Path) -> None:
    MAKE(tmp_path, PASSPHRASE, Role.COORDINATOR, "North", BEGUN).close()
    program = Program(tmp_path)
    qtbot.addWidget(program.shell.window)
    opened = unlock(qtbot, program)
    assert program.page is not None
    assert program.shell.pages is None
    calm(qtbot)
    opened.close()


def restoring(program: Program) -> Restore:
    """Go from the first start to where things are brought back."""
    first = program.page
    assert isinstance(first, FirstStart)
    first.restore.click()
    page = program.page
    assert isinstance(page, Restore)
    return page


def test_what_was_lost_is_brought_back_from_the_first_start(
    qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    opened = opening.unlock(folder, PASSPHRASE)
    copy = backup.make(opened, tmp_path / "stick", PASSPHRASE, BEGUN).path
    opened.close()
    program = Program(tmp_path / "empty")
    restoring(program).go_back()
    page = restoring(program)
    page.from_copy.setChecked(True)
    page.go_on()
    page.copy.take(copy)
    type_into(page.copy.passphrase, PASSPHRASE)
    page.go_on()
    settle(qtbot)
    page.go_on()
    assert program.shell.opened is not None
    assert program.shell.opened.name == "Cedar"
    settle(qtbot)
    program.shell.window.close()
    program.shell.close()
