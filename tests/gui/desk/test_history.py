from datetime import timedelta

from pytestqt.qtbot import QtBot

from intake.app import custody
from intake.app.desk import library
from intake.ui.desk import history
from intake.ui.widgets.digits import DigitsLine
from kitchen import BEGUN, Kitchen


def test_both_logs_stand_in_one_order_with_where_it_was(
    arrived: Kitchen, qtbot: QtBot
) -> None:
    later = BEGUN + timedelta(hours=3)
    record = library.read(arrived.desk, library.listed(arrived.desk)[0], later)
    table = history.table(record, later)
    qtbot.addWidget(table)
    model = table.model()
    rows = [
        (model.index(row, 1).data(), model.index(row, 2).data())
        for row in range(model.rowCount())
    ]
    assert rows[0] == ("Begun", "with the interviewer")
    assert rows[-1] == ("Opened for reading", "at this desk")
    assert len(rows) == len(record.field_log) + len(record.desk_log)


def test_the_digits_of_both_logs_are_shown_and_the_laptop_finds_its_own(
    arrived: Kitchen, qtbot: QtBot
) -> None:
    later = BEGUN + timedelta(hours=3)
    record = library.read(arrived.desk, library.listed(arrived.desk)[0], later)
    card = history.heads(arrived.desk, record)
    qtbot.addWidget(card)
    field, desk = (line.accessibleName() for line in card.findChildren(DigitsLine))
    assert desk == custody.head_digits(arrived.desk)
    found = custody.find_head(arrived.field, field)
    assert found is not None
    assert found.subject == record.row.record
