from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.calendars import (
    COPTIC_MONTHS,
    ETHIOPIAN_MONTHS,
    buddhist,
    coptic,
    ethiopian,
)

DAYS = st.dates(date(1800, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2007, 9, 12), (2000, 1, 1)),  # the Ethiopian millennium
        (date(2007, 9, 11), (1999, 13, 6)),  # the day before, a sixth of Ṗagume
        (date(1974, 9, 12), (1967, 1, 2)),  # the emperor is deposed
        (date(2026, 1, 7), (2018, 4, 29)),  # Christmas
        (date(2023, 9, 12), (2016, 1, 1)),
        (date(2024, 9, 11), (2017, 1, 1)),
    ],
)
def test_an_ethiopian_day(day: date, said: tuple[int, int, int]) -> None:
    assert ethiopian(day) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2019, 9, 12), (1736, 1, 1)),
        (date(2024, 9, 11), (1741, 1, 1)),
        (date(2026, 1, 7), (1742, 4, 29)),  # Christmas
        (date(2011, 1, 7), (1727, 4, 29)),
    ],
)
def test_a_coptic_day(day: date, said: tuple[int, int, int]) -> None:
    assert coptic(day) == said


def test_a_buddhist_day() -> None:
    assert buddhist(date(2026, 11, 23)) == (2569, 11, 23)


@given(DAYS)
def test_days_follow_each_other_in_months_that_have_names(day: date) -> None:
    for told, names in ((coptic, COPTIC_MONTHS), (ethiopian, ETHIOPIAN_MONTHS)):
        assert len(names) == 13
        year, month, number = told(day)
        assert 1 <= month <= 13
        assert 1 <= number <= (30 if month < 13 else 6)
        after = told(day + timedelta(days=1))
        same_month = after == (year, month, number + 1)
        next_month = after == (year, month + 1, 1) and number == 30
        next_year = after == (year + 1, 1, 1) and month == 13 and number in {5, 6}
        assert same_month or next_month or next_year
