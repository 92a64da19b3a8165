"""Hashes and base64."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import TYPE_CHECKING

from intake.forms.xpath.code import Kind
from intake.forms.xpath.errors import ExpressionError
from intake.forms.xpath.functions.library import Library

if TYPE_CHECKING:
    from intake.forms.xpath.environment import Context

digest = Library()

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
    name = _ALGORITHMS.get(algorithm)
    if name is None:
        raise ExpressionError(
            what="digest(…) does not know this algorithm.",
            mend=f"Use one of {', '.join(_ALGORITHMS)}.",
        )
    # Forms decide what they hash and why; nothing of ours rests on it.
    hashed = hashlib.new(name, text.encode("utf-8", "replace"), usedforsecurity=False)
    match encoding:
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
    stripped = "".join(text.split()).rstrip("=")
    try:
        data = base64.b64decode(stripped + "=" * (-len(stripped) % 4))
    except (binascii.Error, ValueError):
        return ""
    return data.decode("utf-8", "replace")


@digest.add("base64-encode", "s", Kind.STRING)
def _base64_encode(_context: Context, text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
