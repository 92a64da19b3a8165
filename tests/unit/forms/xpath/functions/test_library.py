"""How functions are described: how many values they take, and of which kind."""

from __future__ import annotations

import pytest

from intake.forms.xpath import ExpressionError
from intake.forms.xpath.code import Kind, constant
from intake.forms.xpath.environment import Context, Environment
from intake.forms.xpath.functions.library import (
    MANY,
    Function,
    Library,
    convert,
    failing,
    wrong_count,
)
from unit.forms.xpath.surveyed import Survey


@pytest.mark.parametrize(
    ("takes", "fewest", "most"),
    [("", 0, 0), ("s", 1, 1), ("sn?n", 2, 3), ("?v*", 0, MANY), ("ss*", 2, MANY)],
)
def test_counts_the_values_a_function_takes(takes: str, fewest: int, most: int) -> None:
    function = Function("f", takes, Kind.STRING)
    assert (function.fewest, function.most) == (fewest, most)


def test_the_last_letter_stands_for_all_that_follow() -> None:
    assert Function("f", "s?v*", Kind.STRING).letters(4) == "svvv"
    assert Function("f", "sn?n", Kind.STRING).letters(2) == "sn"


@pytest.mark.parametrize(
    ("takes", "words"),
    [
        ("", "takes no value, but 9"),
        ("s", "takes 1 value, but 9"),
        ("ss", "takes 2 values, but 9"),
        ("s?s", "takes 1 to 2 values, but 9"),
        ("s?v*", "takes at least 1 value, but 9"),
    ],
)
def test_says_how_many_values_are_wanted(takes: str, words: str) -> None:
    assert words in str(wrong_count(Function("f", takes, Kind.STRING), 9))


def test_a_wrong_count_fails_only_when_it_is_called() -> None:
    survey = Survey()
    assert survey.text("if(true(), 'fine', not())") == "fine"
    with pytest.raises(ExpressionError, match="takes 1 value") as caught:
        survey.text("1 + not()")
    assert caught.value.position == 4


def test_enters_functions_and_their_other_names() -> None:
    library = Library()

    @library.add("one", "s", Kind.STRING, volatile=True)
    def _one(_context: Context, text: str) -> str:
        return text

    library.also("other", "one")
    assert library.functions["other"].name == "other"
    assert library.functions["other"].call is _one
    assert library.functions["other"].volatile


@pytest.mark.parametrize(
    ("letter", "value"), [("s", "2.5"), ("n", 2.5), ("b", True), ("v", "2.5")]
)
def test_converts_a_value_as_its_letter_says(letter: str, value: object) -> None:
    run = convert(constant("2.5"), letter, "f", dates=True)
    assert run(Context(Environment())) == value


def test_names_the_function_that_wanted_nodes() -> None:
    run = convert(constant("2.5"), "N", "count", dates=True)
    with pytest.raises(ExpressionError, match=r"count\(…\) needs a reference"):
        run(Context(Environment()))


def test_a_failing_piece_fails_anew_each_time() -> None:
    error = ExpressionError(what="No.", mend="Yes.", position=3)
    code = failing(error)
    for _ in range(2):
        with pytest.raises(ExpressionError, match=r"No\. Yes\.") as caught:
            code.run(Context(Environment()))
        assert caught.value is not error
        assert caught.value.position == 3
