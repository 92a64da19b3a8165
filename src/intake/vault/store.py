"""The database: SQLCipher, keyed raw, set up so that a commit is on the disk.

The settings follow what was measured (docs/decisions): write-ahead log with
synchronous=FULL loses no acknowledged commit to a crash; temporary tables stay in
memory, because the cipher does not cover temporary files; SQLCipher's own log is shut
before the key is given, because it goes to the system's journal.
"""

import contextlib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from sqlcipher3 import dbapi2

from intake.domain.errors import (
    DiskFailed,
    DiskFull,
    VaultDamaged,
    VaultInUse,
    VaultNewer,
)
from intake.vault import migrations, slots

SALT = 16
Value = None | int | float | str | bytes
Row = tuple[Value, ...]

_PRAGMAS = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    # These two matter on macOS, where fsync stops at the drive's own cache.
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
    ("wal_autocheckpoint", "1000", 1000),
    ("temp_store", "MEMORY", 2),
    ("secure_delete", "ON", 1),
    ("cipher_memory_security", "ON", "1"),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
    ("cache_size", "-65536", -65536),
)


class Cursor(Protocol):
    """What we use of a database cursor."""

    rowcount: int

    def fetchone(self) -> Row | None:
        """Take the next row."""

    def fetchall(self) -> list[Row]:
        """Take every row."""


class Connection(Protocol):
    """What we use of a database connection."""

    in_transaction: bool

    def execute(self, sql: str, parameters: tuple[Value, ...] = ...) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, rows: Sequence[tuple[Value, ...]]) -> Cursor:
        """Run one statement for each of *rows*."""

    def set_key(self, key: bytearray) -> None:
        """Key the database."""

    def enable_load_extension(self, allowed: int) -> None:
        """Allow or forbid code from files."""

    def close(self) -> None:
        """Close the files."""


@contextlib.contextmanager
def store_errors() -> Iterator[None]:
    """Raise ours for what the database says of its files."""
    try:
        yield
    except MemoryError as error:
        # So the cipher tells, through the library, that a page could not be read.
        raise DiskFailed from error
    except dbapi2.Error as error:
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case dbapi2.SQLITE_FULL:
                raise DiskFull from error
            case dbapi2.SQLITE_IOERR | dbapi2.SQLITE_CANTOPEN | dbapi2.SQLITE_READONLY:
                raise DiskFailed from error
            case dbapi2.SQLITE_CORRUPT | dbapi2.SQLITE_NOTADB:
                raise VaultDamaged(what="the database") from error
            case dbapi2.SQLITE_BUSY:
                raise VaultInUse from error
            case _:
                raise


def key_of(key: bytes) -> bytearray:
    """Derive what keys the database, with its salt, from the vault's *key*."""
    return bytearray(slots.derive(key, b"store", slots.KEY + SALT))


def make(path: Path, key: bytearray) -> Connection:
    """Make a new database at a free name, with its tables. ``key`` as ``connect``."""
    return _open(path, key, "rwc")


def connect(path: Path, key: bytearray) -> Connection:
    """Open the database; *key* is 32 bytes of key and 16 of salt.

    Raises VaultDamaged when it is gone, cut or not keyed so, VaultNewer when a newer
    program has changed its tables; neither leaves anything changed.
    """
    if not path.is_file() or path.stat().st_size == 0:
        raise VaultDamaged(what="the database is gone")
    return _open(path, key, "rw")


def checkpoint(connection: Connection) -> None:
    """Bring everything from the write-ahead log home and empty it."""
    with store_errors():
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _open(path: Path, key: bytearray, mode: str) -> Connection:
    with store_errors():
        connection: Connection = dbapi2.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
            text = _key_text(key)
            connection.set_key(text)
            text[:] = bytes(len(text))
            _set_up(connection)
            _migrate(connection, fresh=mode == "rwc")
        except BaseException:
            connection.close()
            raise
    return connection


def _key_text(key: bytearray) -> bytearray:
    # 32 bare bytes would silently be taken for a passphrase.
    text = bytearray(b"x'")
    for byte in key:
        text += b"%02x" % byte
    text += b"'"
    return text


def _set_up(connection: Connection) -> None:
    connection.enable_load_extension(0)
    for name, value, _ in _PRAGMAS:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
    for name, _, wanted in _PRAGMAS:
        if connection.execute(f"PRAGMA {name}").fetchone() != (wanted,):
            message = f"the database library does not keep {name}"
            raise RuntimeError(message)


def _migrate(connection: Connection, *, fresh: bool) -> None:
    steps = sorted(
        (file.name, file)
        for file in files(migrations).iterdir()
        if file.name.endswith(".sql")
    )
    done = 0 if fresh else _version(connection)
    if done > len(steps):
        raise VaultNewer
    for number, (_, file) in enumerate(steps[done:], start=done + 1):
        connection.execute("BEGIN IMMEDIATE")
        for statement in file.read_text("utf-8").split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute("UPDATE schema SET version = ?", (number,))
        connection.execute("COMMIT")


def _version(connection: Connection) -> int:
    found = connection.execute(
        "SELECT name FROM sqlite_schema WHERE name = 'schema'"
    ).fetchone()
    row = connection.execute("SELECT version FROM schema").fetchone() if found else None
    if row is None or not isinstance(row[0], int):
        raise VaultDamaged(what="the database")
    return row[0]
