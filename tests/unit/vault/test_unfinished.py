import contextlib
import secrets
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest

from intake.domain.errors import PassphraseWrong
from intake.vault import (
    Cost,
    Vault,
    check,
    create,
    drafts,
    journal,
    objects,
    unlock,
)

RECORD = "ab" * 16
SOURCE = str(Path(__file__).parents[3] / "src")

# Records until it is killed, saying how much is on the disk.
RECORDER = """
import sys
from pathlib import Path
from intake.vault import objects, unlock
vault = unlock(Path(sys.argv[1]), sys.argv[2])
with objects.writer(
    vault, sys.argv[3], kind="medium", record="ab" * 16
) as file:
    for number in range(10):
        file.write(bytes([number]) * 100_000)
        objects.sync(file)
        print(number, flush=True)
    file.write(bytes(5_000))
    sys.stdin.read()
"""

# Goes through a draft's life again and again until it is killed; a line that is an id
# says that its key is destroyed.
WORKER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from intake.vault import change_passphrase, drafts, journal, objects, transaction
from intake.vault import unlock
now = datetime.now(UTC)
own, other = sys.argv[2:4]
vault = unlock(Path(sys.argv[1]), own)
while True:
    draft, medium, sealed = (objects.new_id() for _ in range(3))
    drafts.create_key(vault, draft)
    journal.append(vault, draft, [b"answer"] * 5, now)
    with objects.writer(vault, medium, kind="m", record=draft) as file:
        file.write(bytes(100_000))
    print("an interview is there", flush=True)
    with transaction(vault):
        with objects.writer(vault, sealed, kind="s", record=draft) as file:
            file.write(bytes(1_000))
        drafts.destroy_key(vault, draft)
        objects.remove(vault, [medium])
    print(draft, flush=True)
    change_passphrase(vault, own, other)
    own, other = other, own
    objects.remove(vault, [sealed])
    print("all is removed", flush=True)
"""
ROUNDS = 20


def killed_recording(vault: Vault, passphrase: str, object_id: str) -> None:
    vault.close()
    with subprocess.Popen(
        [sys.executable, "-c", RECORDER, vault.folder, passphrase, object_id],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        env={"PYTHONPATH": SOURCE},
    ) as child:
        assert child.stdout is not None
        for _ in range(10):
            assert child.stdout.readline()
        child.kill()


def test_a_file_that_was_killed_is_swept_away(vault: Vault, passphrase: str) -> None:
    object_id = objects.new_id()
    killed_recording(vault, passphrase, object_id)

    again = unlock(vault.folder, passphrase)
    assert objects.of_record(again, RECORD) == ()
    assert list((again.folder / "objects" / "new").iterdir()) == []
    again.close()


def test_a_file_known_but_not_in_its_place_is_put_there(
    vault: Vault, passphrase: str
) -> None:
    object_id = objects.new_id()
    with objects.writer(vault, object_id, kind="medium", record=RECORD) as file:
        file.write(b"voice")
    place = vault.folder / "objects" / object_id[:2] / object_id
    place.rename(vault.folder / "objects" / "new" / object_id)
    with objects.open(vault, object_id) as file:
        assert file.read() == b"voice"
    vault.close()

    unlock(vault.folder, passphrase).close()

    assert place.read_bytes() == b"voice"


def test_what_was_condemned_goes_though_a_crash_kept_it(
    vault: Vault, passphrase: str
) -> None:
    object_id = objects.new_id()
    with objects.writer(vault, object_id, kind="medium", record=RECORD) as file:
        file.write(b"voice")
    place = vault.folder / "objects" / object_id[:2] / object_id
    objects.remove(vault, [object_id])
    place.write_bytes(b"voice")
    vault.run("INSERT INTO dying VALUES ('object', ?)", object_id)
    vault.close()

    again = unlock(vault.folder, passphrase)

    assert not place.exists()
    assert again.rows("SELECT * FROM dying") == []
    again.close()


def test_whenever_it_is_killed_the_vault_is_whole_again(
    vault: Vault, passphrase: str
) -> None:
    vault.close()
    passphrases = [passphrase, "another one entirely"]
    ended: set[str] = set()
    for _ in range(ROUNDS):
        with subprocess.Popen(
            [sys.executable, "-c", WORKER, vault.folder, *passphrases],
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": SOURCE},
        ) as child:
            assert child.stdout is not None
            said = [child.stdout.readline() for _ in range(1 + secrets.randbelow(12))]
            time.sleep(secrets.randbelow(20) / 1000)
            child.kill()
            said += child.stdout.read().split(b"\n")
        ended |= {line.strip().decode() for line in said if b" " not in line} - {""}
        working = [one for one in passphrases if opens(vault.folder, one)]

        assert working
        again = unlock(vault.folder, working[0])
        assert again.findings == ()
        assert check(again) == ()
        assert not ended & set(again.keys.keys)
        assert again.rows("SELECT * FROM dying") == []
        assert list((again.folder / "objects" / "new").iterdir()) == []
        files = {p.name for p in (again.folder / "objects").rglob("*") if p.is_file()}
        assert files == {str(row[0]) for row in again.rows("SELECT id FROM objects")}
        again.close()
        passphrases = [working[0], passphrases[1 - passphrases.index(working[0])]]
    assert ended


def opens(folder: Path, passphrase: str) -> bool:
    try:
        unlock(folder, passphrase).close()
    except PassphraseWrong:
        return False
    return True


def test_strange_names_among_new_files_go(vault: Vault, passphrase: str) -> None:
    (vault.folder / "objects" / "new" / "x").write_bytes(b"")
    vault.close()

    unlock(vault.folder, passphrase).close()

    assert list((vault.folder / "objects" / "new").iterdir()) == []


def filled(folder: Path) -> Path:
    """Fill the disk to its last byte."""
    path = folder / "noise"
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        while file.write(bytes(1000)):
            pass
    return path


@pytest.fixture
def condemned(small_disk: Path, passphrase: str, cheap: Cost, now: datetime) -> Path:
    """A vault on a full disk, with a key and a file that a crash let live on."""
    folder = small_disk / "vault"
    vault = create(folder, passphrase, cost=cheap)
    object_id = objects.new_id()
    with objects.writer(vault, object_id, kind="medium", record=RECORD) as file:
        file.write(b"voice")
    drafts.create_key(vault, RECORD)
    journal.append(vault, RECORD, [b"answer"], now)
    vault.run("INSERT INTO dying VALUES ('key', ?)", RECORD)
    vault.run("DELETE FROM objects")
    vault.run("INSERT INTO dying VALUES ('object', ?)", object_id)
    vault.close()
    filled(small_disk)
    return folder


def test_on_a_full_disk_the_reserve_lets_the_condemned_be_buried(
    condemned: Path, passphrase: str
) -> None:
    assert (condemned / "reserve").exists()

    vault = unlock(condemned, passphrase)

    assert vault.findings == ()
    assert not drafts.has_key(vault, RECORD)
    assert vault.rows("SELECT * FROM dying") == []
    vault.close()


def test_a_disk_without_room_for_burying_is_a_finding_and_locks_nobody_out(
    condemned: Path, passphrase: str
) -> None:
    (condemned / "reserve").unlink()
    filled(condemned)

    vault = unlock(condemned, passphrase)

    key, removal = vault.findings
    assert "is not destroyed yet" in key
    assert "is not finished" in removal
    assert [line.data for line in journal.read(vault, RECORD)] == [b"answer"]
    for noise in (condemned / "noise", condemned.parent / "noise"):
        noise.unlink()
    vault.close()
    again = unlock(condemned, passphrase)
    assert again.findings == ()
    assert not drafts.has_key(again, RECORD)
    again.close()


def test_what_cannot_be_swept_away_locks_nobody_out(
    vault: Vault, passphrase: str
) -> None:
    (vault.folder / "objects" / "new" / "x").mkdir()
    vault.close()

    unlock(vault.folder, passphrase).close()
