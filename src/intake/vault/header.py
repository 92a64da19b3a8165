"""The header: eight key slots in two copies, either of which opens the vault.

Each copy is a file of its own: 16 bytes of magic, version, generation, the slots, the
directory of what they are called, and a SHA-256 of all that, which only tells damage;
what is secret or could be forged is guarded inside. Every change is a whole new
header, so that a change that was interrupted left either the old or the new one. A
newer version of the program may write another layout, but always magic, version, … ,
SHA-256.
"""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from intake.domain.errors import (
    DiskFailed,
    PassphraseWrong,
    SecurityKeyNeeded,
    SecurityKeyWrong,
    VaultForeign,
    VaultHeaderDamaged,
    VaultMissing,
    VaultNewer,
)
from intake.vault import directory, slots
from intake.vault.cost import stretch
from intake.vault.disk import finish_replacing, read_bounded, replace_secret
from intake.vault.folder import HEADERS, STRAY, UNFINISHED, belongs
from intake.vault.hardware import Authenticator
from intake.vault.slots import Kind

SLOTS = 8
MAGIC = b"intake vault\r\n\x1a\n"
VERSION = 1
_START = struct.Struct(f">{len(MAGIC)}sIQ")
_SUM = 32
SIZE = _START.size + SLOTS * slots.SIZE + directory.SIZE + _SUM
_LIMIT = 1024 * 1024

# Something is here, but it cannot be read by us or now.
UNREADABLE = (VaultHeaderDamaged, VaultNewer, DiskFailed)


@dataclass(frozen=True, slots=True)
class Header:
    """What is on disk; ``generation`` grows with every change."""

    generation: int
    slots: tuple[bytes, ...]
    directory: bytes


@dataclass(frozen=True, slots=True)
class Entered:
    """Where a passphrase led: the copy, the place of the slot, its kind, the key."""

    header: Header
    place: int
    kind: Kind
    key: bytes = field(repr=False)


def encode(header: Header) -> bytes:
    """Write one copy."""
    start = _START.pack(MAGIC, VERSION, header.generation)
    body = start + b"".join(header.slots) + header.directory
    return body + hashlib.sha256(body).digest()


def decode(data: bytes) -> Header:
    """Read one copy. Raises VaultNewer, VaultForeign or VaultHeaderDamaged."""
    if not data.startswith(MAGIC):
        raise VaultForeign
    body, checksum = data[:-_SUM], data[-_SUM:]
    if len(body) < _START.size or hashlib.sha256(body).digest() != checksum:
        raise VaultHeaderDamaged
    _, version, generation = _START.unpack_from(body)
    if version > VERSION:
        raise VaultNewer
    if len(data) != SIZE or version != VERSION:
        raise VaultHeaderDamaged
    end = len(body) - directory.SIZE
    at = range(_START.size, end, slots.SIZE)
    found = tuple(body[i : i + slots.SIZE] for i in at)
    return Header(generation, found, body[end:])


def read(folder: Path) -> tuple[Header, ...]:
    """Read the copies that are whole, the newest first; never an empty tuple.

    Raises VaultMissing, VaultForeign, VaultNewer or VaultHeaderDamaged, and then the
    folder is as it was.
    """
    whole: list[Header] = []
    newer: VaultNewer | None = None
    for name in HEADERS:
        data = read_bounded(folder / name, _LIMIT)
        try:
            whole.append(decode(data or b""))
        except VaultNewer as error:
            newer = error
        except (VaultForeign, VaultHeaderDamaged):
            continue
    if newer:
        raise newer
    if not whole:
        raise _what_is_wrong(folder)
    whole.sort(key=lambda header: -header.generation)
    return tuple(dict.fromkeys(whole))


def write(folder: Path, header: Header) -> None:
    """Write both copies, one after the other, each whole or not at all."""
    data = encode(header)
    for name in HEADERS:
        replace_secret(folder / name, data)


def heal(folder: Path, header: Header) -> None:
    """Make both copies be *header*, touching only those that are not."""
    data = encode(header)
    for name in HEADERS:
        finish_replacing(folder / name)
        if read_bounded(folder / name, _LIMIT) != data:
            replace_secret(folder / name, data)


def open_with(
    copies: tuple[Header, ...],
    passphrase: str,
    authenticator: Authenticator | None = None,
) -> Entered:
    """Try every slot of every copy, newest first; each salt and cost is stretched once.

    Whether an older copy counts is for ``anchor.enter`` to tell; the passphrase that
    erases counts in the newest alone. A security key is asked only if no slot opens
    without it. Raises PassphraseWrong, SecurityKeyNeeded or SecurityKeyWrong when the
    passphrase belongs to one, VaultHeaderDamaged when no slot can be tried,
    MemoryShort, and what the *authenticator* raises.
    """
    waiting = []
    for whole, place, secret, inside in _opened(copies, passphrase):
        if inside.credential is None:
            return Entered(whole, place, inside.kind, inside.key)
        waiting.append((whole, place, secret, inside.credential))
    if not waiting:
        raise PassphraseWrong
    if authenticator is None:
        raise SecurityKeyNeeded
    for whole, place, secret, credential in waiting:
        key = _ask(authenticator, credential, secret)
        if key is not None:
            return Entered(whole, place, Kind.SECURITY_KEY, key)
    raise SecurityKeyWrong


def _opened(
    copies: tuple[Header, ...], passphrase: str
) -> Iterator[tuple[Header, int, bytes, slots.Inside]]:
    """Give each slot that a passphrase opens, with the stretched passphrase."""
    stretched: dict[slots.Terms, bytes] = {}
    for whole in copies:
        for place, slot in enumerate(whole.slots):
            terms = slots.terms_of(slot)
            if terms is None:
                continue
            if terms not in stretched:
                stretched[terms] = stretch(passphrase, terms.salt, terms.cost)
            inside = slots.open_slot(slot, stretched[terms])
            erases = inside is not None and inside.kind is Kind.ERASES
            if inside is not None and not (erases and whole != copies[0]):
                yield whole, place, stretched[terms], inside
    if not stretched:
        raise VaultHeaderDamaged


def _ask(
    authenticator: Authenticator, credential: slots.Credential, secret: bytes
) -> bytes | None:
    try:
        answer = authenticator.secret(credential.id, credential.salt)
    except SecurityKeyWrong:
        return None
    return slots.open_with_hardware(credential, secret, answer)


def _what_is_wrong(
    folder: Path,
) -> VaultMissing | VaultForeign | VaultHeaderDamaged:
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    ours = {name for name in names if belongs(name)}
    if names <= STRAY or (UNFINISHED in names and names <= STRAY | ours | {UNFINISHED}):
        return VaultMissing()
    if ours:
        return VaultHeaderDamaged()
    return VaultForeign()
