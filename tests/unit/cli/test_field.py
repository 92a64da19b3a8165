import json
from pathlib import Path

import pytest

from intake.domain.errors import FileUnreadable
from kitchen import FORM, SENTENCE, Call, Kitchen, groups

ANSWERS = {
    "/data/words": SENTENCE,
    "/data/kind": "told",
    "/data/who": "a neighbour",
    "/data/year": 2017,
    "/data/person[2]/name": "the second",
}


def begin(call: Call, field: Path) -> str:
    status, out, _ = call("--vault", field, "interview", "new", "--form", FORM)
    assert status == 0
    return out.split()[0]


def write(folder: Path, answers: object) -> Path:
    path = folder / "answers.json"
    path.write_text(json.dumps(answers))
    return path


def test_an_interview_is_begun_filled_shown_finished_and_sealed(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    field = tmp_path / "field"
    key = begin(call, field)
    path = write(tmp_path, ANSWERS)
    status, out, _ = call("--vault", field, "interview", "fill", key, path)
    assert (status, out) == (0, "5 answers stored.\n")
    status, out, _ = call("--vault", field, "interview", "show", key)
    assert SENTENCE in out
    assert "I was told" in out
    status, out, _ = call(
        "--vault", field, "interview", "show", key, "--language", "Uyghur (ug)"
    )
    assert "I was told" not in out
    status, out, _ = call("--vault", field, "interview", "show", key, "--json")
    parts = json.loads(out)["parts"]
    assert parts["account"]["/data/person[2]/name"] == "the second"
    status, out, _ = call("--vault", field, "interview", "finish", key)
    assert status == 0
    assert "cannot open it" in out
    status, out, _ = call("--vault", field, "interview", "seal", key)
    assert (status, "already" in out) == (0, True)
    status, _, err = call("--vault", field, "interview", "show", key)
    assert status == 1
    assert SENTENCE not in err


def test_each_refused_answer_is_named_with_its_reason(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    field = tmp_path / "field"
    key = begin(call, field)
    path = write(
        tmp_path,
        {
            "/data/words": SENTENCE,
            "/data/year": "a while ago",
            "/data/kind": "dreamt",
            "/data/who": "never asked",
            "/data/nothing": "x",
            "/data/age_then": "3",
            "/data/person": "x",
        },
    )
    status, out, _ = call("--vault", field, "interview", "fill", key, path, "--json")
    answer = json.loads(out)
    assert (status, answer["taken"]) == (1, 1)
    refused = {each["ref"]: each["why"] for each in answer["refused"]}
    assert set(refused) == {
        "/data/year",
        "/data/kind",
        "/data/who",
        "/data/nothing",
        "/data/age_then",
        "/data/person",
    }
    assert all(refused.values())


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "1" * 5000, "{"])
def test_answers_that_are_no_readable_list_are_refused_in_a_sentence(
    call: Call, homes: Kitchen, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(text)
    status, out, err = call(
        "--vault", tmp_path / "field", "interview", "fill", "Juniper 1", path
    )
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "value", [[["deep"]], {"file": "a\0b"}, {"file": ".."}, {}, [{}], "\0"]
)
def test_an_odd_answer_is_refused_and_the_rest_is_stored(
    call: Call, homes: Kitchen, tmp_path: Path, value: object
) -> None:
    field = tmp_path / "field"
    key = begin(call, field)
    path = write(tmp_path, {"/data/photo": value, "/data/words": SENTENCE})
    status, out, _ = call("--vault", field, "interview", "fill", key, path)
    assert status == 1
    assert out.startswith("1 answer stored.")


def test_a_form_that_is_not_there_is_refused_in_a_sentence(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    for path in (tmp_path / "no.xlsx", tmp_path):
        for command in (
            ("--vault", tmp_path / "field", "interview", "new", "--form", path),
            ("--vault", tmp_path / "desk", "pack", "make", tmp_path, "--form", path),
        ):
            status, out, err = call(*command)
            assert (status, out) == (1, "")
            assert err == f"intake: {FileUnreadable()}\n"


def test_a_value_that_breaks_the_forms_rule_is_refused_and_not_kept(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    field = tmp_path / "field"
    key = begin(call, field)
    path = write(tmp_path, {"/data/year": 2999})
    status, out, _ = call("--vault", field, "interview", "fill", key, path)
    assert status == 1
    assert "The year is too late." in out
    _, out, _ = call("--vault", field, "interview", "show", key, "--json")
    assert "/data/year" not in json.loads(out)["parts"]["account"]


def test_finishing_names_what_is_missing(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    field = tmp_path / "field"
    key = begin(call, field)
    status, out, err = call("--vault", field, "interview", "finish", key)
    assert status == 1
    assert "/data/words" in out
    assert "cannot be finished yet" in err


def test_the_list_shows_states(call: Call, homes: Kitchen, tmp_path: Path) -> None:
    field = tmp_path / "field"
    key = begin(call, field)
    _, out, _ = call("--vault", field, "interview", "list", "--json")
    (row,) = json.loads(out)
    assert (row["id"], row["state"]) == (key, "Draft")
    _, out, _ = call("--vault", field, "interview", "list")
    assert key in out


def test_answers_that_are_no_json_are_named_as_such(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    field = tmp_path / "field"
    key = begin(call, field)
    path = tmp_path / "answers.json"
    for text in ("{", "[]"):
        path.write_text(text)
        status, _, err = call("--vault", field, "interview", "fill", key, path)
        assert (status, "JSON" in err) == (2, True)


def test_a_first_pack_asks_for_the_digits_and_takes_them(
    call: Call, strange_homes: Kitchen, tmp_path: Path
) -> None:
    desk, field, stick = tmp_path / "desk", tmp_path / "field", tmp_path / "stick"
    status, out, _ = call("--vault", desk, "pack", "make", stick)
    assert status == 0
    pack = out.strip()
    status, out, err = call("--vault", field, "pack", "accept", pack)
    assert status == 1
    assert "three groups" in out
    assert "not been compared" in err
    spoken = ",".join(
        f"{place + 1}={group}"
        for place, group in groups(strange_homes.desk.card.card.fingerprint).items()
    )
    status, out, _ = call("--vault", field, "pack", "accept", pack, "--groups", spoken)
    assert status == 0
    assert "North" in out
