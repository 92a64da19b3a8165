"""Flips bits of the file of draft keys and of both headers, as they lie in a vault.

A normal run tries some bits and lengths and says how many; `--faults-all` tries all.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.domain.errors import VaultDamaged, VaultHeaderDamaged
from intake.vault import Cost, create, drafts, header, keyfile, unlock
from intake.vault.folder import HEADERS, KEYS

PASSPHRASE = "tulip otter maple gravel biscuit lantern"
SOME = 61
OPENED = 12
WRAPPING = bytes(range(32))
DRAFTS = {f"{number:032x}": bytes([number]) * 32 for number in range(3)}


def flipped(data: bytes, step: int) -> Iterator[bytes]:
    for bit in range(0, len(data) * 8, step):
        broken = bytearray(data)
        broken[bit // 8] ^= 1 << bit % 8
        yield bytes(broken)


def cut(data: bytes, step: int) -> Iterator[bytes]:
    for length in range(0, len(data), step):
        yield data[:length]


def test_a_flipped_bit_of_the_key_file_never_gives_another_key(
    request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    """It costs the key it is in, which unlocking names, or nothing, in free space."""
    every = request.config.getoption("--faults-all")
    whole = keyfile.encode(DRAFTS, WRAPPING)
    bits = lengths = lost = 0
    for broken in flipped(whole, 1 if every else SOME):
        bits += 1
        try:
            kept = keyfile.decode(broken, WRAPPING)
        except VaultDamaged:
            kept = {}
        assert kept.items() <= DRAFTS.items()
        lost += len(kept) < len(DRAFTS)
    for broken in cut(whole, 1 if every else SOME):
        lengths += 1
        with pytest.raises(VaultDamaged):
            keyfile.decode(broken, WRAPPING)
    # Magic and the three entries, to the last bit of them.
    held = (16 + 3 * 76) * 8
    assert lost == len(range(0, held, 1 if every else SOME))
    with capsys.disabled():
        sys.stdout.write(f"\nkey file: {bits} bits flipped, {lengths} lengths cut")


def test_a_vault_whose_header_or_key_file_is_touched_opens_whole_or_says_so(
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each is unlocked for real, so with all faults thousands and else a few."""
    thick = 8 * 3 if request.config.getoption("--faults-all") else 0
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
        step = thick or len(whole) * 8 // OPENED
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
    with capsys.disabled():
        sys.stdout.write(f"\nheaders and key file: {played} damages, each unlocked")


def test_both_headers_damaged_open_nothing(
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    create(tmp_path / "vault", PASSPHRASE, cost=Cost(8, 1, 1)).close()
    whole = (tmp_path / "vault" / HEADERS[0]).read_bytes()
    step = 8 if request.config.getoption("--faults-all") else 8 * 997
    played = 0
    for broken in (*flipped(whole, step + 1), *cut(whole, step + 1)):
        for name in HEADERS:
            (tmp_path / "vault" / name).write_bytes(broken)
        with pytest.raises(VaultHeaderDamaged):
            unlock(tmp_path / "vault", PASSPHRASE)
        played += 1
    assert len(whole) == header.SIZE
    with capsys.disabled():
        sys.stdout.write(f"\nboth headers: {played} damages, all refused")
