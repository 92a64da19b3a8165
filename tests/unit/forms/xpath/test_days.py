"""Dates are reckoned with by the calendar, in every zone and across summer time."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.forms.xpath import Context, Environment, expression
from unit.forms.building import begin, bind, form

ZONES = (
    *("Europe/Berlin", "America/Phoenix", "America/New_York", "Asia/Kathmandu"),
    *("Pacific/Kiritimati", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Beirut"),
    *("UTC", "Africa/Cairo"),
)
NIGHT = datetime(2024, 3, 31, 0, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def said(source: str, zone: str, now: datetime = NIGHT) -> str:
    environment = Environment(zone=ZoneInfo(zone), now=lambda: now)
    return expression(source).string(Context(environment))


DAYS = st.dates(date(1971, 1, 1), date(2090, 1, 1))


@given(DAYS, st.integers(-900, 900), st.sampled_from(ZONES))
@settings(max_examples=150, deadline=None)
def test_days_are_whole_wherever_the_clocks_change(
    day: date, more: int, zone: str
) -> None:
    other = day + timedelta(days=more)
    one, two = f"date('{day}')", f"'{other}'"
    assert said(f"{two} - {one}", zone) == str(more)
    assert said(f"int({two} - {one})", zone) == str(more)
    assert said(f"{one} + {more} = date({two})", zone) == "true"
    assert said(f"{two} - {more} <= {one}", zone) == "true"
    assert said(f"date({one} + {more})", zone) == str(other)
    assert said(f"format-date({one} + {more}, '%Y-%m-%d')", zone) == str(other)
    count = day.toordinal() - date(1970, 1, 1).toordinal()
    assert said(f"int({one})", zone) == str(count)
    assert said(f"floor({one}) + round({one}) + ceiling({one})", zone) == str(3 * count)
    assert said(f"{one} mod 7", zone) == str(count % 7)
    assert said(f"{one} * 2 div 2", zone) == str(count)
    assert said(f"{one} > {count - 1} and {one} < {count + 1}", zone) == "true"


@pytest.mark.parametrize("zone", ZONES)
def test_the_hours_of_a_day_come_after_its_beginning(zone: str) -> None:
    now = datetime(2024, 3, 31, 0, 30, tzinfo=ZoneInfo(zone))
    assert said("today() < now() and now() > today()", zone, now) == "true"
    assert said("now() < today() + 1", zone, now) == "true"
    assert said("now() - today() < 1", zone, now) == "true"
    assert said("'2024-03-31' <= now()", zone, now) == "true"
    assert said("int(today())", zone, now) == "19813"


def test_a_form_stores_whole_days() -> None:
    given_form = form(
        "<d>2024-03-27</d><e>2024-04-03</e><n/><f/>",
        bind("d", type="date")
        + bind("e", type="date")
        + bind("n", calculate="/data/e - /data/d", type="int")
        + bind("f", calculate="/data/d + 1"),
    )
    talk = begin(given_form, now=lambda: NIGHT)
    assert talk.get("/data/n").value == "7"
    assert talk.get("/data/f").value == "19810"
