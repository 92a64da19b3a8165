import string
from collections.abc import Iterator

import pytest

from intake.domain import errors
from intake.domain.errors import IntakeError


def concrete(kind: type[IntakeError] = IntakeError) -> Iterator[type[IntakeError]]:
    for each in kind.__subclasses__():
        if each.__module__ == errors.__name__:
            yield each
            yield from concrete(each)


SPOKEN = sorted(
    {each for each in concrete() if each.sentence}, key=lambda c: c.__name__
)


@pytest.mark.parametrize("kind", SPOKEN, ids=lambda kind: kind.__name__)
def test_an_error_says_its_sentence_with_its_fields(kind: type[IntakeError]) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(kind.sentence) if name}
    said = str(kind(**dict.fromkeys(names, "seven")))
    assert "{" not in said
    assert said.count("seven") == kind.sentence.count("{")


@pytest.mark.parametrize("kind", SPOKEN, ids=lambda kind: kind.__name__)
def test_a_sentence_is_plain(kind: type[IntakeError]) -> None:
    said = f" {kind.sentence.lower()} "
    for word in (" decrypt", " hash", " invalid", " commit", " exception", " null "):
        assert word not in said
    if kind.sentence != "{why}":
        assert kind.sentence[0].isupper()
        assert kind.sentence[-1] == "."


def test_every_error_that_is_raised_has_a_sentence() -> None:
    leaves = [each for each in concrete() if not each.__subclasses__()]
    assert all(each.sentence for each in leaves)
    assert len(leaves) > 40
