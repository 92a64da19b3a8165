from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from intake.domain.errors import Cancelled, StickGone
from intake.ui.jobs import Report
from intake.ui.pages.work import Work, asked_to_stop
from intake.ui.widgets.buttons import Button, QuietButton
from intake.ui.widgets.page import Page
from seeing import rail, settle, show


def working(qtbot: QtBot) -> tuple[Page, Button, Work]:
    page = Page(rail=rail())
    press = Button("Write")
    work = Work(page, (press,))
    for thing in (press, work.banner, work.line):
        page.column.add(thing)
    show(qtbot, page)
    press.setFocus()
    return page, press, work


def test_a_deed_holds_the_page_and_its_rail_until_it_is_done(qtbot: QtBot) -> None:
    page, press, work = working(qtbot)
    go, results = Event(), list[str]()
    work.do("Writing", lambda _report: go.wait(10) and "whole", results.append)
    assert work.busy
    assert not press.isEnabled()
    places = page.rail.entries.values()  # type: ignore[union-attr] # it has one
    assert not any(place.isEnabled() for place in places)
    go.set()
    settle(qtbot)
    assert results == ["whole"]
    assert press.isEnabled()
    assert all(place.isEnabled() for place in places)


def test_a_second_press_while_busy_does_nothing(qtbot: QtBot) -> None:
    _, _, work = working(qtbot)
    go, done = Event(), list[int]()
    work.do("Writing", lambda _report: go.wait(10), lambda _: done.append(1))
    work.do("Writing", lambda _report: None, lambda _: done.append(2))
    go.set()
    settle(qtbot)
    assert done == [1]


def test_a_second_enter_stops_nothing_and_tab_comes_to_stop(qtbot: QtBot) -> None:
    page, press, work = working(qtbot)
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    go, done = Event(), list[object]()

    def deed(report: Report) -> str:
        go.wait(10)
        report(1, 2)
        return "whole"

    press.clicked.connect(lambda: work.do("Writing", deed, done.append))
    press.setFocus()
    for _ in range(2):
        here = page.focusWidget()
        assert here is not None
        QTest.keyClick(here, Qt.Key.Key_Return)
    QTest.keyClick(work.line, Qt.Key.Key_Tab)
    stop = page.focusWidget()
    assert isinstance(stop, QuietButton)
    assert stop.text() == "Stop"
    go.set()
    settle(qtbot)
    assert done == ["whole"]
    assert press.hasFocus()


def test_an_error_is_said_on_the_page(qtbot: QtBot) -> None:
    _, _, work = working(qtbot)

    def deed(_report: Report) -> None:
        raise StickGone

    work.do("Writing", deed)
    settle(qtbot)
    assert "pulled out" in work.banner.text
    work.do("Writing", lambda _report: None)
    assert work.banner.isHidden()
    settle(qtbot)


def test_stopping_is_said_too(qtbot: QtBot) -> None:
    page, _, work = working(qtbot)
    go = Event()

    def deed(report: Report) -> None:
        go.wait(10)
        report(1, 2)

    work.do("Writing", deed)
    stop = next(one for one in page.findChildren(QuietButton) if one.text() == "Stop")
    stop.click()
    go.set()
    settle(qtbot)
    assert "Stopped" in work.banner.text


def test_a_conversion_can_ask_whether_it_was_stopped() -> None:
    stopped = [False]

    def report(_done: int, _total: int) -> None:
        if stopped[0]:
            raise Cancelled

    asked = asked_to_stop(report)
    assert not asked()
    stopped[0] = True
    assert asked()
