import pytest

from asking import converted, find, fresh
from intake.ui.questions.calendars import CALENDARS, calendar_of, other_day


@pytest.mark.parametrize(
    ("calendar", "said"),
    [
        ("persian", "1 Farvardin 1396"),
        ("islamic", "22 Jumada II 1438"),
        ("ethiopian", "12 Mägabit 2009"),
        ("coptic", "12 Paremhat 1733"),
        ("buddhist", "21 March 2560"),
        ("", ""),
    ],
)
def test_a_day_is_said_in_another_calendar(calendar: str, said: str) -> None:
    assert other_day(calendar, "2017-03-21") == said


@pytest.mark.parametrize("calendar", ["bikram-sambat", "myanmar"])
def test_what_goes_by_announced_tables_is_not_guessed(calendar: str) -> None:
    assert "common calendar" in other_day(calendar, "2017-03-21")
    assert "common calendar" in other_day(calendar, "")


def test_half_a_date_says_nothing() -> None:
    assert {other_day(one, "2017-13") for one in ("persian", "coptic", "buddhist")} == {
        ""
    }


def test_the_appearance_names_the_calendar() -> None:
    lines = "\n".join(
        f"| | date | d{n} | Day | {one} |" for n, one in enumerate(sorted(CALENDARS))
    )
    form = converted(f"| survey |\n| | type | name | label | appearance |\n{lines}\n")
    session = fresh(form)
    for number, calendar in enumerate(sorted(CALENDARS)):
        assert calendar_of(find(session, f"d{number}")) == calendar
    assert calendar_of(session.root) == ""
