"""Post-quantum hybrid keys, the only ones this program seals to.

C2SP age.md, "The MLKEM768-X25519 hybrid post-quantum recipient type": HPKE base mode
(RFC 9180, section 6.1) with KEM MLKEM768-X25519 (X-Wing), HKDF-SHA256 and
ChaCha20-Poly1305. Whoever stores our files today must break both halves to read them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import (
    MLKEM768PrivateKey,
    MLKEM768PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from intake.domain.errors import AgeHeaderError, KeyTextInvalid
from intake.sealing.age import base64text, bech32
from intake.sealing.age.header import Stanza
from intake.sealing.age.wrapping import arguments

SEED = 32
_TYPE: Final = "mlkem768x25519"
_INFO: Final = b"age-encryption.org/mlkem768x25519"
_SUITE: Final = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_PUBLIC_PREFIX = "age1pq"
_SECRET_PREFIX = "age-secret-key-pq-"  # noqa: S105 - how a secret key's text begins
_MLKEM_PUBLIC = 1184
_MLKEM_CIPHERTEXT = 1088
_X25519 = 32


@dataclass(frozen=True, slots=True)
class HybridRecipient:
    """A public key to seal to: *raw* is ML-KEM-768 (1184 bytes), then X25519 (32)."""

    raw: bytes = field(repr=False)
    _key: MLKEM768X25519PublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check both halves. Raises KeyTextInvalid."""
        if len(self.raw) != _MLKEM_PUBLIC + _X25519:
            raise KeyTextInvalid
        share = X25519PublicKey.from_public_bytes(self.raw[_MLKEM_PUBLIC:])
        try:
            # A point of low order would make every shared secret zero.
            X25519PrivateKey.generate().exchange(share)
            lattice = MLKEM768PublicKey.from_public_bytes(self.raw[:_MLKEM_PUBLIC])
        except ValueError as error:
            raise KeyTextInvalid from error
        object.__setattr__(self, "_key", MLKEM768X25519PublicKey(lattice, share))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``age1pq1…``. Raises KeyTextInvalid."""
        return cls(bech32.decode(_PUBLIC_PREFIX, text))

    def __str__(self) -> str:
        """Write ``age1pq1…``, 1959 characters."""
        return bech32.encode(_PUBLIC_PREFIX, self.raw)

    @property
    def labels(self) -> frozenset[str]:
        """Refuse to stand beside a recipient that a quantum computer opens."""
        return frozenset({"postquantum"})

    def wrap(self, file_key: bytes) -> Stanza:
        """Seal *file_key* (HPKE SealBase with empty associated data)."""
        sealed = _SUITE.encrypt(file_key, self._key, info=_INFO)
        share = _MLKEM_CIPHERTEXT + _X25519
        return Stanza(_TYPE, (base64text.encode(sealed[:share]),), sealed[share:])


@dataclass(frozen=True, slots=True, eq=False)
class HybridIdentity:
    """A private key, held as its 32-byte seed."""

    seed: bytes = field(repr=False)
    _key: MLKEM768X25519PrivateKey = field(init=False, repr=False)
    _share: X25519PrivateKey = field(init=False, repr=False)
    recipient: HybridRecipient = field(init=False)

    def __post_init__(self) -> None:
        """Expand the seed as X-Wing does. Raises KeyTextInvalid for a wrong size."""
        if len(self.seed) != SEED:
            raise KeyTextInvalid
        expanded = hashlib.shake_256(self.seed).digest(96)
        lattice = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        share = X25519PrivateKey.from_private_bytes(expanded[64:])
        public = lattice.public_key().public_bytes_raw()
        public += share.public_key().public_bytes_raw()
        object.__setattr__(self, "_key", MLKEM768X25519PrivateKey(lattice, share))
        object.__setattr__(self, "_share", share)
        object.__setattr__(self, "recipient", HybridRecipient(public))

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """Make the key of a 32-byte *seed*."""
        return cls(seed)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``AGE-SECRET-KEY-PQ-1…``. Raises KeyTextInvalid."""
        if text != text.upper():
            raise KeyTextInvalid
        return cls(bech32.decode(_SECRET_PREFIX, text.lower()))

    def secret_text(self) -> str:
        """Write ``AGE-SECRET-KEY-PQ-1…``, 77 characters, for the age command."""
        return bech32.encode(_SECRET_PREFIX, self.seed).upper()

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Open the first stanza that is ours."""
        for stanza in stanzas:
            if stanza.type != _TYPE:
                continue
            (sealed,) = arguments(stanza, (_MLKEM_CIPHERTEXT + _X25519,))
            try:
                # HPKE would answer a share of low order as it answers a wrong key.
                point = X25519PublicKey.from_public_bytes(sealed[_MLKEM_CIPHERTEXT:])
                self._share.exchange(point)
            except ValueError as error:
                raise AgeHeaderError from error
            try:
                return _SUITE.decrypt(sealed + stanza.body, self._key, info=_INFO)
            except InvalidTag:
                continue
        return None
