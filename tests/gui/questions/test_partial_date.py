import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from asking import find, fresh
from intake.domain import dates
from intake.ui.questions.partial_date import PartialDateEditor


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
