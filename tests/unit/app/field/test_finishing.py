from datetime import timedelta
from pathlib import Path

import pytest

from intake.app import opening
from intake.app.field import finishing, interviewing, protocols
from intake.domain import policy as policies
from intake.domain.custody import Event
from intake.domain.errors import (
    AlreadySealed,
    Cancelled,
    KeyStillThere,
    NoPackYet,
    NotFinished,
    NotReadyToFinish,
)
from intake.domain.policy import Policy, SealWhen
from intake.domain.record import InterviewState
from intake.vault import custody, drafts, journal, objects, settings
from kitchen import (
    ACCOUNT,
    BEGUN,
    FORM,
    Kitchen,
    begun,
    meet,
    sealed,
    ticking,
    told,
)


def test_what_is_required_and_missing_keeps_an_interview_a_draft(
    kitchen: Kitchen,
) -> None:
    interview = begun(kitchen.field)
    (blocker,) = finishing.blockers(interview)
    assert (blocker.ref, blocker.blocks) == ("/data/words", True)
    with pytest.raises(NotReadyToFinish) as refused:
        finishing.finish(kitchen.field, interview, BEGUN)
    assert refused.value.fields == {"count": 1}
    assert interviewing.listed(kitchen.field)[0].state is InterviewState.DRAFT


def test_a_rule_that_cannot_be_worked_out_is_a_doubt_and_blocks_nothing(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    form = tmp_path / "pattern.xml"
    rule = 'constraint="regex(., /data/words)"/>'
    form.write_text(
        FORM.read_text(encoding="utf-8").replace(
            'nodeset="/data/kind" type="string"/>',
            f'nodeset="/data/kind" type="string" {rule}',
        ),
        encoding="utf-8",
    )
    protocol = protocols.from_form(kitchen.field, form)
    interview = interviewing.begin(kitchen.field, protocol, ticking())
    interview.answer(ACCOUNT, "/data/words", "(")
    interview.answer(ACCOUNT, "/data/kind", "seen")
    (doubt,) = finishing.blockers(interview)
    assert (doubt.ref, doubt.blocks) == ("/data/kind", False)
    assert "could not be worked out" in doubt.sentence
    finishing.finish(kitchen.field, interview, BEGUN)


def test_a_draft_is_never_sealed(kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    with pytest.raises(NotFinished):
        finishing.seal(kitchen.field, interview.id, BEGUN)


def test_nothing_is_sealed_before_a_desk_is_known(apart: Kitchen) -> None:
    interview = told(apart.field)
    finishing.finish(apart.field, interview, BEGUN)
    with pytest.raises(NoPackYet):
        finishing.seal(apart.field, interview.id, BEGUN)
    meet(apart)
    finishing.seal(apart.field, interview.id, BEGUN)
    assert interviewing.listed(apart.field)[0].state is InterviewState.SEALED


def test_sealing_leaves_no_key_no_journal_and_one_object(kitchen: Kitchen) -> None:
    interview = sealed(kitchen.field)
    vault = kitchen.field.vault
    assert not drafts.has_key(vault, interview.id)
    with pytest.raises(AlreadySealed):
        journal.read(vault, interview.id)
    assert [each.kind for each in objects.of_record(vault, interview.id)] == ["account"]
    (row,) = interviewing.listed(kitchen.field)
    assert (row.protocol, row.languages, row.answered) == (None, (), 0)


def test_sealing_twice_is_refused(kitchen: Kitchen) -> None:
    interview = sealed(kitchen.field)
    with pytest.raises(AlreadySealed):
        finishing.seal(kitchen.field, interview.id, BEGUN)


def test_sealing_that_is_stopped_leaves_the_interview_as_it_was(
    kitchen: Kitchen,
) -> None:
    interview = told(kitchen.field)
    finishing.finish(kitchen.field, interview, BEGUN)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        finishing.seal(kitchen.field, interview.id, BEGUN, stop)
    assert objects.of_record(kitchen.field.vault, interview.id) == ()
    assert drafts.has_key(kitchen.field.vault, interview.id)
    finishing.seal(kitchen.field, interview.id, BEGUN)


def test_the_log_tells_of_beginning_finishing_and_sealing(kitchen: Kitchen) -> None:
    interview = sealed(kitchen.field)
    events = [each.event for each in custody.entries(kitchen.field.vault, interview.id)]
    assert events == [Event.CREATED, Event.FINISHED, Event.SEALED]


@pytest.mark.parametrize(
    ("policy", "after", "locking", "expected"),
    [
        (Policy(seal=SealWhen.AT_FINISH), 0, False, 1),
        (Policy(seal=SealWhen.ON_LOCK), 0, False, 0),
        (Policy(seal=SealWhen.ON_LOCK), 0, True, 1),
        (Policy(seal=SealWhen.AFTER_CORRECTION, correction_days=2), 1, True, 0),
        (Policy(seal=SealWhen.AFTER_CORRECTION, correction_days=2), 2, False, 1),
    ],
)
def test_what_is_due_to_be_sealed_follows_the_organisations_rule(
    kitchen: Kitchen, policy: Policy, after: int, locking: bool, expected: int
) -> None:
    kept = settings.get(kitchen.field.vault, "pack")
    assert isinstance(kept, dict)
    rules = policies.to_json(policy)
    settings.put(kitchen.field.vault, "pack", {**kept, "policy": rules})
    interview = told(kitchen.field)
    finishing.finish(kitchen.field, interview, BEGUN)
    when = BEGUN + timedelta(days=after)
    assert len(finishing.due(kitchen.field, when, locking=locking)) == expected


def test_a_key_that_the_disk_keeps_is_not_said_to_be_gone(kitchen: Kitchen) -> None:
    interview, other = told(kitchen.field), told(kitchen.field)
    finishing.finish(kitchen.field, interview, BEGUN)
    obstacle = kitchen.field.vault.folder / "keys.new"
    obstacle.mkdir()

    with pytest.raises(KeyStillThere):
        finishing.seal(kitchen.field, interview.id, BEGUN)
    with pytest.raises(KeyStillThere):
        interviewing.discard(kitchen.field, other.id, BEGUN)

    row = interviewing.find(kitchen.field, interview.id)
    assert row.state is InterviewState.SEALED
    assert len(objects.of_record(kitchen.field.vault, interview.id)) == 1
    assert "can still open" in opening.findings(kitchen.field)[0]
    obstacle.rmdir()
    settings.put(kitchen.field.vault, "name", "Juniper")
    assert opening.findings(kitchen.field) == ()
    for key in (interview.id, other.id):
        assert not drafts.has_key(kitchen.field.vault, key)
