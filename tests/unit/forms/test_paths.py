"""The place that a path means, from the place where it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.forms.paths import LONGEST, absolute


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/data/a", "/data/a"),
        (" /data/a ", "/data/a"),
        ("/ data / a", "/data/a"),
        ("b", "/data/g/b"),
        ("./b", "/data/g/b"),
        (".", "/data/g"),
        ("..", "/data"),
        ("../a", "/data/a"),
        ("../../../../a", "/a"),
        ("current()/../a", "/data/a"),
        ("current( ) / ../a", "/data/a"),
        ("/data/p[1]/a", "/data/p/a"),
        ("/data/p[q[x = 1]/y = 2]/a", "/data/p/a"),
        ("/data/x:a/@k", "/data/x:a/@k"),
        ("/data//a/", "/data/a"),
        ("", "/data/g"),
    ],
)
def test_makes_a_path_absolute_and_generic(path: str, meant: str) -> None:
    assert absolute(path, "/data/g") == meant


def test_a_path_of_an_attacker_is_cut_before_it_costs_anything() -> None:
    assert len(absolute("[" * 1_000_000, "/data")) <= LONGEST + len("/data/")
    assert absolute("a" + "[x]" * 1_000_000, "/data").startswith("/data/a")


@given(st.text(alphabet="ab/.[] ", max_size=20))
def test_what_is_absolute_stays_as_it_is(path: str) -> None:
    found = absolute(path, "/data/g")
    assert found.startswith("/")
    assert absolute(found, "/elsewhere") == found
