from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from intake.app import cards
from intake.app.desk import senders
from intake.domain.people import Trust
from intake.ui.desk import interviewers
from intake.ui.desk.interviewers import InterviewersPage
from intake.ui.desk.library import LibraryPage
from intake.ui.desk.shell import INTERVIEWERS, DeskShell
from intake.ui.widgets.fields import Field
from intake.ui.window import Window
from kitchen import BEGUN, Kitchen
from seeing import button


def page_of(shell: DeskShell, window: Window) -> InterviewersPage:
    shell.go(INTERVIEWERS)
    page = window.page
    assert isinstance(page, InterviewersPage)
    return page


def cells(page: InterviewersPage) -> list[list[str]]:
    model = page.table.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def type_digits(page: InterviewersPage, digits: str) -> None:
    read = digits.split()
    for box in page.compare.digits.findChildren(Field):
        number = int(box.accessibleName().rpartition(" ")[2])
        box.clear()
        QTest.keyClicks(box, read[number - 1])
    page.compare.confirm.click()


def test_each_card_stands_with_its_trust_and_its_records(
    arrived: Kitchen, shell: DeskShell, window: Window
) -> None:
    (row,) = cells(page_of(shell, window))
    assert row[:4] == ["Cedar", "Interviewer", "Compared", "2"]


def test_the_one_that_is_told_of_is_the_one_that_is_marked(
    arrived: Kitchen, shell: DeskShell, window: Window
) -> None:
    page = page_of(shell, window)
    assert page.chosen.key == arrived.field.card.card.fingerprint
    (marked,) = page.table.selectionModel().selectedRows()
    assert marked.row() == 0


def test_nobody_known_says_how_to_begin(apart: Kitchen, window: Window) -> None:
    page = page_of(DeskShell(window, apart.desk), window)
    assert not page.table.isVisible()
    assert page.empty.isVisible()


def test_a_card_is_taken_in_only_with_its_digits(
    apart: Kitchen, window: Window
) -> None:
    saved = cards.save(apart.field, apart.stick)
    page = page_of(DeskShell(window, apart.desk), window)
    page.offer(saved)
    assert page.compare.isVisible()
    type_digits(page, "0000 " * 10)
    assert page.compare.wrong.isVisible()
    assert senders.listed(apart.desk) == ()
    type_digits(page, cards.own_digits(apart.field))
    assert [each.trust for each in senders.listed(apart.desk)] == [Trust.COMPARED]
    assert page.focusWidget() is page.table
    assert cells(page)[0][2] == "Compared"


def test_a_damaged_card_is_refused_in_words(
    kitchen: Kitchen, shell: DeskShell, window: Window, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.card"
    bad.write_text("{}")
    page = page_of(shell, window)
    page.offer(bad)
    assert page.notice.isVisible()
    assert not page.compare.isVisible()


def test_a_card_is_taken_back_after_it_was_confirmed(
    kitchen: Kitchen,
    shell: DeskShell,
    window: Window,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_of(shell, window)
    page.table.selectRow(0)
    answers = iter(("keep", "back"))
    monkeypatch.setattr(interviewers, "ask", lambda *_: next(answers))
    page.chosen.take_back.click()
    assert cells(page)[0][2] == "Compared"
    page.chosen.take_back.click()
    assert cells(page)[0][2] == "Taken back"
    assert not page.chosen.take_back.isVisible()
    wanted: list[bool] = []
    page.packs_wanted.connect(lambda: wanted.append(True))
    button(page, "Make a pack").click()
    assert wanted == [True]


def test_a_card_taken_back_stays_so(
    kitchen: Kitchen, shell: DeskShell, window: Window
) -> None:
    senders.revoke(kitchen.desk, kitchen.field.card.card.fingerprint, BEGUN)
    page = page_of(shell, window)
    page.table.selectRow(0)
    assert not page.chosen.compare.isVisible()
    assert not page.chosen.take_back.isVisible()


def test_the_records_of_one_interviewer_are_shown_in_the_library(
    arrived: Kitchen, shell: DeskShell, window: Window
) -> None:
    page = page_of(shell, window)
    page.table.selectRow(0)
    page.chosen.records.click()
    library = window.page
    assert isinstance(library, LibraryPage)
    assert library.whose.isVisible()
