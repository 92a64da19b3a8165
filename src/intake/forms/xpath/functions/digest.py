"""Hashes, base64, and texts that somebody signed."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from intake.forms.xpath.code import Kind
from intake.forms.xpath.errors import ExpressionError
from intake.forms.xpath.functions.library import Library

if TYPE_CHECKING:
    from intake.forms.xpath.environment import Context

digest = Library()
_SIGNATURE = 64

_ALGORITHMS = {
    "MD5": "md5",
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
}


@digest.add("digest", "ss?s", Kind.STRING)
def _digest(
    _context: Context, text: str, algorithm: str, encoding: str = "base64"
) -> str:
    name = _ALGORITHMS.get(algorithm.upper())
    if name is None:
        raise ExpressionError(
            what="digest(…) does not know this algorithm.",
            mend=f"Use one of {', '.join(_ALGORITHMS)}.",
        )
    # Forms decide what they hash and why; nothing of ours rests on it.
    hashed = hashlib.new(name, text.encode("utf-8", "replace"), usedforsecurity=False)
    match encoding.lower():
        case "hex":
            return hashed.hexdigest()
        case "base64":
            return base64.b64encode(hashed.digest()).decode("ascii")
        case _:
            raise ExpressionError(
                what="digest(…) does not know this encoding.",
                mend="Use 'base64' or 'hex'.",
            )


@digest.add("base64-decode", "s", Kind.STRING)
def _base64_decode(_context: Context, text: str) -> str:
    data = _decoded(text)
    return "" if data is None else data.decode("utf-8", "replace")


@digest.add("base64-encode", "s", Kind.STRING)
def _base64_encode(_context: Context, text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")


@digest.add("extract-signed", "ss", Kind.STRING)
def _extract_signed(_context: Context, signed: str, key: str) -> str:
    """Give the text in *signed* if its signature fits the public *key*, else nothing.

    Both are base64; *signed* is an Ed25519 signature and then the text, as JavaRosa
    reads it from codes that were printed for a survey.
    """
    data, public = _decoded(signed), _decoded(key)
    if data is None or public is None:
        return ""
    signature, text = data[:_SIGNATURE], data[_SIGNATURE:]
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
        return text.decode()
    except (InvalidSignature, ValueError):
        return ""


def _decoded(text: str) -> bytes | None:
    stripped = "".join(text.split()).rstrip("=")
    try:
        return base64.b64decode(stripped + "=" * (-len(stripped) % 4))
    except (binascii.Error, ValueError):
        return None
