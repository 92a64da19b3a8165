"""All keys of a person or desk, grown from one secret of 32 bytes.

HKDF-SHA-256 (RFC 5869) with one purpose a key, so no key tells anything about another
and one secret, split into shares on paper, brings all of them back. The secret of the
next epoch grows out of this one's and never the other way: whoever forgets the old
secret can no longer open what was sealed to its keys.
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


def derive(seed: bytes, epoch: int = 0) -> Keys:
    """Grow the keys of a 32-byte *seed*, or of the *epoch* so many after it.

    Raises ValueError for a seed of another size or an epoch before it.
    """
    seed = advance(seed, epoch)
    return Keys(
        HybridIdentity(_grow(seed, b"intake-v1 age mlkem768x25519")),
        SigningKeys(
            Ed25519PrivateKey.from_private_bytes(_grow(seed, b"intake-v1 ed25519")),
            MLDSA65PrivateKey.from_seed_bytes(_grow(seed, b"intake-v1 ml-dsa-65")),
        ),
    )


def advance(seed: bytes, epochs: int = 1) -> bytes:
    """Grow the seed of a later epoch; there is no way back. Raises ValueError."""
    if len(seed) != SEED:
        message = "a root seed has 32 bytes"
        raise ValueError(message)
    if epochs < 0:
        message = "an earlier epoch cannot be grown"
        raise ValueError(message)
    for _ in range(epochs):
        seed = _grow(seed, b"intake-v1 next epoch")
    return seed


def _grow(seed: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), SEED, salt=None, info=purpose).derive(seed)
