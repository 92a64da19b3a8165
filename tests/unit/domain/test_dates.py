from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.dates import Interval, PartialDate, english, parse, span
from intake.domain.errors import DateUnreadable

DAYS = st.dates(min_value=date(1000, 1, 1))
MARKS = st.sampled_from(["", "~", "?", "%"])


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2017", "2017-01-01", "2017-12-31", "2017"),
        ("2017-02", "2017-02-01", "2017-02-28", "February 2017"),
        ("2016-02~", "2016-02-01", "2016-02-29", "about February 2016"),
        ("2017-03-21", "2017-03-21", "2017-03-21", "21 March 2017"),
        ("2017-03-21?", "2017-03-21", "2017-03-21", "21 March 2017 (not sure)"),
        ("2017%", "2017-01-01", "2017-12-31", "about 2017 (not sure)"),
        ("2017-21", "2017-03-01", "2017-05-31", "spring 2017"),
        ("2017-23~", "2017-09-01", "2017-11-30", "about autumn 2017"),
        ("2017-24", "2017-01-01", "2018-02-28", "winter 2017"),
        ("201X", "2010-01-01", "2019-12-31", "the 2010s"),
        ("19XX", "1900-01-01", "1999-12-31", "between 1900 and 1999"),
        ("2017-XX", "2017-01-01", "2017-12-31", "2017, month not known"),
        ("2017-05-XX", "2017-05-01", "2017-05-31", "May 2017, day not known"),
        ("2017-XX-XX", "2017-01-01", "2017-12-31", "2017, day and month not known"),
        ("٢٠١٧-٠٣", "2017-03-01", "2017-03-31", "March 2017"),
        (" 2017 - 03 ", "2017-03-01", "2017-03-31", "March 2017"),
    ],
)
def test_reads_a_date_as_exactly_as_it_was_remembered(
    text: str, first: str, last: str, words: str
) -> None:
    assert span(text) == (date.fromisoformat(first), date.fromisoformat(last))
    assert english(text) == words


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2017-03/2018", "2017-03-01", "2018-12-31", "from March 2017 to 2018"),
        ("2017~/2018-02?", "2017-01-01", "2018-02-28", None),
        ("2017-03/..", "2017-03-01", None, "from March 2017 on"),
        ("2017-03/", "2017-03-01", None, "from March 2017, end not known"),
        ("../2017", None, "2017-12-31", "until 2017"),
        ("/2017", None, "2017-12-31", "until 2017, beginning not known"),
        ("../..", None, None, "at a time not known"),
    ],
)
def test_reads_from_and_to_with_open_and_unknown_ends(
    text: str, first: str | None, last: str | None, words: str | None
) -> None:
    assert span(text) == (
        first and date.fromisoformat(first),
        last and date.fromisoformat(last),
    )
    if words:
        assert english(text) == words


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "17", "0999", "2017-00", "2017-13", "2017-02-29", "2017-04-31"),
        *("2017-3", "2017-21-01", "2017-XX-03", "201X-03", "X017", "2017~~", "~2017"),
        *("2018/2017", "2017/2018/2019", "2017-03-", "last year", "2017-25", "/.../"),
        *("20170321", "-2017", "²017", "2017-03-21T10:00"),
    ],
)
def test_refuses_what_is_no_date(text: str) -> None:
    with pytest.raises(DateUnreadable):
        parse(text)


@given(DAYS, MARKS)
def test_a_day_covers_itself_and_its_month_and_year_cover_it(
    day: date, mark: str
) -> None:
    exact = day.isoformat()
    assert span(exact + mark) == (day, day)
    for shorter in (exact[:7], exact[:4], exact[:3] + "X", exact[:7] + "-XX"):
        first, last = span(shorter + mark)
        assert first is not None
        assert last is not None
        assert first <= day <= last


@given(DAYS, DAYS)
def test_an_interval_covers_both_its_ends_and_never_runs_backwards(
    one: date, other: date
) -> None:
    early, late = sorted([one, other])
    assert span(f"{early}/{late}") == (early, late)
    if early < late:
        with pytest.raises(DateUnreadable):
            parse(f"{late}/{early}")


@given(st.integers(1000, 9999), st.sampled_from([21, 22, 23, 24]))
def test_seasons_of_a_year_are_in_order_and_about_three_months(
    year: int, season: int
) -> None:
    first, last = span(f"{year}-{season}")
    assert first is not None
    assert last is not None
    assert timedelta(days=80) < last - first < timedelta(days=430)
    assert first.year == year


@given(st.text(alphabet="0123456789X-~?%/. ٣", max_size=24) | st.text(max_size=12))
def test_whatever_is_read_comes_back_the_same_and_nothing_else_is_raised(
    text: str,
) -> None:
    try:
        when = parse(text)
    except DateUnreadable:
        return
    assert parse(when.text) == when
    assert when.english()
    assert isinstance(when, PartialDate | Interval)
