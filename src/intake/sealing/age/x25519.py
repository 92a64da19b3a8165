"""Classical keys, so that files of other age programs can be read.

C2SP age.md, "The X25519 recipient type". This program never seals testimony to one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)

from intake.domain.errors import AgeHeaderError, KeyTextInvalid
from intake.sealing.age import base64text, bech32
from intake.sealing.age.derivation import hkdf
from intake.sealing.age.header import Stanza
from intake.sealing.age.wrapping import arguments, seal, unseal

_TYPE = "X25519"
_INFO = b"age-encryption.org/v1/X25519"
_PUBLIC_PREFIX = "age"
_SECRET_PREFIX = "age-secret-key-"  # noqa: S105 - how a secret key's text begins
_SIZE = 32


@dataclass(frozen=True, slots=True)
class X25519Recipient:
    """A public key: *raw* is a point of Curve25519, 32 bytes."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse points of low order, with whom no secret can be shared."""
        if len(self.raw) != _SIZE:
            raise KeyTextInvalid
        try:
            self._agree(X25519PrivateKey.generate())
        except ValueError as error:
            raise KeyTextInvalid from error

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``age1…``. Raises KeyTextInvalid."""
        return cls(bech32.decode(_PUBLIC_PREFIX, text))

    def __str__(self) -> str:
        """Write ``age1…``, 62 characters."""
        return bech32.encode(_PUBLIC_PREFIX, self.raw)

    @property
    def labels(self) -> frozenset[str]:
        """Promise nothing."""
        return frozenset()

    def wrap(self, file_key: bytes) -> Stanza:
        """Seal *file_key* under a secret shared with a key used once."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        key = hkdf(self._agree(ephemeral), salt=share + self.raw, info=_INFO)
        return Stanza(_TYPE, (base64text.encode(share),), seal(key, file_key))

    def _agree(self, private: X25519PrivateKey) -> bytes:
        return private.exchange(X25519PublicKey.from_public_bytes(self.raw))


@dataclass(frozen=True, slots=True, eq=False)
class X25519Identity:
    """A private key: *raw* is its 32 bytes."""

    raw: bytes = field(repr=False)
    _key: X25519PrivateKey = field(init=False, repr=False)
    recipient: X25519Recipient = field(init=False)

    def __post_init__(self) -> None:
        """Find the public key. Raises KeyTextInvalid for a wrong size."""
        if len(self.raw) != _SIZE:
            raise KeyTextInvalid
        key = X25519PrivateKey.from_private_bytes(self.raw)
        public = key.public_key().public_bytes_raw()
        object.__setattr__(self, "_key", key)
        object.__setattr__(self, "recipient", X25519Recipient(public))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``AGE-SECRET-KEY-1…``. Raises KeyTextInvalid."""
        if text != text.upper():
            raise KeyTextInvalid
        return cls(bech32.decode(_SECRET_PREFIX, text.lower()))

    def secret_text(self) -> str:
        """Write ``AGE-SECRET-KEY-1…``, 74 characters, for the age command."""
        return bech32.encode(_SECRET_PREFIX, self.raw).upper()

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Open the first stanza that is ours."""
        for stanza in stanzas:
            if stanza.type != _TYPE:
                continue
            (share,) = arguments(stanza, (_SIZE,))
            try:
                secret = self._key.exchange(X25519PublicKey.from_public_bytes(share))
            except ValueError as error:
                raise AgeHeaderError from error
            key = hkdf(secret, salt=share + self.recipient.raw, info=_INFO)
            file_key = unseal(key, stanza.body)
            if file_key is not None:
                return file_key
        return None
