"""What an expert gets to check a record without Intake."""

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app import rotation
from intake.app.desk import library, originals, receiving
from intake.app.field import sending
from intake.domain.canonical import decode
from intake.domain.custody import Event
from intake.domain.errors import NotAFolder, RecordSetApart, WrongDesk
from intake.domain.record import RecordState
from intake.sealing.digest import Digest
from intake.vault import custody, records
from intake.vault.records import Row
from kitchen import BEGUN, SENTENCE, Kitchen, seal, told_with_identity

LATER = BEGUN + timedelta(hours=2)


@pytest.fixture
def row(kitchen: Kitchen) -> Row:
    seal(kitchen.field, told_with_identity(kitchen.field))
    sending.send(kitchen.field, kitchen.stick, LATER)
    receiving.receive(kitchen.desk, [kitchen.stick], LATER)
    (found,) = library.listed(kitchen.desk)
    return found


def sha256(path: Path) -> str:
    digest = Digest()
    digest.update(path.read_bytes())
    return digest.hexdigest()


def test_the_originals_lie_there_as_they_came(
    kitchen: Kitchen, row: Row, tmp_path: Path
) -> None:
    made = originals.write(kitchen.desk, row, tmp_path, LATER)
    assert {each.name for each in made.folder.iterdir()} == set(made.files)
    sealed = {sha256(each) for each in made.folder.glob("*.age")}
    assert sealed == set(row.digests)
    kinds = {each.name.split("-")[0] for each in made.folder.glob("*.age")}
    assert kinds == {"account", "identity"}
    match decode((made.folder / "statement.json").read_bytes()):
        case {"manifest": str(manifest), "signer": str(signer)}:
            assert manifest == sha256(made.folder / "manifest-sha256.txt")
            assert signer in (made.folder / "check.txt").read_text()
        case _:
            pytest.fail("no statement")
    last = custody.entries(kitchen.desk.vault, row.record)[-1]
    assert (last.event, dict(last.detail)) == (Event.EXPORTED, {"originals": "2"})
    again = originals.write(kitchen.desk, row, tmp_path, LATER)
    assert again == made


def test_nothing_in_it_opens_anything_or_tells_what_was_told(
    kitchen: Kitchen, row: Row, tmp_path: Path
) -> None:
    made = originals.write(kitchen.desk, row, tmp_path, LATER)
    everything = b"".join(each.read_bytes() for each in made.folder.iterdir())
    assert SENTENCE.encode() not in everything
    assert b"SECRET" not in everything
    secret = kitchen.desk.keys.identity.secret_text()
    assert secret.encode() not in everything


def test_the_signatures_verify_with_the_commands_of_the_page(
    kitchen: Kitchen, row: Row, tmp_path: Path
) -> None:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not here")
    made = originals.write(kitchen.desk, row, tmp_path, LATER)
    page = (made.folder / "check.txt").read_text()
    start = page.index("ssh-keygen")
    command = page[start : page.index("openssl")]

    def run() -> int:
        return subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=made.folder,
            capture_output=True,
            check=False,
        ).returncode

    assert run() == 0
    statement = made.folder / "statement.json"
    statement.write_bytes(statement.read_bytes().replace(b"2026", b"2025"))
    assert run() != 0


def test_what_was_sealed_again_is_said(
    kitchen: Kitchen, row: Row, tmp_path: Path
) -> None:
    desk = rotation.rotate_keys(kitchen.desk, LATER)
    rotation.reseal(desk, LATER)
    (row,) = library.listed(desk)
    made = originals.write(desk, row, tmp_path, LATER)
    page = (made.folder / "check.txt").read_text()
    for each in made.folder.glob("*.age"):
        assert sha256(each) not in row.digests
        assert f"   {each.name}\n" in page


def test_it_is_refused_where_there_is_nothing_to_write(
    kitchen: Kitchen, row: Row, tmp_path: Path
) -> None:
    with pytest.raises(NotAFolder):
        originals.write(kitchen.desk, row, tmp_path / "none", LATER)
    with pytest.raises(WrongDesk):
        originals.write(kitchen.field, row, tmp_path, LATER)
    records.set_state(kitchen.desk.vault, row.number, RecordState.SET_APART)
    with pytest.raises(RecordSetApart):
        originals.write(
            kitchen.desk, records.get(kitchen.desk.vault, row.number), tmp_path, LATER
        )
