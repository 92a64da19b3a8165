"""Hashes, base64, and texts that somebody signed."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from intake.forms.xpath import ExpressionError
from unit.forms.xpath.surveyed import Survey


@pytest.mark.parametrize(
    ("algorithm", "value"),
    [
        # The examples of RFC 1321 and FIPS 180-4.
        ("MD5", "900150983cd24fb0d6963f7d28e17f72"),
        ("SHA-1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("sha-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ],
)
def test_hashes(algorithm: str, value: str) -> None:
    assert Survey().text(f"digest('abc', '{algorithm}', 'hex')") == value


@pytest.mark.parametrize("size", [384, 512])
def test_writes_a_hash_in_base64_unless_told_otherwise(size: int) -> None:
    hashed = hashlib.new(f"sha{size}", "ئۇ".encode()).digest()
    written = base64.b64encode(hashed).decode()
    assert Survey().text(f"digest('ئۇ', 'SHA-{size}')") == written


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("digest('a', 'SHA-3')", "algorithm"),
        ("digest('a', 'MD5', 'base32')", "encoding"),
    ],
)
def test_refuses_what_it_does_not_know(source: str, words: str) -> None:
    with pytest.raises(ExpressionError, match=words):
        Survey().text(source)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("base64-encode('ab')", "YWI="),
        ("base64-decode('YWI=')", "ab"),
        ("base64-decode('YWI')", "ab"),
        ("base64-decode(' YW\nI= ')", "ab"),
        ("base64-decode('/w==')", "\ufffd"),
        ("base64-decode('*')", ""),
        ("base64-decode(base64-encode('ئۇ'))", "ئۇ"),
        ("base64-encode('')", ""),
    ],
)
def test_speaks_base64(source: str, value: str) -> None:
    assert Survey().text(source) == value


def test_gives_a_signed_text_only_when_the_signature_is_right() -> None:
    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    text = b"household 7"
    good = base64.b64encode(key.sign(text) + text).decode()
    bad = base64.b64encode(key.sign(text) + b"household 8").decode()
    extract = "extract-signed('{}', '{}')"
    assert Survey().text(extract.format(good, public)) == "household 7"
    assert Survey().text(extract.format(bad, public)) == ""
    assert Survey().text(extract.format(good, "YWI=")) == ""
    assert Survey().text(extract.format("*", public)) == ""
    assert Survey().text(extract.format("", public)) == ""
