"""Finding places in the live tree: by name, above, below, all alike."""

from __future__ import annotations

import pytest

from intake.forms import Kind, Session
from intake.forms.definition import Field
from intake.forms.whereabouts import above, below, find, first_or_ghost, places
from unit.forms.building import ask, repeat, session


def talk_of_nests() -> Session:
    return session(
        "<a/><p><b/><q><c/></q><q><c/></q></p><p><b/><q><c/></q></p>"
        "<z jr:template=''/>",
        "",
        ask("a")
        + repeat("p", ask("p/b") + repeat("p/q", ask("p/q/c")))
        + repeat("z", ""),
    )


def field(talk: Session, path: str) -> Field:
    found = talk.form.field(path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("/data", "/data"),
        ("/data/a", "/data/a"),
        ("/data/a[1]", "/data/a"),
        ("/data/a[2]", None),
        ("/data/p", "/data/p"),
        ("/data/p[2]", "/data/p[2]"),
        ("/data/p[2]/b", "/data/p[2]/b"),
        ("/data/p/b", "/data/p[1]/b"),
        ("/data/p[1]/q[2]/c", "/data/p[1]/q[2]/c"),
        ("/data/p[2]/q[2]/c", None),
        ("/data/p[0]", None),
        ("/data/p[-1]", None),
        ("/data/p[x]", None),
        ("/data/p[99999999999]", None),
        ("/data/p[\u0661]", "/data/p[1]"),
        ("/data/z/none", None),
        ("/data/nothing", None),
        ("/other", None),
        ("data/a", None),
        ("", None),
    ],
)
def test_finds_a_place_by_its_ref(ref: str, found: str | None) -> None:
    item = find(talk_of_nests().root, ref)
    assert (None if item is None else item.ref) == found


def test_gives_everything_below_in_the_order_of_the_form() -> None:
    talk = talk_of_nests()
    refs = [item.ref for item in below(talk.get("/data/p[1]"))]
    assert refs == [
        "/data/p[1]",
        "/data/p[1]/b",
        "/data/p[1]/q",
        "/data/p[1]/q[1]",
        "/data/p[1]/q[1]/c",
        "/data/p[1]/q[2]",
        "/data/p[1]/q[2]/c",
    ]


@pytest.mark.parametrize(
    ("depth", "ref"),
    [
        (0, "/data"),
        (1, "/data"),
        (2, "/data/p[1]"),
        (3, "/data/p[1]/q[2]"),
        (4, "/data/p[1]/q[2]/c"),
        (9, "/data/p[1]/q[2]/c"),
    ],
)
def test_gives_the_ancestor_of_a_depth_never_a_series(depth: int, ref: str) -> None:
    talk = talk_of_nests()
    assert above(talk.get("/data/p[1]/q[2]/c"), depth).ref == ref


@pytest.mark.parametrize(
    ("scope", "path", "refs"),
    [
        ("/data", "/data/a", ["/data/a"]),
        ("/data", "/data/p", ["/data/p[1]", "/data/p[2]"]),
        (
            "/data",
            "/data/p/q/c",
            ["/data/p[1]/q[1]/c", "/data/p[1]/q[2]/c", "/data/p[2]/q[1]/c"],
        ),
        ("/data/p[2]", "/data/p/q/c", ["/data/p[2]/q[1]/c"]),
        ("/data/p", "/data/p/b", ["/data/p[1]/b", "/data/p[2]/b"]),
        ("/data/p[1]/q[2]", "/data/p/q", ["/data/p[1]/q[2]"]),
        ("/data/a", "/data/p/b", []),
        ("/data/p[1]/b", "/data/p", []),
        ("/data", "/data/z", []),
    ],
)
def test_gives_all_places_of_a_field_below(
    scope: str, path: str, refs: list[str]
) -> None:
    talk = talk_of_nests()
    found = places(talk.get(scope), field(talk, path))
    assert [item.ref for item in found] == refs


def test_gives_the_series_itself_when_asked() -> None:
    talk = talk_of_nests()
    found = places(talk.root, field(talk, "/data/p/q"), series=True)
    assert [item.ref for item in found] == ["/data/p[1]/q", "/data/p[2]/q"]
    assert {item.kind for item in found} == {Kind.REPEAT}


def test_one_looks_out_of_an_empty_repeat_as_from_its_first_instance() -> None:
    talk = talk_of_nests()
    series = talk.get("/data/p")
    assert first_or_ghost(series) is series.instances[0].node
    empty = talk.get("/data/z")
    ghost = first_or_ghost(empty)
    assert ghost.parent is empty.node
    assert ghost not in list(empty.node.children)
