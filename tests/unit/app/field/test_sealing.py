import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app import signing
from intake.app.field import finishing, sealing
from intake.domain.errors import AgeNoMatch, DiskFailed
from intake.sealing.record import read_object
from intake.vault import objects
from kitchen import ACCOUNT, BEGUN, SENTENCE, Kitchen, sealed, told


def account(kitchen: Kitchen, interview: str) -> bytes:
    (made,) = objects.of_record(kitchen.field.vault, interview, "account")
    with objects.open(kitchen.field.vault, made.id) as source:
        return source.read()


def opened_by(
    kitchen: Kitchen, interview: str, whose: str, folder: Path
) -> dict[str, bytes]:
    path = folder / "account.age"
    path.write_bytes(account(kitchen, interview))
    vault = kitchen.desk if whose == "desk" else kitchen.field
    with path.open("rb") as source:
        return read_object(source, signing.reader(vault))[1]


def test_the_desk_can_open_what_was_sealed_and_the_laptop_cannot(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    interview = sealed(kitchen.field)
    files = opened_by(kitchen, interview.id, "desk", tmp_path)
    assert SENTENCE.encode() in files["submission/account.xml"]
    with pytest.raises(AgeNoMatch):
        opened_by(kitchen, interview.id, "field", tmp_path)


def test_a_record_is_plain_files_whose_digests_a_stock_tool_can_check(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    interview = sealed(kitchen.field)
    files = opened_by(kitchen, interview.id, "desk", tmp_path)
    assert set(files) == {
        "record.json",
        "forms/account.xml",
        "submission/account.xml",
        "journal.jsonl",
        "custody.jsonl",
        "manifest-sha512.txt",
    }
    for line in files["manifest-sha512.txt"].decode().splitlines():
        digest, path = line.split("  ")
        assert hashlib.sha512(files[path]).hexdigest() == digest
    about = json.loads(files["record.json"])
    assert (about["record"], about["interviewer"]) == (interview.id, "Cedar")
    steps = [json.loads(line) for line in files["journal.jsonl"].splitlines()]
    assert [step["sequence"] for step in steps] == list(range(1, len(steps) + 1))


def test_a_corrected_answer_stands_in_the_journal_beside_the_first(
    kitchen: Kitchen, tmp_path: Path
) -> None:
    interview = told(kitchen.field)
    interview.answer(ACCOUNT, "/data/words", "Corrected at the read-back.")
    finishing.finish(kitchen.field, interview, BEGUN)
    finishing.seal(kitchen.field, interview.id, BEGUN + timedelta(minutes=1))
    files = opened_by(kitchen, interview.id, "desk", tmp_path)
    assert SENTENCE.encode() in files["journal.jsonl"]
    assert SENTENCE.encode() not in files["submission/account.xml"]


def test_a_disk_that_lost_what_was_sealed_is_noticed_before_the_draft_goes(
    kitchen: Kitchen,
) -> None:
    interview = sealed(kitchen.field)
    (made,) = objects.of_record(kitchen.field.vault, interview.id, "account")
    folder = kitchen.field.vault.folder / "objects" / made.id[:2]
    path = folder / made.id
    whole = bytearray(path.read_bytes())
    whole[100] ^= 1
    path.write_bytes(bytes(whole))
    with pytest.raises(DiskFailed):
        sealing.read_back(kitchen.field, made.id, made.size, made.sha256)
