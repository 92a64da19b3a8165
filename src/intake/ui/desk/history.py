"""What happened to a record, in the field and at the desk, a line each."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from intake.app import custody
from intake.app.desk.library import OpenRecord
from intake.app.opening import Opened
from intake.domain.custody import Entry
from intake.ui import measure, times
from intake.ui.desk import words
from intake.ui.widgets.card import Card, row
from intake.ui.widgets.digits import DigitsLine
from intake.ui.widgets.table import Cell, Column, Row, Table, fixed_rows
from intake.ui.widgets.words import Hint, Section

_LEAST_HEIGHT = 300


def table(record: OpenRecord, at: datetime) -> Table:
    """List both logs of *record* by their time, as read *at* a moment."""
    made = Table(
        fixed_rows(
            (
                Column(QCoreApplication.translate("history", "When"), 190),
                Column(QCoreApplication.translate("history", "What"), 300),
                Column(QCoreApplication.translate("history", "Where"), 190),
            ),
            _rows(record, at),
        ),
        QCoreApplication.translate("history", "What happened to it"),
    )
    measure.size(made, least_height=_LEAST_HEIGHT)
    return made


def heads(opened: Opened, record: OpenRecord) -> Card:
    """Show the newest lines as digits: of the interviewer's log, and of this desk's."""
    card = Card()
    if record.field_log:
        card.add(
            Section(
                QCoreApplication.translate(
                    "history", "The log of the interview, as digits"
                )
            )
        )
        digits = custody.as_digits(record.field_log[-1].hash)
        card.add(row(DigitsLine(digits), None))
        card.add(
            Hint(
                QCoreApplication.translate(
                    "history",
                    "They came signed with the record. The interviewer's laptop finds "
                    "them under Settings, Copies and checks.",
                )
            )
        )
    card.add(
        Section(QCoreApplication.translate("history", "The log of this desk today"))
    )
    card.add(row(DigitsLine(custody.head_digits(opened)), None))
    return card


def _rows(record: OpenRecord, at: datetime) -> list[Row]:
    field = QCoreApplication.translate("history", "with the interviewer")
    desk = QCoreApplication.translate("history", "at this desk")
    entries = [(each, field) for each in record.field_log]
    entries += [(each, desk) for each in record.desk_log]
    entries.sort(key=lambda each: each[0].time)
    return [
        Row(
            f"{where}{entry.sequence}",
            (
                Cell(_moment(entry, at)),
                Cell(words.event(entry.event)),
                Cell(where, quiet=True),
            ),
        )
        for entry, where in entries
    ]


def _moment(entry: Entry, at: datetime) -> str:
    """Write the time of an entry; what is no time is shown as it is."""
    try:
        when = datetime.fromisoformat(entry.time)
    except ValueError:
        return entry.time
    return times.moment(when if when.tzinfo else when.replace(tzinfo=UTC), at)
