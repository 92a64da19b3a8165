from pathlib import Path

from intake.app.field.filling import Value, fill
from intake.domain.record import Missing
from kitchen import ACCOUNT, SENTENCE, Kitchen, begun


def test_answers_are_given_in_any_order(apart: Kitchen) -> None:
    interview = begun(apart.field)
    done = fill(
        interview,
        {"/data/who": "a neighbour", "/data/kind": "told", "/data/words": SENTENCE},
        Path(),
    )
    assert (done.taken, done.refused) == (3, ())
    assert interview.session(ACCOUNT).get("/data/who").value == "a neighbour"


def test_entries_of_a_repeat_are_added_as_they_are_named(apart: Kitchen) -> None:
    interview = begun(apart.field)
    done = fill(interview, {"/data/person[3]/name": "the third"}, Path())
    assert done.refused == ()
    session = interview.session(ACCOUNT)
    assert session.get("/data/person").count == 3
    assert session.get("/data/person[3]/name").value == "the third"


def test_the_name_of_the_part_may_stand_before_the_path(apart: Kitchen) -> None:
    interview = begun(apart.field)
    assert fill(interview, {"account:/data/words": SENTENCE}, Path()).taken == 1
    (refused,) = fill(interview, {"closing:/data/words": "x"}, Path()).refused
    assert "no question" in refused.why


def test_every_kind_of_value_has_its_written_form(apart: Kitchen) -> None:
    interview = begun(apart.field)
    fill(interview, {"/data/year": 2017.0, "/data/words": True}, Path())
    session = interview.session(ACCOUNT)
    assert session.get("/data/year").value == "2017"
    assert session.get("/data/words").value == "true"
    fill(interview, {"/data/words": None, "/data/kind": ["told"]}, Path())
    assert session.get("/data/words").value == ""
    assert session.get("/data/kind").value == "told"


def test_a_reason_is_stored_in_place_of_an_answer(apart: Kitchen) -> None:
    interview = begun(apart.field)
    assert fill(interview, {"/data/words": {"missing": "refused"}}, Path()).taken == 1
    item = interview.session(ACCOUNT).get("/data/words")
    assert item.missing is Missing.REFUSED
    (refused,) = fill(interview, {"/data/words": {"missing": "lazy"}}, Path()).refused
    assert "not safe to record" in refused.why


def test_a_file_is_attached_and_one_that_is_not_there_is_refused(
    apart: Kitchen, tmp_path: Path
) -> None:
    (tmp_path / "gate.jpg").write_bytes(b"light")
    interview = begun(apart.field)
    assert fill(interview, {"/data/photo": {"file": "gate.jpg"}}, tmp_path).taken == 1
    assert len(interview.media) == 1
    (refused,) = fill(interview, {"/data/photo": {"file": "no.jpg"}}, tmp_path).refused
    assert "no such file" in refused.why


def test_what_is_no_answer_and_no_question_is_refused_with_a_reason(
    apart: Kitchen,
) -> None:
    interview = begun(apart.field)
    strange: dict[str, Value] = {
        "/data": "x",
        "/data/person": "x",
        "/data/age_then": "3",
        "/data/words/deeper": "x",
        "nowhere": "x",
        "/data/person[0]/name": "x",
        "/data/year": {"colour": "red"},
    }
    done = fill(interview, strange, Path())
    assert (done.taken, len(done.refused)) == (0, len(strange))
    assert all(each.why for each in done.refused)
