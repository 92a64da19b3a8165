"""The one way age turns a secret into a key: HKDF-SHA-256, 32 bytes (RFC 5869)."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LENGTH = 32


def hkdf(secret: bytes, *, salt: bytes = b"", info: bytes) -> bytes:
    """Derive 32 bytes from *secret* for the purpose named by *info*."""
    return HKDF(SHA256(), LENGTH, salt=salt, info=info).derive(secret)
