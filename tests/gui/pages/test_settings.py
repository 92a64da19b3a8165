from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from intake.app import opening
from intake.domain.errors import PassphraseWrong
from intake.ui.look import Theme, current
from intake.ui.pages.settings import Settings
from intake.ui.window import Window
from kitchen import PASSPHRASE, Kitchen
from seeing import button, rail, said, settle

NEW = "pebble orchid thunder velvet candle moss"


def settings(qtbot: QtBot, kitchen: Kitchen) -> Settings:
    window = Window(lock=list, quick_exit=list)
    qtbot.addWidget(window)
    page = Settings(window, kitchen.field, rail())
    window.show_page(page)
    window.resize(1366, 768)
    window.show()
    return page


def type_all(page: Settings, *words: str) -> None:
    edits = [
        edit for edit in page.fields.findChildren(QLineEdit) if edit.isVisibleTo(page)
    ]
    for edit, text in zip(edits, words, strict=True):
        edit.clear()
        QTest.keyClicks(edit, text)


def test_a_look_is_worn_at_once_and_told(qtbot: QtBot, apart: Kitchen) -> None:
    page = settings(qtbot, apart)
    page.theme.choose(Theme.DARK)
    page.theme.activated.emit(1)
    page.way.choose("rtl")
    page.way.activated.emit(2)
    page.scale.choose("200")
    page.scale.activated.emit(5)
    page.contrast.click()
    look = current()
    assert (look.theme, look.mirrored, look.zoom) == (Theme.DARK, True, 200)
    assert look.contrast
    assert page.layoutDirection() is Qt.LayoutDirection.RightToLeft


def test_the_zoom_keys_show_in_it(
    qtbot: QtBot, apart: Kitchen, qapp: QApplication
) -> None:
    page = settings(qtbot, apart)
    window = page.window()
    assert isinstance(window, Window)
    window.zoom(1)
    assert page.scale.value == "110"


def test_the_passphrase_is_changed(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    page = settings(qtbot, apart)
    button(page, "Change the passphrase").click()
    type_all(page, PASSPHRASE, NEW, NEW)
    button(page, "Change it").click()
    settle(qtbot)
    assert "the new passphrase opens this vault" in said(page)
    assert page.old.text == ""
    apart.field.close()
    with pytest.raises(PassphraseWrong):
        opening.unlock(tmp_path / "field", PASSPHRASE)
    opening.unlock(tmp_path / "field", NEW).close()


def test_a_wrong_old_passphrase_changes_nothing_and_loses_nothing(
    qtbot: QtBot, apart: Kitchen
) -> None:
    page = settings(qtbot, apart)
    button(page, "Change the passphrase").click()
    type_all(page, "not this one", NEW, NEW)
    page.change_passphrase()
    settle(qtbot)
    assert "does not open the vault" in said(page)
    assert page.new.value() == NEW
    type_all(page, PASSPHRASE, "short", "short")
    page.change_passphrase()
    assert "could be guessed" in said(page)
    button(page, "Keep the old one").click()
    assert page.new.first.text == ""


def test_the_vault_is_checked(qtbot: QtBot, apart: Kitchen) -> None:
    page = settings(qtbot, apart)
    button(page, "Check the vault").click()
    settle(qtbot)
    assert "Everything in the vault is whole." in said(page)


def test_it_says_how_to_see_that_nothing_goes_out(qtbot: QtBot, apart: Kitchen) -> None:
    assert "ss -tupan" in said(settings(qtbot, apart))
