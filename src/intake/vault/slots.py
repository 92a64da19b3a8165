"""One key slot: the vault key, wrapped under what a person knows.

124 bytes: kind, memory, passes, lanes (four big-endian 32-bit numbers), salt (16),
nonce (12), the wrapped key (48), commitment (32). The first 44 are associated data.
The wrapping is ChaCha20-Poly1305 under HKDF-SHA-256 of the stretched passphrase; the
commitment is an HMAC-SHA-256 of the wrapped key under another HKDF of it, because a
ciphertext of this cipher alone can be made to open under two keys.

Slots that hold nothing are noise behind the same first 32 bytes, so that nobody can
say how many are in use; as they share salt and cost, one stretching tries them all.
"""

import hmac
import secrets
import struct
from dataclasses import dataclass
from enum import IntEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from intake.vault.cost import SALT, Cost, sensible

KEY = 32
NONCE = 12
_PREFIX = struct.Struct(f">IIII{SALT}s")
_WRAPPED = KEY + 16
_COMMITMENT = 32
SIZE = _PREFIX.size + NONCE + _WRAPPED + _COMMITMENT


class Kind(IntEnum):
    """What opens a slot.

    2 (hardware key and passphrase) and 3 (recovery secret) are set aside; a reader
    passes over kinds it does not know.
    """

    PASSPHRASE = 1


@dataclass(frozen=True, slots=True)
class Terms:
    """What must be stretched, and how, to try a slot."""

    kind: int
    cost: Cost
    salt: bytes


def derive(secret: bytes, purpose: bytes, length: int = KEY) -> bytes:
    """Make *length* bytes for one purpose out of a secret (HKDF-SHA-256, no salt)."""
    return HKDF(SHA256(), length, None, b"intake vault v1 " + purpose).derive(secret)


def seal(terms: Terms, stretched: bytes, key: bytes) -> bytes:
    """Wrap *key* under a stretched secret. Returns SIZE bytes."""
    head = _head(terms) + secrets.token_bytes(NONCE)
    cipher = ChaCha20Poly1305(derive(stretched, b"slot wrap"))
    wrapped = cipher.encrypt(head[-NONCE:], key, head)
    return head + wrapped + _commit(stretched, head + wrapped)


def noise(terms: Terms) -> bytes:
    """Make a slot that opens to nobody and looks like one that does."""
    head = _head(terms)
    return head + secrets.token_bytes(SIZE - len(head))


def terms_of(slot: bytes) -> Terms | None:
    """Read how a slot is to be tried; None if that is nothing we would do."""
    kind, memory, passes, lanes, salt = _PREFIX.unpack_from(slot)
    cost = Cost(memory, passes, lanes)
    if kind != Kind.PASSPHRASE or not sensible(cost):
        return None
    return Terms(kind, cost, salt)


def open_slot(slot: bytes, stretched: bytes) -> bytes | None:
    """Unwrap the key; None if the secret is not the one or the slot is damaged."""
    body, commitment = slot[:-_COMMITMENT], slot[-_COMMITMENT:]
    if not hmac.compare_digest(_commit(stretched, body), commitment):
        return None
    head, wrapped = body[:-_WRAPPED], body[-_WRAPPED:]
    cipher = ChaCha20Poly1305(derive(stretched, b"slot wrap"))
    try:
        return cipher.decrypt(head[-NONCE:], wrapped, head)
    except InvalidTag:
        return None


def _head(terms: Terms) -> bytes:
    cost = terms.cost
    return _PREFIX.pack(
        terms.kind, cost.memory_kib, cost.passes, cost.lanes, terms.salt
    )


def _commit(stretched: bytes, body: bytes) -> bytes:
    return hmac.digest(derive(stretched, b"slot commit"), body, "sha256")
