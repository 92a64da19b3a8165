"""Making a vault, unlocking it, and changing its passphrase."""

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from intake.domain.errors import (
    PassphrasesAlike,
    PassphraseWrong,
    VaultDamaged,
    VaultExists,
    VaultForeign,
    VaultMissing,
)
from intake.vault import header, keyfile, lock, reserve, slots, store
from intake.vault.cost import SALT, Cost, calibrate, stretch
from intake.vault.disk import disk_errors, erase, sync_folder, write_new
from intake.vault.erasing import ERASES, erase_vault
from intake.vault.folder import (
    KEYS,
    LOCK,
    OBJECTS,
    RESERVE,
    STORE,
    UNFINISHED,
    belongs,
)
from intake.vault.header import Header
from intake.vault.integrity import unlocking_findings
from intake.vault.slots import Kind, Terms
from intake.vault.unfinished import finish
from intake.vault.vault import Vault


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
            header.write(folder, _new_header(key, passphrase, cost or calibrate(), 1))
            with disk_errors():
                (folder / UNFINISHED).unlink()
                sync_folder(folder)
        except BaseException:
            connection.close()
            raise
        return Vault(folder, connection, keys, store_key, held)


def unlock(folder: Path, passphrase: str) -> Vault:
    """Open the vault, finish what a crash interrupted, and look for damage.

    What is found wrong but leaves the vault usable is in ``findings``. Raises
    PassphraseWrong, VaultMissing, VaultForeign, VaultHeaderDamaged, VaultNewer,
    VaultInUse, VaultDamaged, MemoryShort, DiskFailed; then nothing is changed.
    """
    header.read(folder)
    with _locked(folder) as held:
        whole, _, key = header.open_with(header.read(folder), passphrase)
        if key == ERASES:
            erase_vault(folder)
            raise PassphraseWrong
        header.heal(folder, whole)
        store_key, wrapping = _keys(key)
        connection = store.connect(folder / STORE, store_key)
        try:
            keys = keyfile.load(folder / KEYS, wrapping)
            vault = Vault(folder, connection, keys, store_key, held)
            reserve.keep(folder / RESERVE)
            vault.findings = _look(vault)
        except BaseException:
            connection.close()
            raise
        return vault


def change_passphrase(
    place: Path | Vault, old: str, new: str, *, cost: Cost | None = None
) -> None:
    """Give the vault another passphrase; *place* is its folder or the open vault.

    The cost stays as it is unless given; giving one empties every other slot.
    Interrupted at any point, the old passphrase or the new one opens the vault.
    Raises as ``unlock`` does, and PassphrasesAlike for the one that erases.
    """
    if isinstance(place, Vault):
        with place.guard:
            _change(place.folder, old, new, cost)
        return
    header.read(place)
    with _locked(place) as held:
        _change(place, old, new, cost)
        lock.release(held)


def prove(vault: Vault, passphrase: str) -> None:
    """Prove that whoever asks could open the vault. Raises PassphraseWrong."""
    if header.open_with(header.read(vault.folder), passphrase)[2] == ERASES:
        raise PassphraseWrong


def _look(vault: Vault) -> tuple[str, ...]:
    """Finish what was interrupted and tell what is wrong; damage locks nobody out."""
    try:
        finish(vault)
        return unlocking_findings(vault)
    except VaultDamaged as error:
        return (str(error),)


def _change(folder: Path, old: str, new: str, cost: Cost | None) -> None:
    whole, place, key = header.open_with(header.read(folder), old)
    if key == ERASES:
        raise PassphraseWrong
    generation = whole.generation + 1
    terms = slots.terms_of(whole.slots[place])
    if cost or terms is None:
        changed = _new_header(key, new, cost or calibrate(), generation)
    else:
        stretched = stretch(new, terms.salt, terms.cost)
        if any(slots.open_slot(slot, stretched) == ERASES for slot in whole.slots):
            raise PassphrasesAlike
        changed_slots = list(whole.slots)
        changed_slots[place] = slots.seal(terms, stretched, key)
        changed = Header(generation, tuple(changed_slots))
    header.write(folder, changed)


def _new_header(key: bytes, passphrase: str, cost: Cost, generation: int) -> Header:
    terms = Terms(Kind.PASSPHRASE, cost, secrets.token_bytes(SALT))
    made = [slots.noise(terms) for _ in range(header.SLOTS)]
    place = secrets.randbelow(header.SLOTS)
    made[place] = slots.seal(terms, stretch(passphrase, terms.salt, cost), key)
    return Header(generation, tuple(made))


def _keys(key: bytes) -> tuple[bytearray, bytearray]:
    """Derive the database's key with its salt, and the key that wraps draft keys."""
    store_key = slots.derive(key, b"store", slots.KEY + store.SALT)
    return bytearray(store_key), bytearray(slots.derive(key, b"draft keys"))


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
