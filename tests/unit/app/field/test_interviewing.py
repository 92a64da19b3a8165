from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from intake import vault as store
from intake.app import opening
from intake.app.field import finishing, interviewing, whereabouts
from intake.domain.errors import (
    AlreadySealed,
    AnswerRefused,
    DiskFull,
    FileUnreadable,
    NoSuchInterview,
    NoSuchQuestion,
    NotADraft,
    WrongDesk,
)
from intake.domain.record import InterviewState, Missing
from intake.vault import journal, objects
from kitchen import (
    ACCOUNT,
    BEGUN,
    PASSPHRASE,
    SENTENCE,
    Kitchen,
    begun,
    sealed,
    ticking,
    told,
    told_with_identity,
)


def test_an_answer_is_there_when_the_vault_is_opened_again(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    interview = told(kitchen.field)
    interview.set_language("Uyghur (ug)")
    kitchen.field.close()
    opened = opening.unlock(tmp_path / "field", PASSPHRASE)
    again = interviewing.resume(opened, interview.id, ticking())
    assert again.session(ACCOUNT).get("/data/words").value == SENTENCE
    assert again.name == interview.name
    opened.close()


def test_an_interview_that_is_resumed_has_exactly_the_state_it_had(
    kitchen: Kitchen,
) -> None:
    interview = told(kitchen.field)
    interview.answer(ACCOUNT, "/data/year", "2017")
    interview.add_repeat(ACCOUNT, "/data/person")
    interview.answer(ACCOUNT, "/data/person[1]/name", "somebody")
    interview.mark(ACCOUNT, "/data/kind", Missing.UNKNOWN)
    interview.note(ACCOUNT, "/data/year", "hesitated")
    again = interviewing.resume(kitchen.field, interview.id, ticking())
    before, after = interview.session(ACCOUNT), again.session(ACCOUNT)
    assert after.get("/data/age_then").value == "27"
    assert after.get("/data/kind").missing is Missing.UNKNOWN
    assert after.get("/data/year").note == "hesitated"
    assert after.submission() == before.submission()


def test_undo_and_redo_are_kept_like_any_other_deed(kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    interview.answer(ACCOUNT, "/data/words", "another")
    assert interview.undo() == ACCOUNT
    assert interview.session(ACCOUNT).get("/data/words").value == SENTENCE
    again = interviewing.resume(kitchen.field, interview.id, ticking())
    assert again.session(ACCOUNT).get("/data/words").value == SENTENCE
    assert interview.redo() == ACCOUNT
    assert interview.session(ACCOUNT).get("/data/words").value == "another"


def test_there_is_nothing_to_undo_in_a_new_interview(kitchen: Kitchen) -> None:
    assert begun(kitchen.field).undo() is None


def test_a_refused_answer_leaves_no_line_in_the_journal(kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    count = len(interview.session(ACCOUNT).steps)
    with pytest.raises(AnswerRefused):
        interview.answer(ACCOUNT, "/data/year", "a while ago")
    again = interviewing.resume(kitchen.field, interview.id, ticking())
    assert len(again.session(ACCOUNT).steps) == count


def test_a_finished_interview_takes_no_more_answers(kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    finishing.finish(kitchen.field, interview, BEGUN)
    with pytest.raises(NotADraft):
        interview.answer(ACCOUNT, "/data/words", "more")


def test_a_sealed_interview_cannot_be_opened(kitchen: Kitchen) -> None:
    interview = sealed(kitchen.field)
    with pytest.raises(AlreadySealed):
        interviewing.resume(kitchen.field, interview.id, ticking())


def test_the_place_is_remembered_until_the_interview_is_finished(
    kitchen: Kitchen,
) -> None:
    interview = told(kitchen.field)
    interview.remember_place(ACCOUNT, "/data", "Uyghur (ug)")
    place = whereabouts.last(kitchen.field)
    assert place is not None
    assert (place.interview, place.part) == (interview.id, ACCOUNT)
    finishing.finish(kitchen.field, interview, BEGUN)
    assert whereabouts.last(kitchen.field) is None


def test_a_discarded_draft_is_gone_with_its_key(kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    interviewing.discard(kitchen.field, interview.id, BEGUN)
    assert interviewing.listed(kitchen.field) == ()
    with pytest.raises(NoSuchInterview):
        interviewing.resume(kitchen.field, interview.id, ticking())


def test_a_sealed_interview_is_never_discarded(kitchen: Kitchen) -> None:
    interview = sealed(kitchen.field)
    with pytest.raises(NotADraft):
        interviewing.discard(kitchen.field, interview.id, BEGUN)


def test_an_interview_is_found_by_name_id_and_the_start_of_its_id(
    kitchen: Kitchen,
) -> None:
    interview = told(kitchen.field)
    for text in (
        interview.name,
        interview.name.upper(),
        interview.id,
        interview.id[:6],
    ):
        assert interviewing.find(kitchen.field, text).id == interview.id
    with pytest.raises(NoSuchInterview):
        interviewing.find(kitchen.field, interview.id[:2])


def test_the_list_knows_counts_and_languages_but_no_answers(kitchen: Kitchen) -> None:
    interview = begun(kitchen.field)
    interview.keep_counts()
    (row,) = interviewing.listed(kitchen.field)
    assert row.state is InterviewState.DRAFT
    assert row.to_check == 1
    interview.answer(ACCOUNT, "/data/words", SENTENCE)
    interview.keep_counts()
    (row,) = interviewing.listed(kitchen.field)
    assert (row.to_check, row.changed > BEGUN) == (0, True)
    assert row.changed < BEGUN + timedelta(hours=1)
    assert SENTENCE not in repr(row)


def test_no_interview_is_begun_in_the_vault_of_a_desk(apart: Kitchen) -> None:
    with pytest.raises(WrongDesk):
        begun(apart.desk)
    assert interviewing.listed(apart.desk) == ()


def test_an_answer_the_disk_refused_is_stored_later_with_its_own_time(
    kitchen: Kitchen, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = told(kitchen.field)
    append, full = journal.append, [True]

    def refusing(*arguments: Any) -> tuple[int, ...]:  # noqa: ANN401 - passed on as they are
        if full[0]:
            raise DiskFull
        return append(*arguments)

    monkeypatch.setattr(journal, "append", refusing)
    with pytest.raises(DiskFull):
        interview.answer(ACCOUNT, "/data/year", "2017")
    with pytest.raises(DiskFull):
        interview.answer(ACCOUNT, "/data/kind", "seen")
    full[0] = False
    interview.answer(ACCOUNT, "/data/words", "later")
    again = interviewing.resume(kitchen.field, interview.id, ticking())
    session = again.session(ACCOUNT)
    assert session.get("/data/year").value == "2017"
    assert session.get("/data/kind").value == "seen"
    times = [line.time for line in journal.read(kitchen.field.vault, interview.id)]
    assert len(set(times[-3:])) == 3
    assert times == sorted(times)


def test_what_waits_for_the_disk_survives_an_attachment_that_fails(
    kitchen: Kitchen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "gate.jpg"
    photo.write_bytes(b"light")
    interview = told(kitchen.field)
    append = journal.append

    def refusing(*_: object) -> tuple[int, ...]:
        raise DiskFull

    monkeypatch.setattr(journal, "append", refusing)
    with pytest.raises(DiskFull):
        interview.answer(ACCOUNT, "/data/year", "2017")
    with pytest.raises(DiskFull):
        interview.attach(ACCOUNT, "/data/photo", photo)
    monkeypatch.setattr(journal, "append", append)
    interview.store_again()
    again = interviewing.resume(kitchen.field, interview.id, ticking())
    assert again.session(ACCOUNT).get("/data/year").value == "2017"
    assert again.session(ACCOUNT).get("/data/photo").value == ""
    assert again.media == interview.media == ()
    assert objects.of_record(kitchen.field.vault, interview.id) == ()


def test_an_attachment_for_no_question_leaves_nothing(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    photo = tmp_path / "gate.jpg"
    photo.write_bytes(b"light")
    interview = told(kitchen.field)
    with pytest.raises(NoSuchQuestion):
        interview.attach(ACCOUNT, "/data/nothing", photo)
    with pytest.raises(FileUnreadable):
        interview.attach(ACCOUNT, "/data/photo", tmp_path / "gone.jpg")
    with pytest.raises(FileUnreadable):
        interview.attach(ACCOUNT, "/data/photo", tmp_path)
    assert objects.of_record(kitchen.field.vault, interview.id) == ()


def test_a_finished_interview_is_closed_to_every_window_that_shows_it(
    kitchen: Kitchen,
) -> None:
    interview = told(kitchen.field)
    second = interviewing.resume(kitchen.field, interview.id, ticking())
    finishing.finish(kitchen.field, interview, BEGUN)
    with pytest.raises(NotADraft):
        second.answer(ACCOUNT, "/data/words", "changed behind the seal")
    with pytest.raises(NotADraft):
        finishing.finish(kitchen.field, second, BEGUN + timedelta(days=3))
    for deed in (
        lambda: interview.answer(ACCOUNT, "/data/words", "x"),
        interview.undo,
        interview.redo,
    ):
        with pytest.raises(NotADraft):
            deed()
    assert interview.session(ACCOUNT).get("/data/words").value == SENTENCE
    (row,) = interviewing.listed(kitchen.field)
    assert row.changed == BEGUN


def test_what_an_attachment_left_behind_is_not_sealed_into_the_record(
    kitchen: Kitchen,
) -> None:
    interview = told(kitchen.field)
    with objects.writer(
        kitchen.field.vault, objects.new_id(), kind="medium", record=interview.id
    ) as left:
        left.write(b"left by a crash")
    finishing.finish(kitchen.field, interview, BEGUN)
    finishing.seal(kitchen.field, interview.id, BEGUN)
    kinds = [each.kind for each in objects.of_record(kitchen.field.vault, interview.id)]
    assert kinds == ["account"]


def test_every_step_and_every_file_is_in_the_journal_once(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    photo = tmp_path / "gate.jpg"
    photo.write_bytes(b"light and shadow")
    interview = told_with_identity(kitchen.field)
    interview.attach("identity", "/data/photo", photo)
    lines = [each.data for each in journal.read(kitchen.field.vault, interview.id)]
    assert len(lines) == len(set(lines)) == 2 + 2 + 2


def test_a_line_whose_inner_block_was_undone_is_written_with_the_next(
    kitchen: Kitchen,
) -> None:
    interview = begun(kitchen.field)

    def undone() -> None:
        with store.transaction(kitchen.field.vault):
            interview.answer(ACCOUNT, "/data/words", "first")
            raise ZeroDivisionError

    with store.transaction(kitchen.field.vault):
        with pytest.raises(ZeroDivisionError):
            undone()
        interview.answer(ACCOUNT, "/data/year", "1990")
    values = [
        step.value
        for _, step in interviewing.read_journal(kitchen.field, interview.id)[0]
    ]
    assert values[1:] == ["first", "1990"]
