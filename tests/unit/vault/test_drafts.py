"""A canary is written into a draft; after its key dies no byte of it is to be had."""

import contextlib
from datetime import datetime
from pathlib import Path

import pytest

from intake.domain.errors import AlreadySealed
from intake.vault import Vault, drafts, journal, keyfile, transaction, unlock

DRAFT = "ab" * 16
OTHER = "cd" * 16
CANARY = "the canary sang in 1997 ئاۋاز".encode()


def everything_readable(vault: Vault) -> bytes:
    """All that the vault can decrypt: every table, and every journal with any key."""
    tables = [
        str(row[0])
        for row in vault.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if not str(row[0]).startswith("words")
    ]
    cells: list[bytes] = []
    for table in tables:
        for row in vault.rows(f"SELECT * FROM {table}"):  # noqa: S608 - our own tables
            cells += [
                value if isinstance(value, bytes) else str(value).encode()
                for value in row
            ]
    for draft in (DRAFT, OTHER):
        if drafts.has_key(vault, draft):
            cells += [line.data for line in journal.salvage(vault, draft)]
    return b"\n".join(cells)


def test_a_key_is_made_once_and_lives_on(vault: Vault, passphrase: str) -> None:
    assert not drafts.has_key(vault, DRAFT)
    drafts.create_key(vault, DRAFT)
    made = drafts.derive(vault, DRAFT, "medium 1", 16)
    drafts.create_key(vault, DRAFT)
    vault.close()

    again = unlock(vault.folder, passphrase)
    assert drafts.has_key(again, DRAFT)
    assert drafts.derive(again, DRAFT, "medium 1", 16) == made
    assert drafts.derive(again, DRAFT, "medium 2", 16) != made
    assert len(made) == 16
    again.close()


def test_with_the_key_dies_every_answer(
    vault: Vault, passphrase: str, now: datetime
) -> None:
    for draft in (DRAFT, OTHER):
        drafts.create_key(vault, draft)
        journal.append(vault, draft, [CANARY + draft.encode()] * 50, now)
    old_store = {
        name: (vault.folder / name).read_bytes() for name in ("store", "store-wal")
    }
    old_keys = (vault.folder / "keys").read_bytes()
    assert CANARY + DRAFT.encode() in everything_readable(vault)

    drafts.destroy_key(vault, DRAFT)

    assert not drafts.has_key(vault, DRAFT)
    with pytest.raises(AlreadySealed):
        drafts.derive(vault, DRAFT, "journal")
    with pytest.raises(AlreadySealed):
        journal.append(vault, DRAFT, [b"late"], now)
    assert CANARY + DRAFT.encode() not in everything_readable(vault)
    assert CANARY + OTHER.encode() in everything_readable(vault)
    keys = vault.keys.keys
    assert set(keys) == {OTHER}
    vault.close()

    # Old pages of the database come back, log and all, with the right passphrase.
    for name, data in old_store.items():
        (vault.folder / name).write_bytes(data)
    again = unlock(vault.folder, passphrase)
    boxes = again.rows("SELECT box FROM journal WHERE draft = ?", DRAFT)
    assert len(boxes) == 50
    assert not drafts.has_key(again, DRAFT)
    assert CANARY + DRAFT.encode() not in everything_readable(again)
    assert CANARY + OTHER.encode() in everything_readable(again)
    assert old_keys != (again.folder / "keys").read_bytes()
    again.close()


def test_the_file_that_held_the_key_is_overwritten_on_the_disk(vault: Vault) -> None:
    drafts.create_key(vault, DRAFT)
    wrapping = bytes(vault.keys.wrapping)
    with (vault.folder / "keys").open("rb") as held:
        assert set(keyfile.decode(held.read(), wrapping)) == {DRAFT}

        drafts.destroy_key(vault, DRAFT)

        held.seek(0)
        left = held.read()
    assert not left.startswith(keyfile.MAGIC)
    assert keyfile.decode(keyfile.MAGIC + left[16:], wrapping) == {}


def test_a_destruction_that_is_undone_did_nothing(vault: Vault, now: datetime) -> None:
    drafts.create_key(vault, DRAFT)
    journal.append(vault, DRAFT, [CANARY], now)

    with contextlib.suppress(LookupError), transaction(vault):
        drafts.destroy_key(vault, DRAFT)
        assert drafts.has_key(vault, DRAFT)
        raise LookupError

    assert [line.data for line in journal.read(vault, DRAFT)] == [CANARY]


def test_a_crash_before_the_key_is_gone_is_made_good_at_unlocking(
    vault: Vault, passphrase: str, now: datetime
) -> None:
    drafts.create_key(vault, DRAFT)
    journal.append(vault, DRAFT, [CANARY], now)
    keys = (vault.folder / "keys").read_bytes()
    drafts.destroy_key(vault, DRAFT)
    vault.run("INSERT INTO dying VALUES ('key', ?)", DRAFT)
    vault.close()
    (vault.folder / "keys").write_bytes(keys)

    again = unlock(vault.folder, passphrase)

    assert not drafts.has_key(again, DRAFT)
    assert again.rows("SELECT * FROM dying") == []
    assert DRAFT not in keyfile.decode(
        Path(again.folder / "keys").read_bytes(), bytes(again.keys.wrapping)
    )
    again.close()


def test_destroying_twice_is_harmless(vault: Vault) -> None:
    drafts.create_key(vault, DRAFT)

    drafts.destroy_key(vault, DRAFT)
    drafts.destroy_key(vault, DRAFT)

    assert not drafts.has_key(vault, DRAFT)


def test_while_the_keys_cannot_be_read_the_condemned_stay_on_the_list(
    vault: Vault, passphrase: str
) -> None:
    drafts.create_key(vault, DRAFT)
    vault.close()
    keys = vault.folder / "keys"
    sound = keys.read_bytes()
    keys.write_bytes(b"harmed")
    harmed = unlock(vault.folder, passphrase)
    drafts.destroy_key(harmed, DRAFT)
    harmed.close()
    keys.write_bytes(sound)

    again = unlock(vault.folder, passphrase)

    assert not drafts.has_key(again, DRAFT)
    assert again.rows("SELECT * FROM dying") == []
    again.close()
