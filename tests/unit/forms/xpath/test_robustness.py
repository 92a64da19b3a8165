"""Whatever is written as an expression, only our own errors come out, and soon."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intake.forms.tree import DOCUMENT, Node
from intake.forms.xpath import (
    Context,
    Dialect,
    Environment,
    ExpressionError,
    ExpressionSyntaxError,
    TooComplex,
    analyse,
    expression,
    parse,
)
from intake.forms.xpath.functions import ODK

PIECES = st.sampled_from(
    [
        *"()[]/.@,|+-=<>*$'\"",
        *["//", "..", "::", "!=", "<=", ">=", " ", "\n", "and", "or", "div", "mod"],
        *["1", "0.5", "1.5e-7", "'x'", "'2024-05-15'", "''", "a", "b", "*", "node()"],
        *["current()", "position()", "last()", "self::", "ancestor::", "text()"],
        *[f"{name}(" for name in ODK],
    ]
)
VALUES = st.sampled_from(
    [
        "''",
        "'x'",
        "'2024-05-15'",
        "'1970-01-01'",
        "date('1970-01-01')",
        "'9999-12-31T23:59:59.999-14:00'",
        "'0001-01-01'",
        "'12:30:00.000+02:00'",
        "'0 0;0 1;1 1;0 0'",
        "'%Y%%%'",
        "'SHA-256'",
        "'('",
        "'YWJj'",
        "0",
        "-1",
        "pow(10, 308)",
        "-pow(10, 308)",
        "1 div 0",
        "-1 div 0",
        "0 div 0",
        "0.5",
        "-0.5",
        "true()",
        "now()",
        "today()",
        "//*",
        "/nowhere",
        ".",
        "/r/a",
        "/r",
    ]
)


def small_document() -> Environment:
    root = Node("", kind=DOCUMENT)
    top = root.append(Node("r"))
    for text in ("1", "", "x y", "2024-05-15"):
        top.append(Node("a", text))
    return Environment(root=root, now=lambda: datetime(2024, 5, 15, tzinfo=UTC))


def work_out(source: str, environment: Environment) -> None:
    """Do everything that can be done with an expression."""
    for dialect in Dialect:
        try:
            compiled = expression(source, dialect=dialect)
        except ExpressionError:
            return
        analyse(compiled.tree, "/r/a")
        context = Context(environment, environment.root.children[0].children[0])
        for work in (
            compiled.evaluate,
            compiled.string,
            compiled.number,
            compiled.boolean,
            compiled.holds,
            compiled.nodes,
        ):
            with suppress(ExpressionError):
                work(context)


@given(st.lists(PIECES, max_size=14).map("".join))
@settings(max_examples=400)
def test_any_words_in_any_order_raise_only_our_errors(source: str) -> None:
    work_out(source, small_document())


@given(st.text(max_size=30))
@settings(max_examples=200)
@example("\ud800")
@example("'\ud800' = digest('\ud800', 'MD5')")
def test_any_characters_raise_only_our_errors(source: str) -> None:
    work_out(source, small_document())


@given(
    st.sampled_from(sorted(ODK)), st.lists(VALUES, max_size=5), st.sampled_from("=<+|[")
)
@settings(max_examples=600)
@example("selected-at", ["''", "-0.5"], "=")
def test_any_function_with_any_values_raises_only_our_errors(
    name: str, values: list[str], sign: str
) -> None:
    call = f"{name}({', '.join(values)})"
    work_out(call, small_document())
    rest = "1]" if sign == "[" else " 1"
    work_out(f"{call}{sign}{rest}", small_document())


@given(
    VALUES,
    st.sampled_from(["+", "-", "*", "div", "mod", "=", "!=", "<", ">=", "and", "|"]),
    VALUES,
)
@settings(max_examples=600)
@example("0", "div", "'1970-01-01'")
def test_any_two_values_and_an_operator_raise_only_our_errors(
    left: str, sign: str, right: str
) -> None:
    work_out(f"{left} {sign} {right}", small_document())


@pytest.mark.parametrize(
    "source",
    [
        "(" * 5_000 + "1" + ")" * 5_000,
        "not(" * 5_000 + "1" + ")" * 5_000,
        "if(1," * 5_000 + "1" + ",2)" * 5_000,
        "a[" * 5_000 + "1" + "]" * 5_000,
        "1" + "<1" * 5_000,
        "1" + "=1" * 5_000,
        "(" * 5_000,
    ],
)
def test_refuses_what_nests_too_deep(source: str) -> None:
    with pytest.raises(TooComplex):
        expression(source)


def test_refuses_what_is_too_long() -> None:
    with pytest.raises(TooComplex):
        parse("1+" * 150_000 + "1")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("0" + " or 0" * 20_000 + " or 1", 1),
        ("1" + "+1" * 20_000, 20_001),
        ("-" * 20_000 + "1", 1),
        ("count(" + "|".join(["/r/a"] * 2_000) + ")", 4),
        ("string-length(concat(" + ",".join(["'ab'"] * 9_000) + "))", 18_000),
    ],
)
def test_reads_long_flat_expressions(source: str, value: float) -> None:
    assert expression(source).number(Context(small_document())) == value


@pytest.mark.parametrize(
    "source",
    [
        "count(//*[count(//*[count(//*) > 0]) > 0])",
        "count(//*[//*[//*[. = 'never']]])",
        "//*[contains(/, 'never')][contains(string(/), 'never')]",
    ],
)
def test_gives_up_on_work_without_end(source: str) -> None:
    root = Node("", kind=DOCUMENT)
    top = root.append(Node("r"))
    for number in range(3_000):
        top.append(Node("a", str(number)))
    environment = Environment(root=root, budget=300_000)
    with pytest.raises(TooComplex):
        expression(source).evaluate(Context(environment))


def test_gives_up_on_a_pattern_that_never_ends() -> None:
    text = "a" * 60 + "be"
    with pytest.raises(TooComplex, match="pattern"):
        expression(f"regex('{text}', '(a|aa)+[bc]d')").boolean(
            Context(small_document())
        )


@pytest.mark.parametrize(
    "pattern", ["a{1000000}", "(a{1000}){1000}", "((a{90}){90}){90}", "[(]{999999999}"]
)
def test_refuses_a_pattern_that_would_fill_the_memory(pattern: str) -> None:
    with pytest.raises(TooComplex, match="too often"):
        expression(f"regex('a', '{pattern}')").boolean(Context(small_document()))


@given(
    st.lists(
        st.sampled_from(
            [
                *"()[]{}|*+?.^$-&!=<>:,ab1 ",
                *["\\", r"\d", r"\p{L}", r"\p{", r"\Q", r"\E", "(?", "(?:", "(?<n>"],
                *["{2}", "{2,}", "{99999}", "[^", "&&", r"\x41", r"\1", "(?R)", "*+"],
            ]
        ),
        max_size=12,
    ).map("".join)
)
@settings(max_examples=300)
def test_any_pattern_raises_only_our_errors(pattern: str) -> None:
    with suppress(ExpressionError):
        expression(f"regex('ab 1', \"{pattern}\")").boolean(Context(small_document()))


def test_refuses_an_identifier_of_a_million_characters() -> None:
    with pytest.raises(ExpressionError, match="uuid"):
        expression("uuid(1000000)").string(Context(small_document()))


@pytest.mark.parametrize(
    ("source", "what", "mend"),
    [
        ("", "empty", "Write one"),
        ("../age > ", "at the end", "should stand here"),
        ("a And b", "before And", "small letters"),
        ("“x” = ../a", "“", "plain quotation marks"),
        ("(1 + 2", "at the end", "Close the parenthesis"),
        ("selected(../a, 'x'", "at the end", "selected(…)"),
        ("../a[1", "] is missing", "Close the bracket"),
        ("../a = 'x", "never ends", "Close it with '"),
        ("1 + 2)", "before )", "one ) more"),
        ("../a ../b", "missing before ..", "An operator"),
        ("50%", "%", "mod"),
        ("../a == 1", "before =", "should stand here"),
        ("sideways::a", "sideways", "path"),
        ("a/count()", "count()", "inside the parentheses"),
        ("$", "after $", "${name}"),
        ("../a ≥ 3", "≥", ">="),
    ],
)
def test_says_what_is_wrong_and_what_to_write(
    source: str, what: str, mend: str
) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        expression(source)
    assert what in caught.value.what
    assert mend in caught.value.mend
    assert caught.value.position is not None


@pytest.mark.parametrize(
    ("source", "near"),
    [
        ("slected(., 'a')", "selected"),
        ("choice-name(., '/a')", "jr:choice-name"),
        ("countSelected(.)", "count-selected"),
        ("Today()", "today"),
        ("formatdate(today(), '%Y')", "format-date"),
        ("sub_str('abc', 1)", "substr"),
    ],
)
def test_suggests_the_function_that_was_meant(source: str, near: str) -> None:
    with pytest.raises(ExpressionError, match=f"Did you mean {near}"):
        expression(source).evaluate(Context(small_document()))
    assert analyse(parse(source)).unknown[0][1] == near


def test_suggests_nothing_for_a_name_like_no_other() -> None:
    with pytest.raises(ExpressionError, match="how it is spelled"):
        expression("xyzzy()").evaluate(Context(small_document()))


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("selected(.)", "takes 2 values, but 1 are given"),
        ("true(1)", "takes no value"),
        ("substr('a')", "takes 2 to 3 values"),
        ("join()", "at least 1 value"),
    ],
)
def test_says_how_many_values_a_function_takes(source: str, wanted: str) -> None:
    with pytest.raises(ExpressionError, match=wanted):
        expression(source).evaluate(Context(small_document()))
