"""What older forms write, and what the published suites leave out."""

from __future__ import annotations

import base64
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from lxml import etree

from intake.forms import Session, read_form
from intake.forms.external import read
from unit.forms.building import (
    NOW,
    ask,
    begin,
    bind,
    choose,
    faults,
    listed,
    repeat,
    session,
    xform,
)


def test_events_go_by_their_older_names_too() -> None:
    talk = session(
        "<a/><b/><r jr:template=''><n/></r>",
        "<setvalue event='xforms-ready' ref='/data/a' value='1 + 1'/>"
        "<setvalue event='xforms-revalidate' ref='/data/b' value='3'/>",
        repeat(
            "r",
            ask("r/n") + "<setvalue event='jr-insert' ref='/data/r/n' value='4'/>",
        ),
    )
    talk.add_repeat("/data/r")
    assert talk.get("/data/a").value == "2"
    assert talk.get("/data/b").value == ""
    assert talk.get("/data/r[1]/n").value == "4"


def test_an_answer_worked_out_sets_nothing_off() -> None:
    talk = session(
        "<a/><twice/><seen/>",
        bind("twice", calculate="/data/a * 2"),
        ask("a")
        + "<input ref='/data/twice'>"
        + "<setvalue event='xforms-value-changed' ref='/data/seen' value='1'/></input>",
    )
    talk.answer("/data/a", "2")
    assert talk.get("/data/twice").value == "4"
    assert talk.get("/data/seen").value == ""


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


@pytest.mark.parametrize("written", ["SHA-256", "sha-256"])
def test_names_of_hashes_are_read_in_any_case(written: str) -> None:
    talk = session("<a/>", bind("a", calculate=f"digest('abc', '{written}', 'HEX')"))
    assert talk.get("/data/a").value.startswith("ba7816bf")


def test_a_signed_text_is_taken_out_only_if_its_signature_fits() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    text = "Haus 7, Tür b".encode()
    signed = key.sign(text) + text
    changed = signed[:-1] + b"c"
    talk = session(
        "<code/><text/>",
        bind("text", calculate=f"extract-signed(/data/code, '{public}')"),
        ask("code"),
    )
    talk.answer("/data/code", base64.b64encode(signed).decode())
    assert talk.get("/data/text").value == "Haus 7, Tür b"
    for wrong in (base64.b64encode(changed).decode(), "QUJD", "no base64!", ""):
        talk.answer("/data/code", wrong)
        assert talk.get("/data/text").value == ""


def test_the_name_of_a_choice_follows_the_filter_of_its_list() -> None:
    talk = session(
        "<g>1</g><s/><name/>",
        bind("name", calculate="jr:choice-name('b', '/data/s')"),
        ask("g") + choose("s", "instance('l')/root/item[g = /data/g]"),
        listed("l", "a:1", "b:2"),
    )
    assert talk.get("/data/name").value == ""
    talk.answer("/data/g", "2")
    assert talk.get("/data/name").value == "B"


def test_two_attributes_of_one_name_are_both_kept() -> None:
    source = xform("<a/>", "", ask("a")).replace(
        b"version='1'", b"version='1' orx:version='7'"
    )
    form = read_form(source)
    assert form.version == "1"
    talk = begin(form)
    again = Session(
        form,
        now=lambda: NOW,
        random=random.Random(2),  # noqa: S311 - any will do
        instance=talk.submission(),
    )
    root = etree.fromstring(again.submission())
    assert root.get("version") == "1"
    assert root.get("{http://openrosa.org/xforms}version") == "7"


def test_headings_that_no_path_can_name_do_no_harm() -> None:
    rows = read("f.csv", b"name,my label,2nd\na,b,c\n").children[0].elements()
    assert rows[0].cell("name") == "a"
    assert rows[0].cell("my label") == "b"


def test_a_list_saved_as_unicode_text_is_read() -> None:
    rows = read("f.csv", "name\tlabel\na\tĂ\n".encode("utf-16")).children[0]
    assert rows.elements()[0].cell("label") == "Ă"


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ("start='1' end='5'", "The step of the range is “”"),
        ("start='a' end='5' step='1'", "The start of the range is “a”"),
        ("start='1' end='5' step='0'", "The step of the range is “0”"),
    ],
)
def test_a_range_needs_numbers_to_go_by(attributes: str, words: str) -> None:
    assert words in faults("<a/>", "", f"<range ref='/data/a' {attributes}/>")


@pytest.mark.parametrize(
    ("rule", "column"),
    [("readonly", "read_only"), ("required", "required"), ("relevant", "relevant")],
)
def test_a_circle_is_told_with_its_own_column(rule: str, column: str) -> None:
    assert f"column {column}:" in faults(
        "<a/>", bind("a", **{rule: ". = 'x'"}), ask("a")
    )
