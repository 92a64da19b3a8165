"""Old copies of the header, put back by hand beside or instead of the newer ones."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from intake.domain.errors import PassphraseWrong
from intake.vault import (
    Vault,
    anchor,
    change_passphrase,
    check,
    header,
    prove,
    transaction,
    unlock,
    ways,
)
from intake.vault.folder import HEADERS

DEPUTY = "velvet harbor comet basin window"
ERASING = "cedar violin quartz"


@pytest.fixture
def old(vault: Vault, passphrase: str) -> bytes:
    """A copy of the header by which the deputy came in, who was removed since."""
    added = ways.add_passphrase(vault, passphrase, DEPUTY, "Deputy")
    kept = (vault.folder / HEADERS[0]).read_bytes()
    ways.remove(vault, passphrase, added.place)
    return kept


def headers(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in HEADERS]


@pytest.mark.parametrize("name", HEADERS)
def test_one_old_copy_put_back_opens_nothing_and_undoes_nothing(
    vault: Vault, old: bytes, name: str, passphrase: str
) -> None:
    (vault.folder / name).write_bytes(old)
    with pytest.raises(PassphraseWrong):
        prove(vault, DEPUTY)
    with pytest.raises(PassphraseWrong):
        ways.add_passphrase(vault, DEPUTY, "pebble acorn sparrow dune fig", "")
    vault.close()
    before = headers(vault.folder)

    with pytest.raises(PassphraseWrong):
        unlock(vault.folder, DEPUTY)
    with pytest.raises(PassphraseWrong):
        change_passphrase(vault.folder, DEPUTY, "pebble acorn sparrow dune fig")

    assert headers(vault.folder) == before
    again = unlock(vault.folder, passphrase)
    assert again.findings == ()
    assert old not in headers(vault.folder)
    again.close()


def test_both_copies_put_back_are_told_until_a_way_is_changed(
    vault: Vault, old: bytes, passphrase: str
) -> None:
    for name in HEADERS:
        (vault.folder / name).write_bytes(old)
    (said,) = check(vault)
    assert "put back" in said
    vault.close()

    again = unlock(vault.folder, passphrase)
    assert said in again.findings
    ways.remove(
        again,
        passphrase,
        next(way.place for way in again.ways if way.name == "Deputy"),
    )

    assert again.findings == ()
    assert check(again) == ()
    again.close()
    for name in HEADERS:
        (vault.folder / name).write_bytes(old)
    change_passphrase(vault.folder, passphrase, DEPUTY[::-1])
    last = unlock(vault.folder, DEPUTY[::-1])
    assert last.findings == ()
    last.close()


@pytest.mark.parametrize("number", [99, 2**64 - 1])
def test_an_old_copy_given_a_newer_number_is_noticed(
    vault: Vault, old: bytes, passphrase: str, number: int
) -> None:
    forged = header.encode(replace(header.decode(old), generation=number))
    vault.close()
    (vault.folder / HEADERS[1]).write_bytes(forged)

    again = unlock(vault.folder, passphrase)

    assert "somebody altered it" in again.findings[0]
    assert anchor.of(again) == 3
    change_passphrase(again, passphrase, DEPUTY[::-1])
    again.close()
    last = unlock(vault.folder, DEPUTY[::-1])
    assert last.findings == ()
    last.close()


def test_beside_a_damaged_newer_copy_the_older_opens_and_is_told(
    vault: Vault, old: bytes, passphrase: str
) -> None:
    vault.close()
    (vault.folder / HEADERS[0]).write_bytes(old)
    (vault.folder / HEADERS[1]).write_bytes(b"torn")

    again = unlock(vault.folder, passphrase)

    assert "put back" in again.findings[0]
    again.close()


@pytest.mark.parametrize("written", HEADERS)
def test_a_change_stopped_between_the_copies_leaves_the_old_way_working(
    vault: Vault, passphrase: str, written: str
) -> None:
    vault.close()
    before = {
        path: path.read_bytes() for path in vault.folder.iterdir() if path.is_file()
    }
    change_passphrase(vault.folder, passphrase, DEPUTY)
    after = (vault.folder / written).read_bytes()
    for path in vault.folder.iterdir():
        if path.is_file():
            path.unlink()
    for path, data in before.items():
        path.write_bytes(data)
    (vault.folder / written).write_bytes(after)

    again = unlock(vault.folder, passphrase)

    assert again.findings == ()
    assert anchor.of(again) == 3
    again.close()
    (vault.folder / written).write_bytes(after)
    with pytest.raises(PassphraseWrong):
        unlock(vault.folder, DEPUTY)
    unlock(vault.folder, passphrase).close()


def test_the_passphrase_that_erases_counts_in_the_newest_copy_alone(
    vault: Vault, passphrase: str
) -> None:
    ways.set_eraser(vault, passphrase, ERASING)
    kept = (vault.folder / HEADERS[0]).read_bytes()
    ways.set_eraser(vault, passphrase, None)
    vault.close()
    (vault.folder / HEADERS[0]).write_bytes(kept)

    with pytest.raises(PassphraseWrong):
        unlock(vault.folder, ERASING)

    unlock(vault.folder, passphrase).close()


def test_a_header_that_cannot_be_read_is_told_by_the_check(vault: Vault) -> None:
    kept = headers(vault.folder)
    for name in HEADERS:
        (vault.folder / name).write_bytes(os.urandom(100))

    assert "holds its keys is damaged" in check(vault)[0]
    for name, data in zip(HEADERS, kept, strict=True):
        (vault.folder / name).write_bytes(data)


def test_a_note_that_waits_for_a_transaction_comes_with_it(vault: Vault) -> None:

    with transaction(vault):
        anchor.hold(vault, 7)
        assert anchor.of(vault) == 1
    assert anchor.of(vault) == 7
    anchor.hold(vault, 3)
    assert anchor.of(vault) == 7
