import secrets
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.resources import resource
from intake.vault.strength import ENOUGH, offer, strength, word_list


def test_the_list_has_words_that_anybody_can_type() -> None:
    words = word_list()

    assert len(words) == len(set(words)) == 7776
    assert list(words) == sorted(words)
    assert all(3 <= len(word) <= 8 for word in words)
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)


def test_the_list_frightens_nobody() -> None:
    frightening = {
        *("kill", "gun", "war", "rape", "dead", "blood", "police", "prison", "bomb"),
        *(
            "torture",
            "soldier",
            "camp",
            "guard",
            "rope",
            "grave",
            "god",
            "sex",
            "knife",
        ),
        *("scream", "victim", "terror", "beat", "burn", "wound", "arrest"),
    }

    assert frightening.isdisjoint(word_list())
    assert resource("wordlists/README.md").is_file()


def test_six_words_are_offered_and_are_strong() -> None:
    offered = [offer() for _ in range(50)]

    assert all(len(words.split(" ")) == 6 for words in offered)
    assert all(strength(words).score == ENOUGH for words in offered)
    assert len(set(offered)) == 50


def test_words_are_drawn_from_the_whole_list_by_the_given_chance() -> None:
    asked: list[int] = []

    def last(words: Sequence[str]) -> str:
        asked.append(len(words))
        return words[-1]

    assert offer(3, last) == " ".join([word_list()[-1]] * 3)
    assert asked == [7776] * 3


@pytest.mark.parametrize(
    ("phrase", "score"),
    [
        ("", 0),
        ("   ", 0),
        ("password", 0),
        ("a" * 500, 0),
        ("Juniper1990", 1),
        ("qwertyuiop[]", 0),
        ("1984-05-23", 0),
        ("abcdefgh12345678", 0),
        ("correct horse battery staple", 4),
    ],
)
def test_a_phrase_is_weighed_on_the_scale_of_a_state(phrase: str, score: int) -> None:
    weighed = strength(phrase)

    assert weighed.score <= score if score < ENOUGH else weighed.score == score
    assert (weighed.advice == ()) == (score == ENOUGH)
    assert weighed.seconds_text


def test_advice_says_what_is_guessed_first() -> None:
    assert "Dates are tried first." in strength("1984-05-23").advice
    assert "Repeating letters or words adds nothing." in strength("aaaaaaaa").advice
    assert "Neighbouring keys add nothing." in strength("zxcvfr").advice


@given(st.text(max_size=300))
def test_any_text_can_be_weighed(text: str) -> None:
    weighed = strength(text)

    assert 0 <= weighed.score <= ENOUGH
    assert weighed.guesses_log10 >= 0


def test_chance_is_the_systems_unless_given() -> None:
    assert offer.__defaults__ == (6, secrets.choice)
