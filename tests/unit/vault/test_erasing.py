import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ending import killed
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
    unlock,
)
from intake.vault.erasing import alike, erase_vault
from intake.vault.slots import Kind
from intake.vault.ways import set_eraser

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
        assert data[28:1052] not in left
        assert not left.startswith(header.MAGIC)


def test_the_erasing_passphrase_erases_and_says_what_a_wrong_one_says(
    vault: Vault, passphrase: str
) -> None:
    set_eraser(vault, passphrase, ERASING)
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
        lambda vault, own: set_eraser(vault, own, None),
        lambda vault, own: set_eraser(vault, own, "quite another one"),
        lambda vault, own: change_passphrase(vault, own, own, cost=Cost(128, 1, 1)),
    ],
)
def test_the_erasing_passphrase_can_be_taken_away(
    vault: Vault, passphrase: str, away: Callable[[Vault, str], None]
) -> None:
    set_eraser(vault, passphrase, ERASING)

    away(vault, passphrase)
    set_eraser(vault, passphrase, None)
    vault.close()

    assert not opens(vault.folder, ERASING)
    assert opens(vault.folder, passphrase)


def test_it_survives_a_change_of_the_passphrase_that_opens(
    vault: Vault, passphrase: str
) -> None:
    set_eraser(vault, passphrase, ERASING)
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
            set_eraser(vault, passphrase, near)
    with pytest.raises(PassphraseWrong):
        set_eraser(vault, "wrong", ERASING)

    assert Kind.ERASES not in {way.kind for way in vault.ways}
    assert alike("one two three four five", "one two three five four")
    assert not alike(passphrase, ERASING)


def test_the_header_does_not_tell_whether_there_is_one(
    vault: Vault, passphrase: str
) -> None:
    set_eraser(vault, passphrase, ERASING)
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


def test_takes_the_keys_of_every_draft_however_many_there_are(vault: Vault) -> None:
    for number in range(70):
        drafts.create_key(vault, f"{number:032x}")
    wrapping = bytes(vault.keys.wrapping)
    path = vault.folder / "keys"
    vault.close()
    size = path.stat().st_size
    assert len(keyfile.decode(path.read_bytes(), wrapping)) == 70
    erase_vault(vault.folder)
    assert keyfile.decode(path.read_bytes(), wrapping) == {}
    assert path.stat().st_size == size


def test_takes_what_an_interrupted_change_had_left_behind(
    vault: Vault, passphrase: str
) -> None:
    vault.close()
    old = (vault.folder / "header-1").read_bytes()
    for name in ("header-1.old", "header-2.new", "keys.old"):
        (vault.folder / name).write_bytes(old)
    erase_vault(vault.folder)
    assert not opens(vault.folder, passphrase)
    assert not [path for path in vault.folder.iterdir() if path.suffix]


def test_goes_on_to_the_end_when_one_file_refuses(
    vault: Vault, passphrase: str
) -> None:
    vault.close()
    (vault.folder / "header-1").unlink()
    (vault.folder / "header-1").mkdir()
    drafts_before = (vault.folder / "keys").read_bytes()
    with pytest.raises(DiskFailed):
        erase_vault(vault.folder)
    (vault.folder / "header-1").rmdir()
    assert not opens(vault.folder, passphrase)
    assert (vault.folder / "keys").read_bytes() != drafts_before


def test_says_wrong_even_if_the_disk_refuses_to_erase(
    vault: Vault, passphrase: str
) -> None:
    set_eraser(vault, passphrase, ERASING)
    vault.close()
    (vault.folder / "header-1").unlink()
    (vault.folder / "header-1.new").mkdir()
    with pytest.raises(PassphraseWrong):
        unlock(vault.folder, ERASING)
    (vault.folder / "header-1.new").rmdir()
    assert not opens(vault.folder, passphrase)


def test_killed_at_any_write_it_is_erased_at_the_second_try(
    vault: Vault, passphrase: str, tmp_path: Path
) -> None:
    drafts.create_key(vault, DRAFT)
    wrapping = bytes(vault.keys.wrapping)
    vault.close()
    folder = vault.folder
    shutil.copytree(folder, tmp_path / "kept")
    points = opened = 0
    while killed(lambda: folder, erase_vault, points):
        points += 1
        keys = keyfile.decode((folder / "keys").read_bytes(), wrapping)
        still = opens(folder, passphrase)
        opened += still
        # The keys of drafts go last: while one lives, nothing was promised.
        assert still or points > 2
        assert keys or not still
        erase_vault(folder)
        assert not opens(folder, passphrase)
        assert keyfile.decode((folder / "keys").read_bytes(), wrapping) == {}
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "kept", folder)
    assert points > 20
    assert opened < points
    assert not opens(folder, passphrase)
