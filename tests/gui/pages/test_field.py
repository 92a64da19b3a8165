from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake.app.field import finishing, interviewing, protocols, whereabouts
from intake.domain.record import InterviewState
from intake.ui.look import Look
from intake.ui.pages.field import FieldPages
from intake.ui.pages.from_desk import FromDesk
from intake.ui.pages.hand_over import HandOver
from intake.ui.pages.interview import InterviewPage
from intake.ui.pages.interviews import InterviewsPage
from intake.ui.pages.my_card import MyCard
from intake.ui.pages.new_interview import NewInterview
from intake.ui.pages.seal import SealPage
from intake.ui.pages.settings import Settings
from intake.ui.widgets.page import Page
from intake.ui.window import Window
from intake.vault import objects
from kitchen import ACCOUNT, BEGUN, FORM, Kitchen, sealed, ticking, told
from seeing import button, said, settle


def walk(qtbot: QtBot, kitchen: Kitchen) -> tuple[Window, FieldPages]:
    locked: list[str] = []
    window = Window(lock=lambda: locked.append("locked"), quick_exit=list)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    pages = FieldPages(window, kitchen.field, now=ticking(BEGUN + timedelta(hours=4)))
    return window, pages


def page_on(window: Window) -> QWidget:
    """The page on the screen; a function, for it is another each time."""
    assert window.page is not None
    return window.page


def test_every_place_of_the_rail_can_be_reached(qtbot: QtBot, kitchen: Kitchen) -> None:
    window, pages = walk(qtbot, kitchen)
    pages.begin()
    assert isinstance(page_on(window), InterviewsPage)
    for words, kind in (
        ("Hand over", HandOver),
        ("From the desk", FromDesk),
        ("My card", MyCard),
        ("Settings", Settings),
        ("Interviews", InterviewsPage),
    ):
        button(page_on(window), words).click()
        assert isinstance(page_on(window), kind)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("zoom", [100, 200])
def test_no_page_grows_past_an_old_laptops_screen(
    qtbot: QtBot, kitchen: Kitchen, *, zoom: int, mirrored: bool
) -> None:
    interview, _ = told(kitchen.field), sealed(kitchen.field)
    window, pages = walk(qtbot, kitchen)
    window.wear(Look(zoom=zoom, mirrored=mirrored))
    for show in (
        pages.show_interviews,
        pages.show_new_interview,
        pages.show_hand_over,
        lambda: pages.show_from_desk(first=True),
        lambda: pages.go("card"),
        lambda: pages.go("settings"),
        lambda: pages.show_seal(interview),
    ):
        show()
        qtbot.wait(20)
        page = page_on(window)
        assert isinstance(page, Page)
        assert (window.width(), window.height()) == (1366, 768)
        assert page.column.horizontalScrollBar().maximum() == 0, type(page)


def test_finishing_is_not_what_enter_does_at_once(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    interview = told(kitchen.field)
    window, pages = walk(qtbot, kitchen)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    pages.show_seal(interview)
    page = page_on(window)
    assert isinstance(page, SealPage)
    assert page.back.hasFocus()


def test_a_fresh_vault_asks_for_the_pack(qtbot: QtBot, apart: Kitchen) -> None:
    window, pages = walk(qtbot, apart)
    pages.begin(fresh=True)
    assert isinstance(page_on(window), FromDesk)
    button(page_on(window), "Later").click()
    assert isinstance(page_on(window), InterviewsPage)


def test_the_built_in_questions_come_by_themselves(
    qtbot: QtBot, apart: Kitchen
) -> None:
    window, pages = walk(qtbot, apart)
    pages.begin()
    pages.show_new_interview()
    page = page_on(window)
    assert isinstance(page, NewInterview)
    settle(qtbot)
    assert pages.built_in is not None
    button(page, "Begin").click()
    assert isinstance(page_on(window), InterviewPage)
    assert "Preparation" in said(page_on(window))


def test_from_the_first_answer_to_the_seal(qtbot: QtBot, kitchen: Kitchen) -> None:
    window, pages = walk(qtbot, kitchen)
    pages.begin_interview(protocols.from_form(kitchen.field, FORM))
    page = page_on(window)
    assert isinstance(page, InterviewPage)
    page.finish_wanted.emit()
    missing = page_on(window)
    assert isinstance(missing, SealPage)
    button(missing, "What happened, in your own words?").click()
    back = page_on(window)
    assert isinstance(back, InterviewPage)
    row = interviewing.listed(kitchen.field)[0]
    pages.show_interviews()
    whole = interviewing.resume(kitchen.field, row.id, ticking())
    whole.answer(ACCOUNT, "/data/words", "They came at dawn.")
    pages.open_interview(row.id)
    draft = page_on(window)
    assert isinstance(draft, InterviewPage)
    draft.finish_wanted.emit()
    assert isinstance(page_on(window), SealPage)
    button(page_on(window), "Finish and seal").click()
    settle(qtbot)
    assert "Sealed. This laptop cannot open it." in said(page_on(window))
    button(page_on(window), "All interviews").click()
    assert isinstance(page_on(window), InterviewsPage)
    assert interviewing.listed(kitchen.field)[0].state is InterviewState.SEALED


def test_it_opens_where_the_person_was_and_in_their_language(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    interview = told(kitchen.field)
    interview.remember_place(ACCOUNT, "/data/year", "Uyghur (ug)")
    window, pages = walk(qtbot, kitchen)
    pages.begin()
    assert isinstance(page_on(window), InterviewPage)
    assert "قايسى يىلى؟" in said(page_on(window))


def test_leaving_counts_the_answers_and_opens_the_list_next_time(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    interview = told(kitchen.field)
    window, pages = walk(qtbot, kitchen)
    pages.open_interview(interview.id)
    page = page_on(window)
    assert isinstance(page, InterviewPage)
    page.leave_wanted.emit()
    assert isinstance(page_on(window), InterviewsPage)
    row = interviewing.listed(kitchen.field)[0]
    assert row.answered == 1
    assert row.languages == ("English (en)",)
    assert whereabouts.last(kitchen.field) is None


def test_what_was_due_is_sealed_after_unlocking_and_told(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    interview = told(kitchen.field)
    finishing.finish(kitchen.field, interview, BEGUN)
    window, pages = walk(qtbot, kitchen)
    pages.begin()
    qtbot.waitUntil(lambda: f"Sealed: {interview.name}." in said(page_on(window)))


def test_what_was_due_and_could_not_be_sealed_is_told(
    qtbot: QtBot, kitchen: Kitchen, tmp_path: Path
) -> None:
    photo = tmp_path / "gate.jpg"
    photo.write_bytes(b"light and shadow")
    interview = told(kitchen.field)
    interview.attach(ACCOUNT, "/data/photo", photo)
    finishing.finish(kitchen.field, interview, BEGUN)
    objects.place(kitchen.field.vault, interview.media[0].object).unlink()
    window, pages = walk(qtbot, kitchen)
    pages.begin()
    qtbot.waitUntil(lambda: "could not be sealed" in said(page_on(window)))


def test_what_can_be_read_of_a_damaged_one_is_saved_and_said(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    interview = told(kitchen.field)
    kitchen.field.vault.run("UPDATE journal SET box = x'' WHERE sequence = 2")
    window, pages = walk(qtbot, kitchen)
    pages.show_interviews()
    pages.open_interview(interview.id)
    page = page_on(window)
    assert isinstance(page, InterviewsPage)
    assert "is in a new draft" in page.notice.text
    rows = interviewing.listed(kitchen.field)
    assert len(rows) == 2
    assert all(row.name in said(page) for row in rows)


def test_an_interview_that_cannot_be_opened_is_said_on_the_list(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    done = sealed(kitchen.field)
    window, pages = walk(qtbot, kitchen)
    pages.show_hand_over()
    pages.open_interview(done.id)
    page = page_on(window)
    assert isinstance(page, InterviewsPage)
    assert "this laptop cannot open it" in page.notice.text
    assert QGuiApplication.overrideCursor() is None


def test_the_machine_locks_after_the_minutes_of_the_rules(
    qtbot: QtBot, kitchen: Kitchen
) -> None:
    window, pages = walk(qtbot, kitchen)
    pages.watch_idleness()
    with qtbot.waitSignal(window.idle.expired):
        for _ in range(5 * 60):
            window.idle.second()
