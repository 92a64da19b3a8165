"""All keys of a person or desk, grown from one secret of 32 bytes.

HKDF-SHA-256 (RFC 5869) with one purpose a key, so no key tells anything about another
and one secret, split into shares on paper, brings all of them back.
"""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from intake.sealing.age import HybridIdentity
from intake.sealing.signatures import SigningKeys

SEED = 32


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """What opens things sealed to us, and what signs things in our name."""

    identity: HybridIdentity = field(repr=False)
    signing: SigningKeys = field(repr=False)


def derive(seed: bytes) -> Keys:
    """Grow the keys of a 32-byte *seed*. Raises ValueError for any other size."""
    if len(seed) != SEED:
        message = "a root seed has 32 bytes"
        raise ValueError(message)
    return Keys(
        HybridIdentity(_grow(seed, b"intake-v1 age mlkem768x25519")),
        SigningKeys(
            Ed25519PrivateKey.from_private_bytes(_grow(seed, b"intake-v1 ed25519")),
            MLDSA65PrivateKey.from_seed_bytes(_grow(seed, b"intake-v1 ml-dsa-65")),
        ),
    )


def _grow(seed: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), SEED, salt=None, info=purpose).derive(seed)
