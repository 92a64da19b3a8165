from threading import Event

from pytestqt.qtbot import QtBot

from intake.domain.errors import StickFull
from intake.ui.jobs import Job, Report
from intake.ui.widgets.buttons import QuietButton
from intake.ui.widgets.progress import Meter, ProgressLine, time_left


def test_a_line_follows_a_job_to_its_result(qtbot: QtBot) -> None:
    line = ProgressLine(clock=iter(range(0, 1000, 60)).__next__)
    qtbot.addWidget(line)

    def deed(report: Report) -> str:
        for part in range(4):
            report(part, 4)
        return "whole"

    job = Job(deed)
    with qtbot.waitSignal(line.finished) as ended:
        line.follow(job, "Copying to the stick")
    assert ended.args == ["whole"]
    assert line.isHidden()


def test_an_error_is_handed_on(qtbot: QtBot) -> None:
    def deed(_report: Report) -> None:
        raise StickFull(needed=7)

    line = ProgressLine()
    qtbot.addWidget(line)
    with qtbot.waitSignal(line.failed) as ended:
        line.follow(Job(deed), "Copying")
    assert ended.args is not None
    assert isinstance(ended.args[0], StickFull)


def test_stopping_leaves_nothing_under_way(qtbot: QtBot) -> None:
    begun, asked = Event(), Event()

    def deed(report: Report) -> None:
        begun.set()
        asked.wait(10)
        report(1, 2)

    line = ProgressLine()
    qtbot.addWidget(line)
    with qtbot.waitSignal(line.stopped):
        line.follow(Job(deed), "Copying")
        begun.wait(10)
        line.findChildren(QuietButton)[0].click()
        asked.set()
    assert not line.busy


def test_a_meter_shows_a_share(qtbot: QtBot) -> None:
    meter = Meter("Asked")
    qtbot.addWidget(meter)
    meter.fill(2**40, 2**41)
    assert meter.value() == meter.maximum() // 2
    meter.fill(0, 0)
    assert meter.value() == 0
    assert meter.accessibleName() == "Asked"


def test_how_long_yet_is_said_in_steps_people_plan_by() -> None:
    assert time_left(40) == "Less than a minute left"
    assert time_left(185) == "About \u20683\u2069 min left"
