from dataclasses import replace

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake.app.desk.judging import Outcome, RecordResult
from intake.app.desk.receiving import FileFault, Received, UnknownSender
from intake.domain.errors import AgeNoMatch, ContentsAltered, SenderUnknown
from intake.domain.people import Trust
from intake.ui.desk import arrivals
from kitchen import Kitchen


def test_a_held_bundle_says_why_and_where_it_is(kitchen: Kitchen, qtbot: QtBot) -> None:
    sender = UnknownSender(kitchen.field.card.card, 2, "bundle")
    page = QWidget()
    qtbot.addWidget(page)
    here = arrivals.held_notice(sender, page)
    stick = arrivals.held_notice(replace(sender, held=False), page)
    gone = arrivals.held_notice(replace(sender, trust=Trust.REVOKED), page)
    assert "lies here" in here.text
    assert "stays on the stick" in stick.text
    assert "taken back" in gone.text
    assert not any(notice.isWindow() for notice in (here, stick, gone))


def test_only_files_that_are_truly_bad_count_as_damaged() -> None:
    files = tuple(
        FileFault(f"{number}.age", str(kind()))
        for number, kind in enumerate((AgeNoMatch, SenderUnknown, ContentsAltered))
    )
    assert [name for name, _ in arrivals.damaged(Received(files=files))] == ["2.age"]
    assert arrivals.is_foreign(files[0])


def test_the_sum_names_each_outcome_that_occurred() -> None:
    results = [
        RecordResult("a", "1", Outcome.TAKEN_IN),
        RecordResult("b", "2", Outcome.TAKEN_IN),
        RecordResult("c", "", Outcome.DAMAGED, "why"),
    ]
    said = arrivals.summary(results)
    assert "taken in" in said
    assert "damaged" in said
    assert "incomplete" not in said


def test_many_names_are_shortened() -> None:
    said = arrivals.shortened([f"file {number}" for number in range(20)])
    assert "file 0" in said
    assert "file 19" not in said
    assert "12" in said
