import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from intake.domain.errors import DiskFailed, DiskFull
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
from intake.vault.store import Connection, Cursor, Value
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


def test_of_three_levels_the_middle_is_undone_whole(vault: Vault) -> None:
    with transaction(vault):
        settings.put(vault, "outer", 1)
        with undone(vault):
            settings.put(vault, "middle", 1)
            with undone(vault):
                settings.put(vault, "inner", 1)
            settings.put(vault, "middle again", 1)
        settings.put(vault, "outer again", 1)

    assert settings.names(vault) == ("outer", "outer again")


def refused(times: int, done: list[str]) -> Callable[[], None]:
    """A deed that the disk lets happen only after so many attempts."""
    left = [times]

    def deed() -> None:
        if left[0]:
            left[0] -= 1
            raise DiskFailed
        done.append("late")

    return deed


def test_a_deed_that_fails_stops_no_other_and_is_done_at_the_next_commit(
    vault: Vault,
) -> None:
    done: list[str] = []
    with transaction(vault):
        settings.put(vault, "one", 1)
        after_commit(vault, refused(2, done))
        after_commit(vault, lambda: done.append("second"))
    assert done == ["second"]

    with undone(vault):
        pass
    assert done == ["second"]
    settings.put(vault, "two", 2)
    assert done == ["second"]
    settings.put(vault, "three", 3)
    settings.put(vault, "four", 4)

    assert done == ["second", "late"]


def test_a_deed_that_failed_is_done_at_closing(vault: Vault) -> None:
    done: list[str] = []
    with transaction(vault):
        after_commit(vault, refused(1, done))

    vault.close()

    assert done == ["late"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, LookupError])
def test_what_is_no_fault_of_the_disk_rises_when_all_deeds_are_done(
    vault: Vault, error: type[BaseException]
) -> None:
    done: list[str] = []
    left = [error()]

    def interrupted() -> None:
        if left:
            raise left.pop()
        done.append("late")

    def broken_off() -> None:
        with transaction(vault):
            settings.put(vault, "one", 1)
            after_commit(vault, interrupted)
            after_commit(vault, lambda: done.append("second"))

    with pytest.raises(error):
        broken_off()
    assert done == ["second"]
    assert settings.get(vault, "one") == 1
    settings.put(vault, "two", 2)
    assert done == ["second", "late"]


class Interrupting:
    """The vault's connection; somebody stops the program right after *word*."""

    def __init__(self, connection: Connection, word: str) -> None:
        self.connection = connection
        self.word = word
        self.enable_load_extension = connection.enable_load_extension
        self.executemany = connection.executemany
        self.set_key = connection.set_key
        self.close = connection.close

    @property
    def in_transaction(self) -> bool:
        return self.connection.in_transaction

    @in_transaction.setter
    def in_transaction(self, value: bool) -> None:
        self.connection.in_transaction = value

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> Cursor:
        done = self.connection.execute(sql, tuple(parameters))
        if sql.startswith(self.word):
            self.word = "never again"
            raise KeyboardInterrupt
        return done


@pytest.mark.parametrize("word", ["BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"])
def test_stopped_at_any_step_a_transaction_is_whole_or_undone(
    vault: Vault, word: str
) -> None:
    done: list[str] = []
    vault.connection = Interrupting(vault.connection, word)

    def stopped() -> None:
        with transaction(vault):
            settings.put(vault, "one", 1)
            with transaction(vault):
                settings.put(vault, "two", 2)
                after_commit(vault, lambda: done.append("done"))

    with pytest.raises(KeyboardInterrupt):
        stopped()
    kept = settings.names(vault)
    assert kept == (("one", "two") if word == "COMMIT" else ())
    settings.put(vault, "three", 3)

    assert settings.names(vault) == tuple(sorted((*kept, "three")))
    assert done == ["done"] * bool(kept)


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
