"""What the ways into a vault are called: readable only to whoever has come in.

A box of one size in the header, beside the slots it tells of and bound to them. Inside
are, for each slot in use, its place, kind and name, and the passphrase that erases, if
there is one: only so can a later passphrase be kept from being too like it.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake.domain import canonical
from intake.domain.canonical import Json
from intake.domain.errors import NotCanonical
from intake.vault import slots
from intake.vault.slots import Kind

NAME = 40
ERASER = 500
_ROOM = 8192
_NONCE = 12
SIZE = _NONCE + _ROOM + 16


@dataclass(frozen=True, slots=True)
class Way:
    """A slot in use: its place from 0, what it wants, and what its owner calls it."""

    place: int
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Directory:
    """All ways, and the words of the one that erases, or ""."""

    ways: tuple[Way, ...] = ()
    eraser: str = field(default="", repr=False)


def close(kept: Directory, key: bytes, beside: Sequence[bytes]) -> bytes:
    """Write the box under the vault *key*, bound to the slots *beside* it."""
    ways: list[Json] = [
        {"place": way.place, "kind": way.kind.value, "name": way.name[:NAME]}
        for way in kept.ways
    ]
    plain = canonical.encode({"ways": ways, "eraser": kept.eraser[:ERASER]})
    nonce = secrets.token_bytes(_NONCE)
    cipher = ChaCha20Poly1305(slots.derive(key, b"ways in"))
    return nonce + cipher.encrypt(nonce, plain.ljust(_ROOM, b" "), _bound(beside))


def noise() -> bytes:
    """Make a box that opens to nobody."""
    return secrets.token_bytes(SIZE)


def open(box: bytes, key: bytes, beside: Sequence[bytes]) -> Directory | None:  # noqa: A001 - directory.open
    """Read the box; None if it is not the one that belongs to these slots."""
    if len(box) != SIZE:
        return None
    cipher = ChaCha20Poly1305(slots.derive(key, b"ways in"))
    try:
        plain = cipher.decrypt(box[:_NONCE], box[_NONCE:], _bound(beside))
        return _read(canonical.decode(plain.rstrip(b" ")))
    except (InvalidTag, NotCanonical):
        return None


def _bound(beside: Sequence[bytes]) -> bytes:
    return hashlib.sha256(b"".join(beside)).digest()


def _read(value: Json) -> Directory | None:
    match value:
        case {"ways": list(found), "eraser": str(eraser), **rest} if not rest:
            ways = [_way(each) for each in found]
        case _:
            return None
    whole = [way for way in ways if way is not None]
    return Directory(tuple(whole), eraser) if len(whole) == len(ways) else None


def _way(value: Json) -> Way | None:
    match value:
        case {"place": int(place), "kind": int(kind), "name": str(name)} if kind in set(
            Kind
        ):
            return Way(place, Kind(kind), name)
        case _:
            return None
