"""The same day in the calendar that a form asks for, said beside the common one."""

from datetime import date

from PySide6.QtCore import QCalendar, QCoreApplication, QDate, QLocale

from intake.domain import calendars
from intake.forms import Item
from intake.ui import look

_QT = {
    "islamic": QCalendar.System.IslamicCivil,
    "persian": QCalendar.System.Jalali,
}
_THIRTEEN = {
    "coptic": (calendars.coptic, calendars.COPTIC_MONTHS),
    "ethiopian": (calendars.ethiopian, calendars.ETHIOPIAN_MONTHS),
}
_BUDDHIST = "buddhist"
_NOT_SAID = frozenset(("bikram-sambat", "myanmar"))
CALENDARS = frozenset((*_QT, *_THIRTEEN, _BUDDHIST)) | _NOT_SAID


def calendar_of(item: Item) -> str:
    """Return the calendar that a form wants for *item*, "" for the common one."""
    return next((one for one in item.appearance if one in CALENDARS), "")


def other_day(calendar: str, stored: str) -> str:
    """Say a *stored* day (2017-03-21) in *calendar*; "" when there is none to say.

    The calendars of Nepal and of Myanmar go by tables that are announced year by year:
    instead of a guess, it is said that the common date is wanted.
    """
    if calendar in _NOT_SAID:
        return QCoreApplication.translate(
            "calendars", "Give the day in the common calendar; it is stored so."
        )
    try:
        day = date.fromisoformat(stored)
    except ValueError:
        return ""
    locale = QLocale(look.current().language)
    if calendar in _QT:
        own = QCalendar(_QT[calendar])
        parts = own.partsFromDate(QDate(day.year, day.month, day.day))
        month = own.monthName(locale, parts.month)
        return f"{parts.day} {month} {parts.year}"
    if calendar in _THIRTEEN:
        told, names = _THIRTEEN[calendar]
        year, number, of_month = told(day)
        return f"{of_month} {names[number - 1]} {year}"
    if calendar == _BUDDHIST:
        year, number, of_month = calendars.buddhist(day)
        return f"{of_month} {locale.monthName(number)} {year}"
    return ""
