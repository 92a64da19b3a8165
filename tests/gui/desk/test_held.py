from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from intake.app.desk import library, receiving, senders, waiting
from intake.app.field import sending
from intake.domain.people import Trust, digits
from intake.domain.record import RecordState
from intake.ui.desk.held import HeldPage
from intake.ui.desk.record import RecordPage
from intake.ui.desk.shell import HELD, DeskShell
from intake.ui.window import Window
from intake.vault import cards, records
from kitchen import BEGUN, Kitchen, sealed
from seeing import button, press_in_dialog, said

Settle = Callable[[], None]
Show = Callable[[], HeldPage]


@pytest.fixture
def shown(shell: DeskShell, window: Window, settle: Settle) -> Show:
    """Go to what is held apart."""

    def show() -> HeldPage:
        shell.go(HELD)
        page = window.page
        assert isinstance(page, HeldPage)
        settle()
        return page

    return show


def handed_over(kitchen: Kitchen, *, part_size: int = 2**30) -> tuple[str, ...]:
    sealed(kitchen.field)
    return sending.send(kitchen.field, kitchen.stick, BEGUN, part_size=part_size).files


def test_nothing_held_says_so(kitchen: Kitchen, shown: Show) -> None:
    assert "Nothing is held apart" in said(shown())


def test_a_strangers_records_are_read_once_the_card_is_compared(
    kitchen: Kitchen, shown: Show, settle: Settle
) -> None:
    handed_over(kitchen)
    fingerprint = kitchen.field.card.card.fingerprint
    cards.set_trust(
        kitchen.desk.vault, fingerprint, Trust.NOT_COMPARED, "unsure", BEGUN
    )
    receiving.receive(kitchen.desk, [kitchen.stick], BEGUN)
    page = shown()
    assert "The card of Cedar was not compared." in said(page)
    button(page, "Compare the card").click()
    every = digits(fingerprint).split()
    for wrong in (True, False):
        for field in page.compare.digits.findChildren(QLineEdit):
            place = int(field.accessibleName().removeprefix("Group ")) - 1
            field.clear()
            QTest.keyClicks(field, "0000" if wrong else every[place])
        page.compare.confirm.click()
        assert wrong is ("not those of the card" in said(page))
    settle()
    assert "1 record taken in." in said(page)
    assert page.empty.isVisible()


def test_what_a_card_taken_back_sent_is_let_in_for_a_reason_or_dropped(
    kitchen: Kitchen, shown: Show, settle: Settle
) -> None:
    handed_over(kitchen)
    senders.revoke(kitchen.desk, kitchen.field.card.card.fingerprint, BEGUN)
    receiving.receive(kitchen.desk, [kitchen.stick], BEGUN)
    page = shown()
    assert "The card of Cedar was taken back." in said(page)
    press_in_dialog("keep")
    button(page, "Drop it unread…").click()
    assert len(waiting.listed(kitchen.desk)) == 1
    button(page, "Let it in once…").click()
    page.allow.confirm.click()
    assert "Write down why" in said(page)
    page.allow.reason.setPlainText("It was sealed before the laptop was lost.")
    page.allow.confirm.click()
    settle()
    assert "1 record taken in." in said(page)
    assert waiting.listed(kitchen.desk) == ()
    assert page.empty.isVisible()
    assert len(library.listed(kitchen.desk)) == 1


def test_it_is_dropped_unread(kitchen: Kitchen, shown: Show) -> None:
    handed_over(kitchen)
    senders.revoke(kitchen.desk, kitchen.field.card.card.fingerprint, BEGUN)
    receiving.receive(kitchen.desk, [kitchen.stick], BEGUN)
    page = shown()
    press_in_dialog("drop")
    button(page, "Drop it unread…").click()
    assert "Dropped; nothing of it was read." in said(page)
    assert waiting.listed(kitchen.desk) == ()
    assert library.listed(kitchen.desk) == ()


def test_missing_parts_are_named(kitchen: Kitchen, shown: Show, tmp_path: Path) -> None:
    for number in range(6):
        sealed(kitchen.field, f"sentence {number}")
    names = handed_over(kitchen, part_size=2 * 64 * 1024)
    assert len(names) > 2
    lost = kitchen.stick / names[1]
    lost.rename(tmp_path / names[1])
    receiving.receive(kitchen.desk, [kitchen.stick], BEGUN)
    page = shown()
    assert f"Part 2 of {len(names)} has not come." in said(page)
    assert f"Still to come: {names[1]}" in said(page)
    assert not page.chosen.allow.isVisible()


def test_a_record_set_apart_leads_to_itself(
    arrived: Kitchen, shown: Show, window: Window, settle: Settle
) -> None:
    row = library.listed(arrived.desk)[0]
    records.set_state(arrived.desk.vault, row.number, RecordState.SET_APART)
    page = shown()
    assert f"Record {row.number} was set apart" in said(page)
    button(page, "Open it").click()
    settle()
    assert isinstance(window.page, RecordPage)
