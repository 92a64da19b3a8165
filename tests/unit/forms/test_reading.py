"""From an XForm to a form that can be asked, or to the list of its faults."""

from __future__ import annotations

import gc
import hashlib

import pytest

from intake.forms import Form, FormFaulty, read_form
from intake.forms.definition import Bind
from unit.forms.building import ask, bind, faults, form, repeat, session, xform


def rules(given: Form, path: str) -> Bind:
    field = given.field(path)
    assert field is not None
    return field.bind


def test_questions_come_in_the_order_of_the_body() -> None:
    talk = session(
        "<b/><hidden/><a/><g><d/><c/></g>",
        "",
        ask("a") + ask("b") + f"<group ref='/data/g'>{ask('g/c')}{ask('g/d')}</group>",
    )
    refs = [item.ref for item in talk.root.children]
    assert refs[:3] == ["/data/a", "/data/b", "/data/hidden"]
    assert [item.ref for item in talk.get("/data/g").children] == [
        "/data/g/c",
        "/data/g/d",
    ]


def test_a_form_is_known_by_the_bytes_it_was_read_from() -> None:
    source = xform("<a/>", "", ask("a"))
    assert read_form(source).digest == hashlib.sha256(source).hexdigest()


@pytest.mark.parametrize(
    ("written", "type_"),
    [
        ("xsd:int", "int"),
        ("int", "int"),
        ("integer", "int"),
        ("xsd:datetime", "dateTime"),
        ("", "string"),
        ("geopoint", "geopoint"),
    ],
)
def test_a_type_is_read_without_its_prefix(written: str, type_: str) -> None:
    assert rules(form("<a/>", bind("a", type=written)), "/data/a").type == type_


def test_every_rule_of_a_bind_is_read() -> None:
    found = rules(
        form(
            "<a/><b/>",
            bind(
                "a",
                relevant="/data/b = 1",
                required="/data/b = 2",
                readonly="/data/b = 3",
                constraint=". = 4",
                calculate="/data/b",
                constraintMsg="No.",
                requiredMsg="Say.",
                saveto="age",
            ),
        ),
        "/data/a",
    )
    sources = [
        one.source
        for one in (
            found.relevant,
            found.required,
            found.readonly,
            found.constraint,
            found.calculate,
        )
        if one is not None
    ]
    assert sources == ["/data/b = 1", "/data/b = 2", "/data/b = 3", ". = 4", "/data/b"]
    assert found.constraint_message is not None
    assert found.constraint_message.pieces == ("No.",)
    assert found.required_message is not None
    assert found.required_message.pieces == ("Say.",)
    assert found.attributes["saveto"] == "age"


def test_two_binds_of_one_question_are_joined() -> None:
    found = rules(
        form("<a/>", bind("a", type="int") + bind("a", required="true()")), "/data/a"
    )
    assert found.type == "int"
    assert found.required is not None


def test_an_empty_rule_is_no_rule() -> None:
    found = rules(form("<a/>", bind("a", relevant=" ", calculate="")), "/data/a")
    assert (found.relevant, found.calculate) == (None, None)


def test_the_first_translation_is_the_default_unless_one_says_so() -> None:
    texts = "<text id='t'><value>x</value></text>"

    def default(*languages: str) -> str:
        translations = "".join(
            f"<translation lang='{one}'>{texts}</translation>".replace(
                "!'", "' default='true()'"
            )
            for one in languages
        )
        return form("<a/>", "", "", f"<itext>{translations}</itext>").default_language

    assert default("en", "fr") == "en"
    assert default("en", "fr!") == "fr"
    assert form("<a/>").default_language == ""


def test_a_language_written_twice_is_a_fault() -> None:
    translation = "<translation lang='en'/>"
    assert "“en” is written twice" in faults(
        "<a/>", "", "", f"<itext>{translation * 2}</itext>"
    )


def test_where_records_were_to_be_sent_is_kept() -> None:
    found = form(
        "<a/>",
        "",
        "",
        "<submission action='https://example.org/s' method='post'"
        " base64RsaPublicKey='QUJD'/>",
    ).submission
    assert (found.url, found.method, found.public_key) == (
        "https://example.org/s",
        "post",
        "QUJD",
    )


def test_a_fault_in_one_rule_does_not_hide_that_in_another() -> None:
    told = faults(
        "<a/><b/>",
        bind("a", relevant="(", calculate="nope()") + bind("b", constraint="'open"),
    )
    assert told.count("\n") == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html/>", "This is not an XForm."),
        (b"<model/>", "The form has no instance."),
        (b"<model><instance/></model>", "The form has no instance."),
    ],
)
def test_what_is_no_form_says_so(data: bytes, words: str) -> None:
    with pytest.raises(FormFaulty) as caught:
        read_form(data)
    assert words in str(caught.value.faults[0])


def test_a_form_without_a_body_asks_nothing_and_still_works() -> None:
    source = xform("<a>1</a>").replace(b"<h:body></h:body>", b"")
    field = read_form(source).field("/data/a")
    assert field is not None
    assert field.control is None


def test_the_collector_of_garbage_rests_only_while_a_form_is_read() -> None:
    form("<a/>", "", ask("a"))
    assert gc.isenabled()
    assert faults("<a/>", bind("a", calculate="1 +"), ask("a"))
    assert gc.isenabled()
    gc.disable()
    try:
        form("<a/>", "", ask("a"))
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_text_whose_name_is_no_path_may_look_around_from_its_question() -> None:
    talk = session(
        "<p><place/><x/></p>",
        bind("p/place", type="int", calculate="position(..)"),
        repeat("p", "<input ref='/data/p/x'><label ref=\"jr:itext('x')\"/></input>"),
        "<itext><translation lang='en'><text id='x'><value>No. "
        "<output value='../place'/></value></text><text><value>Nobody's "
        "<output value='../gone'/></value></text></translation></itext>",
    )
    talk.add_repeat("/data/p")
    assert talk.get("/data/p[2]/x").label == "No. 2"
    assert "There is no question /data/gone" in faults(
        "<a/>",
        "",
        "<input ref='/data/a'><label ref=\"jr:itext('x')\"/></input>",
        "<itext><translation lang='en'><text id='x'><value>"
        "<output value='/data/gone'/></value></text></translation></itext>",
    )


def test_forms_that_are_let_go_of_do_not_pile_up() -> None:
    source = xform("".join(f"<a{n}/>" for n in range(300)))
    for _ in range(8):
        read_form(source)
    before = len(gc.get_objects())
    for _ in range(40):
        read_form(source)
    assert len(gc.get_objects()) < before + 40 * 300
