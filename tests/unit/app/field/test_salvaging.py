"""Of a draft that the disk has damaged, everything that still opens is saved."""

from datetime import timedelta
from pathlib import Path

import pytest

from intake.app.field import finishing, interviewing, salvaging
from intake.app.field.interviewing import Interview
from intake.domain.errors import (
    AlreadySealed,
    NothingDamaged,
    SalvagedBefore,
    VaultDamaged,
    WrongDesk,
)
from intake.domain.record import InterviewState
from intake.vault import custody, objects
from kitchen import (
    ACCOUNT,
    BEGUN,
    NAME,
    SENTENCE,
    Kitchen,
    sealed,
    ticking,
    told,
    told_with_identity,
)

LATER = BEGUN + timedelta(hours=2)


def damage(kitchen: Kitchen, interview: Interview, line: int) -> None:
    kitchen.field.vault.run(
        "UPDATE journal SET box = zeroblob(60) WHERE draft = ? AND sequence = ?",
        interview.id,
        line,
    )
    with pytest.raises(VaultDamaged):
        interviewing.resume(kitchen.field, interview.id, ticking(LATER))


def saved(kitchen: Kitchen, interview: Interview) -> salvaging.Saved:
    return salvaging.salvage(kitchen.field, interview.id, ticking(LATER))


def test_what_lies_around_a_lost_line_is_in_a_new_draft(kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    interview.answer(ACCOUNT, "/data/year", "1990")
    interview.answer(ACCOUNT, "/data/kind", "seen")
    damage(kitchen, interview, 3)
    found = saved(kitchen, interview)
    assert (found.lines, found.files) == (1, 0)
    assert interview.name in str(found.sentence)
    again = interviewing.resume(kitchen.field, found.interview.id, ticking(LATER))
    session = again.session(ACCOUNT)
    assert session.get("/data/words").value == SENTENCE
    assert session.get("/data/kind").value == "seen"
    assert session.get("/data/year").value == ""
    rows = interviewing.listed(kitchen.field)
    assert {row.name for row in rows} == {interview.name, again.name}
    (entry,) = custody.entries(kitchen.field.vault, again.id)
    assert ("salvaged", interview.id) in entry.detail
    with pytest.raises(SalvagedBefore) as refused:
        saved(kitchen, interview)
    assert refused.value.fields == {"draft": again.name}
    interviewing.discard(kitchen.field, again.id, LATER)
    assert saved(kitchen, interview).lines == 1


def test_a_draft_whose_beginning_is_lost_begins_anew(kitchen: Kitchen) -> None:
    interview = told_with_identity(kitchen.field)
    damage(kitchen, interview, 1)
    session = saved(kitchen, interview).interview.session("identity")
    assert session.get("/data/words").value == NAME


def test_nothing_is_undone_after_a_gap(kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    interview.answer(ACCOUNT, "/data/year", "1990")
    interview.undo()
    damage(kitchen, interview, 3)
    session = saved(kitchen, interview).interview.session(ACCOUNT)
    assert session.get("/data/words").value == SENTENCE


def with_two_photos(kitchen: Kitchen, folder: Path) -> Interview:
    interview = told_with_identity(kitchen.field)
    for part, data in (("identity", b"face"), (ACCOUNT, b"gate")):
        photo = folder / "photo.jpg"
        photo.write_bytes(data * 1000)
        interview.attach(part, "/data/photo", photo)
    return interview


def test_files_that_are_whole_come_along_and_those_gone_are_no_answer(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    interview = with_two_photos(kitchen, tmp_path)
    finishing.finish(kitchen.field, interview, LATER)
    objects.place(kitchen.field.vault, interview.media[0].object).unlink()
    found = saved(kitchen, interview)
    assert (found.lines, found.files) == (0, 1)
    assert found.interview.state is InterviewState.DRAFT
    assert list(found.interview.play("identity", "/data/photo")) == []
    assert b"".join(found.interview.play(ACCOUNT, "/data/photo")) == b"gate" * 1000
    assert found.interview.session("identity").get("/data/photo").value == ""
    interviewing.discard(kitchen.field, interview.id, LATER)
    finishing.finish(kitchen.field, found.interview, LATER)
    finishing.seal(kitchen.field, found.interview.id, LATER)


def test_a_sound_draft_is_left_alone(kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    with pytest.raises(NothingDamaged):
        saved(kitchen, interview)
    with pytest.raises(AlreadySealed):
        saved(kitchen, sealed(kitchen.field))
    with pytest.raises(WrongDesk):
        salvaging.salvage(kitchen.desk, interview.id, ticking(LATER))
    assert len(interviewing.listed(kitchen.field)) == 2
