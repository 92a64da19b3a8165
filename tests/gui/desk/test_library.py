from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake.app.desk import library, receiving
from intake.app.field import sending
from intake.domain.record import RecordState
from intake.ui.desk.library import LibraryPage
from intake.ui.desk.record import RecordPage
from intake.ui.desk.shell import LIBRARY, DeskShell
from intake.ui.window import Window
from intake.vault import records
from kitchen import BEGUN, Kitchen, sealed
from seeing import button

LATER = BEGUN + timedelta(hours=2)
Settle = Callable[[], None]


def page_of(shell: DeskShell, window: Window) -> LibraryPage:
    shell.go(LIBRARY)
    page = window.page
    assert isinstance(page, LibraryPage)
    return page


def numbers(page: LibraryPage) -> list[str]:
    model = page.table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_an_empty_library_says_how_to_begin(shell: DeskShell, window: Window) -> None:
    page = page_of(shell, window)
    assert not page.table.isVisible()
    assert page.empty.isVisible()
    receive = button(page, "Receive a stick")  # the one there is
    assert window.focusWidget() is receive


def test_records_stand_newest_first(
    arrived: Kitchen, shell: DeskShell, window: Window
) -> None:
    page = page_of(shell, window)
    assert numbers(page) == ["2", "1"]
    assert page.table.model().index(0, 2).data() == "Cedar"


def test_typing_narrows_the_list_to_the_words_of_an_account(
    arrived: Kitchen, shell: DeskShell, window: Window, qtbot: QtBot
) -> None:
    page = page_of(shell, window)
    QTest.keyClicks(page.search, "unopen")
    qtbot.waitUntil(lambda: len(numbers(page)) == 1)
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(numbers(page)) == 2)
    QTest.keyClicks(page.search, "no such word")
    qtbot.waitUntil(page.nothing.isVisible)
    page.show_all()
    assert len(numbers(page)) == 2


def test_the_arrow_down_goes_from_the_search_into_the_list(
    arrived: Kitchen, shell: DeskShell, window: Window, qtbot: QtBot
) -> None:
    page = page_of(shell, window)
    window.activateWindow()
    page.search.setFocus()
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert window.focusWidget() is page.table


def test_a_state_is_a_filter(
    arrived: Kitchen, shell: DeskShell, window: Window
) -> None:
    records.set_state(arrived.desk.vault, "1", RecordState.READ)
    page = page_of(shell, window)
    page.filters[RecordState.READ].click()
    assert numbers(page) == ["1"]
    page.filters[None].click()
    assert numbers(page) == ["2", "1"]


def test_one_interviewer_is_a_filter_that_can_be_dropped(
    arrived: Kitchen, shell: DeskShell, window: Window
) -> None:
    shell.records_of(arrived.field.card.card.fingerprint)
    page = window.page
    assert isinstance(page, LibraryPage)
    assert page.whose.isVisible()
    assert numbers(page) == ["2", "1"]
    page.whose.click()
    assert not page.whose.isVisible()


def test_enter_opens_a_record_and_coming_back_finds_it_chosen(
    arrived: Kitchen, shell: DeskShell, window: Window, settle: Settle
) -> None:
    page = page_of(shell, window)
    page.table.selectRow(1)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    settle()
    opened = window.page
    assert isinstance(opened, RecordPage)
    opened.left.emit()
    back = window.page
    assert isinstance(back, LibraryPage)
    assert list(back.table.keys()) == ["1"]


def test_a_record_set_apart_says_why_in_the_list(
    kitchen: Kitchen, shell: DeskShell, window: Window
) -> None:
    sealed(kitchen.field)
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (row,) = library.listed(kitchen.desk)
    records.update(kitchen.desk.vault, _apart(row, "A signature does not fit."))
    page = page_of(shell, window)
    model = page.table.model()
    assert model.index(0, 1).data() == "Set apart"
    assert model.index(0, 4).data() == "A signature does not fit."


def _apart(row: records.Row, reason: str) -> records.Row:
    return replace(row, state=RecordState.SET_APART, reason=reason)


def test_a_long_library_is_read_by_the_page(
    kitchen: Kitchen, shell: DeskShell, window: Window
) -> None:
    many = [
        (
            records.Row(
                record=f"{number:032x}",
                version=1,
                state=RecordState.NEW,
                sender="",
                received=BEGUN,
                day="2026-11-20",
            ),
            "",
        )
        for number in range(1, 701)
    ]
    records.enter(kitchen.desk.vault, many)
    page = page_of(shell, window)
    model = page.table.model()
    assert model.rowCount() == 700
    assert model.index(0, 0).data() == "700"
    assert model.index(699, 0).data() == "1"
    assert model.index(300, 0).data() == "400"
