"""The grammar of XPath 1.0: what binds how, and what to say when it is broken."""

from __future__ import annotations

import pytest

from intake.forms.xpath import ExpressionSyntaxError, TooComplex, parse
from intake.forms.xpath.parser import DEEPEST
from intake.forms.xpath.syntax import (
    Arithmetic,
    Axis,
    Call,
    Comparison,
    Filter,
    KindTest,
    Logic,
    NameTest,
    Negation,
    NumberLiteral,
    Path,
    Start,
    StringLiteral,
    Union,
    Variable,
)
from unit.forms.xpath.surveyed import plain


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("1", NumberLiteral),
        ("'a'", StringLiteral),
        ("$a", Variable),
        ("-1", Negation),
        ("a or b", Logic),
        ("a = b", Comparison),
        ("a + b", Arithmetic),
        ("a div b", Arithmetic),
        ("a | b", Union),
        ("f(a)", Call),
        ("a", Path),
        ("node()", Path),
        ("(a)[1]", Filter),
        ("(a)", Path),
        ("f()/a", Path),
    ],
)
def test_knows_what_is_written(source: str, kind: type) -> None:
    assert isinstance(parse(source), kind)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("2 * 3 + 1", "7"),
        ("10 - 4 - 3", "3"),
        ("12 div 3 div 2", "2"),
        ("-2 + 3", "1"),
        ("- - 2", "2"),
        ("1 + 1 = 2", "true"),
        ("1 = 1 = 1", "true"),
        ("2 = 2 = 0", "false"),
        ("3 > 2 = true()", "true"),
        ("1 or 0 and 0", "true"),
        ("(1 or 0) and 0", "false"),
    ],
)
def test_binds_as_the_grammar_says(source: str, value: str) -> None:
    assert plain(source) == value


def test_reads_the_steps_of_a_path() -> None:
    path = parse("//a/@b/../ancestor::p:c[1]/processing-instruction('x')")
    assert isinstance(path, Path)
    assert path.start is Start.ROOT
    found = [(step.axis, step.test) for step in path.steps]
    assert found == [
        (Axis.DESCENDANT_OR_SELF, KindTest("node")),
        (Axis.CHILD, NameTest("", "a")),
        (Axis.ATTRIBUTE, NameTest("", "b")),
        (Axis.PARENT, KindTest("node")),
        (Axis.ANCESTOR, NameTest("p", "c")),
        (Axis.CHILD, KindTest("processing-instruction", "x")),
    ]
    assert len(path.steps[4].predicates) == 1


def test_a_long_chain_stays_flat() -> None:
    chain = parse(" or ".join(["a"] * 1000))
    assert isinstance(chain, Logic)
    assert len(chain.operands) == 1000


def test_a_path_may_be_the_root_alone() -> None:
    path = parse("/")
    assert isinstance(path, Path)
    assert (path.start, path.steps) == (Start.ROOT, ())
    assert plain("count(/ | /a)") == "2"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "The expression is empty."),
        ("1 +", "A value or the name of a question is missing at the end."),
        ("(1", "Close the parenthesis."),
        ("f(1", "Close the parenthesis of f(…)."),
        ("a[1", "Close the bracket"),
        ("1)", "one ) more"),
        ("a b", "operator such as and"),
        ("a AND b", "Write and in small letters."),
        ("a NOT b", "not(…) around"),
        ("a = = b", "is missing before ="),
        ("$", "A name is missing after $"),
        ("$a:*", "A name is missing after $"),
        ("up::a", "no direction called up::"),
        ("a/f()", "cannot be a step"),
        ("text(1)", "Write text() without anything inside."),
        ("a//", "at the end"),
        ("@", "at the end"),
    ],
)
def test_says_what_is_missing_and_where(source: str, said: str) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        parse(source)
    assert said in str(caught.value)
    assert caught.value.position is not None


def test_nests_as_deep_as_forms_need_and_no_deeper() -> None:
    deep = DEEPEST - 1
    assert parse("(" * deep + "1" + ")" * deep) == NumberLiteral(1.0, deep)
    with pytest.raises(TooComplex):
        parse("(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1))
