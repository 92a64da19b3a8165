import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake import vault as store
from intake.domain.errors import DiskFailed, VaultDamaged
from intake.vault import Cost, Vault, objects, staging
from intake.vault.staging import Adopted, Staged

WORDS = "cedar lantern orbit mellow pocket river"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = store.create(tmp_path / "vault", WORDS, cost=Cost(8, 1, 1))
    yield made
    made.close()


def staged(vault: Vault, data: bytes) -> Staged:
    made = staging.new(vault)
    with staging.stage(made) as file:
        file.write(data)
    return made


def files(vault: Vault) -> list[Path]:
    return [path for path in (vault.folder / "objects").rglob("*") if path.is_file()]


def test_what_is_staged_can_be_read_and_is_no_object_yet(vault: Vault) -> None:
    made = staged(vault, b"sealed")
    with staging.open(made) as file:
        assert file.read() == b"sealed"
    with pytest.raises(VaultDamaged):
        objects.get(vault, made.id)


def test_several_become_objects_at_once(vault: Vault) -> None:
    made = [staged(vault, bytes([number]) * 100) for number in range(20)]
    staging.make_durable(vault, made)
    staging.adopt(vault, [Adopted(each, "original", "a" * 32) for each in made])
    found = objects.of_record(vault, "a" * 32, "original")
    assert {each.sha256 for each in found} == {each.sha256 for each in made}
    with objects.open(vault, made[3].id) as file:
        assert file.read() == bytes([3]) * 100


@pytest.mark.skipif(sys.platform == "win32", reason="folders are not synced there")
def test_names_are_on_the_disk_too_before_anything_counts(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, plain, synced = staged(vault, b"sealed"), os.fsync, set[int]()

    def noted(descriptor: int) -> None:
        synced.add(os.fstat(descriptor).st_ino)
        plain(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    staging.make_durable(vault, [made])
    assert synced >= {made.path.stat().st_ino, made.path.parent.stat().st_ino}


def test_what_a_crash_left_staged_is_gone_after_unlocking(vault: Vault) -> None:
    staged(vault, b"half of something")
    vault.close()
    again = store.unlock(vault.folder, WORDS)
    assert files(again) == []
    again.close()


def test_an_error_while_writing_leaves_nothing(vault: Vault) -> None:
    def fail() -> None:
        with staging.stage(staging.new(vault)) as file:
            file.write(b"begun")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert files(vault) == []


def test_dropped_files_are_gone_and_dropping_twice_is_harmless(vault: Vault) -> None:
    made = staged(vault, b"unwanted")
    staging.drop([made])
    staging.drop([made])
    assert files(vault) == []


def test_an_undone_transaction_adopts_nothing(vault: Vault) -> None:
    made = staged(vault, b"sealed")

    def fail() -> None:
        with store.transaction(vault):
            staging.adopt(vault, [Adopted(made, "original", "a" * 32)])
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert objects.of_record(vault, "a" * 32) == ()
    assert made.path.is_file()


def test_a_file_that_vanished_is_not_called_durable(vault: Vault) -> None:
    made = staged(vault, b"sealed")
    made.path.unlink()
    with pytest.raises(DiskFailed):
        staging.make_durable(vault, [made])
    with pytest.raises(DiskFailed):
        staging.open(made)


def test_a_file_that_was_cut_is_not_opened(vault: Vault) -> None:
    made = staged(vault, b"sealed")
    made.path.write_bytes(b"seal")
    with pytest.raises(VaultDamaged):
        staging.open(made)


def test_what_was_adopted_is_never_dropped(vault: Vault) -> None:
    made = [staged(vault, b"sealed") for _ in range(3)]
    obstacle = vault.folder / "objects" / made[1].id[:2]
    obstacle.write_bytes(b"")
    staging.make_durable(vault, made)
    with store.transaction(vault):
        staging.adopt(vault, [Adopted(each, "original", "a" * 32) for each in made])

    staging.drop(made)

    for each in made:
        with objects.open(vault, each.id) as file:
            assert file.read() == b"sealed"
    obstacle.unlink()
    vault.close()
    again = store.unlock(vault.folder, WORDS)
    assert (obstacle / made[1].id).is_file()
    assert len(files(again)) == 3
    again.close()


def test_what_an_undone_transaction_adopted_can_be_dropped(vault: Vault) -> None:
    made = staged(vault, b"sealed")
    with contextlib.suppress(KeyError), store.transaction(vault):
        staging.adopt(vault, [Adopted(made, "original", "a" * 32)])
        raise KeyError

    staging.drop([made])

    assert files(vault) == []
