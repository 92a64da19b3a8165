"""One key slot: the vault key, wrapped under what a person knows and perhaps holds.

1024 bytes: how the passphrase is stretched (1: Argon2id), memory, passes, lanes (four
big-endian 32-bit numbers), salt (16); then a sealed box. A box is a nonce (12), the
ciphertext and tag of ChaCha20-Poly1305, and a commitment (32): the HMAC-SHA-256 of
all before it, because a ciphertext of this cipher alone can be made to open under two
keys. Cipher and HMAC have keys of their own, by HKDF-SHA-256 of the stretched
passphrase; the first 32 bytes are associated data.

In the box lie a kind (1 byte), a length (2) and the content, and zeros up to one size:
the vault key; or, if a security key is wanted too, its salt (32), a second box (92)
that wraps the vault key under both secrets, and the credential's id; or nothing, for
the passphrase that erases.

Slots that hold nothing are noise behind the same first 32 bytes, so nobody can say
how many are in use, or for what; as they share salt and cost, one stretching tries
them all.
"""

import hmac
import secrets
import struct
from dataclasses import dataclass, field
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from intake.domain.errors import SecurityKeyUnsuitable
from intake.vault import hardware
from intake.vault.cost import SALT, Cost, sensible

KEY = 32
SIZE = 1024
_ARGON2ID = 1
_PREFIX = struct.Struct(f">IIII{SALT}s")
_NONCE = 12
_TAG = 16
_COMMITMENT = 32
_BOX = _NONCE + _TAG + _COMMITMENT
_CONTENT = struct.Struct(">BH")
_ROOM = SIZE - _PREFIX.size - _BOX
_WRAPPED = KEY + _BOX
# Credential ids of the keys that are sold have 64 to some 300 bytes.
CREDENTIAL = _ROOM - _CONTENT.size - hardware.SALT - _WRAPPED


class Kind(IntEnum):
    """What a slot is for."""

    PASSPHRASE = 1
    SECURITY_KEY = 2
    ERASES = 3


@dataclass(frozen=True, slots=True)
class Terms:
    """What must be stretched, and how, to try a slot."""

    cost: Cost
    salt: bytes


@dataclass(frozen=True, slots=True)
class Credential:
    """What a security key must be asked, and what its answer helps to open."""

    id: bytes
    salt: bytes
    box: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Inside:
    """What the passphrase alone reveals of a slot: the key, or what else is wanted."""

    kind: Kind
    key: bytes = field(default=b"", repr=False)
    credential: Credential | None = None


def derive(secret: bytes, purpose: bytes, length: int = KEY) -> bytes:
    """Make *length* bytes for one purpose out of a secret (HKDF-SHA-256, no salt)."""
    return HKDF(SHA256(), length, None, b"intake vault v1 " + purpose).derive(secret)


def seal(terms: Terms, stretched: bytes, key: bytes) -> bytes:
    """Wrap *key* under a stretched passphrase. Returns SIZE bytes."""
    return _seal(terms, stretched, Kind.PASSPHRASE, key)


def seal_with_hardware(
    terms: Terms, stretched: bytes, key: bytes, authenticator: hardware.Authenticator
) -> bytes:
    """Wrap *key* under a stretched passphrase and a security key, both together.

    Raises SecurityKeyUnsuitable for a credential that does not fit, and what the
    *authenticator* raises.
    """
    credential, salt = authenticator.enrol(), secrets.token_bytes(hardware.SALT)
    if not 0 < len(credential) <= CREDENTIAL:
        raise SecurityKeyUnsuitable
    both = _both(stretched, authenticator.secret(credential, salt))
    box = _close(both, key, salt + credential)
    return _seal(terms, stretched, Kind.SECURITY_KEY, salt + box + credential)


def seal_eraser(terms: Terms, stretched: bytes) -> bytes:
    """Make a slot that opens nothing: who opens it wants the vault erased."""
    return _seal(terms, stretched, Kind.ERASES, b"")


def noise(terms: Terms) -> bytes:
    """Make a slot that opens to nobody and looks like one that does."""
    head = _head(terms)
    return head + secrets.token_bytes(SIZE - len(head))


def terms_of(slot: bytes) -> Terms | None:
    """Read how a slot is to be tried; None if that is nothing we would do."""
    how, memory, passes, lanes, salt = _PREFIX.unpack_from(slot)
    cost = Cost(memory, passes, lanes)
    return Terms(cost, salt) if how == _ARGON2ID and sensible(cost) else None


def open_slot(slot: bytes, stretched: bytes) -> Inside | None:
    """Open a slot; None if the secret is not the one or the slot is damaged."""
    plain = _open(stretched, slot[_PREFIX.size :], slot[: _PREFIX.size])
    if plain is None:
        return None
    kind, length = _CONTENT.unpack_from(plain)
    content = plain[_CONTENT.size :][:length]
    match kind:
        case Kind.PASSPHRASE if length == KEY:
            return Inside(Kind.PASSPHRASE, content)
        case Kind.SECURITY_KEY if length > hardware.SALT + _WRAPPED:
            salt, rest = content[: hardware.SALT], content[hardware.SALT :]
            credential = Credential(rest[_WRAPPED:], salt, rest[:_WRAPPED])
            return Inside(Kind.SECURITY_KEY, b"", credential)
        case Kind.ERASES:
            return Inside(Kind.ERASES)
        case _:
            return None


def open_with_hardware(
    credential: Credential, stretched: bytes, secret: bytes
) -> bytes | None:
    """Unwrap the key with what the security key answered; None if it does not fit."""
    ours = credential.salt + credential.id
    return _open(_both(stretched, secret), credential.box, ours)


def _both(stretched: bytes, secret: bytes) -> bytes:
    return derive(stretched + secret, b"slot both")


def _seal(terms: Terms, stretched: bytes, kind: Kind, content: bytes) -> bytes:
    head = _head(terms)
    plain = _CONTENT.pack(kind, len(content)) + content
    return head + _close(stretched, plain.ljust(_ROOM, b"\0"), head)


def _close(secret: bytes, plain: bytes, beside: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    cipher = ChaCha20Poly1305(derive(secret, b"slot wrap"))
    body = nonce + cipher.encrypt(nonce, plain, beside)
    return body + _commit(secret, beside + body)


def _open(secret: bytes, box: bytes, beside: bytes) -> bytes | None:
    body, commitment = box[:-_COMMITMENT], box[-_COMMITMENT:]
    if not hmac.compare_digest(_commit(secret, beside + body), commitment):
        return None
    cipher = ChaCha20Poly1305(derive(secret, b"slot wrap"))
    try:
        return cipher.decrypt(body[:_NONCE], body[_NONCE:], beside)
    except InvalidTag:
        return None


def _head(terms: Terms) -> bytes:
    cost = terms.cost
    return _PREFIX.pack(_ARGON2ID, cost.memory_kib, cost.passes, cost.lanes, terms.salt)


def _commit(secret: bytes, body: bytes) -> bytes:
    return hmac.digest(derive(secret, b"slot commit"), body, "sha256")
