import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from asking import Asking, find, fresh
from intake.ui.questions import dates
from intake.ui.questions.card import QuestionCard
from intake.ui.questions.dates import DateEditor, MomentEditor, TimeEditor
from seeing import said


def test_a_day_is_typed_in_three_boxes(qtbot: QtBot) -> None:
    given: list[str] = []
    editor = DateEditor(find(fresh(), "day"), given.append)
    qtbot.addWidget(editor)
    QTest.keyClicks(editor.boxes.year, "2017")
    editor.flush()
    assert given == []
    assert editor.loose() == "2017"
    editor.boxes.month.choose("3")
    QTest.keyClicks(editor.boxes.day, "5")
    editor.flush()
    assert given == ["2017-03-05"]
    assert editor.loose() == ""


def test_a_whole_date_may_be_typed_at_once(qtbot: QtBot) -> None:
    given: list[str] = []
    editor = DateEditor(find(fresh(), "day"), given.append)
    qtbot.addWidget(editor)
    QTest.keyClicks(editor.boxes.year, "2017/3/21")
    editor.flush()
    assert given == ["2017-03-21"]
    assert editor.boxes.read() == ("2017", "3", "21")


def test_a_reduced_date_shows_only_its_boxes(qtbot: QtBot) -> None:
    session = fresh()
    month, year = find(session, "month"), find(session, "only_year")
    editors = [DateEditor(month, lambda _: None), DateEditor(year, lambda _: None)]
    for editor in editors:
        qtbot.addWidget(editor)
    assert len(editors[0].boxes.shown) == 2
    assert len(editors[1].boxes.shown) == 1
    given: list[str] = []
    editor = DateEditor(year, given.append)
    qtbot.addWidget(editor)
    QTest.keyClicks(editor.boxes.year, "2019")
    editor.flush()
    assert given == ["2019-01-01"]


def test_another_calendar_is_shown_beside(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "day")
    session.answer(item.ref, "2017-03-21")
    editor = DateEditor(item, lambda _: None)
    qtbot.addWidget(editor)
    editor.refresh(item)
    said = [label.text() for label in editor.findChildren(QLabel)]
    assert any("1396" in one for one in said)
    editor.name("Day", "hint")
    editor.mark("wrong")
    assert editor.boxes.month.accessibleName() == "Day: month"


def test_taking_the_parts_away_clears_the_answer(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "day")
    session.answer(item.ref, "2017-03-21")
    given: list[str] = []
    editor = DateEditor(item, given.append)
    qtbot.addWidget(editor)
    editor.refresh(item)
    editor.boxes.put("", "", "")
    editor.boxes.year.textEdited.emit("")
    editor.flush()
    assert given == [""]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("9:05", "09:05:00.000"),
        ("21.30", "21:30:00.000"),
        ("7", "07:00:00.000"),
        ("١٣:٠٥", "13:05:00.000"),
        ("13:05:09", "13:05:09.000"),
        ("noon", "noon"),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, stored: str) -> None:
    assert dates.clock_text(typed) == stored


def test_a_time_is_given_and_shown_short(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "clock")
    editor = TimeEditor(item, lambda value: session.answer(item.ref, value))
    qtbot.addWidget(editor)
    editor.show()
    QTest.keyClicks(editor.field, "9")
    editor.flush()
    assert item.value == "09:00:00.000"
    session.answer(item.ref, "13:05:00.000")
    editor.refresh(item)
    assert editor.field.text() == "13:05"
    editor.name("Time", "")
    editor.mark("")


def test_a_moment_is_a_day_and_a_time(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "moment")
    editor = MomentEditor(item, lambda value: session.answer(item.ref, value))
    qtbot.addWidget(editor)
    QTest.keyClicks(editor.boxes.year, "2017-3-21")
    editor.flush()
    assert editor.loose() == "2017 3 21"
    QTest.keyClicks(editor.time, "8:30")
    editor.flush()
    assert item.value == "2017-03-21T08:30:00.000"
    session.answer(item.ref, "2018-01-02T03:04:05.000")
    editor.refresh(item)
    assert editor.boxes.read() == ("2018", "1", "2")
    assert editor.time.text() == "03:04:05"
    editor.name("When exactly?", "")
    editor.mark("wrong")
    assert editor.time.accessibleName() == "When exactly?: time of the day"


def test_a_time_is_asked_for_as_the_empty_field_asks(qtbot: QtBot) -> None:
    session = fresh()
    item = find(session, "clock")
    card = QuestionCard(item, Asking(session))
    qtbot.addWidget(card)
    assert isinstance(card.editor, TimeEditor)
    assert card.editor.field.placeholderText() == "hh:mm"
    QTest.keyClicks(card.editor.field, "noon")
    card.editor.flush()
    assert "hh:mm" in said(card)
    assert "seconds" not in said(card)
    moment = MomentEditor(item, lambda _: None)
    qtbot.addWidget(moment)
    assert "hh:mm" in moment.objection("2017-03-21Tnoon")
    assert moment.objection("2017-03-21T09:05:00.000") == ""
