from intake.domain import errors
from intake.ui import messages


def test_an_error_is_said_in_its_sentence_with_its_values_isolated() -> None:
    said = messages.sentence(errors.PartMissing(part=2, parts=3))
    assert said.startswith("Part \u20682\u2069 of \u20683\u2069 is missing.")


def test_a_foreign_error_says_nothing_of_what_it_carries() -> None:
    said = messages.sentence(ValueError("Aynur, born 1983"))
    assert "Aynur" not in said
    assert "saved" in said


def test_a_sentence_without_its_value_is_still_said() -> None:
    class Odd(errors.IntakeError):
        sentence = "There are {count.real} of them."

    said = messages.sentence(Odd(count=3))
    assert said == "There are 3 of them."


def test_every_sentence_is_there_to_translate() -> None:
    phrases = set(messages.phrases())
    assert errors.StickGone.sentence in phrases
    assert errors.PassphraseWrong.sentence in phrases
    assert "" not in phrases
