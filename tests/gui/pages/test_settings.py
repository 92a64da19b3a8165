from pytestqt.qtbot import QtBot

from intake.app.field import packs
from intake.domain.people import Role
from intake.ui.pages.settings import COPIES, LOOK, WAYS, Settings
from intake.ui.window import Window
from kitchen import Kitchen
from seeing import button, rail, said, settle, type_into


def settings(qtbot: QtBot, kitchen: Kitchen, role: Role = Role.INTERVIEWER) -> Settings:
    window = Window(lock=list, quick_exit=list)
    qtbot.addWidget(window)
    opened = kitchen.field if role is Role.INTERVIEWER else kitchen.desk
    page = Settings(window, opened, rail())
    window.show_page(page)
    window.resize(1366, 768)
    window.show()
    return page


def test_each_sheet_shows_its_own_and_nothing_of_the_others(
    qtbot: QtBot, apart: Kitchen
) -> None:
    page = settings(qtbot, apart)
    marks = {
        LOOK: "How do I know that it stays offline?",
        WAYS: "Who and what opens this vault",
        COPIES: "A second copy",
    }
    for key, words in (
        (WAYS, "Passphrase and keys"),
        (COPIES, "Copies and checks"),
        (LOOK, "Look and lock"),
    ):
        button(page, words).click()
        qtbot.wait(1)
        shown = {each for each, mark in marks.items() if mark in said(page)}
        assert shown == {key}


def test_what_was_typed_is_forgotten_with_its_sheet(
    qtbot: QtBot, apart: Kitchen
) -> None:
    page = settings(qtbot, apart)
    page.go(COPIES)
    page.copy.ask(apart.stick)
    type_into(page.copy.own.passphrase, "never mind")
    page.go(LOOK)
    assert page.copy.own.given().passphrase == ""
    window = page.window()
    assert isinstance(window, Window)
    page.go(WAYS)
    button(page, "Change the passphrase").click()
    window.flush()
    assert page.ways is not None
    assert page.ways.form is None


def test_the_vault_is_checked(qtbot: QtBot, apart: Kitchen) -> None:
    page = settings(qtbot, apart)
    page.go(COPIES)
    button(page, "Check the vault").click()
    settle(qtbot)
    assert "Everything in the vault is whole." in said(page)


def test_it_says_how_to_see_that_nothing_goes_out(qtbot: QtBot, apart: Kitchen) -> None:
    assert "ss -tupan" in said(settings(qtbot, apart))


def test_the_passphrase_that_erases_is_not_spoken_of_unless_the_pack_allows_it(
    qtbot: QtBot, apart: Kitchen
) -> None:
    assert not packs.policy(apart.field).erase_allowed
    for role in (Role.INTERVIEWER, Role.COORDINATOR):
        page = settings(qtbot, apart, role)
        page.go(WAYS)
        assert page.eraser is None
        assert "erase" not in said(page)
