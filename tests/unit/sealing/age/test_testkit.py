"""The published age vectors, where they are at hand: one test for each of them."""

import hashlib
import io
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from intake.domain.errors import (
    AgeArmorError,
    AgeHeaderError,
    AgeMacError,
    AgeNoMatch,
    AgePayloadError,
)
from intake.sealing.age import (
    HybridIdentity,
    Identity,
    ScryptIdentity,
    X25519Identity,
    dearmor,
    decrypt,
)

FOLDER = Path(__file__).parents[4] / "../shared/conformance/age-testkit"
VECTORS = sorted(path.name for path in FOLDER.glob("[a-z]*")) if FOLDER.exists() else []
ERRORS = {
    "no match": AgeNoMatch,
    "HMAC failure": AgeMacError,
    "header failure": AgeHeaderError,
    "payload failure": AgePayloadError,
    "armor failure": AgeArmorError,
}


@dataclass(frozen=True, slots=True)
class Vector:
    expect: str
    payload: str
    identities: Sequence[Identity]
    armored: bool
    data: bytes


def _identity(key: str, value: str) -> Identity:
    if key == "passphrase":
        return ScryptIdentity(value)
    if value.startswith("AGE-SECRET-KEY-PQ-"):
        return HybridIdentity.parse(value)
    return X25519Identity.parse(value)


def _read(path: Path) -> Vector:
    head, _, data = path.read_bytes().partition(b"\n\n")
    lines = [line.split(": ", 1) for line in head.decode().splitlines()]
    known = dict(lines)
    if "compressed" in known:
        data = zlib.decompress(data)
    return Vector(
        known["expect"],
        known.get("payload", ""),
        [_identity(k, v) for k, v in lines if k in {"identity", "passphrase"}],
        "armored" in known,
        data,
    )


@pytest.mark.skipif(not VECTORS, reason="the published age vectors are not at hand")
def test_all_published_vectors_are_here() -> None:
    assert len(VECTORS) == 143


@pytest.mark.parametrize("name", VECTORS)
def test_agrees_with_the_published_vector(name: str) -> None:
    vector = _read(FOLDER / name)
    released = hashlib.sha256()
    outcome = "success"
    file = io.BytesIO(vector.data)
    try:
        reader = decrypt(dearmor(file) if vector.armored else file, vector.identities)
        for block in reader.blocks():
            released.update(block)
    except tuple(ERRORS.values()) as error:
        outcome = next(word for word, kind in ERRORS.items() if type(error) is kind)
    assert outcome == vector.expect
    if outcome in {"success", "payload failure"}:
        assert released.hexdigest() == vector.payload
