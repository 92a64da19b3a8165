"""Values that a form takes from its surroundings when an interview begins."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from intake.forms import Session, read_form
from intake.forms.preload import moment
from unit.forms.building import NOW, ask, bind, form, repeat, resumed, session, xform

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def test_preloads_are_taken_from_what_the_session_is_given() -> None:
    read = form(
        "<who/><day/><start/><id/><end/>",
        "<bind nodeset='/data/who' jr:preload='property' jr:preloadParams='username'/>"
        "<bind nodeset='/data/day' jr:preload='date' jr:preloadParams='today'/>"
        "<bind nodeset='/data/start' jr:preload='timestamp' jr:preloadParams='start'/>"
        "<bind nodeset='/data/id' jr:preload='uid'/>"
        "<bind nodeset='/data/end' jr:preload='timestamp' jr:preloadParams='end'/>",
    )
    talk = Session(
        read,
        now=lambda: NOW,
        random=random.Random(1),  # noqa: S311 - any will do
        properties={"username": "juniper"},
    )
    assert talk.get("/data/who").value == "juniper"
    assert talk.get("/data/day").value == "2024-05-15"
    assert talk.get("/data/start").value == "2024-05-15T13:14:15.000+00:00"
    assert talk.get("/data/id").value.startswith("uuid:")
    assert b"<end></end>" in talk.submission() or b"<end/>" in talk.submission()
    ended = talk.submission("uuid:own", ended=NOW)
    assert b"<end>2024-05-15T13:14:15.000+00:00</end>" in ended
    assert b"uuid:own" in ended


def test_the_number_of_a_phone_is_asked_for_in_two_ways() -> None:
    rules = "".join(
        bind(name, **{"jr:preload": "property", "jr:preloadParams": parameter})
        for name, parameter in (("a", "phone number"), ("b", "phonenumber"))
    )
    talk = Session(
        read_form(xform("<a/><b/>", rules)),
        now=lambda: NOW,
        random=random.Random(1),  # noqa: S311 - any will do
        properties={"phonenumber": "555"},
    )
    assert talk.get("/data/a").value == talk.get("/data/b").value == "555"


@pytest.mark.parametrize(
    ("preload", "parameter", "pattern"),
    [
        ("uid", "", f"uuid:{UUID}"),
        ("uuid", "", UUID),
        ("date", "today", "2024-05-15"),
        ("date", "yesterday", ""),
        ("timestamp", "start", r"2024-05-15T13:14:15\.000\+00:00"),
        ("timestamp", "end", ""),
        ("property", "deviceid", ""),
        ("context", "UserID", ""),
        ("nonsense", "", ""),
    ],
)
def test_takes_what_the_specification_names(
    preload: str, parameter: str, pattern: str
) -> None:
    rules = {"jr:preload": preload, "jr:preloadParams": parameter}
    talk = session("<a/>", bind("a", **rules))
    assert re.fullmatch(pattern, talk.get("/data/a").value)


def test_a_new_instance_is_preloaded_anew_and_remembered() -> None:
    talk = session(
        "<p jr:template=''><id/><n/></p>",
        bind("p/id", **{"jr:preload": "uid"}),
        repeat("p", ask("p/n")),
    )
    talk.add_repeat("/data/p")
    talk.add_repeat("/data/p")
    ids = [talk.get(f"/data/p[{n}]/id").value for n in (1, 2)]
    assert all(ids)
    assert ids[0] != ids[1]
    again = resumed(talk)
    assert [again.get(f"/data/p[{n}]/id").value for n in (1, 2)] == ids


def test_writes_a_time_with_milliseconds_and_zone() -> None:
    zone = timezone(timedelta(hours=-3, minutes=-30))
    given = datetime(2024, 5, 15, 1, 2, 3, 456_789, tzinfo=zone)
    assert moment(given) == "2024-05-15T01:02:03.456-03:30"
    assert moment(datetime(2024, 1, 1, tzinfo=UTC)) == "2024-01-01T00:00:00.000+00:00"
