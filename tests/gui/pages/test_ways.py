from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from intake.app import opening, slots
from intake.app.slots import Authenticator
from intake.domain.errors import (
    PassphraseWrong,
    SecurityKeyMissing,
    SecurityKeyNeeded,
    SecurityKeyUnsupported,
)
from intake.ui.pages.own import Find
from intake.ui.pages.ways import WaysCard
from intake.ui.pages.work import Work
from intake.ui.widgets.page import Page
from intake.vault.hardware_fido2 import SecurityKey
from kitchen import PASSPHRASE, Kitchen
from seeing import button, said, settle, show
from software_key import SoftwareKey

NEW = "pebble orchid thunder velvet candle moss"
Ask = Callable[[], str] | None


def none(_pin: Ask) -> Authenticator:
    raise SecurityKeyMissing


def unsupported(_pin: Ask) -> Authenticator:
    raise SecurityKeyUnsupported


def ways(qtbot: QtBot, kitchen: Kitchen, find: Find = none) -> tuple[Page, WaysCard]:
    page = Page()
    work = Work(page)
    card = WaysCard(kitchen.field, work, find=find)
    for thing in (work.banner, work.line, card):
        page.column.add(thing)
    show(qtbot, page)
    return page, card


def type_all(page: Page, *words: str) -> None:
    QTest.qWait(1)
    edits = [edit for edit in page.findChildren(QLineEdit) if edit.isVisibleTo(page)]
    for edit, text in zip(edits, words, strict=True):
        edit.clear()
        QTest.keyClicks(edit, text)


def opens(folder: Path, passphrase: str) -> bool:
    try:
        opening.unlock(folder, passphrase).close()
    except PassphraseWrong:
        return False
    return True


def test_the_passphrase_is_changed(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    page, _ = ways(qtbot, apart)
    button(page, "Change the passphrase").click()
    type_all(page, PASSPHRASE, NEW, NEW)
    button(page, "Change it").click()
    settle(qtbot)
    assert "the new passphrase opens this vault" in said(page)
    apart.field.close()
    assert not opens(tmp_path / "field", PASSPHRASE)
    assert opens(tmp_path / "field", NEW)


def test_a_wrong_old_passphrase_changes_nothing_and_loses_nothing(
    qtbot: QtBot, apart: Kitchen
) -> None:
    page, card = ways(qtbot, apart)
    button(page, "Change the passphrase").click()
    type_all(page, "not this one", NEW, NEW)
    card.change_passphrase()
    settle(qtbot)
    assert "does not open the vault" in said(page)
    assert card.form is not None
    assert card.form.value() == NEW
    type_all(page, PASSPHRASE, "short", "short")
    card.change_passphrase()
    assert "could be guessed" in said(page)
    button(page, "Leave it as it is").click()
    assert card.form is None


def test_a_deputy_gets_a_way_in_and_it_is_closed_again(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    page, card = ways(qtbot, apart)
    button(page, "Add a passphrase").click()
    type_all(page, "Deputy", PASSPHRASE, NEW, NEW)
    button(page, "Add it").click()
    settle(qtbot)
    assert "Deputy" in said(page)
    assert "From now on this passphrase opens the vault, too." in said(page)
    deputy = next(way for way in slots.listed(apart.field) if way.name)
    card.ask_remove(deputy)
    type_all(page, NEW)
    button(page, "Remove Deputy").click()
    settle(qtbot)
    assert "another must be shown to work" in said(page)
    type_all(page, PASSPHRASE)
    button(page, "Remove Deputy").click()
    settle(qtbot)
    assert "Deputy opens this vault no more." in said(page)
    apart.field.close()
    assert not opens(tmp_path / "field", NEW)


def test_the_only_way_in_offers_no_removal(qtbot: QtBot, apart: Kitchen) -> None:
    page, _ = ways(qtbot, apart)
    assert "The first passphrase" in said(page)
    with pytest.raises(AssertionError, match="0 buttons"):
        button(page, "Remove…")


def test_security_keys_are_grey_with_the_reason_where_nothing_speaks_to_them(
    qtbot: QtBot, apart: Kitchen
) -> None:
    page, card = ways(qtbot, apart, unsupported)
    assert "This installation cannot talk to security keys." in said(page)
    for greyed in (card.require, card.spare):
        assert not greyed.isEnabled()
        assert "cannot talk" in greyed.accessibleDescription()
    assert card.more.isEnabled()


def test_a_security_key_is_added_and_then_wanted_for_every_change(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    first, spare = SoftwareKey(), SoftwareKey(pin="4711", insists=True)
    plugged = [spare]

    def find(pin: Ask) -> Authenticator:
        return SecurityKey(plugged, pin)

    page, card = ways(qtbot, apart, find)
    button(page, "Add a spare security key").click()
    type_all(page, "red", PASSPHRASE, "4711", NEW, NEW)
    button(page, "Add it").click()
    settle(qtbot)
    assert "this security key opens the vault, too" in said(page)
    plugged[:] = [first]
    button(page, "Want a security key as well").click()
    type_all(page, "blue", PASSPHRASE, "")
    button(page, "Want the key from now on").click()
    settle(qtbot)
    assert "only together with this security key" in said(page)
    assert said(page).count("A passphrase together with a security key") == 2

    button(page, "Change the passphrase").click()
    other = "saddle prism acorn ribbon meadow"
    type_all(page, PASSPHRASE, "", other, other)
    card.change_passphrase()
    settle(qtbot)
    assert "the new passphrase opens this vault" in said(page)
    apart.field.close()
    with pytest.raises(SecurityKeyNeeded):
        opening.unlock(tmp_path / "field", other)
    opening.unlock(tmp_path / "field", other, SecurityKey([first])).close()
    opening.unlock(
        tmp_path / "field", NEW, SecurityKey([spare], lambda: "4711")
    ).close()
