import hashlib
import secrets
import subprocess
import sys
import time
from pathlib import Path

from intake.domain.errors import PassphraseWrong
from intake.vault import Vault, check, objects, unlock

RECORD = "ab" * 16
SOURCE = str(Path(__file__).parents[3] / "src")

# Records until it is killed, saying how much is on the disk.
RECORDER = """
import sys
from pathlib import Path
from intake.vault import objects, unlock
vault = unlock(Path(sys.argv[1]), sys.argv[2])
with objects.writer(
    vault, sys.argv[3], kind="medium", record="ab" * 16, about={"name": "voice"},
    rescue=sys.argv[4] == "rescue",
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


def killed_recording(vault: Vault, passphrase: str, object_id: str, how: str) -> None:
    vault.close()
    with subprocess.Popen(
        [sys.executable, "-c", RECORDER, vault.folder, passphrase, object_id, how],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        env={"PYTHONPATH": SOURCE},
    ) as child:
        assert child.stdout is not None
        for _ in range(10):
            assert child.stdout.readline()
        child.kill()


def test_a_recording_that_was_killed_is_rescued(vault: Vault, passphrase: str) -> None:
    object_id = objects.new_id()
    killed_recording(vault, passphrase, object_id, "rescue")

    again = unlock(vault.folder, passphrase)
    known = objects.get(again, object_id)
    with objects.open(again, object_id) as file:
        data = file.read()
    assert data[:1_000_000] == b"".join(bytes([n]) * 100_000 for n in range(10))
    assert (known.size, known.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert not known.whole
    assert known.about == {"name": "voice"}
    assert list((again.folder / "objects" / "new").iterdir()) == []
    again.close()

    once_more = unlock(vault.folder, passphrase)
    assert objects.get(once_more, object_id) == known
    once_more.close()


def test_another_file_that_was_killed_is_swept_away(
    vault: Vault, passphrase: str
) -> None:
    object_id = objects.new_id()
    killed_recording(vault, passphrase, object_id, "sweep")

    again = unlock(vault.folder, passphrase)
    assert objects.of_record(again, RECORD) == ()
    assert list((again.folder / "objects" / "new").iterdir()) == []
    again.close()


def test_a_recording_without_a_byte_is_none(vault: Vault, passphrase: str) -> None:
    for number, name in enumerate(("there", "gone")):
        object_id = f"{number:032x}"
        vault.run(
            "INSERT INTO objects VALUES (?, 'medium', ?, 0, '', x'6e756c6c', 0)",
            object_id,
            RECORD,
        )
        if name == "there":
            (vault.folder / "objects" / "new" / object_id).touch()
    vault.close()

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
