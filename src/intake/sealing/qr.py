"""A card's fingerprint, or the words of a recovery sheet, as a QR code.

The code holds the 40 digits, or the words, and nothing else: whatever scans it shows
what people would have read to each other or typed.
"""

import io
from collections.abc import Sequence

import segno

from intake.domain.people import digits

_QUIET = 4  # modules of white around a code, as ISO/IEC 18004 asks
_SCALE = 8


def matrix(fingerprint: str) -> tuple[tuple[bool, ...], ...]:
    """Give the rows of the code of *fingerprint* (64 hex), dark is True, no border."""
    return tuple(tuple(map(bool, row)) for row in _code(fingerprint).matrix)


def svg(fingerprint: str) -> bytes:
    """Draw the code as an SVG file."""
    return _svg(_code(fingerprint))


def png(fingerprint: str) -> bytes:
    """Draw the code as a PNG file of one bit a pixel."""
    return _png(_code(fingerprint))


def words_matrix(words: Sequence[str]) -> tuple[tuple[bool, ...], ...]:
    """Give the rows of the code of *words* (a to z), dark is True, no border."""
    return tuple(tuple(map(bool, row)) for row in _words(words).matrix)


def words_svg(words: Sequence[str]) -> bytes:
    """Draw the code of *words* as an SVG file."""
    return _svg(_words(words))


def words_png(words: Sequence[str]) -> bytes:
    """Draw the code of *words* as a PNG file of one bit a pixel."""
    return _png(_words(words))


def _words(words: Sequence[str]) -> segno.QRCode:
    # Capitals and spaces fit a denser way of writing.
    text = " ".join(words).upper()
    return segno.make_qr(text, mode="alphanumeric", error="m")


def _svg(code: segno.QRCode) -> bytes:
    out = io.BytesIO()
    code.save(out, kind="svg", scale=_SCALE, border=_QUIET, light="#fff")
    return out.getvalue()


def _png(code: segno.QRCode) -> bytes:
    out = io.BytesIO()
    code.save(out, kind="png", scale=_SCALE, border=_QUIET)
    return out.getvalue()


def _code(fingerprint: str) -> segno.QRCode:
    text = digits(fingerprint).replace(" ", "")
    return segno.make_qr(text, mode="numeric", error="m")
