from collections.abc import Callable

import pytest

from intake.app import ownership, rotation
from intake.app.desk import library
from intake.app.opening import Opened
from intake.ui.desk.keys import KeysCard
from intake.ui.desk.packs import PacksPage
from intake.ui.desk.recovery import RecoveryPage
from intake.ui.desk.shell import CARD, DeskShell
from intake.ui.pages.my_card import MyCard
from intake.ui.window import Window
from kitchen import Kitchen
from seeing import button, press_in_dialog, said

Settle = Callable[[], None]


def keys_of(window: Window) -> KeysCard:
    page = window.page
    assert isinstance(page, MyCard)
    (card,) = page.findChildren(KeysCard)
    return card


def test_keys_are_changed_the_archive_sealed_again_and_the_old_ones_destroyed(
    arrived: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    now: list[Opened] = []
    shell.renewed.connect(now.append)
    shell.go(CARD)
    settle()
    before = said(keys_of(window))
    assert "Seal the archive again" not in before
    press_in_dialog("go")
    button(keys_of(window), "Make new keys…").click()
    settle()
    assert now[-1].card.card.serial == 2
    card = keys_of(window)
    waits = rotation.waiting(now[-1])
    assert f"{waits} stored files are sealed to the old keys alone." in said(card)
    assert not card.forget_old.isEnabled()
    button(card, "Seal the archive again").click()
    settle()
    assert "Everything here is sealed to the new keys." in said(card)
    assert rotation.waiting(now[-1]) == 0
    press_in_dialog("keep")
    button(card, "Destroy the old keys…").click()
    assert ownership.earlier_identities(now[-1])
    press_in_dialog("go")
    button(card, "Destroy the old keys…").click()
    settle()
    assert not ownership.earlier_identities(now[-1])
    assert "burn the old" in said(card)
    # The archive is still read, with the new keys.
    row = library.listed(now[-1])[0]
    assert all(each.good for each in library.verify(now[-1], row, row.received))
    button(card, "Recovery sheets").click()
    page = window.page
    assert isinstance(page, RecoveryPage)
    assert "Outdated" in said(page)


@pytest.mark.usefixtures("prepared")
def test_the_first_step_leads_to_the_pack(
    shell: DeskShell, window: Window, settle: Settle
) -> None:
    shell.go(CARD)
    settle()
    keys_of(window).change_keys()
    settle()
    button(keys_of(window), "What we send").click()
    assert isinstance(window.page, PacksPage)
