from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel

from intake.app import recovery
from intake.app.opening import Opened
from intake.ui.desk.receive import ReceivePage
from intake.ui.desk.recovery import RecoveryPage
from intake.ui.desk.shell import RECEIVE, RECOVERY, DeskShell
from intake.ui.window import Window
from kitchen import BEGUN, Kitchen, strangers
from seeing import button, said

Settle = Callable[[], None]


def page_of(window: Window, opened: Opened) -> RecoveryPage:
    DeskShell(window, opened).go(RECOVERY)
    page = window.page
    assert isinstance(page, RecoveryPage)
    return page


def words_shown(page: RecoveryPage) -> str:
    """Copy the words of the sheet that is shown, as somebody with a pencil does."""
    found = {}
    for label in page.findChildren(QLabel):
        number, _, word = label.text().partition(". ")
        if label.isVisibleTo(page) and number.isdecimal() and word.isalpha():
            found[int(number)] = word
    return " ".join(found[place] for place in sorted(found))


def test_nothing_comes_in_before_the_rehearsal_and_sheets_are_shown_and_rehearsed(
    tmp_path: Path, window: Window, settle: Settle
) -> None:
    kitchen = strangers(tmp_path)
    shell = DeskShell(window, kitchen.desk)
    shell.go(RECEIVE)
    receive = window.page
    assert isinstance(receive, ReceivePage)
    assert "rehearse with them once" in receive.gate.text
    assert not receive.folder.isEnabled()
    receive.receive([kitchen.stick])
    assert not receive.work.busy
    button(receive, "Go to the recovery sheets").click()

    page = window.page
    assert isinstance(page, RecoveryPage)
    assert "No sheets yet" in said(page)
    page.of.choose("4")
    page.of.activated.emit(2)
    page.needed.choose("3")
    button(page, "Make the sheets").click()
    assert "The newest set: 4 sheets, 3 of which are needed. Made" in said(page)
    button(page, "Copy them by hand").click()
    copied = []
    for _ in range(3):
        settle()
        copied.append(words_shown(page))
        button(page, "The next sheet").click()
    button(page, "Done: forget them").click()
    assert not words_shown(page)

    button(page, "Begin the rehearsal").click()
    for text in copied:
        page.rehearsal.words.words.setPlainText(text)
        button(page, "Take this sheet in").click()
    settle()
    assert recovery.rehearsed(kitchen.desk)
    assert "These sheets bring this desk back." in said(page)
    assert "Rehearsed today." in said(page)
    button(page, "Receive a stick").click()
    again = window.page
    assert isinstance(again, ReceivePage)
    assert again.folder.isEnabled()
    assert not again.gate.isVisible()
    kitchen.close()


def test_a_new_set_is_to_be_rehearsed_and_the_old_one_kept_until_then(
    kitchen: Kitchen, window: Window
) -> None:
    page = page_of(window, kitchen.desk)
    assert "Nobody has rehearsed with this set yet" not in said(page)
    page.make_set()
    assert "Not rehearsed" in said(page)
    assert "keep it until this one is rehearsed" in said(page)
    assert button(page, "Begin the rehearsal").isVisible()
    assert recovery.rehearsed(kitchen.desk)


def test_sheets_of_another_desk_are_refused_and_nothing_is_changed(
    tmp_path: Path, kitchen: Kitchen, window: Window, settle: Settle
) -> None:
    other = strangers(tmp_path / "other")
    strange = recovery.sheets(other.desk, BEGUN)
    other.close()
    page = page_of(window, kitchen.desk)
    button(page, "Rehearse again").click()
    for sheet in strange[:2]:
        page.rehearsal.words.words.setPlainText(" ".join(sheet.words))
        button(page, "Take this sheet in").click()
    settle()
    assert "they do not bring back the desk" in page.work.banner.text
    assert page.rehearsal.words.typed == ()
    button(page, "Stop").click()
    assert recovery.rehearsed(kitchen.desk)


def test_sheets_go_to_the_stick_a_file_each_and_nowhere_else(
    kitchen: Kitchen, window: Window, settle: Settle
) -> None:
    page = page_of(window, kitchen.desk)
    before = {*kitchen.stick.iterdir()}
    button(page, "Make a new set").click()
    page.sheets.write(kitchen.stick)
    settle()
    written = {*kitchen.stick.iterdir()} - before
    assert {path.suffix for path in written} == {".pdf"}
    assert len(written) == 3
    assert "3 sheets are on the stick" in said(page)
    window.flush()
    assert not page.sheets.isVisible()
