"""What an expression gets wrong is said in two sentences that carry no answer."""

from __future__ import annotations

import pytest

from intake.domain.errors import IntakeError
from intake.forms.xpath import (
    ExpressionError,
    ExpressionSyntaxError,
    TooComplex,
    UnknownFunction,
)


@pytest.mark.parametrize("kind", [ExpressionSyntaxError, TooComplex, UnknownFunction])
def test_every_kind_is_foreseen(kind: type[ExpressionError]) -> None:
    error = kind(what="It is wrong.", mend="Mend it.", position=4)
    assert isinstance(error, ExpressionError)
    assert isinstance(error, IntakeError)
    assert str(error) == "It is wrong. Mend it."
    assert (error.what, error.mend, error.position) == ("It is wrong.", "Mend it.", 4)


def test_without_a_way_to_mend_it_only_says_what_is_wrong() -> None:
    error = ExpressionError(what="It is wrong.")
    assert str(error) == "It is wrong."
    assert error.position is None


def test_braces_in_a_sentence_stay_as_they_are() -> None:
    error = ExpressionError(what="Write ${name}.", mend="{what}")
    assert str(error) == "Write ${name}. {what}"
