from threading import Event, current_thread, main_thread

from pytestqt.qtbot import QtBot

from intake.domain.errors import Cancelled, StickGone
from intake.ui.jobs import Job, Report, under_way


def test_a_job_tells_its_progress_and_its_result(qtbot: QtBot) -> None:
    def deed(report: Report) -> str:
        assert current_thread() is not main_thread()
        for step in range(3):
            report(step, 2**40)
        return "whole"

    job = Job(deed)
    told: list[tuple[int, int]] = []
    job.progressed.connect(lambda done, total: told.append((done, total)))
    with qtbot.waitSignal(job.done) as ended:
        job.start()
    assert ended.args == ["whole"]
    assert told == [(0, 2**40), (1, 2**40), (2, 2**40)]
    assert job.wait(1)


def test_a_foreseen_error_reaches_the_window(qtbot: QtBot) -> None:
    def deed(_report: Report) -> None:
        raise StickGone

    job = Job(deed)
    with qtbot.waitSignal(job.failed) as ended:
        job.start()
    assert ended.args is not None
    assert isinstance(ended.args[0], StickGone)


def test_a_stopped_job_stops_at_its_next_step(qtbot: QtBot) -> None:
    asked, begun = Event(), Event()

    def deed(report: Report) -> None:
        begun.set()
        asked.wait(10)
        report(1, 2)

    job = Job(deed)
    with qtbot.waitSignal(job.failed) as ended:
        job.start()
        begun.wait(10)
        job.cancel()
        asked.set()
    assert ended.args is not None
    assert isinstance(ended.args[0], Cancelled)


def test_a_job_is_known_until_its_end_was_told(qtbot: QtBot) -> None:
    job = Job(lambda _report: "whole")
    with qtbot.waitSignal(job.done):
        job.start()
        assert job in under_way()
    qtbot.waitUntil(lambda: job not in under_way())


def test_whoever_listens_is_told_before_the_job_counts_as_ended(qtbot: QtBot) -> None:
    job = Job(lambda _report: "whole")
    still: list[bool] = []
    job.done.connect(lambda _result: still.append(job in under_way()))
    job.start()
    qtbot.waitUntil(lambda: job not in under_way())
    assert still == [True]
