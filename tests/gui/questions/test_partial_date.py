import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from asking import Asking, find, fresh
from intake.domain import dates
from intake.domain.errors import DateUnreadable
from intake.ui.questions.card import QuestionCard
from intake.ui.questions.editor import PAUSE
from intake.ui.questions.partial_date import PartialDateEditor
from seeing import said


@pytest.mark.parametrize(
    "text",
    [
        "2017",
        "2017-03",
        "2017-03-21",
        "2017-21",
        "2017-03~",
        "2017?",
        "2017%",
        "201X",
        "2017-03/2018",
        "2017/..",
        "2017-03-21~/2018-01-05",
        "",
    ],
)
def test_every_remembered_date_is_shown_and_given_back(qtbot: QtBot, text: str) -> None:
    session = fresh()
    item = find(session, "when")
    session.answer(item.ref, text)
    given: list[str] = []
    editor = PartialDateEditor(item, given.append)
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.start.left.emit()
    assert given == []
    editor.knows("other")
    editor.start.left.emit()
    assert given == [text]
    if text:
        assert dates.english(text)


def test_year_month_and_day_may_each_stay_empty(qtbot: QtBot) -> None:
    given: list[str] = []
    editor = PartialDateEditor(find(fresh(), "when"), given.append)
    qtbot.addWidget(editor)
    QTest.keyClicks(editor.start.boxes.year, "2017")
    editor.flush()
    editor.start.about.click()
    editor.start.boxes.month.choose("22")
    editor.start.unsure.click()
    assert given == ["2017", "2017~", "2017-22~", "2017-22%"]


def test_a_time_from_one_date_on(qtbot: QtBot) -> None:
    given: list[str] = []
    editor = PartialDateEditor(find(fresh(), "when"), given.append)
    qtbot.addWidget(editor)
    QTest.keyClicks(editor.start.boxes.year, "2017")
    editor.flush()
    editor.until.click()
    editor.goes_on.click()
    assert given[-1] == "2017/.."
    editor.goes_on.click()
    QTest.keyClicks(editor.end.boxes.year, "2018-1-5")
    editor.flush()
    assert given[-1] == "2017/2018-01-05"
    editor.until.click()
    assert given[-1] == "2017"
    editor.name("When?", "hint")
    editor.mark("wrong")
    assert editor.start.boxes.year.accessibleName().startswith("When?")


def test_what_no_calendar_has_is_refused_with_a_reason(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "when")
    card = QuestionCard(item, Asking(session))
    qtbot.addWidget(card)
    card.show()
    editor = card.editor
    assert isinstance(editor, PartialDateEditor)
    QTest.keyClicks(editor.start.boxes.year, "2017-13")
    card.flush()
    assert item.value == ""
    assert "2017-13" in item.note
    assert str(DateUnreadable()) in said(card)
    editor.start.boxes.year.clear()
    QTest.keyClicks(editor.start.boxes.year, "2017")
    card.flush()
    assert item.value == "2017"
    assert str(DateUnreadable()) not in said(card)


def test_half_a_year_waits_for_the_rest(qtbot: QtBot) -> None:
    given: list[str] = []
    editor = PartialDateEditor(find(fresh(), "when"), given.append)
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    QTest.qWaitForWindowActive(editor)
    editor.start.boxes.year.setFocus()
    QTest.keyClicks(editor.start.boxes.year, "201")
    QTest.qWait(PAUSE + 100)
    assert given == []
    QTest.keyClicks(editor.start.boxes.year, "7")
    editor.flush()
    assert given == ["2017"]
