"""A questionnaire as a page of text, line by line."""

import pytest

from intake.cli.form_page import counts, page
from unit.forms.building import ask, bind, choose, form, listed, repeat


def lines(
    instance: str, binds: str = "", body: str = "", model: str = "", language: str = ""
) -> list[str]:
    return list(page(form(instance, binds, body, model), language))


def test_begins_with_title_id_and_version() -> None:
    assert lines("<a/>", "", ask("a"))[:3] == ["Test", "test, version 1", ""]


@pytest.mark.parametrize(
    ("binds", "line"),
    [
        (bind("a", required="true()"), "    required"),
        (bind("a", required="/data/b = 1"), "    required: ${b} = 1"),
        (bind("a", required="false()"), None),
        (bind("a", relevant="../b != ''"), "    asked if: ${b} != ''"),
        (bind("a", relevant="current()/../b = 2"), "    asked if: ${b} = 2"),
        (bind("a", constraint=". >  1\n and . < 9"), "    must hold: . > 1 and . < 9"),
        (
            bind("a", calculate="concat(/data/b, '/x')"),
            "    worked out as: concat(${b}, '/x')",
        ),
        (bind("a", readonly="/data/b = 1"), "    read only: ${b} = 1"),
    ],
)
def test_writes_rules_as_an_author_does(binds: str, line: str | None) -> None:
    said = lines("<a/><b/>", binds, ask("a", "Alpha"))
    rules = said[said.index("Alpha   [a: string]") + 1 :]
    if line is None:
        assert rules[0] == ""
    else:
        assert line in rules


def test_names_the_kind_and_the_look_of_every_question() -> None:
    said = lines(
        "<n/><t/><p><x/></p><note/>",
        bind("n", type="int") + bind("note", readonly="true()"),
        "<input ref='/data/n' appearance='w4 bearing'><label>N</label></input>"
        "<trigger ref='/data/t'><label>T</label></trigger>"
        + repeat("p", ask("p/x"), 'jr:count="/data/n"')
        + ask("note", "Read this."),
    )
    assert "N   [n: int, w4 bearing]" in said
    assert "T   [t: trigger]" in said
    assert "p   [p: repeat]" in said
    assert "    as many as: ${n}" in said
    assert "    p/x   [x: string]" in said
    assert "Read this.   [note: note]" in said


def test_writes_choices_and_how_they_are_chosen() -> None:
    said = lines(
        "<a/><s/><r/>",
        "",
        ask("a")
        + choose("s", "instance('l')/root/item[g = /data/a]")
        + "<select ref='/data/r'><label>R</label><item><label>One</label>"
        "<value>1</value></item></select>",
        listed("l", "x:1"),
    )
    place = said.index("s   [s: select one]")
    assert said[place + 1 : place + 3] == [
        "    choices where: g = ${a}",
        "    - X   [x]",
    ]
    assert "    - One   [1]" in said


def test_a_long_list_is_cut_and_counted() -> None:
    said = lines(
        "<s/>",
        "",
        choose("s", "instance('l')/root/item"),
        listed("l", *(f"v{n}" for n in range(50))),
    )
    assert sum(line.startswith("    - V") for line in said) == 40
    assert said[-1] == "    - and 10 more"


def test_choices_from_a_repeat_are_named_by_their_path() -> None:
    said = lines(
        "<p><name/></p><s/>", "", repeat("p", ask("p/name")) + choose("s", "/data/p")
    )
    assert "    choices from: ${p}" in said


def test_is_written_in_the_language_asked_for() -> None:
    asked = (
        "<input ref='/data/a'><label ref=\"jr:itext('/data/a:label')\"/>"
        "<hint ref=\"jr:itext('/data/a:hint')\"/></input>"
    )
    translated = (
        "<itext><translation lang='en'><text id='/data/a:label'><value>Age of <output"
        " value='/data/a'/></value></text><text id='/data/a:hint'><value>Years</value>"
        "<value form='guidance'>Slowly</value></text></translation>"
        "<translation lang='fr'><text id='/data/a:label'><value>L’âge</value></text>"
        "</translation></itext>"
    )
    parts = ("<a/>", "", asked, translated)
    assert lines(*parts, language="en")[3:] == [
        "Age of ${a}   [a: string]",
        "    Years",
        "    (Slowly)",
    ]
    assert lines(*parts, language="fr")[3] == "L’âge   [a: string]"


def test_counts_what_is_asked_and_what_it_stands_in() -> None:
    read = form(
        "<a/><calc/><note/><g><b/></g><p><c/></p>",
        bind("calc", calculate="1") + bind("note", readonly="true()"),
        ask("a")
        + ask("note")
        + f"<group ref='/data/g'>{ask('g/b')}</group>"
        + repeat("p", ask("p/c")),
    )
    assert counts(read) == {"questions": 3, "groups": 1, "repeats": 1}
