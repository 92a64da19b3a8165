import contextlib
import subprocess
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from intake.domain.errors import DiskFull
from intake.vault import (
    Cost,
    Vault,
    create,
    drafts,
    journal,
    objects,
    settings,
    transaction,
    unlock,
)
from intake.vault.vault import after_commit

DRAFT = "ab" * 16


@contextlib.contextmanager
def undone(vault: Vault) -> Iterator[None]:
    """A transaction that is broken off at its end."""
    with contextlib.suppress(LookupError), transaction(vault):
        yield
        raise LookupError


def test_a_transaction_keeps_all_or_nothing(vault: Vault, passphrase: str) -> None:
    with undone(vault):
        settings.put(vault, "one", 1)
    with transaction(vault):
        settings.put(vault, "two", 2)
        settings.put(vault, "three", 3)
    vault.close()

    again = unlock(vault.folder, passphrase)
    assert settings.names(again) == ("three", "two")
    again.close()


def test_an_inner_transaction_joins_the_outer(vault: Vault) -> None:
    with transaction(vault):
        settings.put(vault, "kept", 1)
        with undone(vault):
            settings.put(vault, "undone", 1)
    with undone(vault), transaction(vault):
        settings.put(vault, "undone too", 1)

    assert settings.names(vault) == ("kept",)


def test_deeds_wait_for_the_commit_and_are_dropped_with_it(vault: Vault) -> None:
    done: list[str] = []
    with transaction(vault):
        after_commit(vault, lambda: done.append("first"))
        with undone(vault):
            after_commit(vault, lambda: done.append("never"))
        with transaction(vault):
            after_commit(vault, lambda: done.append("second"))
        assert done == []
    with undone(vault):
        after_commit(vault, lambda: done.append("never"))
    with transaction(vault):
        pass

    assert done == ["first", "second"]


def test_any_thread_may_call_and_waits_its_turn(vault: Vault) -> None:
    settings.put(vault, "count", 0)

    def add() -> None:
        for _ in range(20):
            with transaction(vault):
                count = settings.get(vault, "count")
                assert isinstance(count, int)
                settings.put(vault, "count", count + 1)

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert settings.get(vault, "count") == 80


def test_closing_twice_is_harmless_and_leaves_no_log(
    vault: Vault, folder: Path
) -> None:
    settings.put(vault, "one", 1)

    vault.close()
    vault.close()

    assert vault.store_key == bytes(48)
    assert not (folder / "store-wal").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A disk of 4 MiB that can really be filled."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("only an administrator of Linux can mount a small disk")
    return disk


def fill(vault: Vault, now: datetime) -> Iterator[int]:
    """Append until the disk is full; yields the number of every line that is kept."""
    with contextlib.suppress(DiskFull):
        while True:
            yield from journal.append(vault, DRAFT, [bytes(4000)], now)


def test_on_a_full_disk_one_can_still_delete_and_close(
    small_disk: Path, passphrase: str, cheap: Cost, now: datetime
) -> None:
    vault = create(small_disk / "vault", passphrase, cost=cheap)
    try:
        object_id = objects.new_id()
        with objects.writer(vault, object_id, kind="medium", record=DRAFT) as file:
            file.write(bytes(512 * 1024))
        drafts.create_key(vault, DRAFT)
        kept = list(fill(vault, now))
        assert len(journal.read(vault, DRAFT)) == len(kept)
        with (
            pytest.raises(DiskFull),
            objects.writer(
                vault, objects.new_id(), kind="medium", record=DRAFT
            ) as file,
        ):
            file.write(bytes(3 * 1024 * 1024))

        objects.remove(vault, [object_id])
        drafts.destroy_key(vault, DRAFT)
        vault.close()

        vault = unlock(small_disk / "vault", passphrase)
        assert vault.findings == ()
        assert objects.of_record(vault, DRAFT) == ()
        assert not drafts.has_key(vault, DRAFT)
        assert (small_disk / "vault" / "reserve").exists()
    finally:
        vault.close()
        subprocess.run(["umount", small_disk], check=True)
