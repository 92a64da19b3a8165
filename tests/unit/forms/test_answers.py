"""What is taken for an answer, how it is stored, and what is refused in plain words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import AnswerRefused
from intake.forms.answers import cast, stored
from unit.forms.building import ask, bind, session


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("int", "42", "42"),
        ("int", "+7", "7"),
        ("int", "-0012", "-12"),
        ("int", "٤٢", "42"),
        ("int", "۱۲", "12"),
        ("int", " \u200f٧ ", "7"),
        ("decimal", "4.50", "4.5"),
        ("decimal", "3", "3.0"),
        ("decimal", "٣٫٥", "3.5"),
        ("decimal", "4,5", "4.5"),
        ("decimal", ".5", "0.5"),
        ("decimal", "1e-7", "0.0000001"),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "۲۰۲۴-۰۲-۲۹", "2024-02-29"),
        ("date", "2024-02-29T10:00:00", "2024-02-29"),
        ("time", "23:59:59.999+03:00", "23:59:59.999+03:00"),
        ("dateTime", "2024-02-29T10:00:00Z", "2024-02-29T10:00:00Z"),
        ("geopoint", "12.5 44.25", "12.5 44.25"),
        ("geopoint", "12.5, 44.25, 3, 4", "12.5 44.25 3.0 4.0"),
        ("geotrace", "1 1 0 0; 2 2 0 0", "1.0 1.0 0.0 0.0;2.0 2.0 0.0 0.0"),
        ("boolean", "true", "true"),
        ("string", " as it was said \n", " as it was said \n"),
        ("string", "٤٢", "٤٢"),
        ("barcode", "x 1", "x 1"),
        ("int", "", ""),
        ("date", "  ", ""),
    ],
)
def test_stores(kind: str, typed: str, kept: str) -> None:
    assert stored(kind, typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("int", "4.5"),
        ("int", "many"),
        ("int", "2147483648"),
        ("int", "1" * 500),
        ("int", "²"),
        ("decimal", "1,000,000"),
        ("decimal", "1e999"),
        ("decimal", "nan"),
        ("date", "2023-02-29"),
        ("date", "2024-02-29T10:00:00Z"),
        ("date", "2024-02-29T10:00:00+03:00"),
        ("date", "2024-02-29T25:00:00"),
        ("date", "2024-02-29T"),
        ("date", "10:00:00"),
        ("date", "29.2.2024"),
        ("date", "1987"),
        ("time", "24:00:00"),
        ("time", "10:00"),
        ("dateTime", "2024-02-29"),
        ("geopoint", "91 0"),
        ("geopoint", "12"),
        ("geotrace", "1 1"),
        ("geoshape", "1 1;2 2;3 3"),
        ("boolean", "perhaps"),
        ("string", "a\x00b"),
        ("string", "\ud800"),
        ("string", "x" * 1_000_001),
    ],
)
def test_refuses(kind: str, typed: str) -> None:
    with pytest.raises(AnswerRefused) as caught:
        stored(kind, typed)
    assert typed not in str(caught.value) or not typed
    assert str(caught.value).endswith(".")


@given(
    st.sampled_from(
        ["int", "decimal", "date", "time", "dateTime", "geopoint", "geoshape", "string"]
    ),
    st.text(max_size=40),
)
def test_what_is_stored_is_stored_the_same_again(kind: str, typed: str) -> None:
    try:
        kept = stored(kind, typed)
    except AnswerRefused:
        return
    assert stored(kind, kept) == kept
    assert cast(kind, kept) == kept


@pytest.mark.parametrize(
    ("kind", "found", "kept"),
    [
        ("int", "4.9", "4"),
        ("int", "-4.9", "-4"),
        ("int", "NaN", ""),
        ("int", "1e12", ""),
        ("decimal", "7", "7.0"),
        ("date", "2024-05-15T10:00:00.000Z", "2024-05-15"),
        ("date", "2024-05-15T10:00:00 or so", ""),
        ("date", "no date", ""),
        ("string", " x ", " x "),
    ],
)
def test_casts_what_a_form_worked_out(kind: str, found: str, kept: str) -> None:
    assert cast(kind, found) == kept


@pytest.mark.parametrize("ends", [("-2.0", "2.0"), ("2.0", "-2.0")])
def test_a_number_beyond_its_range_is_refused(ends: tuple[str, str]) -> None:
    talk = session(
        "<r/>",
        bind("r", type="decimal"),
        f"<range ref='/data/r' start='{ends[0]}' end='{ends[1]}' step='0.5'/>",
    )
    talk.answer("/data/r", "-2")
    with pytest.raises(AnswerRefused, match="Choose a number from"):
        talk.answer("/data/r", "2.5")
    assert talk.get("/data/r").value == "-2.0"
    talk.answer("/data/r", "")
    assert talk.get("/data/r").value == ""


def test_points_that_are_too_few_for_a_shape_stay_points() -> None:
    talk = session(
        "<g>1 2 0 0; 3 4 0 0;</g><bad>north</bad><area/>",
        bind("g", type="geoshape")
        + bind("bad", type="geotrace")
        + bind("area", type="decimal", calculate="area(/data/g)"),
        ask("g") + ask("bad"),
    )
    assert talk.get("/data/area").value == "0.0"
    assert talk.get("/data/bad").value == ""
    with pytest.raises(AnswerRefused):
        talk.answer("/data/g", "1 2 0 0; 3 4 0 0")


@pytest.mark.parametrize(
    "name",
    [
        *("../../x.jpg", "C:\\x.png", "/etc/x", "a/b.jpg", ".hidden", " .x", "C:x.png"),
        *("a\nb.jpg", "a\x7f.jpg", "gpj.\u202egnp", ".."),
    ],
)
def test_a_file_that_is_no_plain_name_is_refused(name: str) -> None:
    talk = session("<u/>", bind("u", type="binary"), _UPLOAD)
    with pytest.raises(AnswerRefused, match="plain name"):
        talk.answer("/data/u", name)
    assert talk.get("/data/u").value == ""


@pytest.mark.parametrize("name", ["photo 1.jpg", "صورة.png", "a.tar.gz", ""])
def test_a_plain_name_of_a_file_is_kept(name: str) -> None:
    talk = session("<u/>", bind("u", type="binary"), _UPLOAD)
    talk.answer("/data/u", name)
    assert talk.get("/data/u").value == name


_UPLOAD = "<upload ref='/data/u' mediatype='image/*'><label>u</label></upload>"


def test_a_moment_that_is_worked_out_is_stored_as_its_time_of_day() -> None:
    talk = session(
        "<t/><m/><w/>",
        bind("t", type="time", calculate="now()")
        + bind("m", type="time", calculate="today()")
        + bind("w", type="time", calculate="'noon'"),
    )
    assert talk.get("/data/t").value == "13:14:15.000+00:00"
    assert talk.get("/data/m").value == "00:00:00.000+00:00"
    assert talk.get("/data/w").value == ""
    assert cast("time", "13:05:00.000+03:00") == "13:05:00.000+03:00"
