"""What a recipient and an identity must be able to do, and the rule on mixing them.

C2SP age.md, "Recipient stanza". A recipient wraps the file key, an identity unwraps it.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from intake.domain.errors import AgeHeaderError
from intake.sealing.age import base64text
from intake.sealing.age.header import STANZA_LIMIT, Stanza

FILE_KEY = 16
WRAPPED = FILE_KEY + 16
_ZERO_NONCE = bytes(12)


class Recipient(Protocol):
    """Someone a file can be sealed to."""

    @property
    def labels(self) -> frozenset[str]:
        """Name what this recipient promises; all recipients of a file must agree."""

    def wrap(self, file_key: bytes) -> Stanza:
        """Seal the 16 bytes of *file_key* to this recipient."""


class Identity(Protocol):
    """Someone who can open a file."""

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Find the file key, or None if no stanza is ours.

        Raises AgeHeaderError for a malformed stanza of our type.
        """


def wrap(file_key: bytes, recipients: Sequence[Recipient]) -> tuple[Stanza, ...]:
    """Wrap *file_key* for all *recipients*, who must carry the same labels.

    So a post-quantum file cannot be weakened by one classical recipient, and a
    passphrase stays alone. Raises ValueError, since only a mistake of ours mixes them.
    """
    if not 0 < len(recipients) <= STANZA_LIMIT:
        message = "a file has between 1 and 128 recipients"
        raise ValueError(message)
    if len({recipient.labels for recipient in recipients}) > 1:
        message = "these recipients may not be mixed"
        raise ValueError(message)
    return tuple(recipient.wrap(file_key) for recipient in recipients)


def arguments(stanza: Stanza, sizes: Iterable[int]) -> tuple[bytes, ...]:
    """Decode the arguments of a *stanza*, which must have just these *sizes*.

    The body must be one wrapped file key: a longer one would let a sender probe which
    of several keys opened it. Raises AgeHeaderError.
    """
    try:
        values = tuple(base64text.decode(text) for text in stanza.arguments)
    except ValueError as error:
        raise AgeHeaderError from error
    if tuple(map(len, values)) != tuple(sizes) or len(stanza.body) != WRAPPED:
        raise AgeHeaderError
    return values


def seal(key: bytes, file_key: bytes) -> bytes:
    """Encrypt *file_key* under a *key* used once, hence with a zero nonce."""
    return ChaCha20Poly1305(key).encrypt(_ZERO_NONCE, file_key, None)


def unseal(key: bytes, body: bytes) -> bytes | None:
    """Decrypt the file key, or None if *key* is not the one."""
    try:
        return ChaCha20Poly1305(key).decrypt(_ZERO_NONCE, body, None)
    except InvalidTag:
        return None
