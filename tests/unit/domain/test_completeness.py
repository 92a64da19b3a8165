from hypothesis import given
from hypothesis import strategies as st

from intake.domain.completeness import Values, blockers, warnings

WHOLE: dict[str, dict[str, str]] = {
    "preparation": {},
    "consent": {
        "/consent/explain/own_words": "You write it down and keep it safe.",
        "/consent/able/age_group": "adult",
        "/consent/decide/consent_decision": "given",
        "/consent/recordings/record_notes": "yes",
    },
    "identity": {"/identity/names/name_latin": "Adila Rahman"},
    "account": {
        "/account/setting/start_time": "10:00:00.000+02:00",
        "/account/setting/kept_how": "notes",
        "/account/who/present[1]/present_role": "person",
        "/account/who/present[2]/present_role": "interviewer",
        "/account/story/narrative[1]/original": "They came at night.",
    },
    "closing": {
        "/closing/read_back/read_back_outcome": "confirmed",
        "/closing/again/consent_stands": "yes",
        "/closing/signing/signature": "signed",
        "/closing/times/end_time": "11:15:00.000+02:00",
    },
}


def having(*changes: tuple[str, str]) -> Values:
    """Give the whole interview with *changes*; a blank value takes an answer away."""
    values = {part: dict(answers) for part, answers in WHOLE.items()}
    for ref, value in changes:
        part = values[ref.split("/")[1]]
        part[ref] = value
        if not value:
            del part[ref]
    return values


def refs(values: Values) -> list[str]:
    return [one.ref for one in blockers(values)]


def doubts(values: Values) -> list[str]:
    return [one.ref for one in warnings(values)]


def test_a_whole_interview_has_nothing_missing_and_nothing_doubtful() -> None:
    assert blockers(WHOLE) == ()
    assert warnings(WHOLE) == ()


def test_an_empty_interview_names_everything_that_is_missing() -> None:
    assert refs({}) == [
        "/consent/decide/consent_decision",
        "/account/who/present",
        "/closing/times/end_time",
        "/closing/read_back/read_back_outcome",
        "/closing/signing/signature",
    ]


def test_each_thing_that_blocks_blocks_by_itself() -> None:
    for ref in (
        "/consent/decide/consent_decision",
        "/closing/times/end_time",
        "/closing/read_back/read_back_outcome",
        "/closing/signing/signature",
    ):
        assert refs(having((ref, ""))) == [ref]


def test_an_unsigned_record_needs_its_reason() -> None:
    unsigned = ("/closing/signing/signature", "none")
    reason = "/closing/signing/signature_reason"
    assert refs(having(unsigned)) == [reason]
    assert refs(having(unsigned, (reason, "A paper in the house is a danger."))) == []


def test_who_refused_need_not_sign_but_must_have_told_nothing() -> None:
    refused = {"/consent/decide/consent_decision": "refused"}
    assert blockers({"consent": refused}) == ()
    told = {"/account/story/narrative[1]/original": "They came at night."}
    assert refs({"consent": refused, "account": told}) == [
        "/consent/decide/consent_decision"
    ]


def test_nothing_of_sexual_violence_without_renewed_consent() -> None:
    facts = ("/account/private_matters/private_facts/private_words", "…")
    gate = "/account/private_matters/gate/gate_consent"
    keep = "/account/private_matters/private_facts/private_keep"
    assert refs(having(facts)) == [gate]
    assert refs(having(facts, (gate, "later"))) == [gate]
    assert refs(having(facts, (gate, "yes"))) == []
    assert refs(having(facts, (gate, "yes"), (keep, "no"))) == [keep]


def test_warns_of_a_name_of_the_identity_where_the_desk_reads() -> None:
    ref = "/account/story/narrative[2]/original"
    values = having((ref, "They shouted: adila, come out!"))
    assert doubts(values) == [ref]
    assert "dila" not in warnings(values)[0].sentence


def test_warns_of_an_interpreter_near_to_a_party_and_of_a_guard() -> None:
    tie = "/account/who/interpreter/interpreter_tie"
    assert tie in doubts(having((tie, "same official")))
    assert tie not in doubts(having((tie, "none")))
    guard = ("/account/who/present[3]/present_role", "guard")
    assert "/account/who/present" in doubts(having(guard))


def test_warns_when_others_heard_what_is_most_private() -> None:
    facts = ("/account/private_matters/private_facts/private_words", "…")
    room = "/account/private_matters/gate/gate_room"
    companion = ("/account/who/present[3]/present_role", "companion")
    assert room in doubts(having(facts, companion))
    assert room in doubts(having(facts, (room, "alone other")))
    assert room not in doubts(having(facts, companion, (room, "alone")))


def test_warns_when_no_help_was_offered_after_a_grave_account() -> None:
    offered = "/closing/help/referral_offered"
    topic = ("/account/about/topics", "detention ill_treatment")
    assert offered in doubts(having(topic))
    assert offered not in doubts(having(topic, (offered, "yes")))


def test_warns_of_a_long_sitting_without_a_break_even_past_midnight() -> None:
    pause = "/closing/times/pause"
    start, end = "/account/setting/start_time", "/closing/times/end_time"
    late = having((start, "23:30:00"), (end, "01:10:00"))
    assert doubts(late) == [pause]
    rested = having(
        (start, "08:00"), (end, "12:00"), (f"{pause}[1]/pause_from", "10:00")
    )
    assert doubts(rested) == []


def test_warns_of_a_recording_to_which_no_one_agreed() -> None:
    kept = "/account/setting/kept_how"
    assert doubts(having((kept, "notes audio"))) == [kept]


@given(
    st.dictionaries(
        st.sampled_from([*WHOLE, "other"]),
        st.dictionaries(
            st.sampled_from([ref for part in WHOLE.values() for ref in part])
            | st.text(max_size=20),
            st.text(max_size=20),
            max_size=8,
        ),
        max_size=5,
    )
)
def test_whatever_was_answered_the_sentences_are_whole_and_quote_nothing(
    values: dict[str, dict[str, str]],
) -> None:
    for one in (*blockers(values), *warnings(values)):
        assert one.sentence.endswith(".")
        assert one.ref
