from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.consent import (
    Answer,
    Consent,
    Grant,
    Purpose,
    Recipient,
    Recording,
    Stands,
    consent_from,
    may_release,
    narrower,
)

GRANTS = st.sampled_from(["", "no", "without_identity", "with_identity", "perhaps"])


def given_for(**values: str) -> Consent:
    return consent_from({"consent_decision": "given", **values})


def test_reads_nothing_as_not_recorded_and_never_as_no() -> None:
    consent = consent_from({})
    assert consent.decision is Answer.NOT_RECORDED
    assert set(consent.uses.values()) == {Grant.NOT_RECORDED}
    assert set(consent.shares.values()) == {Grant.NOT_RECORDED}
    assert set(consent.recordings.values()) == {Answer.NOT_RECORDED}
    assert consent.testify is Answer.NOT_RECORDED
    assert consent.stands is Stands.NOT_RECORDED


def test_reads_every_reserved_question_by_its_name_or_its_place() -> None:
    consent = consent_from(
        {
            "/consent/decide/consent_decision": "given",
            "/consent/uses/use_press": "without_identity",
            "share_journalists": "no",
            "record_audio": "no",
            "recontact": "yes",
            "testify": "undecided",
            "retention": "until",
            "retention_until": "2030",
            "consent_conditions": "Not before my children are grown.",
            "/closing/consent_stands": "changed",
            "something_else": "yes",
        }
    )
    assert consent.decision is Answer.YES
    assert consent.uses[Purpose.PRESS] is Grant.WITHOUT_IDENTITY
    assert consent.shares[Recipient.JOURNALISTS] is Grant.NO
    assert consent.recordings[Recording.AUDIO] is Answer.NO
    assert consent.recontact is Answer.YES
    assert consent.testify is Answer.UNDECIDED
    assert consent.retention_until == "2030"
    assert consent.conditions == "Not before my children are grown."
    assert consent.stands is Stands.CHANGED


def test_lets_go_only_what_was_agreed_for_both_purpose_and_recipient() -> None:
    consent = given_for(use_press="with_identity", share_journalists="with_identity")
    ask = (Purpose.PRESS, Recipient.JOURNALISTS)
    assert may_release(consent, *ask, with_identity=True).allowed
    assert not may_release(
        consent, Purpose.ADVOCACY, Recipient.JOURNALISTS, with_identity=False
    ).allowed
    assert not may_release(
        consent, Purpose.PRESS, Recipient.LAWYER, with_identity=False
    ).allowed


@given(
    use=GRANTS,
    share=GRANTS,
    decision=st.sampled_from(["given", "refused", ""]),
    with_identity=st.booleans(),
)
def test_allows_exactly_when_both_grants_reach_far_enough(
    use: str, share: str, decision: str, *, with_identity: bool
) -> None:
    consent = consent_from(
        {"consent_decision": decision, "use_truth": use, "share_lawyer": share}
    )
    enough = (
        {"with_identity"}
        if with_identity
        else {
            "with_identity",
            "without_identity",
        }
    )
    verdict = may_release(
        consent, Purpose.TRUTH, Recipient.LAWYER, with_identity=with_identity
    )
    assert verdict.allowed == (
        decision == "given" and use in enough and share in enough
    )
    assert verdict.reason.endswith(".")


def test_tells_not_recorded_from_refused() -> None:
    ask = (Purpose.ARCHIVE, Recipient.ARCHIVES)
    silent = may_release(given_for(), *ask, with_identity=False)
    refused = may_release(given_for(use_archive="no"), *ask, with_identity=False)
    assert "not recorded" in silent.reason
    assert "did not agree" in refused.reason


def test_nothing_leaves_after_consent_was_taken_back() -> None:
    consent = given_for(
        use_truth="with_identity",
        share_lawyer="with_identity",
        consent_stands="withdrawn",
    )
    verdict = may_release(consent, Purpose.TRUTH, Recipient.LAWYER, with_identity=False)
    assert not verdict.allowed
    assert "took their consent back" in verdict.reason


@pytest.mark.parametrize(
    ("until", "on", "allowed"),
    [
        ("2030", date(2030, 12, 31), True),
        ("2030", date(2031, 1, 1), False),
        ("2030-06-15", date(2030, 6, 16), False),
        ("", date(2099, 1, 1), True),
        ("when I am old", date(2030, 1, 1), False),
    ],
)
def test_keeps_to_the_last_day_a_person_set(
    until: str, on: date, *, allowed: bool
) -> None:
    consent = given_for(
        use_truth="with_identity",
        share_lawyer="with_identity",
        retention="until",
        retention_until=until,
    )
    verdict = may_release(
        consent, Purpose.TRUTH, Recipient.LAWYER, with_identity=False, on=on
    )
    assert verdict.allowed is allowed


def test_has_words_for_every_purpose_and_every_recipient() -> None:
    for purpose, recipient in product(Purpose, Recipient):
        assert may_release(given_for(), purpose, recipient, with_identity=True).reason


def test_of_two_readings_no_more_counts_than_either_allows() -> None:
    wide = consent_from(
        {
            "consent_decision": "given",
            "share_journalists": "with_identity",
            "share_lawyer": "with_identity",
            "use_press": "with_identity",
            "record_audio": "yes",
            "recontact": "yes",
            "retention": "until",
            "retention_until": "2031",
            "consent_conditions": "Not before the trial.",
            "consent_stands": "yes",
        }
    )
    other = consent_from(
        {
            "consent_decision": "given",
            "share_journalists": "no",
            "share_lawyer": "without_identity",
            "recontact": "no",
            "retention": "until",
            "retention_until": "2029",
            "consent_conditions": "Never to the press.",
            "consent_stands": "withdrawn",
        }
    )
    both = narrower(wide, other)
    assert both.decision is Answer.YES
    assert both.shares[Recipient.JOURNALISTS] is Grant.NO
    assert both.shares[Recipient.LAWYER] is Grant.WITHOUT_IDENTITY
    assert both.uses[Purpose.PRESS] is Grant.NOT_RECORDED
    assert both.recordings[Recording.AUDIO] is Answer.NOT_RECORDED
    assert both.recontact is Answer.NO
    assert both.retention_until == "2029"
    assert both.conditions == "Not before the trial.\nNever to the press."
    assert both.stands is Stands.WITHDRAWN
    assert narrower(other, wide).shares == both.shares


def test_a_reading_and_itself_are_the_same() -> None:
    given = consent_from({"consent_decision": "given", "share_lawyer": "with_identity"})
    assert narrower(given, given) == given
