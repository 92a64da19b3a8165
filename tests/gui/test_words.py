import pytest

from intake.domain.people import Role, Trust
from intake.domain.protocol import Audience, Part, Protocol
from intake.domain.record import InterviewState, Missing, RecordState
from intake.ui import words
from intake.ui.tokens import Tone
from seeing import MARKS


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


def test_a_questionnaire_is_told_by_its_parts_and_the_version_its_author_gave() -> None:
    digest = "bd05366bccc2" + "0" * 52
    parts = (
        Part("who", "Identity", digest, Audience.CUSTODIAN, required=True),
        Part("what", "Account", "1" * 64, Audience.DESK, required=True),
    )
    told = words.contents(Protocol("testimony", "Testimony", "1", parts))
    assert told.translate(MARKS) == "Identity · Account · version 1"
    one = Part("account", "The river", digest, Audience.DESK, required=True)
    unnamed = Protocol("river", "The river", digest[:12], (one,))
    assert words.contents(unnamed) == ""
    assert words.edition(unnamed) == ""
