from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake.app import erasing, opening
from intake.app.desk import packs as desk_packs
from intake.app.field import packs
from intake.domain.errors import PassphraseWrong
from intake.ui.pages.eraser import EraserCard, shown
from intake.ui.pages.work import Work
from intake.ui.widgets.page import Page
from kitchen import BEGUN, PASSPHRASE, Kitchen, meet
from seeing import button, said, settle, show, type_into

ERASES = "winter bottle engine copper"


def allowed(kitchen: Kitchen) -> Kitchen:
    rules = replace(desk_packs.policy(kitchen.desk), erase_allowed=True)
    desk_packs.set_policy(kitchen.desk, rules)
    meet(kitchen)
    return kitchen


def eraser(qtbot: QtBot, kitchen: Kitchen) -> tuple[Page, EraserCard]:
    page = Page()
    work = Work(page)
    card = EraserCard(kitchen.field, work)
    for thing in (work.banner, work.line, card):
        page.column.add(thing)
    show(qtbot, page)
    return page, card


def fill(card: EraserCard, own: str, new: str, again: str) -> None:
    for field, text in (
        (card.own.passphrase, own),
        (card.first, new),
        (card.again, again),
    ):
        type_into(field, text)


def test_it_is_shown_only_where_the_pack_allows_it(apart: Kitchen) -> None:
    assert not shown(apart.field)
    assert not shown(apart.desk)
    allowed(apart)
    assert shown(apart.field)
    assert shown(apart.desk)


def test_it_is_set_erases_and_answers_as_a_wrong_passphrase_does(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    page, card = eraser(qtbot, allowed(apart))
    assert "None is set here." in said(page)
    assert "An examiner still sees that there was a vault" in said(page)
    button(page, "Choose one…").click()
    fill(card, PASSPHRASE, ERASES, "another")
    card.switch_on()
    assert "The two passphrases differ." in said(page)
    fill(card, PASSPHRASE, PASSPHRASE + "x", PASSPHRASE + "x")
    card.switch_on()
    settle(qtbot)
    assert "too like the one that opens" in said(page)
    fill(card, PASSPHRASE, ERASES, ERASES)
    button(page, "Let this passphrase erase the vault").click()
    settle(qtbot)
    assert erasing.is_on(apart.field)
    assert "One is set here." in said(page)
    apart.field.close()
    with pytest.raises(PassphraseWrong):
        opening.unlock(tmp_path / "field", ERASES)
    with pytest.raises(PassphraseWrong):
        opening.unlock(tmp_path / "field", PASSPHRASE)


def test_it_can_be_switched_off_even_when_it_is_allowed_no_more(
    qtbot: QtBot, apart: Kitchen
) -> None:
    erasing.switch_on(allowed(apart).field, PASSPHRASE, ERASES)
    rules = replace(desk_packs.policy(apart.desk), erase_allowed=False)
    desk_packs.set_policy(apart.desk, rules)
    packs.accept(
        apart.field, desk_packs.make(apart.desk, apart.stick, BEGUN).path, BEGUN
    )
    assert not erasing.allowed(apart.field)
    assert shown(apart.field)
    page, card = eraser(qtbot, apart)
    button(page, "Switch it off…").click()
    QTest.qWait(1)
    type_into(card.own.passphrase, PASSPHRASE)
    card.switch_off()
    settle(qtbot)
    assert not erasing.is_on(apart.field)
    assert not shown(apart.field)
