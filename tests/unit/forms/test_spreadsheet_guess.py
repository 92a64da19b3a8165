"""Guessing which word was meant by one that is almost right."""

import pytest

from intake.forms.spreadsheet_guess import guess

WORDS = ("relevant", "required", "calculation", "label")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("relevent", "relevant"),
        ("requierd", "required"),
        ("calculations", "calculation"),
        ("label", "label"),
        ("zzz", ""),
        ("", ""),
    ],
)
def test_gives_the_word_most_alike(word: str, meant: str) -> None:
    assert guess(word, WORDS) == meant


def test_how_alike_it_must_be_can_be_said() -> None:
    assert guess("lab", WORDS, likeness=0.7) == "label"
    assert guess("lab", WORDS, likeness=0.9) == ""


def test_does_not_guess_where_guessing_takes_long() -> None:
    many = [f"word{number}" for number in range(2001)]
    assert guess("word1", many) == ""
    assert guess("word1", many[:2000]) == "word1"
    assert guess("x" * 61, ["x" * 61]) == ""
