"""Making a vault unreadable for good.

Only an organisation switches on the passphrase that does this; docs/threat-model.md
says what it can and cannot do. What is destroyed are the key slots and the draft
keys, blocks and all; in their place comes noise of the same shape, so that any
passphrase is simply wrong.
"""

import contextlib
import os
import secrets
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from intake.domain.errors import DiskFailed, VaultError
from intake.durable import sync_file
from intake.vault import directory, header, keyfile, slots
from intake.vault.cost import SALT, START
from intake.vault.disk import disk_errors, replace_secret
from intake.vault.folder import HEADERS, KEYS
from intake.vault.header import Header
from intake.vault.slots import Terms

SHORTEST = 12
_NEAR = 0.7
_LEFT_BEHIND = ("", ".old", ".new")


def erase_vault(folder: Path) -> None:
    """Destroy the keys of the vault in *folder*; nothing brings them back.

    First everything is overwritten where it lies, which needs no room on the disk;
    then the blocks are given back, as at every change of these files. Goes on to the
    end whatever the disk refuses, and only then raises DiskFailed.
    """
    noise = _noise(folder)
    failed: list[VaultError] = []
    # The slots first: without them nothing opens.
    for name in (*HEADERS, KEYS):
        for ending in _LEFT_BEHIND:
            with _noted(failed):
                _overwrite(folder / (name + ending), noise[name])
    for name in (*HEADERS, KEYS):
        with _noted(failed):
            replace_secret(folder / name, noise[name])
    if failed:
        raise DiskFailed from failed[0]


def alike(one: str, other: str) -> bool:
    """Whether two passphrases are so near that a slip could turn one into the other.

    One that begins, ends or contains the other counts, for the return key is pressed
    too early and words are forgotten; so do some letters or words out of place.
    """
    first, second = _folded(one), _folded(other)
    if first in second or second in first:
        return True
    words = set(one.casefold().split()), set(other.casefold().split())
    shared = 2 * len(words[0] & words[1]) >= min(map(len, words))
    return shared or SequenceMatcher(None, first, second).ratio() > _NEAR


def _folded(passphrase: str) -> str:
    return "".join(unicodedata.normalize("NFKC", passphrase).casefold().split())


def _noise(folder: Path) -> dict[str, bytes]:
    """Make what will lie in place of each file, as long as what lies there now."""
    try:
        kept = header.read(folder)[0]
        terms, generation = slots.terms_of(kept.slots[0]), kept.generation
    except VaultError:
        terms, generation = None, 0
    shape = terms or Terms(START, secrets.token_bytes(SALT))
    empty = tuple(slots.noise(shape) for _ in range(header.SLOTS))
    head = header.encode(Header(generation + 1, empty, directory.noise()))
    keys = keyfile.encode({}, secrets.token_bytes(keyfile.KEY))
    with contextlib.suppress(OSError):
        more = (folder / KEYS).stat().st_size - len(keys)
        keys += secrets.token_bytes(max(0, more))
    return {**dict.fromkeys(HEADERS, head), KEYS: keys}


def _overwrite(path: Path, noise: bytes) -> None:
    with disk_errors():
        if not path.exists():
            return
        with path.open("r+b", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            file.write(noise[:size].ljust(size, b"\0"))
            sync_file(file.fileno())


@contextlib.contextmanager
def _noted(failed: list[VaultError]) -> Iterator[None]:
    """Go on after an error of the disk, and remember it."""
    try:
        yield
    except VaultError as error:
        failed.append(error)
