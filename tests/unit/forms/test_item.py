"""One place in an interview: what it says of itself, and what it never says."""

from __future__ import annotations

import pytest

from intake.forms import Kind, Session, Validity
from unit.forms.building import ask, bind, choose, listed, repeat, session


def talk_of_all() -> Session:
    return session(
        "<a/><g><b/></g><p><c/></p><p><c/></p><m/>",
        bind("a", type="int", required="true()", constraint=". < 9")
        + bind("g", relevant="/data/a = 1", readonly="/data/a = 2"),
        ask("a", "Number")
        + f"<group ref='/data/g'><label>Group</label>{ask('g/b')}</group>"
        + repeat("p", ask("p/c"))
        + choose("m", "instance('l')/root/item", "select"),
        listed("l", "x", "y"),
    )


def test_an_item_is_made_once_and_kept() -> None:
    talk = session("<p><name/></p>" * 2, "", repeat("p", ask("p/name")))
    item = talk.get("/data/p[2]/name")
    assert talk.get("/data/p[2]/name") is item
    talk.remove_repeat("/data/p[1]")
    assert item.ref == "/data/p[1]/name"
    talk.undo()
    assert item.ref == "/data/p[2]/name"
    assert talk.get("/data/p[2]/name") is item


def test_shows_its_place_and_never_its_answer() -> None:
    talk = talk_of_all()
    talk.answer("/data/p[2]/c", "secret")
    assert repr(talk.get("/data/p[2]/c")) == "<Item /data/p[2]/c>"


@pytest.mark.parametrize(
    "ref", ["/data", "/data/a", "/data/g/b", "/data/p", "/data/p[2]", "/data/p[2]/c"]
)
def test_is_found_again_by_its_own_ref(ref: str) -> None:
    talk = talk_of_all()
    assert talk.get(ref).ref == ref
    assert talk.get(talk.get(ref).ref) is talk.get(ref)


def test_a_hidden_answer_has_no_value_but_is_kept() -> None:
    talk = talk_of_all()
    inner = talk.get("/data/g/b")
    assert [inner.relevant] == [False]
    talk.answer("/data/a", "1")
    assert [inner.relevant] == [True]
    talk.answer(inner.ref, "said")
    talk.answer("/data/a", "3")
    assert (inner.value, inner.kept, inner.relevant) == ("", "said", False)
    assert inner.validity is Validity.OK


def test_a_group_that_is_read_only_holds_for_all_inside() -> None:
    talk = talk_of_all()
    inner = talk.get("/data/g/b")
    assert [inner.readonly] == [False]
    talk.answer("/data/a", "2")
    assert [inner.readonly] == [True]
    assert not talk.get("/data/a").readonly


def test_its_validity_is_the_worst_that_holds() -> None:
    talk = talk_of_all()
    found = [talk.get("/data/a").validity]
    for answer in ("10", "8"):
        talk.answer("/data/a", answer)
        found.append(talk.get("/data/a").validity)
    assert found == [Validity.REQUIRED, Validity.CONSTRAINT, Validity.OK]
    assert talk.get("/data/g").validity is Validity.OK


def test_a_series_counts_its_instances_and_an_instance_its_series() -> None:
    talk = talk_of_all()
    assert (talk.get("/data/p").count, talk.get("/data/p[1]").count) == (2, 2)
    assert talk.get("/data/a").count == 0
    assert talk.get("/data/p").can_add
    assert not talk.get("/data/p").can_remove
    assert talk.get("/data/p[2]").can_remove
    assert not talk.get("/data/p[2]").can_add
    assert [one.position for one in talk.get("/data/p").children] == [1, 2]


def test_a_part_is_found_by_name_with_or_without_prefix() -> None:
    talk = session("<orx:meta><orx:instanceID/></orx:meta>")
    root = talk.root
    assert root.part("meta") is root.part("orx:meta") is not None
    assert root.part("id") is None
    assert root.part("@id") is not None
    assert root.part("nothing") is None


def test_a_question_without_choices_offers_and_loses_nothing() -> None:
    item = talk_of_all().get("/data/a")
    assert (item.choices, item.lost) == ((), ())


def test_what_nobody_asks_has_no_words() -> None:
    talk = session("<hidden/>")
    item = talk.get("/data/hidden")
    assert (item.kind, item.label, item.hint, item.guidance) == (Kind.VALUE, "", "", "")
    assert (item.control, item.sections, item.appearance) == (None, (), ())
    assert dict(item.media) == dict(item.parameters) == {}


def test_the_look_of_the_root_is_the_style_of_the_form() -> None:
    talk = session("<a/>", "", ask("a"))
    assert talk.root.appearance == ()
    assert talk.root.kind is Kind.ROOT


def test_words_and_choices_can_be_read_in_another_language() -> None:
    talk = session(
        "<s/>",
        "",
        "<select1 ref='/data/s'><label>S</label><hint ref=\"jr:itext('h')\"/><itemset"
        " nodeset=\"instance('l')/root/item\"><value ref='name'/>"
        "<label ref='jr:itext(id)'/></itemset></select1>",
        "<itext><translation lang='en'><text id='h'><value>Hint</value></text>"
        "<text id='x'><value>Ex</value></text></translation><translation lang='fr'>"
        "<text id='h'><value>Conseil</value></text><text id='x'><value>Iks</value>"
        "</text></translation></itext><instance id='l'><root><item><id>x</id>"
        "<name>x</name></item></root></instance>",
    )
    item = talk.get("/data/s")
    assert (item.hint, item.hint_in("fr")) == ("Hint", "Conseil")
    assert [one.label for one in item.choices_in("fr")] == ["Iks"]
    assert [one.label for one in item.choices] == ["Ex"]
    assert talk.languages == ("en", "fr")


def test_what_nobody_is_asked_cannot_be_wrong() -> None:
    talk = session(
        "<a/><sum/><note/>",
        bind("a", type="int")
        + bind("sum", calculate="/data/a * 2", required="true()", constraint=". < 9")
        + bind("note", readonly="true()", required="true()"),
        ask("a", "Number") + ask("note", "These do not go together."),
    )
    assert talk.get("/data/sum").validity is Validity.OK
    talk.answer("/data/a", "8")
    assert talk.get("/data/sum").validity is Validity.OK
    # A note that must be answered stops the interview: forms use it to do so.
    assert talk.get("/data/note").validity is Validity.REQUIRED
