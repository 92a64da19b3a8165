"""Days, times, sizes and counts as this reader writes them."""

from datetime import UTC, date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from intake.ui import look
from intake.ui.direction import isolate


def now() -> datetime:
    """Tell the time, in the zone of this machine."""
    return datetime.now(UTC).astimezone()


def locale() -> QLocale:
    """Return the ways of writing of the program's language."""
    return QLocale(look.current().language)


def day(value: date | datetime, at: datetime) -> str:
    """Write a day as seen *at* a moment: today, yesterday, 18 Nov, 18 Nov 2025."""
    day_of = (
        value.astimezone(at.tzinfo).date() if isinstance(value, datetime) else value
    )
    days = (at.date() - day_of).days
    if days == 0:
        return QCoreApplication.translate("times", "today")
    if days == 1:
        return QCoreApplication.translate("times", "yesterday")
    form = "d MMM" if day_of.year == at.year else "d MMM yyyy"
    return locale().toString(QDate(day_of.year, day_of.month, day_of.day), form)


def moment(value: datetime, at: datetime) -> str:
    """Write a moment as seen *at* another: 14:02 of today, else 20 Nov, 18:40."""
    local = value.astimezone(at.tzinfo)
    clock = locale().toString(QTime(local.hour, local.minute), "HH:mm")
    if local.date() == at.date():
        return clock
    words = QCoreApplication.translate("times", "{day}, {time}")
    return words.format(day=isolate(day(local, at)), time=isolate(clock))


def iso_day(text: str, at: datetime) -> str:
    """Write a day given as an ISO date; what is no date is shown as it is."""
    try:
        return day(date.fromisoformat(text), at)
    except ValueError:
        return text


def size(count: int) -> str:
    """Write a number of bytes with its unit, in steps of a thousand."""
    return locale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def number(value: int) -> str:
    """Write a whole number in the reader's digits."""
    return locale().toString(value)


def counted(value: int, one: str, many: str, **others: object) -> str:
    """Choose between *one* and *many* by the count, and put it in for {count}."""
    words = one if value == 1 else many
    more = {name: isolate(other) for name, other in others.items()}
    return words.format(count=isolate(number(value)), **more)
