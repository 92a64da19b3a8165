import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from intake.app.field import finishing, interviewing, media
from intake.domain.errors import Cancelled, FileUnreadable
from intake.vault import objects
from kitchen import ACCOUNT, BEGUN, Kitchen, meet, ticking, told

PICTURE = b"\x89PNG not really " * 9000


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "Mother and son, Kashgar.PNG"
    path.write_bytes(PICTURE)
    return path


def everything(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_a_photograph_becomes_an_answer_and_can_be_looked_at_again(
    kitchen: Kitchen, photo: Path
) -> None:
    interview = told(kitchen.field)
    interview.attach(ACCOUNT, "/data/photo", photo)
    again = interviewing.resume(kitchen.field, interview.id, ticking())
    digest = hashlib.sha256(PICTURE).hexdigest()
    assert again.session(ACCOUNT).get("/data/photo").value == f"{digest}.png"
    (medium,) = again.media
    assert medium.original == photo.name
    assert b"".join(media.play(kitchen.field, medium)) == PICTURE


def test_no_byte_of_a_photograph_lies_on_the_disk_as_it_is(
    kitchen: Kitchen, photo: Path, tmp_path: Path
) -> None:
    interview = told(kitchen.field)
    interview.attach(ACCOUNT, "/data/photo", photo)
    stored = everything(tmp_path / "field")
    assert PICTURE[:64] not in stored
    assert b"Mother and son" not in stored


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(kitchen: Kitchen, tmp_path: Path) -> None:
    pipe = tmp_path / "photo.png"
    os.mkfifo(pipe)
    interview = told(kitchen.field)
    for path in (pipe, tmp_path / "none.png"):
        with pytest.raises(FileUnreadable):
            interview.attach(ACCOUNT, "/data/photo", path)
    assert objects.of_record(kitchen.field.vault, interview.id) == ()


def test_taking_in_that_is_stopped_leaves_nothing(
    kitchen: Kitchen, photo: Path
) -> None:
    interview = told(kitchen.field)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        interview.attach(ACCOUNT, "/data/photo", photo, stop)
    assert objects.of_record(kitchen.field.vault, interview.id) == ()
    assert interview.session(ACCOUNT).get("/data/photo").value == ""


def test_sealing_does_not_write_a_photograph_again_that_the_desk_can_open(
    kitchen: Kitchen, photo: Path
) -> None:
    interview = told(kitchen.field)
    interview.attach(ACCOUNT, "/data/photo", photo)
    (before,) = objects.of_record(kitchen.field.vault, interview.id)
    finishing.finish(kitchen.field, interview, BEGUN)
    finishing.seal(kitchen.field, interview.id, BEGUN)
    after = {
        each.id: each for each in objects.of_record(kitchen.field.vault, interview.id)
    }
    assert after[before.id] == before
    assert len(after) == 2


def test_a_photograph_taken_before_the_first_pack_is_sealed_again_for_the_desk(
    apart: Kitchen, photo: Path
) -> None:
    interview = told(apart.field)
    interview.attach(ACCOUNT, "/data/photo", photo)
    (before,) = objects.of_record(apart.field.vault, interview.id)
    meet(apart)
    finishing.finish(apart.field, interview, BEGUN)
    finishing.seal(apart.field, interview.id, BEGUN)
    kinds = {
        each.kind: each.id
        for each in objects.of_record(apart.field.vault, interview.id)
    }
    assert set(kinds) == {"account", "medium"}
    assert kinds["medium"] != before.id


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.JPG", ".jpg"), ("a", ".bin"), ("a.reallylong", ".bin"), ("a.\u0440", ".bin")],
)
def test_only_a_plain_ending_of_the_name_is_kept_outside_the_record(
    kitchen: Kitchen, tmp_path: Path, name: str, ending: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"a few bytes")
    interview = told(kitchen.field)
    interview.attach(ACCOUNT, "/data/photo", path)
    assert interview.session(ACCOUNT).get("/data/photo").value.endswith(ending)


def test_what_is_drawn_is_kept_without_a_file(kitchen: Kitchen, tmp_path: Path) -> None:
    interview = told(kitchen.field)
    medium = interview.take_in_drawn(ACCOUNT, "drawing.png", PICTURE)
    assert interview.session(ACCOUNT).get("/data/photo").value == ""
    interview.keep_medium(ACCOUNT, "/data/photo", medium)
    assert medium.original == "drawing.png"
    assert medium.name == f"{hashlib.sha256(PICTURE).hexdigest()}.png"
    assert b"".join(interview.play(ACCOUNT, "/data/photo")) == PICTURE
    assert PICTURE[:64] not in everything(tmp_path)


def test_a_question_without_a_file_plays_nothing(kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    assert list(interview.play(ACCOUNT, "/data/photo")) == []
    assert list(interview.play(ACCOUNT, "/data/words")) == []
    assert interview.resource(ACCOUNT, "map.png") == b""


def test_a_file_is_encrypted_on_another_thread_while_answers_go_on(
    kitchen: Kitchen, photo: Path
) -> None:
    interview = told(kitchen.field)
    with ThreadPoolExecutor() as pool:
        coming = pool.submit(interview.take_in, ACCOUNT, photo)
        for number in range(20):
            interview.answer(ACCOUNT, "/data/words", f"Sentence {number}.")
        medium = coming.result()
    interview.keep_medium(ACCOUNT, "/data/photo", medium)
    again = interviewing.resume(kitchen.field, interview.id, ticking())
    assert b"".join(again.play(ACCOUNT, "/data/photo")) == PICTURE
