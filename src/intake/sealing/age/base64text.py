"""Base64 that has exactly one way to write each byte string.

Python's decoder skips strange characters and ignores stray bits; age and SSH
signatures must refuse both, so what is decoded here is written again and compared
(RFC 4648, sections 3.5 and 4).
"""

import base64
import binascii


def encode(data: bytes) -> bytes:
    """Write *data* without padding, as age headers do."""
    return base64.b64encode(data).rstrip(b"=")


def decode(text: bytes) -> bytes:
    """Read unpadded canonical *text*. Raises ValueError for any other."""
    data = _decode(text + b"=" * (-len(text) % 4))
    if encode(data) != text:
        raise ValueError
    return data


def decode_padded(text: bytes) -> bytes:
    """Read padded canonical *text*, as armor has it. Raises ValueError."""
    data = _decode(text)
    if base64.b64encode(data) != text:
        raise ValueError
    return data


def _decode(text: bytes) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError from error
