"""From characters to words: the lexical rules of XPath 1.0 §3.7."""

from __future__ import annotations

import pytest

from intake.forms.xpath import ExpressionSyntaxError, TooComplex
from intake.forms.xpath.lexer import LONGEST, Token, words


def kinds(source: str) -> list[tuple[str, str]]:
    return [(word.kind.value, word.text) for word in words(source)[:-1]]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("1 .5 2. 3.25", ["1", ".5", "2.", "3.25"]),
        ("'a\"b' \"c'd\"", ["'a\"b'", '"c\'d"']),
        ("a-b", ["a-b"]),
        ("a - b", ["a", "-", "b"]),
        ("a.b..", ["a.b.."]),
        ("../a", ["..", "/a"]),
        ("a::b", ["a", "::", "b"]),
        ("p:q p:*", ["p:q", "p:*"]),
        ("a!=b<=c>=d", ["a", "!=", "b", "<=", "c", ">=", "d"]),
        ("\t\r\n a \n", ["a"]),
        ("ئىسىم = 'ا'", ["ئىسىم", "=", "'ا'"]),
        ("", []),
    ],
)
def test_splits_into_words(source: str, found: list[str]) -> None:
    assert [text for _, text in kinds(source)] == found


@pytest.mark.parametrize(
    ("source", "operators"),
    [
        ("* * *", 1),
        ("div div div", 1),
        ("and and and", 1),
        ("a mod mod", 1),
        ("(a) or b", 1),
        ("a[b] and c", 1),
        (". or ..", 1),
        ("'x' div 2", 1),
        ("or", 0),
        ("@div", 0),
        ("a/mod", 0),
    ],
)
def test_a_name_is_an_operator_only_after_an_operand(
    source: str, operators: int
) -> None:
    found = [kind for kind, _ in kinds(source) if kind == Token.OPERATOR.value]
    assert len(found) == operators


def test_a_plain_path_is_one_word() -> None:
    assert kinds("/data/group/name = 1")[0] == ("path", "/data/group/name")


def test_a_word_knows_where_it_starts() -> None:
    assert [word.position for word in words(" a  + 'b'")] == [1, 4, 6, 9]


@pytest.mark.parametrize(
    ("source", "words_said"),
    [
        ("\u2018x\u2019", "plain quotation marks"),
        ("1 \u2212 1", "plain minus sign"),
        ("2 \u00d7 2", "Write *"),
        ("a & b", "Write and"),
        ("a % b", "Write mod"),
        ("!a", "not(…)"),
        ("{a}", "dollar sign"),
        ("a; b", "commas"),
        ("a\u00a0b", "non-breaking space"),
        ("a # b", "Remove it"),
        ("'open", "Close it with '"),
        ('1 = "open', 'Close it with "'),
    ],
)
def test_says_of_a_strange_character_what_to_write(
    source: str, words_said: str
) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        words(source)
    assert words_said in str(caught.value)
    assert caught.value.position is not None


def test_refuses_what_is_too_long() -> None:
    assert words("a" * LONGEST)
    with pytest.raises(TooComplex, match="characters"):
        words("a" * (LONGEST + 1))
