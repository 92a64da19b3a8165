"""Authors' markup is read; answers are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.forms import styling
from intake.forms.styling import Line, Run, plain, quoted, read
from unit.forms.building import ask, bind, session


def lines(*runs: Run, heading: int = 0) -> tuple[Line, ...]:
    return (Line(runs, heading),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("as it is", lines(Run("as it is"))),
        ("say **now** or", lines(Run("say "), Run("now", bold=True), Run(" or"))),
        ("__now__", lines(Run("now", bold=True))),
        ("*now*", lines(Run("now", italic=True))),
        ("_now_", lines(Run("now", italic=True))),
        ("***now***", lines(Run("now", bold=True, italic=True))),
        (
            "*a __b__ c*",
            lines(
                Run("a ", italic=True),
                Run("b", bold=True, italic=True),
                Run(" c", italic=True),
            ),
        ),
        ("<b>now</b>", lines(Run("now", bold=True))),
        ("<strong >now</strong\t>", lines(Run("now", bold=True))),
        ("<em>now</em>", lines(Run("now", italic=True))),
        ("<u>now</u>", lines(Run("now", underlined=True))),
        ('<span style="color: #A00">now</span>', lines(Run("now", colour="#a00"))),
        (
            '<span style="font-weight:bold; font-style: italic">now</span>',
            lines(Run("now", bold=True, italic=True)),
        ),
        ('<font color="red">now</font>', lines(Run("now", colour="red"))),
        ("## Who", lines(Run("Who"), heading=2)),
        ("<h3>Who</h3>", lines(Run("Who"), heading=3)),
    ],
)
def test_markup_is_read(text: str, expected: tuple[Line, ...]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "snake_case_name and a_b",
        "2 * 3 * 4",
        "a < b and c > d",
        "<name> of the child",
        "AT&T",
        "#1 of them",
        "**never closed",
        "*one line\nanother*",
        "****",
        "Name: ____________ (in full)",
        "*********",
        "a ****** b ______ c",
        "a lone ] or ) or [",
        "1. first\n2. second",
    ],
)
def test_what_is_no_markup_stands_as_it_was_written(text: str) -> None:
    assert plain(read(text)) == text
    assert all(run == Run(run.text) for line in read(text) for run in line.runs)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\\*as is\\* \\# \\_", "*as is* # _"),
        ("- one\n* two", "• one\n• two"),
        ("<ul><li>one</li><li>two</li></ul>after", "• one\n• two\nafter"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<p>one</p>\n<p>two</p>", "one\n\ntwo"),
        ("[the rules](https://example.org)", "the rules (https://example.org)"),
        ("[https://example.org](https://example.org)", "https://example.org"),
        ("a &lt;b&gt; &amp; c&nbsp;d", "a <b> & c d"),
        ("<b>never closed", "never closed"),
    ],
)
def test_words_alone_are_given_without_the_signs(text: str, words: str) -> None:
    assert plain(read(text)) == words


def test_a_style_reaches_over_an_answer_and_the_answer_stays_as_it_is() -> None:
    said = "Alma _nee_ <b>Roe</b> **x** [a](b) \\*"
    assert read(f"**Dear {quoted(said)}!** Hello") == lines(
        Run(f"Dear {said}!", bold=True), Run(" Hello")
    )


@given(st.text(), st.text(alphabet="*_#<b/>[]()\\&; \n" + styling.OPENING))
def test_no_answer_is_read_as_markup_whatever_stands_around_it(
    answer: str, around: str
) -> None:
    shown = plain(read(f"x{around}\n{quoted(answer)}\n{around}x"))
    assert answer.translate({0xFDD0: None, 0xFDD1: None}) in shown


def test_an_answer_whose_end_was_cut_off_is_no_markup_either() -> None:
    whole = f"**Dear** {quoted('**x** <b>y')}"
    assert read(whole.removesuffix(styling.CLOSING)) == read(whole)
    both = '<output value="/data/a"/> <output value="/data/b"/>'
    talk = session(
        "<a/><b/><c/>",
        bind("a") + bind("b"),
        ask("a") + ask("b") + f'<input ref="/data/c"><label>{both}</label></input>',
    )
    talk.answer("/data/a", "x")
    talk.answer("/data/b", "**x**" + " " * 999_990 + "y")
    assert talk.get("/data/c").styled() == lines(Run("x **x**"))


@given(st.text(alphabet="*_#<b/>p[]()\\&;- \nay" + styling.OPENING + styling.CLOSING))
def test_any_text_is_read_and_no_mark_is_left_in_it(text: str) -> None:
    shown = plain(read(text))
    assert styling.OPENING not in shown
    assert styling.CLOSING not in shown


def test_a_question_is_shown_with_its_markup_and_quotes_answers_as_they_are() -> None:
    talk = session(
        "<name/><b/>",
        bind("name"),
        ask("name")
        + '<input ref="/data/b"><label>**Why** <output value="/data/name"/>?</label>'
        "<hint>_Slowly_</hint></input>",
    )
    talk.answer("/data/name", "*A*")
    item = talk.get("/data/b")
    assert item.label == "**Why** *A*?"
    assert item.plain() == "Why *A*?"
    assert item.plain("hint") == "Slowly"
    assert item.styled() == lines(Run("Why", bold=True), Run(" *A*?"))


def test_a_message_is_shown_with_its_markup() -> None:
    rule = 'required="true()" jr:requiredMsg="Be **kind**"'
    talk = session("<a/>", f'<bind nodeset="/data/a" {rule}/>', ask("a"))
    assert talk.get("/data/a").plain("message") == "Be kind"
