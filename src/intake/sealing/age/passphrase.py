"""Files under a passphrase, so that those of other age programs can be read.

C2SP age.md, "The scrypt recipient type" (RFC 7914).
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from intake.domain.errors import AgeHeaderError
from intake.sealing.age import base64text
from intake.sealing.age.header import Stanza
from intake.sealing.age.wrapping import arguments, seal, unseal

_TYPE = "scrypt"
_LABEL = b"age-encryption.org/v1/scrypt"
_SALT = 16
_FACTOR = re.compile(rb"[1-9][0-9]?")
USUAL_FACTOR = 18
# 2^20 takes 1 GiB and some four seconds: more is an attack on the reader.
HIGHEST_FACTOR = 20


@dataclass(frozen=True, slots=True, eq=False)
class ScryptRecipient:
    """A passphrase to seal under; *factor* is the base-two logarithm of the work."""

    passphrase: str = field(repr=False)
    factor: int = USUAL_FACTOR

    @property
    def labels(self) -> frozenset[str]:
        """Stand alone: no other label is like this one."""
        return frozenset({secrets.token_hex(16)})

    def wrap(self, file_key: bytes) -> Stanza:
        """Seal *file_key* under the stretched passphrase."""
        salt = secrets.token_bytes(_SALT)
        body = seal(_stretch(self.passphrase, salt, self.factor), file_key)
        texts = (base64text.encode(salt), b"%d" % self.factor)
        return Stanza(_TYPE, texts, body)


@dataclass(frozen=True, slots=True, eq=False)
class ScryptIdentity:
    """A passphrase to open with; *highest* bounds the work a file may ask for."""

    passphrase: str = field(repr=False)
    highest: int = HIGHEST_FACTOR

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Open the stanza, which is alone in its header."""
        for stanza in stanzas:
            if stanza.type != _TYPE:
                continue
            *texts, factor = stanza.arguments or (b"",)
            (salt,) = arguments(Stanza(_TYPE, tuple(texts), stanza.body), (_SALT,))
            if not _FACTOR.fullmatch(factor) or int(factor) > self.highest:
                raise AgeHeaderError
            key = _stretch(self.passphrase, salt, int(factor))
            return unseal(key, stanza.body)
        return None


def _stretch(passphrase: str, salt: bytes, factor: int) -> bytes:
    kdf = Scrypt(salt=_LABEL + salt, length=32, n=1 << factor, r=8, p=1)
    return kdf.derive(passphrase.encode())
