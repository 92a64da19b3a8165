"""Days in calendars other than the common one, by their published arithmetic.

What is stored is always the common (Gregorian) date; these say the same day as people
elsewhere count it. The Coptic and the Ethiopian calendar have twelve months of thirty
days and a thirteenth of five, or six in the year before a Julian leap year; they differ
in where they count years from. The Buddhist calendar of Thailand has the common months
and days, and counts 543 years more. (E. M. Reingold, N. Dershowitz: Calendrical
Calculations, Cambridge 2018, chapters 2 and 4.)
"""

from datetime import date

# Day 1 of year 1, counted as datetime.date does: 29 August 284 and 29 August 8, Julian.
_COPTIC_START = 103_605
_ETHIOPIAN_START = 2_796
_BUDDHIST_YEARS = 543

COPTIC_MONTHS = (
    *("Thout", "Paopi", "Hathor", "Koiak", "Tobi", "Meshir", "Paremhat"),
    *("Parmouti", "Pashons", "Paoni", "Epip", "Mesori", "Pi Kogi Enavot"),
)
ETHIOPIAN_MONTHS = (
    *("Mäskäräm", "Ṭəqəmt", "Ḫədar", "Taḫśaś", "Ṭərr", "Yäkatit", "Mägabit"),
    *("Miyazya", "Gənbot", "Säne", "Ḥamle", "Nähase", "Ṗagume"),
)


def coptic(day: date) -> tuple[int, int, int]:
    """Give year, month and day of the Coptic calendar (years of the martyrs)."""
    return _of_thirteen_months(day, _COPTIC_START)


def ethiopian(day: date) -> tuple[int, int, int]:
    """Give year, month and day of the Ethiopian calendar (years of mercy)."""
    return _of_thirteen_months(day, _ETHIOPIAN_START)


def buddhist(day: date) -> tuple[int, int, int]:
    """Give year, month and day of the Buddhist calendar as Thailand counts it."""
    return day.year + _BUDDHIST_YEARS, day.month, day.day


def _of_thirteen_months(day: date, start: int) -> tuple[int, int, int]:
    passed = day.toordinal() - start
    year = (4 * passed + 1463) // 1461
    new_year = start + 365 * (year - 1) + year // 4
    month, left = divmod(day.toordinal() - new_year, 30)
    return year, month + 1, left + 1
