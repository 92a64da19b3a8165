"""How a form asks: controls, headings, looks, choices and what they need."""

from __future__ import annotations

import pytest

from intake.forms import Form, Kind
from intake.forms.definition import Control
from unit.forms.building import (
    ask,
    begin,
    bind,
    choose,
    faults,
    form,
    listed,
    repeat,
    session,
)


def control(body: str, instance: str = "<a/><b/>", model: str = "") -> Control:
    field = form(instance, "", body, model).field("/data/a")
    assert field is not None
    assert field.control is not None
    return field.control


def warnings(given: Form) -> str:
    return "\n".join(str(one) for one in given.warnings)


def test_a_question_brings_its_parameters_and_looks() -> None:
    talk = session(
        "<n/><photo/><t/>",
        bind("n", type="xsd:decimal")
        + "<bind nodeset='/data/photo' type='binary' orx:max-pixels='640'/>",
        "<range ref='/data/n' start='0' end='2' step='0.5' appearance='no-ticks w4'>"
        "<label>How much</label></range>"
        "<upload ref='/data/photo' mediatype='image/*'><label>Photo</label></upload>"
        "<trigger ref='/data/t'><label>Read aloud</label></trigger>",
    )
    amount, photo = talk.get("/data/n"), talk.get("/data/photo")
    assert (amount.kind, amount.type) == (Kind.RANGE, "decimal")
    assert dict(amount.parameters) == {"start": "0", "end": "2", "step": "0.5"}
    assert amount.appearance == ("no-ticks", "w4")
    assert dict(photo.parameters) == {"mediatype": "image/*", "max-pixels": "640"}
    assert talk.get("/data/t").kind is Kind.TRIGGER
    talk.answer("/data/t", "OK")
    assert talk.get("/data/t").value == "OK"


def test_headings_without_data_stay_with_their_questions() -> None:
    talk = session(
        "<a/>", "", f"<group><label>About you</label>{ask('a', 'Name')}</group>"
    )
    assert talk.get("/data/a").sections == ("About you",)


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
    ("element", "kind"),
    [
        ("<input ref='/data/a'/>", Kind.INPUT),
        ("<secret ref='/data/a'/>", Kind.INPUT),
        ("<trigger ref='/data/a'/>", Kind.TRIGGER),
        ("<upload ref='/data/a' mediatype='audio/*'/>", Kind.UPLOAD),
        ("<range ref='/data/a' start='0' end='1' step='.5'/>", Kind.RANGE),
        ("<range ref='/data/a' start='9' end='1' step='-1'/>", Kind.RANGE),
    ],
)
def test_an_element_says_of_which_kind_a_question_is(element: str, kind: Kind) -> None:
    assert control(element).kind is kind


def test_a_question_may_be_named_by_bind_or_by_a_relative_path() -> None:
    read = form(
        "<a/><g><b/></g>",
        "<bind id='first' nodeset='/data/a'/>",
        "<input bind='first'/><group ref='g'><input ref='b'/></group>",
    )
    for path in ("/data/a", "/data/g/b"):
        field = read.field(path)
        assert field is not None
        assert field.kind is Kind.INPUT


def test_choices_may_be_written_beside_the_question() -> None:
    found = control(
        "<select1 ref='/data/a'><item><label>One</label><value> 1 </value></item>"
        "<item><value>2</value></item></select1>"
    )
    one, two = found.options
    assert (one.value, one.label and one.label.pieces) == ("1", ("One",))
    assert (two.value, two.label) == ("2", None)


@pytest.mark.parametrize(
    ("nodeset", "shuffled", "steady"),
    [
        ("instance('l')/root/item", False, True),
        ("instance('l')/root/item[g = '1']", False, True),
        ("instance('l')/root/item[g = /data/b]", False, False),
        ("randomize(instance('l')/root/item)", True, False),
        ("randomize(instance('l')/root/item, 3)", False, False),
        ("randomize(instance('l')/root/item, /data/b)", False, False),
        ("/data/b", False, False),
    ],
)
def test_knows_which_lists_nothing_can_change(
    nodeset: str, shuffled: bool, steady: bool
) -> None:
    itemset = control(choose("a", nodeset), "<a/><b/>", listed("l", "x:1")).itemset
    assert itemset is not None
    assert (itemset.shuffled, itemset.steady) == (shuffled, steady)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("w4  minimal", ("w4", "minimal")),
        ("w4 w4", ("w4",)),
        ("search", ("autocomplete", "search")),
        ("minimal search('f', 'contains', 'a', 'x y')", None),
    ],
)
def test_an_appearance_is_read_word_by_word(
    written: str, words: tuple[str, ...] | None
) -> None:
    found = control(f'<input ref="/data/a" appearance="{written}"/>').appearance
    if words is None:
        assert set(found) == {"minimal", "search('f', 'contains', 'a', 'x y')"}
    else:
        assert found == words


def test_a_repeat_takes_label_and_look_from_the_group_around_it() -> None:
    read = form(
        "<p><n/></p>",
        "",
        "<group ref='/data/p' appearance='field-list'><label>People</label>"
        f"<repeat nodeset='/data/p' jr:count='2' jr:noAddRemove='true()'>{ask('p/n')}"
        "</repeat></group>",
    )
    field = read.field("/data/p")
    assert field is not None
    assert field.series is not None
    assert field.series.count is not None
    assert (field.series.count.source, field.series.fixed) == ("2", True)
    assert field.series.control is not None
    assert field.series.control.appearance == ("field-list",)
    assert field.series.control.label is not None
    assert field.series.control.label.pieces == ("People",)


def test_what_is_asked_twice_is_asked_once_and_told() -> None:
    read = form("<a/>", "", ask("a", "first") + ask("a", "second"))
    assert "asked twice" in warnings(read)
    field = read.field("/data/a")
    assert field is not None
    assert field.control is not None
    assert field.control.label is not None
    assert field.control.label.pieces == ("first",)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<input/>", "A question (input) names no node."),
        ("<repeat><input ref='/data/a'/></repeat>", "A repeat names no node."),
        ("<upload ref='/data/a' mediatype='jpg'/>", "“jpg” is not a kind of file."),
        (
            "<select ref='/data/a'><item><label>x</label></item></select>",
            "A choice of /data/a has no value.",
        ),
        ("<input ref='/data/a'><label ref='jr:itext(nope('/></input>", "column label"),
    ],
)
def test_tells_mistakes_at_their_place(body: str, words: str) -> None:
    assert words in faults("<a/>", "", body)


def test_leaves_out_a_choice_whose_value_is_blank_and_says_so() -> None:
    read = form(
        "<a/>",
        "",
        "<select1 ref='/data/a'><item><label>Choose</label><value> </value></item>"
        "<item><label>Yes</label><value>1</value></item></select1>",
    )
    assert "could not be told from no answer" in warnings(read)
    assert [one.value for one in begin(read).get("/data/a").choices] == ["1"]


@pytest.mark.parametrize("mediatype", ["*", "image/*", "audio/mp3, text/x-a.b+c"])
def test_knows_kinds_of_files(mediatype: str) -> None:
    assert faults("<a/>", "", f"<upload ref='/data/a' mediatype='{mediatype}'/>") == ""


def test_a_label_quotes_answers_between_its_words() -> None:
    said = control(
        "<input ref='/data/a'><label>A <b>bold</b> <output value='/data/b'/>!</label>"
        "</input>"
    ).label
    assert said is not None
    sources = [one if isinstance(one, str) else one.source for one in said.pieces]
    assert "".join(sources) == "A bold /data/b!"


def test_a_repeat_inside_a_repeat_is_two_series() -> None:
    read = form("<p><q><n/></q></p>", "", repeat("p", repeat("p/q", ask("p/q/n"))))
    for path in ("/data/p", "/data/p/q"):
        field = read.field(path)
        assert field is not None
        assert field.kind is Kind.REPEAT


def test_a_message_may_be_a_text_of_the_form_or_be_worked_out() -> None:
    talk = session(
        "<a/><id>sure</id>",
        bind("a", type="int", constraint=". > 0", constraintMsg="jr:itext('no')")
        + bind("id", constraint=". = 'x'", constraintMsg="jr:itext(.)"),
        ask("a") + ask("id"),
        "<itext><translation lang='en'><text id='no'><value>More than nought</value>"
        "</text><text id='sure'><value>Are you sure?</value></text></translation>"
        "</itext>",
    )
    talk.answer("/data/a", "-1")
    assert talk.get("/data/a").message == "More than nought"
    assert talk.get("/data/id").message == "Are you sure?"


def test_without_a_group_a_repeat_speaks_for_itself() -> None:
    read = form(
        "<p><n/></p>",
        "",
        f"<repeat nodeset='/data/p' appearance='minimal'><label>P</label>"
        f"{ask('p/n')}</repeat>",
    )
    field = read.field("/data/p")
    assert field is not None
    assert field.series is not None
    assert field.series.control is not None
    assert field.series.control.appearance == ("minimal",)
