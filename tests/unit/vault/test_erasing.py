import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.domain.errors import (
    DiskFailed,
    PassphrasesAlike,
    PassphraseWrong,
)
from intake.vault import (
    Cost,
    Vault,
    change_passphrase,
    drafts,
    header,
    keyfile,
    settings,
    unlock,
)
from intake.vault.erasing import alike, erase_vault, set_erase_passphrase

ERASING = "cedar violin harbor"
DRAFT = "ab" * 16


def opens(folder: Path, passphrase: str) -> bool:
    try:
        unlock(folder, passphrase).close()
    except PassphraseWrong:
        return False
    return True


def test_an_erased_vault_says_of_every_passphrase_that_it_is_wrong(
    vault: Vault, passphrase: str
) -> None:
    drafts.create_key(vault, DRAFT)
    wrapping = bytes(vault.keys.wrapping)
    vault.close()
    sizes = {
        name: (vault.folder / name).stat().st_size for name in ("header-1", "keys")
    }

    erase_vault(vault.folder)

    assert not opens(vault.folder, passphrase)
    assert not opens(vault.folder, "anything")
    assert keyfile.decode((vault.folder / "keys").read_bytes(), wrapping) == {}
    assert sizes == {name: (vault.folder / name).stat().st_size for name in sizes}
    assert (vault.folder / "header-1").read_bytes() == (
        vault.folder / "header-2"
    ).read_bytes()


def test_the_old_slots_are_overwritten_on_the_disk(vault: Vault) -> None:
    vault.close()
    held = [(vault.folder / name).open("rb") for name in ("header-1", "header-2")]
    before = [file.read() for file in held]

    erase_vault(vault.folder)

    for file, data in zip(held, before, strict=True):
        file.seek(0)
        left = file.read()
        file.close()
        assert data[28:152] not in left
        assert not left.startswith(header.MAGIC)


def test_the_erasing_passphrase_erases_and_says_what_a_wrong_one_says(
    vault: Vault, passphrase: str
) -> None:
    set_erase_passphrase(vault, passphrase, ERASING)
    vault.close()
    assert opens(vault.folder, passphrase)
    assert not opens(vault.folder, "another wrong one")
    assert opens(vault.folder, passphrase)

    with pytest.raises(PassphraseWrong):
        unlock(vault.folder, ERASING)

    assert not opens(vault.folder, passphrase)


@pytest.mark.parametrize(
    "away",
    [
        lambda vault, own: set_erase_passphrase(vault, own, None),
        lambda vault, own: set_erase_passphrase(vault, own, "quite another one"),
        lambda vault, own: change_passphrase(vault, own, own, cost=Cost(128, 1, 1)),
    ],
)
def test_the_erasing_passphrase_can_be_taken_away(
    vault: Vault, passphrase: str, away: Callable[[Vault, str], None]
) -> None:
    set_erase_passphrase(vault, passphrase, ERASING)

    away(vault, passphrase)
    set_erase_passphrase(vault, passphrase, None)
    vault.close()

    assert not opens(vault.folder, ERASING)
    assert opens(vault.folder, passphrase)


def test_it_survives_a_change_of_the_passphrase_that_opens(
    vault: Vault, passphrase: str
) -> None:
    set_erase_passphrase(vault, passphrase, ERASING)
    with pytest.raises(PassphrasesAlike):
        change_passphrase(vault, passphrase, ERASING)
    with pytest.raises(PassphraseWrong):
        change_passphrase(vault, ERASING, "new words")
    change_passphrase(vault, passphrase, "new words")
    vault.close()

    assert opens(vault.folder, "new words")
    assert not opens(vault.folder, ERASING)
    assert not opens(vault.folder, "new words")


def test_a_slip_must_not_erase(vault: Vault, passphrase: str) -> None:
    for near in (passphrase, passphrase + "s", passphrase.title(), passphrase[:-3]):
        with pytest.raises(PassphrasesAlike):
            set_erase_passphrase(vault, passphrase, near)
    with pytest.raises(PassphraseWrong):
        set_erase_passphrase(vault, "wrong", ERASING)

    assert settings.names(vault) == ()
    assert alike("one two three four five", "one two three five four")
    assert not alike(passphrase, ERASING)


def test_the_header_does_not_tell_whether_there_is_one(
    vault: Vault, passphrase: str
) -> None:
    set_erase_passphrase(vault, passphrase, ERASING)
    slots = header.read(vault.folder)[0].slots

    assert len({slot[:32] for slot in slots}) == 1
    assert len({slot[32:] for slot in slots}) == 8


def test_erases_even_what_is_damaged_and_says_what_the_disk_refused(
    vault: Vault, passphrase: str
) -> None:
    vault.close()
    for name in ("header-1", "header-2"):
        (vault.folder / name).write_bytes(b"damaged")
    erase_vault(vault.folder)
    assert not opens(vault.folder, passphrase)
    shutil.rmtree(vault.folder)

    with pytest.raises(DiskFailed):
        erase_vault(vault.folder)
