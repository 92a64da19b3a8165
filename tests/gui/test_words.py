import pytest

from intake.domain.people import Role, Trust
from intake.domain.record import InterviewState, Missing, RecordState
from intake.ui import words
from intake.ui.tokens import Tone


@pytest.mark.parametrize("state", [*InterviewState, *RecordState])
def test_a_state_is_said_in_its_fixed_word(
    state: InterviewState | RecordState,
) -> None:
    word, tone = words.state(state)
    assert word == state.value
    assert tone in Tone


def test_every_reason_role_and_trust_has_its_words() -> None:
    assert [words.missing(reason) for reason in Missing] == [
        "Not asked",
        "Refused",
        "Does not know",
        "Not safe to record",
    ]
    assert all(words.role(role) for role in Role)
    assert all(words.trust(trust)[0] for trust in Trust)
