"""A journal is another's work: telling it again ends, in a session or in our error."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.app.desk import replaying
from intake.domain.canonical import encode
from intake.domain.errors import ContentsAltered, TooLarge
from intake.forms import Deed, Form, Outcome, Session, Step, read_form
from kitchen import BEGUN, FORM, SENTENCE

LATER = BEGUN + timedelta(hours=2)
SMALL = read_form(FORM.read_bytes())
BEGIN = Step(Deed.BEGIN, value="0" * 16, form=SMALL.digest)
REFS = (
    "/data",
    "/data/words",
    "/data/kind",
    "/data/age_then",
    "/data/person",
    "/data/person[1]",
    "/data/person[2]/name",
    "/data/nothing",
    "",
    "]",
)


def told(steps: Sequence[Step], form: Form = SMALL) -> Session:
    return replaying.told_again(form, [BEGIN, *steps], "", LATER)


def test_a_journal_is_told_again_as_it_was() -> None:
    session = told([Step(Deed.ANSWER, "/data/words", SENTENCE), Step(Deed.UNDO)])
    assert session.get("/data/words").value == ""
    assert len(session.steps) == 3


def test_a_submission_agrees_with_the_journal_that_leads_to_it() -> None:
    session = told([Step(Deed.ANSWER, "/data/words", SENTENCE)])
    submission = session.submission(ended=LATER)
    assert replaying.agrees(session, submission, LATER)
    other = submission.replace(b"harvest", b"planting")
    assert not replaying.agrees(session, other, LATER)
    assert not replaying.agrees(session, b"", LATER)


def test_a_mark_that_is_none_was_altered() -> None:
    with pytest.raises(ContentsAltered):
        told([Step(Deed.MARK, "/data/words", "no such reason")])


def test_work_without_end_is_cut_off() -> None:
    with pytest.raises(TooLarge):
        replaying.told_again(SMALL, [BEGIN], "", LATER, most_seconds=-1)


def test_a_language_that_the_form_does_not_have_costs_nothing() -> None:
    assert replaying.told_again(SMALL, [BEGIN], "Latin", LATER).steps


STEPS = st.builds(
    Step,
    deed=st.sampled_from([each for each in Deed if each is not Deed.BEGIN]),
    ref=st.sampled_from(REFS) | st.text(max_size=8),
    value=st.sampled_from(["", "seen", "refused", "7", "1e400"]) | st.text(max_size=8),
    place=st.integers(-3, 5) | st.just(2**80),
    form=st.sampled_from(["", SMALL.digest, "other"]),
    source=st.sampled_from(["", "<data/>", "<"]),
    revision=st.booleans(),
    outcomes=st.lists(
        st.builds(
            Outcome,
            st.sampled_from(REFS),
            st.sampled_from(["value", "set", "preload", "relevant", "x"]),
            st.text(max_size=4),
        ),
        max_size=2,
    ).map(tuple),
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(st.lists(STEPS, max_size=8), st.sampled_from(["", "<data/>", "<", "<a>&b;</a>"]))
def test_whatever_a_journal_tells_only_altered_rises(
    steps: list[Step], source: str
) -> None:
    begin = Step(Deed.BEGIN, value="x", form="other", source=source, revision=True)
    try:
        session = replaying.told_again(SMALL, [begin, *steps], "", LATER)
    except ContentsAltered:
        return
    assert session.submission(ended=LATER)
    assert session.progress().asked >= 0
    assert all(each.label is not None for each in session.root.children)


@given(st.lists(st.binary(max_size=30), max_size=4))
def test_whatever_the_lines_hold_only_altered_rises(lines: list[bytes]) -> None:
    line = encode({"part": "account", "step": BEGIN.to_json()})
    data = b"\n".join([line, *lines])
    try:
        found = replaying.steps_of({"journal.jsonl": data})
    except ContentsAltered:
        return
    assert found == {"account": [BEGIN]}


def test_a_record_without_a_journal_was_altered() -> None:
    with pytest.raises(ContentsAltered):
        replaying.steps_of({})
