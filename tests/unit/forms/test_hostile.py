"""XForms made to do harm end in faults, soon and in little memory."""

from __future__ import annotations

import random
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from intake.domain.errors import AnswerRefused
from intake.forms import FormFaulty, Session, read_form
from intake.forms.external import read
from unit.forms.building import (
    NOW,
    ask,
    begin,
    bind,
    choose,
    faults,
    form,
    listed,
    repeat,
    resumed,
    xform,
)

GOOD = xform(
    "<a/><g><b/></g><p><n/></p><s/><c/><meta><instanceID/></meta>",
    bind("a", type="int", required="true()", constraint=". > 0 and . < 10")
    + bind("g", relevant="/data/a = 3")
    + bind("c", calculate="concat(count(/data/p), ' ', jr:itext('x'))")
    + "<setvalue event='odk-instance-first-load' ref='/data/c' value='now()'/>",
    ask("a")
    + f"<group ref='/data/g'>{ask('g/b')}</group>"
    + repeat("p", ask("p/n"), 'jr:count="/data/a"')
    + choose("s", "randomize(instance('l')/root/item[g = /data/a], 3)"),
    "<itext><translation lang='en'><text id='x'><value>X <output value='/data/a'/>"
    "</value></text></translation></itext>" + listed("l", "a:1", "b:2"),
)


FORM = read_form(GOOD)


def try_to_read(data: bytes) -> None:
    """Read, begin and answer; only our own errors may come out."""
    with suppress(FormFaulty):
        use(begin(read_form(data)))


def use(talk: Session) -> None:
    for item in list(talk.root.children):
        try:
            talk.answer(item.ref, "3")
        except AnswerRefused:
            continue
    assert talk.problems() is not None
    assert talk.submission()


def test_the_good_form_is_good() -> None:
    talk = begin(read_form(GOOD))
    use(talk)
    assert talk.get("/data/p").count == 3


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
@example(b"")
@example(b"\xff\xfe<\x00")
@example(b'<?xml version="1.0" encoding="utf-7"?><a/>')
@example(b'<?xml version="1.0" encoding="base64"?><a/>')
def test_any_bytes_are_refused_in_our_words(data: bytes) -> None:
    with pytest.raises(FormFaulty):
        read_form(data)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(GOOD)),
            st.integers(0, 12),
            st.sampled_from(
                [
                    b"",
                    b"<",
                    b"/",
                    b"'",
                    b'"',
                    b"]",
                    b"[",
                    b"..",
                    b"//",
                    b"*",
                    b"<repeat nodeset='/data'>",
                    b"<group ref='/data/a/'>",
                    b"&amp;",
                    b"nodeset",
                    b"/data/p",
                    b"instance('l')",
                    b"99999999999999",
                    b"position(..)",
                    b"\x00",
                ]
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_a_damaged_form_is_read_or_refused(
    cuts: list[tuple[int, int, bytes]],
) -> None:
    data = GOOD
    for place, length, instead in cuts:
        data = data[:place] + instead + data[place + length :]
    try_to_read(data)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["f.csv", "f.xml", "f.geojson", "f"]),
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet='<>/ab"=,;\n[]{}:1', max_size=120).map(str.encode),
    ),
)
def test_any_file_beside_a_form_is_read_or_refused(name: str, data: bytes) -> None:
    with suppress(FormFaulty):
        assert read(name, data).string() is not None


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="<>/data p=n1", max_size=80).map(
            lambda text: f"<data>{text}</data>".encode()
        ),
    )
)
@example(b'<?xml version="1.0" encoding="utf-16"?><data/>')
@example(
    "<?xml version='1.0' encoding='utf-16'?><data><a>3</a></data>".encode("utf-16")
)
@example(b"<data><p/><p/><p><n><n/></n></p><a><a/></a></data>")
def test_any_submission_is_taken_up_or_refused(data: bytes) -> None:
    with suppress(FormFaulty):
        talk = Session(
            FORM,
            now=lambda: NOW,
            random=random.Random(1),  # noqa: S311 - any will do
            instance=data,
            revision=True,
        )
        assert resumed(talk).submission() == talk.submission()


def test_deep_nesting_is_refused() -> None:
    for depth in (150, 5_000, 200_000):
        deep = "<g>" * depth + "</g>" * depth
        assert "deep" in faults(deep)
    groups = "<group>" * 5_000 + "</group>" * 5_000
    assert "deep" in faults("<a/>", "", groups)


def test_deep_expressions_are_refused() -> None:
    for nested in (
        "(" * 50_000 + "1" + ")" * 50_000,
        "not(" * 9_000 + "1" + ")" * 9_000,
    ):
        assert faults("<a/>", bind("a", relevant=nested)) != ""


def test_an_enormous_attribute_is_refused_or_read() -> None:
    assert faults("<a/>", bind("a", relevant="1 = " + "1" * 3_000_000)) != ""
    assert faults("<a/>", "<bind nodeset='/data/a" + "[1" * 500_000 + "'/>") == ""
    assert (
        faults("<a/>", "", f"<input ref='/data/a' appearance='{'w ' * 900_000}'/>")
        == ""
    )


def test_too_many_questions_are_refused() -> None:
    assert "too many questions" in faults("".join(f"<q{n}/>" for n in range(50_100)))


def test_a_repeat_of_repeats_stops_growing() -> None:
    # 729 million questions, if nothing held them back while the form is tried out.
    inmost = repeat("p/q/r", ask("p/q/r/a"), 'jr:count="900"')
    middle = repeat("p/q", inmost, 'jr:count="900"')
    told = faults(
        "<p jr:template=''><q jr:template=''><r jr:template=''><a/></r></q></p>",
        "",
        repeat("p", middle, 'jr:count="900"'),
    )
    assert "more than can be made" in told


def test_expressions_that_walk_everything_end() -> None:
    many = "".join(f"<q{n}>1</q{n}>" for n in range(400))
    slow = "count(//*[count(../*[string(.) != string(current())]) > position()]) = 0"
    rules = "".join(bind(f"q{n}", constraint=slow) for n in range(400))
    assert "too long" in faults(many, rules)


def test_actions_that_set_each_other_off_end() -> None:
    talk = begin(
        form(
            "<a/><b/>",
            "",
            "<input ref='/data/a'><setvalue event='xforms-value-changed' ref='/data/b'"
            " value='concat(/data/a, 1)'/></input><input ref='/data/b'><setvalue"
            " event='xforms-value-changed' ref='/data/a' value='concat(/data/b, 2)'/>"
            "</input>",
        )
    )
    talk.answer("/data/a", "x")
    assert talk.get("/data/a").value.startswith("x")


def test_questions_that_hide_each_other_come_to_rest() -> None:
    talk = begin(
        form(
            "<a>1</a><b>1</b>",
            bind("a", relevant="not(/data/b = 1)")
            + bind("b", relevant="not(/data/a = 1)"),
            ask("a") + ask("b"),
        )
    )
    talk.answer("/data/a", "2")
    assert talk.get("/data/a").kept == "2"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("f.csv", b"\x00\x01\x02"),
        ("f.csv", b'"' + b"x" * 300_000),
        ("f.csv", b",".join(b"c%d" % n for n in range(2_000)) + b"\n"),
        ("f.geojson", b"[" * 100_000),
        ("f.geojson", b'{"type":"FeatureCollection","features":[{"geometry":[]}]}'),
        ("f.xml", b"<!DOCTYPE a><a/>"),
        ("f.xml", b"<a>" * 10_000),
    ],
)
def test_a_hostile_file_beside_a_form_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(FormFaulty):
        form(
            "<s/>",
            "",
            choose("s", "instance('f')/root/item"),
            f'<instance id="f" src="jr://file/{name}"/>',
            {name: data},
        )


def test_texts_that_double_are_a_fault_before_they_fill_the_memory() -> None:
    names = [f"c{place}" for place in range(36)]
    found = faults(
        "".join(f"<{name}/>" for name in names),
        bind("c0", calculate="'xx'")
        + "".join(
            bind(after, calculate=f"concat(/data/{before}, /data/{before})")
            for before, after in pairwise(names)
        ),
    )
    assert "The text that this makes is too long." in found


@pytest.mark.parametrize("made", ["concat(.,.,'xx')", "join(.,'a',.,.)"])
def test_an_answer_that_sets_itself_off_is_refused_and_leaves_no_trace(
    made: str,
) -> None:
    action = f"<setvalue event='xforms-value-changed' ref='/data/c' value=\"{made}\"/>"
    talk = begin(
        form(
            "<c/><n/><d/>",
            bind("n", calculate="string-length(/data/c)"),
            f"<input ref='/data/c'><label>c</label>{action}</input>" + ask("d"),
        )
    )
    talk.answer("/data/d", "kept")
    steps = talk.steps
    with pytest.raises(AnswerRefused, match="too long to be kept"):
        talk.answer("/data/c", "x")
    assert talk.get("/data/c").value == ""
    assert talk.get("/data/n").value == "0"
    assert talk.steps == steps
    talk.answer("/data/d", "goes on")
    assert talk.undo()
    assert talk.get("/data/d").value == "kept"
    assert resumed(talk).get("/data/d").value == "kept"


def test_words_that_quote_long_answers_are_cut() -> None:
    talk = begin(
        form(
            "<c/><n/>",
            "",
            ask("c") + ask("n", "<output value='/data/c'/>" * 40),
        )
    )
    talk.answer("/data/c", "x" * 1_000_000)
    assert len(talk.get("/data/n").label) == 1_000_000
