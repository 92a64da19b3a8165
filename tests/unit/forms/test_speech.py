"""A form's words: the right language, with answers filled in as they are."""

from __future__ import annotations

import pytest

from intake.forms import Session
from intake.forms.xpath import ExpressionError, expression
from unit.forms.building import ask, bind, choose, listed, repeat, session

ITEXT = (
    "<itext><translation lang='en'><text id='t'><value>Hello <output"
    " value='/data/name'/></value></text><text id='/data/p/x:label'><value>Of <output"
    " value='../n'/></value></text></translation><translation lang='fr'><text id='t'>"
    "<value>Bonjour <output value='/data/name'/></value></text></translation></itext>"
)


def talk_of_words() -> Session:
    return session(
        "<name>Ay</name><said/><p><n>1</n><x/></p><p><n>2</n><x/></p><id>t</id><free/>"
        "<broken/>",
        bind("said", calculate="jr:itext('t')"),
        ask("name")
        + repeat(
            "p",
            ask("p/n")
            + "<input ref='/data/p/x'><label ref=\"jr:itext('/data/p/x:label')\"/>"
            "</input>",
        )
        + "<input ref='/data/id'><label ref='jr:itext(/data/id)'/></input>"
        "<input ref='/data/free'><label ref='/data/name'/></input>"
        "<input ref='/data/broken'><label>A <output value='digest(1, 2)'/> Z</label>"
        "</input>",
        ITEXT,
    )


def test_a_label_of_another_language_can_be_read_beside() -> None:
    talk = session(
        "<s/><said/>",
        bind("said", calculate="jr:choice-name(/data/s, '/data/s')"),
        "<select1 ref='/data/s'><label ref=\"jr:itext('/data/s:label')\"/>"
        "<itemset nodeset=\"instance('l')/root/item\"><value ref='name'/>"
        "<label ref='jr:itext(itextId)'/></itemset></select1>",
        "<itext><translation lang='en'><text id='/data/s:label'><value>Fruit</value>"
        "</text><text id='l-0'><value>Apple</value></text></translation>"
        "<translation lang='fr'><text id='/data/s:label'><value>Le fruit</value></text>"
        "<text id='l-0'><value>La pomme</value></text></translation></itext>"
        "<instance id='l'><root><item><itextId>l-0</itextId><name>apple</name></item>"
        "</root></instance>",
    )
    item = talk.get("/data/s")
    talk.answer("/data/s", "apple")
    assert item.label_in("fr") == "Le fruit"
    assert talk.get("/data/said").value == "Apple"
    talk.set_language("fr")
    assert (item.label, item.choices[0].label) == ("Le fruit", "La pomme")
    assert talk.get("/data/said").value == "La pomme"


def test_hint_guidance_and_every_kind_of_medium_are_read() -> None:
    talk = session(
        "<a/>",
        "",
        "<input ref='/data/a'><label ref=\"jr:itext('/data/a:label')\"/>"
        "<hint ref=\"jr:itext('/data/a:hint')\"/></input>",
        "<itext><translation lang='en'><text id='/data/a:label'><value>Q</value>"
        "<value form='audio'>jr://audio/q.mp3</value>"
        "<value form='big-image'>jr://images/big.png</value></text>"
        "<text id='/data/a:hint'><value>A hint</value>"
        "<value form='guidance'>Ask slowly, <output value='/data/a'/></value></text>"
        "</translation></itext>",
    )
    talk.answer("/data/a", "twice")
    item = talk.get("/data/a")
    assert (item.hint, item.guidance) == ("A hint", "Ask slowly, twice")
    assert dict(item.media) == {
        "audio": "jr://audio/q.mp3",
        "big-image": "jr://images/big.png",
    }


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


def test_quotes_answers_and_follows_them() -> None:
    talk = talk_of_words()
    assert talk.get("/data/id").label == "Hello Ay"
    talk.answer("/data/name", "Bo")
    assert [talk.get(f"/data/{one}").label for one in ("id", "free")] == [
        "Hello Bo",
        "Bo",
    ]


def test_a_label_in_a_repeat_speaks_of_its_own_instance() -> None:
    talk = talk_of_words()
    labels = [talk.get(f"/data/p[{n}]/x").label for n in (1, 2)]
    assert labels == ["Of 1", "Of 2"]


def test_an_id_may_be_worked_out_and_so_may_the_words() -> None:
    talk = talk_of_words()
    assert talk.get("/data/id").label == "Hello Ay"
    assert talk.get("/data/free").label == "Ay"
    talk.answer("/data/id", "gone")
    assert talk.get("/data/id").label == ""


def test_what_cannot_be_worked_out_is_left_blank_in_the_text() -> None:
    assert talk_of_words().get("/data/broken").label == "A  Z"


def test_another_language_is_spoken_for_a_moment_only() -> None:
    talk = talk_of_words()
    item = talk.get("/data/id")
    assert item.label_in("fr") == "Bonjour Ay"
    assert (talk.language, item.label) == ("en", "Hello Ay")
    talk.set_language("fr")
    assert item.label == talk.get("/data/said").value == "Bonjour Ay"


def named(question: str, value: str = "b") -> str:
    talk = session(
        "<p><s/><n/></p><p><s/></p><m/>",
        "",
        repeat("p", choose("p/s", "instance('l')/root/item[g = '1']") + ask("p/n"))
        + choose("m", "instance('l')/root/item", "select"),
        listed("l", "a:1", "b:1", "c:2"),
    )
    node = talk.get("/data/p[2]/s").node
    context = talk._evaluation.context(talk.get("/data/p[2]/s"))  # noqa: SLF001 - where an expression stands
    assert context.node is node
    return expression(f"jr:choice-name('{value}', '{question}')").string(context)


@pytest.mark.parametrize(
    ("question", "value", "name"),
    [
        ("/data/p/s", "b", "B"),
        (".", "b", "B"),
        ("/data/p/s", "c", ""),
        ("/data/m", "c", "C"),
        ("../../m", "a", "A"),
        ("/data/m", "zz", ""),
    ],
)
def test_names_a_choice_as_its_question_offers_it(
    question: str, value: str, name: str
) -> None:
    assert named(question, value) == name


@pytest.mark.parametrize("question", ["/data/p/n", "/data/nothing", "/data"])
def test_what_has_no_choices_has_no_names_for_them(question: str) -> None:
    with pytest.raises(ExpressionError, match="no choices"):
        named(question)


def test_the_heading_of_a_series_without_instances_follows_what_it_quotes() -> None:
    talk = session(
        "<t/><p jr:template=''><x/></p>",
        "",
        ask("t") + "<group ref='/data/p'><label>Stems of <output value='../t'/></label>"
        "<repeat nodeset='/data/p'><input ref='/data/p/x'/></repeat></group>",
    )
    series = talk.get("/data/p")
    assert series.label.strip() == "Stems of"
    talk.answer("/data/t", "8")
    assert (series.label, series.count) == ("Stems of 8", 0)
    assert "/data/p" in talk.changed
    talk.add_repeat("/data/p")
    talk.answer("/data/t", "9")
    assert series.label == talk.get("/data/p[1]").label == "Stems of 9"
