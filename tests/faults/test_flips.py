"""No bit of anything that travels can change unseen, nor can its end be missing.

A normal run tries a sample; `--faults-all` flips every bit and cuts at every length.
"""

import io
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app import signing
from intake.app.desk import packs as desk_packs
from intake.app.desk import receipts, receiving
from intake.app.field import sending
from intake.domain.errors import ContentsAltered, IntakeError
from intake.sealing.container import Readable
from intake.sealing.incoming import Memory, Reader, open_part, open_whole, unseal
from intake.sealing.signatures import Kind
from intake.vault import header
from kitchen import BEGUN, Kitchen, acquainted, sealed

LATER = BEGUN + timedelta(hours=2)
SAMPLE = 97
LIMIT = 64 * 1024 * 1024

Read = Callable[[bytes], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    kitchen = acquainted(tmp_path_factory.mktemp("flips"))
    yield kitchen
    kitchen.close()


def reading(kind: Kind, reader: Reader, *, is_sealed: bool = True) -> Read:
    def read(data: bytes) -> object:
        source: Readable = io.BytesIO(data)
        if is_sealed:
            source = unseal(source, reader)
        part = open_part(source, kind, reader, sealed=is_sealed)
        if kind is not Kind.BUNDLE:
            return open_whole(part, Memory(LIMIT))
        if not all(piece.sound in {None, True} for piece in part.pieces()):
            raise ContentsAltered
        return part

    return read


def things(made: Kitchen) -> Iterator[tuple[str, bytes, Read]]:
    """Give what leaves a machine, and the header of a vault, with their readers."""
    field, desk = signing.reader(made.field), signing.reader(made.desk)
    stick = made.stick
    to = made.field.card.card.fingerprint
    for name, pack in (
        ("signed pack", desk_packs.make(made.desk, stick, LATER)),
        ("sealed pack", desk_packs.make(made.desk, stick, LATER, to)),
    ):
        read = reading(Kind.PACK, field, is_sealed=pack.sealed)
        yield name, pack.path.read_bytes(), read
    sealed(made.field)
    sent = sending.send(made.field, stick, LATER)
    (part,) = sent.files
    yield "bundle", (stick / part).read_bytes(), reading(Kind.BUNDLE, desk)
    receiving.receive(made.desk, [stick / part], LATER)
    (receipt,) = receipts.make(made.desk, stick, LATER)
    yield "receipt", receipt.path.read_bytes(), reading(Kind.RECEIPT, field)
    folder: Path = made.field.vault.folder
    yield "vault header", (folder / "header-1").read_bytes(), header.decode


def refused(read: Read, data: bytes) -> bool:
    try:
        read(data)
    except IntakeError:
        return True
    return False


def test_no_bit_changes_and_no_end_is_missing_unseen(
    made: Kitchen,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    every = request.config.getoption("--faults-all")
    for name, whole, read in things(made):
        read(whole)
        step = 1 if every else SAMPLE
        flipped = bytearray(whole)
        bits = 0
        for bit in range(0, len(whole) * 8, 1 if every else 8 * SAMPLE + 1):
            flipped[bit // 8] ^= 1 << bit % 8
            assert refused(read, bytes(flipped)), (name, bit)
            flipped[bit // 8] ^= 1 << bit % 8
            bits += 1
        lengths = range(0, len(whole), step)
        for length in lengths:
            assert refused(read, whole[:length]), (name, length)
        assert refused(read, whole + b"\0"), name
        with capsys.disabled():
            sys.stdout.write(
                f"\n{name}: {len(whole)} bytes, {bits} bits flipped and "
                f"{len(lengths)} cuts, all refused"
            )
