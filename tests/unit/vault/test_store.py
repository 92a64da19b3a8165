import os
import secrets
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from intake.domain.errors import (
    DiskFailed,
    DiskFull,
    VaultDamaged,
    VaultInUse,
    VaultNewer,
)
from intake.vault import store
from intake.vault.store import Connection, checkpoint, connect, make, store_errors


@pytest.fixture
def key() -> bytearray:
    return bytearray(secrets.token_bytes(48))


def made(path: Path, key: bytearray) -> Connection:
    connection = make(path, key)
    connection.execute("INSERT INTO names VALUES ('Juniper 14')")
    return connection


def names(connection: Connection) -> list[store.Row]:
    return connection.execute("SELECT name FROM names").fetchall()


def test_is_set_up_as_was_measured_to_be_safe(tmp_path: Path, key: bytearray) -> None:
    connection = make(tmp_path / "store", key)
    settings = {
        name: connection.execute(f"PRAGMA {name}").fetchone()
        for name in ("journal_mode", "synchronous", "temp_store", "locking_mode")
    }
    connection.close()

    assert settings == {
        "journal_mode": ("wal",),
        "synchronous": (2,),
        "temp_store": (2,),
        "locking_mode": ("exclusive",),
    }


def test_the_key_is_taken_raw_and_left_alone(tmp_path: Path, key: bytearray) -> None:
    before = bytes(key)
    made(tmp_path / "store", key).close()

    connection = connect(tmp_path / "store", key)

    assert names(connection) == [("Juniper 14",)]
    assert bytes(key) == before
    connection.close()
    # The file begins with the salt, as SQLCipher keeps it: raw keying was understood.
    assert (tmp_path / "store").read_bytes()[:16] == before[32:]


def test_nothing_readable_lies_in_any_file(tmp_path: Path, key: bytearray) -> None:
    connection = made(tmp_path / "store", key)
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    connection.close()

    assert set(files) == {"store", "store-wal"}
    assert not any(b"Juniper" in data or b"SQLite" in data for data in files.values())


def test_another_key_a_cut_and_nothing_at_all_are_damage(
    tmp_path: Path, key: bytearray
) -> None:
    path = tmp_path / "store"
    with pytest.raises(VaultDamaged):
        connect(path, key)
    assert not path.exists()
    path.touch()
    with pytest.raises(VaultDamaged):
        connect(path, key)
    assert path.stat().st_size == 0
    path.unlink()
    made(path, key).close()
    with pytest.raises(VaultDamaged):
        connect(path, bytearray(48))
    os.truncate(path, 2048)
    with pytest.raises((VaultDamaged, DiskFailed)):
        connect(path, key)


def test_a_newer_shape_is_refused_and_left_alone(
    tmp_path: Path, key: bytearray
) -> None:
    connection = made(tmp_path / "store", key)
    connection.execute("UPDATE schema SET version = 99")
    connection.close()
    left = (tmp_path / "store").read_bytes()

    with pytest.raises(VaultNewer):
        connect(tmp_path / "store", key)

    assert (tmp_path / "store").read_bytes() == left


def test_a_database_without_a_version_is_not_filled_anew(
    tmp_path: Path, key: bytearray
) -> None:
    connection = made(tmp_path / "store", key)
    connection.execute("DROP TABLE schema")
    connection.close()

    with pytest.raises(VaultDamaged):
        connect(tmp_path / "store", key)


def test_a_second_opener_is_shut_out(tmp_path: Path, key: bytearray) -> None:
    connection = made(tmp_path / "store", key)

    with pytest.raises(VaultInUse):
        connect(tmp_path / "store", key)

    connection.close()


def test_a_checkpoint_empties_the_log(tmp_path: Path, key: bytearray) -> None:
    connection = made(tmp_path / "store", key)
    assert (tmp_path / "store-wal").stat().st_size > 0

    checkpoint(connection)

    assert (tmp_path / "store-wal").stat().st_size == 0
    connection.close()


@pytest.mark.parametrize(
    ("said", "raised"),
    [
        (dbapi2.SQLITE_FULL, DiskFull),
        (dbapi2.SQLITE_IOERR | 3 << 8, DiskFailed),
        (dbapi2.SQLITE_CORRUPT, VaultDamaged),
        (dbapi2.SQLITE_BUSY, VaultInUse),
        (1, dbapi2.OperationalError),
    ],
)
def test_what_the_database_says_of_its_disk_becomes_ours(
    said: int, raised: type[Exception]
) -> None:
    error = dbapi2.OperationalError("")
    error.sqlite_errorcode = said

    with pytest.raises(raised), store_errors():
        raise error
