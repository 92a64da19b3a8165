from datetime import UTC, date, datetime, timedelta, timezone

from PySide6.QtWidgets import QApplication

from intake.ui import theme, times
from intake.ui.look import Look
from seeing import MARKS

AT = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


def test_a_day_is_named_as_people_name_it() -> None:
    assert times.day(AT, AT) == "today"
    assert times.day(AT - timedelta(days=1), AT) == "yesterday"
    assert times.day(AT - timedelta(days=5), AT) == "18 Nov"
    assert times.day(date(2025, 3, 2), AT) == "2 Mar 2025"


def test_a_day_is_that_of_the_readers_zone() -> None:
    zone = timezone(timedelta(hours=8))
    late = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    assert times.day(late, AT) == "yesterday"
    assert times.day(late, AT.astimezone(zone)) == "today"


def test_a_moment_of_today_is_a_time_and_an_older_one_has_its_day() -> None:
    assert times.moment(AT, AT) == "14:30"
    older = times.moment(AT - timedelta(days=3), AT)
    assert older.translate(MARKS) == "20 Nov, 14:30"


def test_a_day_that_is_none_is_shown_as_it_came() -> None:
    assert times.iso_day("2026-11-23", AT) == "today"
    assert times.iso_day("soon", AT) == "soon"


def test_sizes_have_units_and_counts_choose_their_words() -> None:
    assert times.size(679_700) == "679.7 kB"
    one = times.counted(1, "{count} record", "{count} records")
    many = times.counted(1200, "{count} record on {day}", "{count} on {day}", day="x")
    assert one.translate(MARKS) == "1 record"
    assert many.translate(MARKS) == "1,200 on x"


def test_months_are_in_the_language_of_the_program(qapp: QApplication) -> None:
    theme.apply(qapp, Look(language="ug"))
    assert times.day(date(2025, 3, 2), AT) != "2 Mar 2025"


def test_now_knows_its_zone() -> None:
    assert times.now().tzinfo is not None
