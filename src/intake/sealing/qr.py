"""A card's fingerprint as a QR code, to be scanned instead of read aloud.

The code holds the 40 digits and nothing else: whatever scans it shows what people
would have read to each other.
"""

import io

import segno

from intake.domain.people import digits

_QUIET = 4  # modules of white around a code, as ISO/IEC 18004 asks
_SCALE = 8


def matrix(fingerprint: str) -> tuple[tuple[bool, ...], ...]:
    """Give the rows of the code of *fingerprint* (64 hex), dark is True, no border."""
    return tuple(tuple(map(bool, row)) for row in _code(fingerprint).matrix)


def svg(fingerprint: str) -> bytes:
    """Draw the code as an SVG file."""
    out = io.BytesIO()
    _code(fingerprint).save(out, kind="svg", scale=_SCALE, border=_QUIET, light="#fff")
    return out.getvalue()


def png(fingerprint: str) -> bytes:
    """Draw the code as a PNG file of one bit a pixel."""
    out = io.BytesIO()
    _code(fingerprint).save(out, kind="png", scale=_SCALE, border=_QUIET)
    return out.getvalue()


def _code(fingerprint: str) -> segno.QRCode:
    text = digits(fingerprint).replace(" ", "")
    return segno.make_qr(text, mode="numeric", error="m")
