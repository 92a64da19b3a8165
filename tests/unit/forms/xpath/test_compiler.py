"""From shape to closures: unions, filters, calls, and names nearly right."""

from __future__ import annotations

import pytest

from intake.forms.xpath import UnknownFunction, expression
from intake.forms.xpath.compiler import canonical, near_match, unknown_function
from intake.forms.xpath.functions import ODK
from unit.forms.xpath.surveyed import Survey, plain

JAVAROSA = "http://openrosa.org/javarosa"


@pytest.mark.parametrize(
    ("written", "namespaces", "listed"),
    [
        ("concat", {}, "concat"),
        ("jr:itext", {}, "jr:itext"),
        ("x:itext", {"x": JAVAROSA}, "jr:itext"),
        ("jr:itext", {"jr": "urn:other"}, "{urn:other}itext"),
        ("odk:go", {}, "{odk}go"),
    ],
)
def test_finds_the_name_a_function_is_listed_under(
    written: str, namespaces: dict[str, str], listed: str
) -> None:
    assert canonical(written, namespaces) == listed


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Concat", "concat"),
        ("count_selected", "count-selected"),
        ("itext", "jr:itext"),
        ("slected", "selected"),
        ("zzzzzz", ""),
    ],
)
def test_guesses_which_function_was_meant(written: str, meant: str) -> None:
    assert near_match(written, ODK) == meant


def test_says_that_there_is_no_such_function() -> None:
    assert str(unknown_function("conct", 3, ODK)) == (
        "There is no function conct(…). Did you mean concat(…)?"
    )
    assert "how it is spelled" in str(unknown_function("zzzzzz", 3, ODK))


def test_an_unknown_function_fails_only_when_it_is_called() -> None:
    survey = Survey()
    assert survey.text("if(true(), 'fine', conct())") == "fine"
    with pytest.raises(UnknownFunction) as caught:
        survey.text("1 + conct('a')")
    assert caught.value.position == 4


XML = "<a><b>1</b><c>2</c><b>3</b><d><b>4</b></d></a>"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("count(//b | //c | //b)", "4"),
        ("string(//c | //b)", "1"),
        ("string((//c | //b)[2])", "2"),
        ("string((//b)[last()])", "4"),
        ("string(//b[2])", "3"),
        ("count((//b)[. > 1][. < 4])", "1"),
        ("string(/a/*[position() = 2])", "2"),
        ("string(/a/*[2 = position()])", "2"),
        ("count(/a/*[position() = count(b)])", "0"),
        ("count(/a/*[position() = 2 or position() = 3])", "2"),
        ("string(/a/b[1.5])", ""),
        ("string(/a/b[true()])", "1"),
        ("string(/a/b['0'])", "1"),
        ("string(/a/b[count(/a/c) + 1])", "3"),
    ],
)
def test_unites_and_narrows(source: str, value: str) -> None:
    assert plain(source, XML) == value


def test_plain_xpath_tells_names_apart_by_address_and_forms_do_not() -> None:
    xml = "<a xmlns='urn:a'><b>1</b></a>"
    assert plain("count(//b)", xml) == "0"
    assert plain("count(//*[local-name() = 'b'])", xml) == "1"
    survey = Survey()
    survey.root.children[0].uri = "urn:a"
    assert survey.number("count(/data)") == 1


def test_a_value_that_nobody_gave_a_name_is_an_error() -> None:
    with pytest.raises(Exception, match=r"\$limit"):
        Survey().text("$limit")
    assert expression("'$limit'").string(Survey().at()) == "$limit"
