from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake.app.desk import receiving
from intake.app.field import interviewing, sending
from intake.app.opening import Opened
from intake.app.reports import Report
from intake.domain.people import digits
from intake.sealing.medium import DISK
from intake.ui.pages.hand_over import HandOver, sticks
from kitchen import BEGUN, Kitchen, sealed
from seeing import button, rail, said, settle, show

NOW = BEGUN + timedelta(hours=3)


def handing(qtbot: QtBot, kitchen: Kitchen) -> HandOver:
    page = HandOver(kitchen.field, rail(), now=lambda: NOW)
    show(qtbot, page)
    return page


def test_nothing_to_hand_over_says_so(qtbot: QtBot, kitchen: Kitchen) -> None:
    page = handing(qtbot, kitchen)
    assert "Nothing waits to be handed over" in said(page)


def test_it_says_what_leaves_and_to_whom(qtbot: QtBot, kitchen: Kitchen) -> None:
    first, second = sealed(kitchen.field), sealed(kitchen.field)
    page = handing(qtbot, kitchen)
    text = said(page)
    assert "2 records, " in text
    assert "North" in text
    assert "You compared these digits today" in text
    assert digits(kitchen.desk.card.card.fingerprint).split()[0] in text
    assert not page.send.isEnabled()
    page.records[first.id].setChecked(False)
    assert page.chosen() == (second.id,)
    assert "1 record, " in said(page)


def test_a_double_click_hands_over_once_and_the_desk_gets_it(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    sealed(kitchen.field)
    page = handing(qtbot, kitchen)
    page.choose_folder(kitchen.stick)
    before = set(kitchen.stick.iterdir())
    button(page, "Hand over 1 record").click()
    page.go()
    settle(qtbot)
    assert "1 record is on the stick" in said(page)
    assert "read back from the stick and compared" in said(page)
    assert "stay on this laptop until" in said(page)
    written = set(kitchen.stick.iterdir()) - before
    assert len([path for path in written if path.suffix == ".age"]) == 1
    assert page.chosen() == ()
    received = receiving.receive(kitchen.desk, [kitchen.stick], NOW)
    assert received.good
    assert sending.exported(interviewing.listed(kitchen.field)[0]) is not None


def test_an_error_of_the_stick_is_a_sentence_and_the_choice_stays(
    qtbot: QtBot, kitchen: Kitchen, tmp_path: Path
) -> None:
    one = sealed(kitchen.field)
    page = handing(qtbot, kitchen)
    page.choose_folder(tmp_path / "gone")
    page.go()
    settle(qtbot)
    assert "There is no such folder." in said(page)
    assert page.chosen() == (one.id,)
    assert page.send.isEnabled()


def test_one_handed_over_before_is_not_marked_again(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    one = sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, NOW)
    page = handing(qtbot, kitchen)
    assert page.chosen() == ()
    assert "waits for the receipt" in page.records[one.id].second
    assert "Nothing is marked to leave." in said(page)


def test_it_can_be_stopped_by_a_button_in_sight(qtbot: QtBot, kitchen: Kitchen) -> None:
    for number in range(8):
        sealed(kitchen.field, f"sentence {number}")
    pressed = Event()

    def slow(
        opened: Opened,
        folder: Path,
        now: datetime,
        report: Report,
        keys: Collection[str],
    ) -> sending.Sent:
        pressed.wait(10)
        return sending.send(opened, folder, now, report, keys)

    page = HandOver(kitchen.field, rail(), now=lambda: NOW, send=slow)
    show(qtbot, page)
    page.choose_folder(kitchen.stick)
    page.column.ensureWidgetVisible(page.choose)
    before = set(kitchen.stick.iterdir())
    page.go()
    qtbot.wait(1)
    stop = button(page, "Stop")
    assert stop.isEnabled()
    assert not stop.visibleRegion().isEmpty()
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    pressed.set()
    settle(qtbot)
    assert "Stopped." in said(page)
    assert set(kitchen.stick.iterdir()) == before


def test_the_chosen_folder_is_shown_among_the_sticks(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    sealed(kitchen.field)
    page = handing(qtbot, kitchen)
    page.choose_folder(kitchen.stick)
    page.show_sticks()
    assert page.send.isEnabled()
    assert all(path.is_absolute() for path, _ in sticks())


def test_what_finds_no_room_is_named_and_goes_onto_the_next_stick(
    qtbot: QtBot, kitchen: Kitchen, tmp_path: Path
) -> None:
    for number in range(6):
        sealed(kitchen.field, f"sentence {number}")
    rooms = iter((3 * 64 * 1024, 10**9, 10**9, 10**9))
    small = partial(
        sending.send,
        part_size=2 * 64 * 1024,
        disk=replace(DISK, free=lambda _folder: next(rooms)),
    )
    page = HandOver(kitchen.field, rail(), now=lambda: NOW, send=small)
    show(qtbot, page)
    page.choose_folder(kitchen.stick)
    page.go()
    settle(qtbot)
    assert "The rest needs another stick" in said(page)
    assert len(page.chosen()) == 6
    assert "is on no stick yet" in said(page) or "are on no stick yet" in said(page)
    again = HandOver(kitchen.field, rail(), now=lambda: NOW, send=small)
    show(qtbot, again)
    assert "on no stick yet" in said(again)
    other = tmp_path / "other"
    other.mkdir()
    again.choose_folder(other)
    again.go()
    settle(qtbot)
    assert "6 records are on the stick" in said(again)
    assert "on no stick yet" not in said(again)
    received = receiving.receive(kitchen.desk, [kitchen.stick, other], NOW)
    assert len(received.records) == 6
    assert received.good
