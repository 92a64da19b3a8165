"""No bit can change unseen, nor an end be missing, of what travels or opens a vault.

A normal run tries a sample and says how much; `--faults-all` flips every bit and cuts
at every length. Where each trial opens a real vault, that is every third byte.
"""

import io
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from intake.app import signing
from intake.app.desk import packs as desk_packs
from intake.app.desk import receipts, receiving
from intake.app.field import sending
from intake.domain.errors import (
    ContentsAltered,
    IntakeError,
    VaultDamaged,
    VaultHeaderDamaged,
)
from intake.sealing.container import Readable
from intake.sealing.incoming import Memory, Reader, open_part, open_whole, unseal
from intake.sealing.record import read_object
from intake.sealing.signatures import Kind
from intake.vault import Cost, create, drafts, header, keyfile, objects, unlock
from intake.vault.folder import HEADERS, KEYS
from kitchen import BEGUN, Kitchen, acquainted, sealed

LATER = BEGUN + timedelta(hours=2)
LIMIT = 64 * 1024 * 1024
SOME = 97
PASSPHRASE = "tulip otter maple gravel biscuit lantern"
OPENED = 12
WRAPPING = bytes(range(32))
DRAFTS = {f"{number:032x}": bytes([number]) * 32 for number in range(3)}

Read = Callable[[bytes], object]
Say = Callable[[str], None]


@pytest.fixture
def every(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--faults-all"))


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    def aloud(text: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n{text}")

    return aloud


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kitchen]:
    kitchen = acquainted(tmp_path_factory.mktemp("flips"))
    yield kitchen
    kitchen.close()


def flipped(data: bytes, step: int) -> Iterator[bytes]:
    """Give *data* with one other bit, for every *step*-th bit."""
    broken = bytearray(data)
    for bit in range(0, len(data) * 8, step):
        broken[bit // 8] ^= 1 << bit % 8
        yield bytes(broken)
        broken[bit // 8] ^= 1 << bit % 8


def cut(data: bytes, step: int) -> Iterator[bytes]:
    """Give the beginnings of *data*, every *step*-th length."""
    return (data[:length] for length in range(0, len(data), step))


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
    interview = sealed(made.field)
    vault = made.field.vault
    (account,) = objects.of_record(vault, interview.id, "account")
    with objects.open(vault, account.id) as file:
        whole = file.read()
    yield "record", whole, lambda data: read_object(io.BytesIO(data), desk)
    sent = sending.send(made.field, stick, LATER)
    (part,) = sent.files
    yield "bundle", (stick / part).read_bytes(), reading(Kind.BUNDLE, desk)
    receiving.receive(made.desk, [stick / part], LATER)
    (receipt,) = receipts.make(made.desk, stick, LATER)
    yield "receipt", receipt.path.read_bytes(), reading(Kind.RECEIPT, field)
    yield "vault header", (vault.folder / HEADERS[0]).read_bytes(), header.decode


def refused(read: Read, data: bytes) -> bool:
    try:
        read(data)
    except IntakeError:
        return True
    return False


def test_no_bit_changes_and_no_end_is_missing_unseen(
    made: Kitchen, every: bool, say: Say
) -> None:
    for name, whole, read in things(made):
        read(whole)
        bits = lengths = 0
        for broken in flipped(whole, 1 if every else 8 * SOME + 1):
            assert refused(read, broken), (name, "bit", bits)
            bits += 1
        for broken in cut(whole, 1 if every else SOME):
            assert refused(read, broken), (name, "cut", lengths)
            lengths += 1
        assert refused(read, whole + b"\0"), name
        say(
            f"{name}: {len(whole)} bytes, {bits} bits flipped and {lengths} lengths "
            "cut, all refused"
        )


def test_a_flipped_bit_of_the_key_file_never_gives_another_key(
    every: bool, say: Say
) -> None:
    """It costs the key it is in, which unlocking names, or nothing, in free space."""
    whole = keyfile.encode(DRAFTS, WRAPPING)
    step = 1 if every else SOME
    bits = lengths = lost = 0
    for broken in flipped(whole, step):
        bits += 1
        try:
            kept = keyfile.decode(broken, WRAPPING)
        except VaultDamaged:
            kept = {}
        assert kept.items() <= DRAFTS.items()
        lost += len(kept) < len(DRAFTS)
    for broken in cut(whole, step):
        lengths += 1
        with pytest.raises(VaultDamaged):
            keyfile.decode(broken, WRAPPING)
    # Magic and the three entries, to the last bit of them.
    held = (16 + 3 * 76) * 8
    assert lost == len(range(0, held, step))
    say(f"key file: {bits} bits flipped and {lengths} lengths cut, none gave a key")


def test_a_vault_whose_header_or_key_file_is_touched_opens_whole_or_says_so(
    tmp_path: Path, every: bool, say: Say
) -> None:
    folder, template = tmp_path / "vault", tmp_path / "template"
    made = create(template, PASSPHRASE, cost=Cost(8, 1, 1))
    for draft in DRAFTS:
        drafts.create_key(made, draft)
    kept = dict(made.keys.keys)
    made.close()
    shutil.copytree(template, folder)
    played = 0
    for name in (*HEADERS, KEYS):
        whole = (template / name).read_bytes()
        step = 8 * 3 if every else len(whole) * 8 // OPENED
        for kind in (flipped(whole, step + 1), cut(whole, step + 1)):
            for broken in kind:
                (folder / name).write_bytes(broken)
                vault = unlock(folder, PASSPHRASE)
                assert vault.keys.keys.items() <= kept.items()
                if name in HEADERS:
                    assert vault.findings == ()
                    assert (folder / name).read_bytes() == whole
                if not vault.keys.sound:
                    assert vault.findings
                vault.close()
                (folder / name).write_bytes(whole)
                played += 1
    say(f"headers and key file: {played} damages, each unlocked")


def test_both_headers_damaged_open_nothing(
    tmp_path: Path, every: bool, say: Say
) -> None:
    create(tmp_path / "vault", PASSPHRASE, cost=Cost(8, 1, 1)).close()
    whole = (tmp_path / "vault" / HEADERS[0]).read_bytes()
    step = 8 if every else 8 * 997
    played = 0
    for broken in (*flipped(whole, step + 1), *cut(whole, step + 1)):
        for name in HEADERS:
            (tmp_path / "vault" / name).write_bytes(broken)
        with pytest.raises(VaultHeaderDamaged):
            unlock(tmp_path / "vault", PASSPHRASE)
        played += 1
    assert len(whole) == header.SIZE
    say(f"both headers: {played} damages, all refused")
