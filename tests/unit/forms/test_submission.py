"""What is sent: the XML that ODK Central takes, read back by another parser."""

from __future__ import annotations

import random

from lxml import etree

from intake.forms import Session, read_form
from unit.forms.building import NOW, ask, begin, bind, repeat, session, xform

OPENROSA = "http://openrosa.org/xforms"


def test_a_submission_names_its_form_and_itself() -> None:
    talk = session("<a>x</a>", "", ask("a"))
    sent = talk.submission()
    assert sent.startswith(b"<?xml version='1.0' encoding='UTF-8'?>")
    root = etree.fromstring(sent)
    assert (root.tag, root.get("id"), root.get("version")) == ("data", "test", "1")
    own = root.findtext(f"{{{OPENROSA}}}meta/{{{OPENROSA}}}instanceID") or ""
    assert own.startswith("uuid:")
    assert b"orx:meta" in sent
    assert root.nsmap == {"orx": OPENROSA}


def test_a_form_without_the_prefix_has_a_plain_meta() -> None:
    talk = begin(
        read_form(
            b'<h:html xmlns="http://www.w3.org/2002/xforms"'
            b' xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title/><model>'
            b'<instance><data id="x"><a/></data></instance></model></h:head>'
            b'<h:body><input ref="/data/a"/></h:body></h:html>'
        )
    )
    root = etree.fromstring(talk.submission())
    assert (root.findtext("meta/instanceID") or "").startswith("uuid:")


def test_only_what_is_relevant_is_sent() -> None:
    talk = session(
        "<a/><g><b>kept</b></g><p><n>1</n></p><p><n>2</n></p>",
        bind("g", relevant="/data/a = 'x'")
        + bind("p", relevant="position(current()) = 2"),
        ask("a")
        + f"<group ref='/data/g'>{ask('g/b')}</group>"
        + repeat("p", ask("p/n")),
    )
    root = etree.fromstring(talk.submission())
    assert [one.tag for one in root][:2] == ["a", "p"]
    assert root.findtext("p/n") == "2"
    talk.answer("/data/a", "x")
    assert etree.fromstring(talk.submission()).findtext("g/b") == "kept"


def test_text_survives_as_it_was_said() -> None:
    said = "<ئۇيغۇر> & \"'\u2028 two\nlines\t\U0001f333"
    talk = session("<a/>", "", ask("a"))
    talk.answer("/data/a", said)
    assert etree.fromstring(talk.submission()).findtext("a") == said


def test_letters_are_sent_composed_and_kept_as_typed() -> None:
    talk = session("<a/>", "", ask("a"))
    talk.answer("/data/a", "e\u0301")
    assert talk.get("/data/a").value == "e\u0301"
    assert etree.fromstring(talk.submission()).findtext("a") == "\u00e9"


def test_a_namespace_of_the_form_s_own_is_kept() -> None:
    talk = begin(
        read_form(
            b'<h:html xmlns="http://www.w3.org/2002/xforms"'
            b' xmlns:h="http://www.w3.org/1999/xhtml"'
            b' xmlns:x="urn:x"><h:head><h:title/><model>'
            b'<instance><data xmlns="urn:own" id="x" x:made="2024"><a>1</a></data>'
            b'</instance><bind nodeset="/data/a" type="int"/></model></h:head>'
            b'<h:body><input ref="/data/a"/></h:body></h:html>'
        )
    )
    root = etree.fromstring(talk.submission())
    assert root.tag == "{urn:own}data"
    assert root.findtext("{urn:own}a") == "1"
    assert root.get("{urn:x}made") == "2024"


def test_no_attribute_of_a_template_is_sent() -> None:
    talk = session("<p jr:template=''><n/></p>", "", repeat("p", ask("p/n")))
    talk.add_repeat("/data/p")
    assert b"template" not in talk.submission()


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


def fixed() -> Session:
    return session(
        "<a>first</a><p><x>1</x></p><p><x>2</x></p><g><b>old</b></g>",
        bind("g", relevant="/data/a != 'hide'"),
        ask("a")
        + repeat("p", ask("p/x"), 'jr:noAddRemove="true()"')
        + f"<group ref='/data/g'>{ask('g/b')}</group>",
    )


def again(talk: Session, instance: bytes, *, revision: bool = False) -> Session:
    return Session(
        talk.form,
        now=lambda: NOW,
        random=random.Random(3),  # noqa: S311 - any will do
        instance=instance,
        revision=revision,
    )


def test_a_fixed_repeat_keeps_its_number_whatever_a_submission_brings() -> None:
    talk = fixed()
    for parts, values in (
        ("<p><x>9</x></p>", ["9", ""]),
        ("<p><x>9</x></p>" * 3, ["9", "9"]),
        ("", ["", ""]),
    ):
        read = again(talk, f"<data id='test'>{parts}</data>".encode())
        found = [read.get(f"/data/p[{n}]/x").value for n in (1, 2)]
        assert found == values


def test_what_a_submission_leaves_out_starts_as_the_form_has_it() -> None:
    talk = fixed()
    talk.answer("/data/a", "hide")
    read = again(talk, talk.submission())
    assert b"<g>" not in talk.submission()
    read.answer("/data/a", "show")
    assert read.get("/data/g/b").value == "old"


def test_a_revision_keeps_the_id_it_replaces() -> None:
    talk = fixed()
    sent = talk.submission("uuid:one")
    read = again(talk, sent, revision=True)
    assert read.get("/data/orx:meta/orx:deprecatedID").value == "uuid:one"
    assert read.get("/data/orx:meta/orx:instanceID").value != "uuid:one"
    assert again(talk, sent).get("/data/orx:meta/orx:instanceID").value == "uuid:one"
