"""Keys as text: Bech32 (BIP 173) without its length limit, as age uses it.

The five-bit groups of Bech32 are those of RFC 4648 base32 under another alphabet, so
the standard library does the regrouping.
"""

import base64
import binascii

from intake.domain.errors import KeyTextInvalid

_ALPHABET = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BASE32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_BASE32 = bytes.maketrans(_ALPHABET, _BASE32)
_FROM_BASE32 = bytes.maketrans(_BASE32, _ALPHABET)
_CHECK = 6
_LONGEST = 4096
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def _table() -> tuple[int, ...]:
    """Sum the generators for every value of the five bits that fall out."""
    sums = []
    for top in range(32):
        total = 0
        for bit, generator in enumerate(_GENERATORS):
            if top >> bit & 1:
                total ^= generator
        sums.append(total)
    return tuple(sums)


_SUMS = _table()
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}


def encode(prefix: str, data: bytes) -> str:
    """Write *data* under the lower-case *prefix*, in lower case."""
    body = base64.b32encode(data).rstrip(b"=").translate(_FROM_BASE32)
    check = _checksum(prefix, body + b"q" * _CHECK) ^ 1
    tail = bytes(_ALPHABET[check >> 5 * (5 - place) & 31] for place in range(_CHECK))
    return f"{prefix}1{(body + tail).decode('ascii')}"


def decode(prefix: str, text: str) -> bytes:
    """Read lower-case *text* that must begin with *prefix*. Raises KeyTextInvalid."""
    if len(text) > _LONGEST or not text.isascii():
        raise KeyTextInvalid
    head, _, tail = text.rpartition("1")
    body = tail.encode("ascii")
    if head != prefix or len(body) < _CHECK or not _VALUES.keys() >= set(body):
        raise KeyTextInvalid
    if _checksum(prefix, body) != 1:
        raise KeyTextInvalid
    digits = body[:-_CHECK].translate(_TO_BASE32)
    try:
        data = base64.b32decode(digits + b"=" * (-len(digits) % 8))
    except binascii.Error as error:
        raise KeyTextInvalid from error
    # One text a key: left-over bits must be zero (BIP 173, "Segwit address format").
    if base64.b32encode(data).rstrip(b"=") != digits:
        raise KeyTextInvalid
    return data


def _checksum(prefix: str, body: bytes) -> int:
    check = 1
    high = [ord(letter) >> 5 for letter in prefix]
    low = [ord(letter) & 31 for letter in prefix]
    for value in (*high, 0, *low, *(_VALUES[letter] for letter in body)):
        check = (check & 0x1FFFFFF) << 5 ^ value ^ _SUMS[check >> 25]
    return check
