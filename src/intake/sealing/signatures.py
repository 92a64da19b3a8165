"""Two signatures under every statement, either of which a court's expert can check.

One is Ed25519 in the SSH signature format (OpenSSH PROTOCOL.sshsig), for
``ssh-keygen -Y verify``; the other ML-DSA-65 (FIPS 204, pure, with a context), for
``openssl pkeyutl -verify``. Both must hold, so breaking one scheme forges nothing. The
kind of statement is the namespace of the first and the context of the second: a
signature made for one kind is worth nothing under another.
"""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.mldsa import (
    MLDSA65PrivateKey,
    MLDSA65PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from intake.domain.errors import SignatureInvalid

ED25519_PUBLIC = 32
MLDSA65_PUBLIC = 1952
MLDSA65_SIGNATURE = 3309

_ED25519_SIGNATURE = 64
_KEY_TYPE = b"ssh-ed25519"
_MAGIC = b"SSHSIG"
_VERSION = 1
_HASH = b"sha512"
_BEGIN = b"-----BEGIN SSH SIGNATURE-----\n"
_END = b"-----END SSH SIGNATURE-----\n"
_COLUMNS = 70
_PRINCIPAL = re.compile(r"[A-Za-z0-9._@+-]{1,128}")


class Kind(StrEnum):
    """What a statement is: the namespace, the context and the statement's type."""

    RECORD = "intake-record-v1"
    BUNDLE = "intake-bundle-v1"
    PACK = "intake-pack-v1"
    RECEIPT = "intake-receipt-v1"
    RELEASE = "intake-release-v1"
    WITHDRAWAL = "intake-withdrawal-v1"
    CARD = "intake-card-v1"


@dataclass(frozen=True, slots=True, eq=False)
class SigningKeys:
    """The two private keys of one person."""

    _ed25519: Ed25519PrivateKey = field(repr=False)
    _mldsa65: MLDSA65PrivateKey = field(repr=False)

    @property
    def ed25519(self) -> bytes:
        """Give the raw public key, 32 bytes."""
        return self._ed25519.public_key().public_bytes_raw()

    @property
    def mldsa65(self) -> bytes:
        """Give the raw public key, 1952 bytes."""
        return self._mldsa65.public_key().public_bytes_raw()

    def sign(self, statement: bytes, kind: Kind) -> "Signatures":
        """Sign *statement* with both keys."""
        raw = self._ed25519.sign(_signed_data(statement, kind))
        return Signatures(
            _armor(self.ed25519, kind, raw),
            self._mldsa65.sign(statement, context=kind.encode("ascii")),
        )


@dataclass(frozen=True, slots=True)
class Signatures:
    """The two signatures, as they lie beside a statement.

    ``sshsig`` is the text of an SSH signature file; ``mldsa65`` 3309 raw bytes.
    """

    sshsig: bytes = field(repr=False)
    mldsa65: bytes = field(repr=False)


def sign(statement: bytes, kind: Kind, keys: SigningKeys) -> Signatures:
    """Sign *statement* as one of *kind*."""
    return keys.sign(statement, kind)


def verify(
    statement: bytes, kind: Kind, signatures: Signatures, ed25519: bytes, mldsa65: bytes
) -> None:
    """Prove that both raw public keys signed *statement* as one of *kind*.

    The SSH signature must be, byte for byte, the one text that holds its 64 bytes.
    Raises SignatureInvalid.
    """
    try:
        raw = _dearmor(signatures.sshsig)
        if signatures.sshsig != _armor(ed25519, kind, raw):
            raise SignatureInvalid
        Ed25519PublicKey.from_public_bytes(ed25519).verify(
            raw, _signed_data(statement, kind)
        )
        MLDSA65PublicKey.from_public_bytes(mldsa65).verify(
            signatures.mldsa65, statement, context=kind.encode("ascii")
        )
    except (InvalidSignature, ValueError) as error:
        raise SignatureInvalid from error


def allowed_signers(
    ed25519: bytes, principal: str, kinds: Iterable[Kind] = tuple(Kind)
) -> str:
    """Write the line that ``ssh-keygen -Y verify -f`` wants for this public key.

    *principal* names the signer for ``-I``: ASCII letters, digits and ``._@+-``, such
    as a card's fingerprint. Raises ValueError for any other.
    """
    if not _PRINCIPAL.fullmatch(principal):
        message = "a principal is a plain word"
        raise ValueError(message)
    key = base64.b64encode(_public_blob(ed25519)).decode("ascii")
    names = ",".join(kinds)
    return f'{principal} namespaces="{names}" {_KEY_TYPE.decode("ascii")} {key}\n'


def mldsa65_pem(mldsa65: bytes) -> bytes:
    """Write the raw public key as the PEM file that ``openssl pkeyutl`` wants."""
    key = MLDSA65PublicKey.from_public_bytes(mldsa65)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _string(data: bytes) -> bytes:
    """Write an SSH string: its length in four bytes, then itself (RFC 4251)."""
    return len(data).to_bytes(4, "big") + data


def _public_blob(ed25519: bytes) -> bytes:
    return _string(_KEY_TYPE) + _string(ed25519)


def _signed_data(statement: bytes, kind: Kind) -> bytes:
    """Write what is really signed (PROTOCOL.sshsig, "Signed Data")."""
    digest = hashlib.sha512(statement).digest()
    fields = (kind.encode("ascii"), b"", _HASH, digest)
    return _MAGIC + b"".join(map(_string, fields))


def _armor(ed25519: bytes, kind: Kind, raw: bytes) -> bytes:
    """Write a signature file (PROTOCOL.sshsig, "Blob format" and "Armored format")."""
    signature = _string(_KEY_TYPE) + _string(raw)
    fields = (_public_blob(ed25519), kind.encode("ascii"), b"", _HASH, signature)
    blob = _MAGIC + _VERSION.to_bytes(4, "big") + b"".join(map(_string, fields))
    text = base64.b64encode(blob)
    lines = (text[at : at + _COLUMNS] + b"\n" for at in range(0, len(text), _COLUMNS))
    return _BEGIN + b"".join(lines) + _END


def _dearmor(text: bytes) -> bytes:
    """Take the 64 signature bytes from the end of a signature file."""
    body = text.removeprefix(_BEGIN).removesuffix(_END)
    return base64.b64decode(body)[-_ED25519_SIGNATURE:]
