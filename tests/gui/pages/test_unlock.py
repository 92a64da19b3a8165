from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from intake.app import opening, slots
from intake.app.opening import Opened
from intake.app.slots import Authenticator
from intake.domain.errors import SecurityKeyMissing
from intake.ui.pages.unlock import Unlock
from intake.vault.hardware_fido2 import SecurityKey
from kitchen import PASSPHRASE, Kitchen
from seeing import button, said, settle, show, type_into
from software_key import SoftwareKey


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
    assert "already open in another window" in said(page)
    assert "Close that one first" in said(page)
    assert not page.on.isEnabled()
    apart.field.close()
    qtbot.waitUntil(page.on.isEnabled)
    assert "already open" not in said(page)
    try_it(qtbot, page, PASSPHRASE)
    assert [one.name for one in opened] == ["Cedar"]
    opened[0].close()


def test_a_vault_opened_elsewhere_meanwhile_is_said(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    apart.field.close()
    page, opened = unlocking(qtbot, tmp_path / "field")
    other = opening.unlock(tmp_path / "field", PASSPHRASE)
    try_it(qtbot, page, PASSPHRASE)
    assert "already open in another window" in said(page)
    assert opened == []
    other.close()


def test_nothing_typed_asks_for_it_and_quit_quits(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    apart.field.close()
    page, _ = unlocking(qtbot, tmp_path / "field")
    page.go_on()
    assert page.on.isEnabled()
    with qtbot.waitSignal(page.quit_wanted):
        button(page, "Quit").click()


def test_a_security_key_is_asked_for_and_the_passphrase_kept_meanwhile(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    fob = SoftwareKey(pin="4711", insists=True)
    slots.require_security_key(
        apart.field, PASSPHRASE, "blue", SecurityKey([fob], lambda: "4711")
    )
    apart.field.close()
    plugged: list[SoftwareKey] = []

    def find(pin: Callable[[], str] | None) -> Authenticator:
        if not plugged:
            raise SecurityKeyMissing
        return SecurityKey(plugged, pin)

    page = Unlock(tmp_path / "field", find=find)
    opened: list[Opened] = []
    page.unlocked.connect(opened.append)
    show(qtbot, page)
    assert not page.pin.isVisible()
    try_it(qtbot, page, PASSPHRASE)
    assert "A security key belongs to this passphrase." in said(page)
    assert page.pin.isVisible()
    page.go_on()
    settle(qtbot)
    assert "No security key was found." in said(page)
    plugged.append(fob)
    type_into(page.pin.pin, "4711")
    page.go_on()
    settle(qtbot)
    assert [one.name for one in opened] == ["Cedar"]
    assert page.passphrase.text == ""
    opened[0].close()


def test_a_vault_that_is_broken_offers_to_bring_back_a_copy(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    apart.field.close()
    page, _ = unlocking(qtbot, tmp_path / "field")
    try_it(qtbot, page, "not this one")
    assert not page.restore.isVisible()
    for name in ("header-1", "header-2"):
        (tmp_path / "field" / name).write_bytes(b"\0" * 100)
    try_it(qtbot, page, PASSPHRASE)
    with qtbot.waitSignal(page.restore_wanted):
        button(page, "It is damaged or lost? Bring back a copy").click()
