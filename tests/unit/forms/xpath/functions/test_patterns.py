"""The patterns of regex(…): Java's notation, the whole text, bounded time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.forms.xpath import ExpressionError, TooComplex
from intake.forms.xpath.functions.patterns import compile_pattern
from unit.forms.xpath.surveyed import Survey


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("2024-05", r"\d{4}-\d{2}"),
        ("ئۇيغۇر", r"\p{L}+"),
        ("ئۇيغۇر", r"\p{IsArabic}+"),
        ("3", r"\p{Digit}"),
        ("x", r"\P{Digit}"),
        ("a.b", r"\Qa.b\E"),
        ("a.b", r"\Qa.b"),
        ("ab", "a*+b"),
        ("", ""),
        ("\u00a0", r"\h"),
        ("a b", r"\S\s\S"),
        ("b", "[a-z&&[^aeiou]]"),
        ("AB", "(?i)ab"),
        ("aXa", "(a)X\\1"),
    ],
)
def test_fits(text: str, pattern: str) -> None:
    assert Survey().truth(f"regex('{text}', '{pattern}')")


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("x2024", r"\d{4}"),
        ("2024x", r"\d{4}"),
        ("٣", r"\d"),
        ("ئ", r"\w"),
        ("\u00a0", r"\s"),
        ("a", "[a-z&&[^aeiou]]"),
        ("axb", r"\Qa.b\E"),
        ("", "a+"),
    ],
)
def test_does_not_fit(text: str, pattern: str) -> None:
    assert not Survey().truth(f"regex('{text}', '{pattern}')")


@pytest.mark.parametrize("pattern", ["(", "[a", "a**", "\\p{Nothing}", "(?<n"])
def test_a_pattern_that_cannot_be_read_says_so(pattern: str) -> None:
    with pytest.raises(ExpressionError, match="cannot be read"):
        compile_pattern(pattern)


def test_a_pattern_that_would_never_end_is_stopped() -> None:
    with pytest.raises(TooComplex, match="takes too long"):
        Survey().truth(f"regex('{'a' * 60}!', '(a|aa)+(a|aa)+(a|aa)+')")


@pytest.mark.parametrize(
    "pattern", ["a" * 10_001, "((a{1000}){1000}){1000}", "a{99999999999999999999}"]
)
def test_a_pattern_that_grows_without_bound_is_refused(pattern: str) -> None:
    with pytest.raises(TooComplex):
        compile_pattern(pattern)


@given(st.text(alphabet="ab(){}[]|*+?\\dpQE^$&-,1", max_size=20))
def test_any_pattern_compiles_or_is_refused(pattern: str) -> None:
    try:
        compile_pattern(pattern)
    except ExpressionError as error:
        assert "regex" in str(error)  # noqa: PT017 - either way is right
