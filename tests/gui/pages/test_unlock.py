from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from intake.app.opening import Opened
from intake.ui.pages.unlock import Unlock
from kitchen import PASSPHRASE, Kitchen
from seeing import button, said, settle, show


def unlocking(qtbot: QtBot, folder: Path) -> tuple[Unlock, list[Opened]]:
    page = Unlock(folder)
    opened: list[Opened] = []
    page.unlocked.connect(opened.append)
    show(qtbot, page)
    return page, opened


def try_it(qtbot: QtBot, page: Unlock, passphrase: str) -> None:
    edit = page.findChildren(QLineEdit)[0]
    QTest.keyClicks(edit, passphrase)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    settle(qtbot)


def test_the_right_passphrase_opens(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    apart.field.close()
    page, opened = unlocking(qtbot, tmp_path / "field")
    try_it(qtbot, page, PASSPHRASE)
    assert [one.name for one in opened] == ["Cedar"]
    opened[0].close()


def test_a_wrong_one_is_said_inline_and_can_be_tried_again(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    apart.field.close()
    page, opened = unlocking(qtbot, tmp_path / "field")
    try_it(qtbot, page, "not this one")
    assert "does not open the vault" in said(page)
    assert opened == []
    try_it(qtbot, page, PASSPHRASE)
    assert "does not open" not in said(page)
    opened[0].close()


def test_a_vault_open_elsewhere_is_said(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    page, opened = unlocking(qtbot, tmp_path / "field")
    try_it(qtbot, page, PASSPHRASE)
    assert "already open in another window" in said(page)
    assert opened == []


def test_nothing_typed_asks_for_it_and_quit_quits(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    page, _ = unlocking(qtbot, tmp_path / "field")
    page.go_on()
    assert page.on.isEnabled()
    with qtbot.waitSignal(page.quit_wanted):
        button(page, "Quit").click()
