from pytestqt.qtbot import QtBot

from intake.app import opening
from intake.ui.pages.copying import CopyCard
from intake.ui.pages.work import Work
from intake.ui.widgets.page import Page
from kitchen import BEGUN, PASSPHRASE, Kitchen, told
from seeing import button, said, settle, show, type_into


def copying(qtbot: QtBot, kitchen: Kitchen) -> tuple[Page, CopyCard]:
    page = Page()
    work = Work(page)
    card = CopyCard(kitchen.field, work, now=lambda: BEGUN)
    for thing in (work.banner, work.line, card):
        page.column.add(thing)
    show(qtbot, page)
    return page, card


def test_a_copy_is_made_opened_and_told_of(qtbot: QtBot, apart: Kitchen) -> None:
    told(apart.field)
    page, card = copying(qtbot, apart)
    assert "No copy of this vault was made yet." in said(page)
    card.ask(apart.stick)
    qtbot.wait(1)
    assert str(apart.stick) in said(page)
    type_into(card.own.passphrase, PASSPHRASE)
    button(page, "Copy and check").click()
    settle(qtbot)
    (made,) = apart.stick.iterdir()
    assert f"The copy is there and was opened: {made.name}" in said(page)
    assert "1 interview in it is not sealed" in said(page)
    assert "The last copy was made today." in said(page)
    assert card.own.given().passphrase == ""
    apart.field.close()
    opening.unlock(made, PASSPHRASE).close()


def test_a_wrong_passphrase_leaves_nothing_on_the_stick(
    qtbot: QtBot, apart: Kitchen
) -> None:
    page, card = copying(qtbot, apart)
    card.ask(apart.stick)
    type_into(card.own.passphrase, "not this one")
    card.make()
    settle(qtbot)
    assert "does not open the vault" in said(page)
    assert [*apart.stick.iterdir()] == []
    button(page, "Not now").click()
    qtbot.wait(1)
    assert button(page, "Make a copy…").isEnabled()
