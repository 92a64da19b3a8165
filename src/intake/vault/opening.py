"""Making a vault, unlocking it, and changing its passphrase."""

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from intake.domain.errors import (
    PassphraseWrong,
    VaultDamaged,
    VaultError,
    VaultExists,
    VaultForeign,
    VaultMissing,
)
from intake.durable import sync_folder
from intake.vault import anchor, header, keyfile, lock, reserve, slots, store, ways
from intake.vault.cost import Cost, calibrate
from intake.vault.disk import disk_errors, erase, write_new
from intake.vault.erasing import erase_vault
from intake.vault.folder import (
    KEYS,
    LOCK,
    OBJECTS,
    RESERVE,
    STORE,
    UNFINISHED,
    belongs,
)
from intake.vault.hardware import Authenticator
from intake.vault.integrity import unlocking_findings
from intake.vault.slots import Kind
from intake.vault.unfinished import finish
from intake.vault.vault import Vault

_WAYS_ALTERED = "The list of ways into the vault does not fit; somebody altered it."


def exists(folder: Path) -> bool:
    """Whether there is a vault here, or what is left of one."""
    try:
        header.read(folder)
    except (VaultMissing, VaultForeign):
        return False
    except header.UNREADABLE:
        return True
    return True


def create(folder: Path, passphrase: str, *, cost: Cost | None = None) -> Vault:
    """Make a vault in a folder that holds none, and open it.

    The cost is measured on this machine unless given. The folder is made if need be
    and closed to others. Raises VaultExists, VaultForeign, VaultInUse, DiskFull,
    DiskFailed; nothing that was there is touched.
    """
    with disk_errors():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_to_cover(folder)
    with _locked(folder) as held:
        _refuse_to_cover(folder)
        _clear_unfinished(folder)
        with disk_errors():
            folder.chmod(0o700)
            write_new(folder / UNFINISHED, b"")
            sync_folder(folder)
            (folder / OBJECTS / "new").mkdir(mode=0o700, parents=True)
        key = secrets.token_bytes(slots.KEY)
        store_key, wrapping = _keys(key)
        reserve.keep(folder / RESERVE)
        keys = keyfile.make(folder / KEYS, wrapping)
        connection = store.make(folder / STORE, store_key)
        try:
            store.checkpoint(connection)
            made = ways.first(key, passphrase, cost or calibrate())
            header.write(folder, made)
            with disk_errors():
                (folder / UNFINISHED).unlink()
                sync_folder(folder)
        except BaseException:
            connection.close()
            raise
        vault = Vault(folder, connection, keys, store_key, held)
        anchor.hold(vault, made.generation)
        names = ways.known(made, key)
        vault.ways = names.ways if names else ()
        return vault


def unlock(
    folder: Path, passphrase: str, authenticator: Authenticator | None = None
) -> Vault:
    """Open the vault, finish what a crash interrupted, and look for damage.

    What is found wrong but leaves the vault usable is in ``findings``. Raises
    PassphraseWrong, SecurityKeyNeeded, SecurityKeyWrong, VaultMissing, VaultForeign,
    VaultHeaderDamaged, VaultNewer, VaultInUse, VaultDamaged, MemoryShort, DiskFailed;
    then nothing is changed, unless this was the passphrase that erases.
    """
    header.read(folder)
    with _locked(folder) as held:
        entered = anchor.enter(folder, passphrase, authenticator)
        if entered.kind is Kind.ERASES:
            # Whatever the disk says of it, the answer is that of a wrong passphrase.
            with contextlib.suppress(VaultError):
                erase_vault(folder)
            raise PassphraseWrong
        whole = ways.current(folder, entered)
        header.heal(folder, whole)
        store_key, wrapping = _keys(entered.key)
        connection = store.connect(folder / STORE, store_key)
        try:
            keys = keyfile.load(folder / KEYS, wrapping)
            vault = Vault(folder, connection, keys, store_key, held)
            reserve.keep(folder / RESERVE)
            names = ways.known(whole, entered.key)
            vault.ways = names.ways if names else ()
            if names:
                anchor.hold(vault, whole.generation)
            altered = () if names else (_WAYS_ALTERED,)
            vault.found = (*altered, *_look(vault))
        except BaseException:
            connection.close()
            raise
        return vault


def change_passphrase(
    place: Path | Vault,
    old: str,
    new: str,
    *,
    cost: Cost | None = None,
    authenticator: Authenticator | None = None,
) -> None:
    """Give the vault another passphrase; *place* is its folder or the open vault.

    As ``ways.change_passphrase``, and raises as ``unlock`` does.
    """
    if isinstance(place, Vault):
        ways.change_passphrase(place, old, new, cost=cost, authenticator=authenticator)
        return
    header.read(place)
    with _locked(place) as held:
        ways.change_passphrase(place, old, new, cost=cost, authenticator=authenticator)
        lock.release(held)


def prove(
    vault: Vault, passphrase: str, authenticator: Authenticator | None = None
) -> None:
    """Prove that whoever asks could open the vault.

    Raises PassphraseWrong, SecurityKeyNeeded, SecurityKeyWrong.
    """
    if anchor.enter(vault, passphrase, authenticator).kind is Kind.ERASES:
        raise PassphraseWrong


def _look(vault: Vault) -> tuple[str, ...]:
    """Finish what was interrupted and tell what is wrong; damage locks nobody out."""
    try:
        finish(vault)
        return unlocking_findings(vault)
    except VaultDamaged as error:
        return (str(error),)


def _keys(key: bytes) -> tuple[bytearray, bytearray]:
    """Derive the database's key with its salt, and the key that wraps draft keys."""
    return store.key_of(key), bytearray(slots.derive(key, b"draft keys"))


def _refuse_to_cover(folder: Path) -> None:
    try:
        header.read(folder)
    except VaultMissing:
        return
    except header.UNREADABLE as error:
        raise VaultExists from error
    raise VaultExists


def _clear_unfinished(folder: Path) -> None:
    """Remove what an interrupted ``create`` made; it never held anything."""
    with disk_errors():
        if not (folder / UNFINISHED).exists():
            return
        for path in folder.iterdir():
            if belongs(path.name) and path.is_file():
                erase(path)
        for path in (folder / OBJECTS / "new", folder / OBJECTS):
            if path.is_dir():
                path.rmdir()
        (folder / UNFINISHED).unlink()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """Hold the lock; if the block raises, let it go."""
    held = lock.take(folder / LOCK)
    try:
        yield held
    except BaseException:
        lock.release(held)
        raise
