"""A folder lies where the new key file would be written: so the disk refuses."""

from pathlib import Path

import pytest

from intake.domain.errors import KeyStillThere
from intake.vault import Vault, check, drafts, objects, settings, unlock
from intake.vault.due import still_there

DRAFT = "ab" * 16


@pytest.fixture
def in_the_way(vault: Vault) -> Path:
    """A draft was destroyed while the key file could not be replaced."""
    drafts.create_key(vault, DRAFT)
    obstacle = vault.folder / "keys.new"
    obstacle.mkdir()
    drafts.destroy_key(vault, DRAFT)
    return obstacle


def test_nothing_is_due_in_a_sound_vault(vault: Vault) -> None:
    drafts.create_key(vault, DRAFT)
    drafts.destroy_key(vault, DRAFT)

    drafts.demand_gone(vault, DRAFT)
    assert still_there(vault) == ()


def test_a_key_that_the_disk_kept_is_told_until_it_is_gone(
    vault: Vault, in_the_way: Path
) -> None:
    with pytest.raises(KeyStillThere):
        drafts.demand_gone(vault, DRAFT)
    (said,) = vault.findings
    assert "not destroyed yet" in said
    assert check(vault) == (said,)

    in_the_way.rmdir()
    settings.put(vault, "name", "Juniper")

    drafts.demand_gone(vault, DRAFT)
    assert vault.findings == ()


def test_a_key_that_the_disk_still_keeps_locks_nobody_out(
    vault: Vault, in_the_way: Path, passphrase: str
) -> None:
    vault.close()
    again = unlock(vault.folder, passphrase)
    assert len(again.findings) == 1
    assert drafts.has_key(again, DRAFT)

    in_the_way.rmdir()
    again.close()

    last = unlock(vault.folder, passphrase)
    assert last.findings == ()
    assert not drafts.has_key(last, DRAFT)
    last.close()


def test_an_old_key_file_left_behind_is_told_and_then_swept(
    vault: Vault, passphrase: str
) -> None:
    vault.close()
    left = vault.folder / "keys.old"
    left.mkdir()
    again = unlock(vault.folder, passphrase)
    (said,) = again.findings
    assert "not destroyed yet" in said

    left.rmdir()
    left.write_bytes(b"keys that should be gone")
    settings.put(again, "name", "Juniper")

    assert not left.exists()
    assert again.findings == ()
    again.close()
    assert again.findings == ()


def test_a_file_that_cannot_be_removed_is_told(vault: Vault) -> None:
    with objects.writer(vault, "12" * 16, kind="medium", record=DRAFT) as file:
        file.write(b"light")
    place = objects.place(vault, "12" * 16)
    place.unlink()
    place.mkdir()
    objects.remove(vault, ["12" * 16])

    (said,) = vault.findings

    assert "removing of files" in said
