from pathlib import Path

from pytestqt.qtbot import QtBot

from intake.app.field import protocols
from intake.domain.errors import DiskFull
from intake.domain.protocol import Protocol
from intake.ui.pages.new_interview import NewInterview
from intake.ui.widgets.choices import RadioCard
from kitchen import FORM, Kitchen
from seeing import button, rail, said, settle, show

FAULTY = (
    '"survey",,,\n'
    ',"type","name","label"\n'
    ',"select_one colours","c","Which colour?"\n'
    ',"text","c","Twice the same name"\n'
)


def choosing(qtbot: QtBot, kitchen: Kitchen) -> tuple[NewInterview, list[Protocol]]:
    page = NewInterview(kitchen.field, rail())
    chosen: list[Protocol] = []
    page.chosen.connect(chosen.append)
    show(qtbot, page)
    return page, chosen


def test_the_built_in_questions_are_offered_once_they_are_ready(
    qtbot: QtBot, apart: Kitchen
) -> None:
    page, chosen = choosing(qtbot, apart)
    assert "Preparing the built-in questions" in said(page)
    assert not page.begin.isEnabled()
    built_in = protocols.ensure_built_in(apart.field)
    page.show_built_in(built_in)
    page.show_built_in(built_in)
    assert "Preparing" not in said(page)
    assert len(page.findChildren(RadioCard)) == 1
    page.begin.click()
    page.begin.click()
    assert chosen == [built_in]


def test_a_form_of_ones_own_is_taken_in_and_chosen(
    qtbot: QtBot, apart: Kitchen
) -> None:
    page, chosen = choosing(qtbot, apart)
    page.take_form(FORM)
    settle(qtbot)
    page.take_form(FORM)
    settle(qtbot)
    page.begin.click()
    assert [one.title for one in chosen] == ["A small form"]


def test_what_was_chosen_stays_chosen_when_the_built_in_questions_come(
    qtbot: QtBot, apart: Kitchen
) -> None:
    protocol = protocols.from_form(apart.field, FORM)
    page, chosen = choosing(qtbot, apart)
    (choice,) = page.findChildren(RadioCard)
    choice.click()
    page.show_built_in(protocols.ensure_built_in(apart.field))
    assert choice.isChecked()
    page.begin.click()
    assert chosen == [protocol]


def test_protocols_that_are_here_already_are_offered(
    qtbot: QtBot, apart: Kitchen
) -> None:
    protocol = protocols.from_form(apart.field, FORM)
    page, chosen = choosing(qtbot, apart)
    button(page, "Begin").click()
    assert chosen == [protocol]


def test_a_faulty_form_is_told_fault_by_fault(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    form = tmp_path / "faulty.csv"
    form.write_text(FAULTY)
    page, _ = choosing(qtbot, apart)
    page.take_form(form)
    settle(qtbot)
    text = said(page)
    assert "2 faults were found" in text
    assert "Sheet survey, row 3, column type" in text
    assert "There is no list “colours”" in text
    assert "Give one of the two another name." in text
    page.take_form(FORM)
    settle(qtbot)
    assert "What to mend" not in said(page)


def test_a_file_that_is_gone_is_said_like_a_fault(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    page, _ = choosing(qtbot, apart)
    page.take_form(tmp_path / "gone.xlsx")
    settle(qtbot)
    assert "The file could not be read." in said(page)


def test_reading_a_form_can_be_stopped(
    qtbot: QtBot, apart: Kitchen, tmp_path: Path
) -> None:
    form = tmp_path / "form.csv"
    form.write_text(FAULTY)
    page, _ = choosing(qtbot, apart)
    page.take_form(form)
    button(page, "Stop").click()
    settle(qtbot)
    assert "Stopped. Nothing was left half done." in said(page)


def test_preparing_can_fail_and_be_tried_again(qtbot: QtBot, apart: Kitchen) -> None:
    page, _ = choosing(qtbot, apart)
    page.say_unprepared(DiskFull())
    assert "The disk is full" in said(page)
    with qtbot.waitSignal(page.retry_wanted):
        button(page, "Try again").click()
    assert "Preparing" in said(page)
