"""What a vault wants of a security key: something that only this key can compute.

The key makes a credential, and afterwards answers a salt with 32 bytes that depend on
both (FIDO2, hmac-secret). The vault key is wrapped under this answer and the stretched
passphrase together, so neither the one nor the other opens anything alone.
"""

from typing import Protocol

SALT = 32
SECRET = 32


class Authenticator(Protocol):
    """A security key that is plugged in, or a program that does what one does."""

    def enrol(self) -> bytes:
        """Make a credential and give its id.

        Raises SecurityKeyMissing, SecurityKeyUnsuitable, SecurityKeyRefused.
        """

    def secret(self, credential: bytes, salt: bytes) -> bytes:
        """Compute the 32 bytes that belong to a credential and a 32-byte salt.

        Raises SecurityKeyWrong for the credential of another key, SecurityKeyMissing,
        SecurityKeyRefused.
        """
