"""A form as its author wrote it: what kind each field is, and how it is found."""

from __future__ import annotations

import pytest

from intake.forms import Kind
from intake.forms.definition import find, local
from unit.forms.building import ask, bind, choose, form, listed, repeat

FORM = form(
    "<orx:meta><orx:instanceID/></orx:meta><a k='1'/><note/><calc/><said/>"
    "<text>Hello</text><g><b/></g><h/><p><c/></p><s/><m/>",
    bind("note", readonly="true()")
    + bind("calc", calculate="1")
    + bind("said", readonly="true()", calculate="1")
    + bind("text", readonly="true()"),
    ask("a")
    + ask("note")
    + ask("said")
    + ask("text")
    + f"<group ref='/data/g'>{ask('g/b')}</group><group ref='/data/h'/>"
    + repeat("p", ask("p/c"))
    + choose("s", "instance('l')/root/item")
    + choose("m", "instance('l')/root/item", "select"),
    listed("l", "x"),
)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/data", Kind.ROOT),
        ("/data/a", Kind.INPUT),
        ("/data/a/@k", Kind.VALUE),
        ("/data/note", Kind.NOTE),
        ("/data/said", Kind.INPUT),
        ("/data/text", Kind.INPUT),
        ("/data/calc", Kind.VALUE),
        ("/data/g", Kind.GROUP),
        ("/data/h", Kind.GROUP),
        ("/data/p", Kind.REPEAT),
        ("/data/p/c", Kind.INPUT),
        ("/data/s", Kind.SELECT_ONE),
        ("/data/m", Kind.SELECT_MULTIPLE),
        ("/data/orx:meta", Kind.GROUP),
    ],
)
def test_knows_what_kind_each_field_is(path: str, kind: Kind) -> None:
    field = FORM.field(path)
    assert field is not None
    assert field.kind is kind


def test_finds_a_field_with_or_without_prefixes() -> None:
    found = FORM.field("/data/meta/instanceID")
    assert found is not None
    assert found is FORM.field("/data/orx:meta/orx:instanceID")
    assert found.qualified == "orx:instanceID"
    assert find(FORM.fields, "/data/other") is None


@pytest.mark.parametrize(
    ("path", "bare"),
    [
        ("/data/a", "/data/a"),
        ("/x:data/y:a", "/data/a"),
        ("/data/a/@x:k", "/data/a/@k"),
        ("", ""),
    ],
)
def test_drops_prefixes(path: str, bare: str) -> None:
    assert local(path) == bare


def test_a_field_knows_the_way_down_to_itself() -> None:
    field = FORM.field("/data/p/c")
    assert field is not None
    assert [one.name for one in field.lineage] == ["data", "p", "c"]
    assert field.lineage[-1] is field
    assert field.steps == ("data", "p", "c")
    assert field.parent is FORM.field("/data/p")


def test_a_form_brings_what_its_author_named() -> None:
    assert (FORM.id, FORM.version, FORM.title, FORM.root) == (
        "test",
        "1",
        "Test",
        "data",
    )
    assert len(FORM.digest) == 64
    assert FORM.languages == ()


def test_an_attribute_is_written_with_its_sign() -> None:
    field = FORM.field("/data/a/@k")
    assert field is not None
    assert (field.qualified, field.text, field.is_attribute) == ("@k", "1", True)
