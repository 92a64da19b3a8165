"""An open vault, and the one way to change it: a durable transaction.

Any thread may call: every call takes the vault's re-entrant lock and holds it for as
long as its transaction. Long deeds in a worker should therefore open a transaction
only around what belongs together, not around their whole work.
"""

import contextlib
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2

from intake.domain.errors import DiskFull, VaultError
from intake.vault import lock, reserve, store
from intake.vault.directory import Way
from intake.vault.disk import disk_errors
from intake.vault.due import still_there
from intake.vault.folder import RESERVE
from intake.vault.keyfile import KeyFile
from intake.vault.store import Connection, Row, Value, store_errors


@dataclass(slots=True, eq=False)
class Vault:
    """The store of one person or desk, unlocked. ``close`` it, or lock the process.

    ``found`` is what was found wrong at unlocking. ``ways`` are the key slots in use.
    """

    folder: Path
    connection: Connection
    keys: KeyFile
    store_key: bytearray = field(repr=False)
    locked_by: int
    found: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    guard: threading.RLock = field(default_factory=threading.RLock)
    depth: int = 0
    after: list[Callable[[], None]] = field(default_factory=list)
    closed: bool = False

    @property
    def findings(self) -> tuple[str, ...]:
        """What was found wrong at unlocking, and what should be gone and is not.

        In plain English; empty when all is sound.
        """
        with self.guard:
            return self.found if self.closed else (*self.found, *still_there(self))

    def close(self) -> None:
        """Bring everything home and close the files. Closing twice is harmless."""
        with self.guard:
            if self.closed:
                return
            try:
                do_waiting(self)
                # What stays in the log is as durable there; it comes home next time.
                with contextlib.suppress(VaultError):
                    _checkpoint(self)
            finally:
                self.shut()

    def shut(self) -> None:
        """Close without bringing anything home, as after damage."""
        self.closed = True
        self.keys.forget()
        self.store_key[:] = bytes(len(self.store_key))
        self.connection.close()
        lock.release(self.locked_by)

    def rows(self, sql: str, *values: Value) -> list[Row]:
        """Ask the database."""
        with self.guard, store_errors():
            return self.connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: Value) -> Row | None:
        """Ask the database for one row."""
        with self.guard, store_errors():
            return self.connection.execute(sql, values).fetchone()

    def run(self, sql: str, *values: Value) -> int:
        """Change the database, inside a transaction; returns the rows touched."""
        with self.guard, store_errors():
            return self.connection.execute(sql, values).rowcount

    def run_many(self, sql: str, rows: Sequence[tuple[Value, ...]]) -> None:
        """Change the database once for each of *rows*, inside a transaction."""
        with self.guard, store_errors():
            self.connection.executemany(sql, rows)


@contextlib.contextmanager
def transaction(vault: Vault, *, freeing: bool = False) -> Iterator[None]:
    """All of it durable when the block ends, or, if it raises, none of it.

    A transaction inside another joins it: what it did is undone alone if it raises,
    and becomes durable with the outer one. *freeing* is for what makes room, which
    may use the reserve when the disk is full. Raises DiskFull or DiskFailed, and then
    nothing was done: what the disk refuses after the commit, as ``after_commit``
    tells, is no failure of what is durable.
    """
    with vault.guard:
        if freeing:
            _make_room(vault)
        if vault.depth:
            name = f"inner{vault.depth}"
            undo = (f"ROLLBACK TO {name}", f"RELEASE {name}")
            with _block(vault, f"SAVEPOINT {name}", f"RELEASE {name}", *undo):
                yield
            return
        with _block(vault, "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"):
            yield
        do_waiting(vault)
        if freeing:
            reserve.keep(vault.folder / RESERVE)


@contextlib.contextmanager
def _block(vault: Vault, begin: str, end: str, *undo: str) -> Iterator[None]:
    waiting = len(vault.after)
    ending = False
    vault.depth += 1
    try:
        vault.run(begin)
        yield
        ending = True
        vault.run(end)
    except BaseException as error:
        stopped = ending and not isinstance(error, Exception)
        if stopped and not vault.connection.in_transaction:
            # Somebody stopped us just after the commit: its deeds stay due.
            raise
        del vault.after[waiting:]
        # On a full disk the database may have undone everything by itself.
        if vault.connection.in_transaction:
            _undo(vault, undo)
        raise
    finally:
        vault.depth -= 1


def _undo(vault: Vault, steps: Sequence[str]) -> None:
    # Stopped between two words, a savepoint may not be there yet, or any more.
    with contextlib.suppress(dbapi2.OperationalError):
        for step in steps:
            vault.run(step)


def after_commit(vault: Vault, deed: Callable[[], None]) -> None:
    """Have *deed* done once the present transaction is durable; not if it is undone.

    A deed that the disk refuses stops no other, and is done again after the next
    commit and at closing; it must bear being done twice. For a crash in between,
    what is due must be written in the transaction too, as in the list of the dying.
    """
    vault.after.append(deed)


def do_waiting(vault: Vault) -> None:
    """Do all that waits for a commit; what the vault or its disk refuses waits on.

    Anything else that stops a deed, as a person at the keyboard or a fault of our
    own, rises when all the others are done.
    """
    with vault.guard:
        deeds, vault.after = vault.after, []
        refused: list[Callable[[], None]] = []
        stopped: list[BaseException] = []
        for deed in deeds:
            # None may keep the others from being done.
            try:
                _do(vault, deed)
            except VaultError:
                refused.append(deed)
            except BaseException as error:  # noqa: BLE001 - rises after the others
                refused.append(deed)
                stopped.append(error)
        vault.after[:0] = refused
        if stopped:
            raise stopped[0]


def _do(vault: Vault, deed: Callable[[], None]) -> None:
    try:
        deed()
    except DiskFull:
        reserve.let_go(vault.folder / RESERVE)
        deed()


def _make_room(vault: Vault) -> None:
    with disk_errors():
        free = shutil.disk_usage(vault.folder).free
    if free < 2 * reserve.SIZE:
        reserve.let_go(vault.folder / RESERVE)


def _checkpoint(vault: Vault) -> None:
    _make_room(vault)
    store.checkpoint(vault.connection)
    reserve.keep(vault.folder / RESERVE)
