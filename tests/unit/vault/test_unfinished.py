import hashlib
import subprocess
import sys
from pathlib import Path

from intake.vault import Vault, objects, unlock

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


def test_strange_names_among_new_files_go(vault: Vault, passphrase: str) -> None:
    (vault.folder / "objects" / "new" / "x").write_bytes(b"")
    vault.close()

    unlock(vault.folder, passphrase).close()

    assert list((vault.folder / "objects" / "new").iterdir()) == []
