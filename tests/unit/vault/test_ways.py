import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ending import killed
from intake.domain.errors import (
    NoSuchWay,
    OwnWay,
    PassphraseInUse,
    PassphrasesAlike,
    PassphraseTooWeak,
    PassphraseWrong,
    SecurityKeyNeeded,
    SecurityKeyRefused,
    SecurityKeyWrong,
    VaultError,
    WaysFull,
)
from intake.vault import Cost, Vault, change_passphrase, header, settings, unlock, ways
from intake.vault.directory import Way
from intake.vault.hardware import Authenticator
from intake.vault.hardware_fido2 import SecurityKey
from intake.vault.slots import Kind
from software_key import SoftwareKey

OTHER = "velvet harbor comet basin window"
THIRD = "saddle prism acorn ribbon meadow"
ERASING = "cedar violin quartz"


def opens(
    folder: Path, passphrase: str, authenticator: Authenticator | None = None
) -> bool:
    try:
        vault = unlock(folder, passphrase, authenticator)
    except (PassphraseWrong, SecurityKeyNeeded, SecurityKeyWrong):
        return False
    assert vault.findings == ()
    vault.close()
    return True


def kinds(vault: Vault) -> list[tuple[Kind, str]]:
    return sorted((way.kind, way.name) for way in vault.ways)


def test_a_new_vault_has_one_way_in(vault: Vault, passphrase: str) -> None:
    assert kinds(vault) == [(Kind.PASSPHRASE, "")]
    before = vault.ways
    vault.close()
    again = unlock(vault.folder, passphrase)
    assert again.ways == before
    again.close()


def test_a_second_passphrase_opens_the_same_vault(
    vault: Vault, passphrase: str
) -> None:
    settings.put(vault, "name", "Juniper")
    store = (vault.folder / "store").read_bytes()
    ways.add_passphrase(vault, passphrase, OTHER, "Deputy")
    assert (vault.folder / "store").read_bytes() == store
    assert kinds(vault) == [(Kind.PASSPHRASE, ""), (Kind.PASSPHRASE, "Deputy")]
    vault.close()
    for words in (passphrase, OTHER):
        again = unlock(vault.folder, words)
        assert settings.get(again, "name") == "Juniper"
        assert len(again.ways) == 2
        again.close()
    assert not opens(vault.folder, THIRD)


def test_a_way_in_is_removed_by_whoever_came_in_by_another(
    vault: Vault, passphrase: str
) -> None:
    added = ways.add_passphrase(vault, passphrase, OTHER, "Deputy")
    (first,) = (way for way in vault.ways if way != added)
    ways.remove(vault, OTHER, first.place)
    assert vault.ways == (added,)
    vault.close()
    assert opens(vault.folder, OTHER)
    assert not opens(vault.folder, passphrase)


def test_the_way_just_used_and_so_the_last_one_is_never_removed(
    vault: Vault, passphrase: str
) -> None:
    (only,) = vault.ways
    with pytest.raises(OwnWay):
        ways.remove(vault, passphrase, only.place)
    ways.add_passphrase(vault, passphrase, OTHER, "")
    with pytest.raises(OwnWay):
        ways.remove(vault, passphrase, only.place)
    for place in {0, 1, 2, 3, 4, 5, 6, 7, 8, -1} - {way.place for way in vault.ways}:
        with pytest.raises(NoSuchWay):
            ways.remove(vault, passphrase, place)
    with pytest.raises(PassphraseWrong):
        ways.remove(vault, THIRD, only.place)
    vault.close()
    assert opens(vault.folder, passphrase)
    assert opens(vault.folder, OTHER)


def test_eight_ways_are_all_there_is_room_for(vault: Vault, passphrase: str) -> None:
    for number in range(header.SLOTS - 1):
        ways.add_passphrase(vault, passphrase, f"{OTHER} {number}", str(number))
    with pytest.raises(WaysFull):
        ways.add_passphrase(vault, passphrase, THIRD, "")
    (last,) = (way for way in vault.ways if way.name == "6")
    ways.remove(vault, passphrase, last.place)
    ways.add_passphrase(vault, passphrase, THIRD, "")
    vault.close()
    assert opens(vault.folder, THIRD)
    assert not opens(vault.folder, f"{OTHER} 6")
    assert opens(vault.folder, f"{OTHER} 5")


def test_a_passphrase_that_opens_already_is_not_added(
    vault: Vault, passphrase: str
) -> None:
    for words in (passphrase, f" {passphrase} "):
        if words == passphrase:
            ways.add_passphrase(vault, passphrase, OTHER, "")
        with pytest.raises(PassphraseInUse):
            ways.add_passphrase(vault, passphrase, OTHER, "")
        with pytest.raises(PassphraseInUse):
            change_passphrase(vault, passphrase, OTHER)
    with pytest.raises(PassphraseWrong):
        ways.add_passphrase(vault, THIRD, "something else", "")


def test_a_security_key_opens_with_its_passphrase_and_neither_alone(
    vault: Vault, passphrase: str
) -> None:
    device = SoftwareKey()
    key, another = SecurityKey([device]), SecurityKey([SoftwareKey()])
    ways.add_security_key(vault, passphrase, OTHER, "blue", key)
    assert (Kind.SECURITY_KEY, "blue") in kinds(vault)
    vault.close()
    with pytest.raises(SecurityKeyNeeded):
        unlock(vault.folder, OTHER)
    with pytest.raises(SecurityKeyWrong):
        unlock(vault.folder, OTHER, another)
    with pytest.raises(PassphraseWrong):
        unlock(vault.folder, THIRD, key)
    device.touched = False
    with pytest.raises(SecurityKeyRefused):
        unlock(vault.folder, OTHER, key)
    device.touched = True
    assert opens(vault.folder, OTHER, key)
    assert opens(vault.folder, passphrase)


def test_a_passphrase_can_be_made_to_want_a_security_key(
    vault: Vault, passphrase: str
) -> None:
    key = SecurityKey([SoftwareKey()])
    way = ways.require_security_key(vault, passphrase, "blue", key)
    assert vault.ways == (way,)
    with pytest.raises(SecurityKeyNeeded):
        ways.require_security_key(vault, passphrase, "again", key)
    vault.close()
    assert not opens(vault.folder, passphrase)
    assert opens(vault.folder, passphrase, key)


def test_a_spare_key_may_have_the_same_passphrase(
    vault: Vault, passphrase: str
) -> None:
    key, spare = (SecurityKey([SoftwareKey()]) for _ in range(2))
    ways.require_security_key(vault, passphrase, "blue", key)
    added = ways.add_security_key(
        vault, passphrase, passphrase, "red", spare, authenticator=key
    )
    vault.close()
    assert opens(vault.folder, passphrase, key)
    assert opens(vault.folder, passphrase, spare)
    again = unlock(vault.folder, passphrase, spare)
    first = next(way for way in again.ways if way.place != added.place)
    ways.remove(again, passphrase, first.place, authenticator=spare)
    again.close()
    assert not opens(vault.folder, passphrase, key)
    assert opens(vault.folder, passphrase, spare)


def test_a_passphrase_that_opens_by_itself_makes_no_security_key_way(
    vault: Vault, passphrase: str
) -> None:
    key = SecurityKey([SoftwareKey()])
    ways.add_passphrase(vault, passphrase, OTHER, "")
    with pytest.raises(PassphraseInUse):
        ways.add_security_key(vault, passphrase, OTHER, "blue", key)
    ways.add_security_key(vault, passphrase, THIRD, "blue", key)
    with pytest.raises(PassphraseInUse):
        ways.add_passphrase(vault, passphrase, THIRD, "")


def test_a_changed_passphrase_keeps_its_security_key(
    vault: Vault, passphrase: str
) -> None:
    key = SecurityKey([SoftwareKey()])
    ways.require_security_key(vault, passphrase, "blue", key)
    with pytest.raises(SecurityKeyNeeded):
        change_passphrase(vault, passphrase, OTHER)
    change_passphrase(vault, passphrase, OTHER, authenticator=key)
    assert kinds(vault) == [(Kind.SECURITY_KEY, "blue")]
    vault.close()
    assert not opens(vault.folder, OTHER)
    assert not opens(vault.folder, passphrase, key)
    assert opens(vault.folder, OTHER, key)


def test_another_cost_empties_every_other_way(vault: Vault, passphrase: str) -> None:
    ways.add_passphrase(vault, passphrase, OTHER, "Deputy")
    change_passphrase(vault, passphrase, THIRD, cost=Cost(128, 1, 1))
    assert kinds(vault) == [(Kind.PASSPHRASE, "")]
    vault.close()
    assert opens(vault.folder, THIRD)
    assert not opens(vault.folder, OTHER)


def test_no_later_passphrase_may_be_like_the_one_that_erases(
    vault: Vault, passphrase: str
) -> None:
    ways.set_eraser(vault, passphrase, ERASING)
    for near in (ERASING, ERASING.title(), ERASING + " too", "cedar violin"):
        with pytest.raises(PassphrasesAlike):
            ways.add_passphrase(vault, passphrase, near, "")
        with pytest.raises(PassphrasesAlike):
            change_passphrase(vault, passphrase, near)
    ways.add_passphrase(vault, passphrase, OTHER, "")
    ways.set_eraser(vault, passphrase, None)
    ways.add_passphrase(vault, passphrase, ERASING, "")
    vault.close()
    assert opens(vault.folder, ERASING)


@pytest.mark.parametrize("short", ["", " ", "erase", "one two", "a b c d e f g"])
def test_a_short_passphrase_never_erases(
    vault: Vault, passphrase: str, short: str
) -> None:
    with pytest.raises(PassphraseTooWeak):
        ways.set_eraser(vault, passphrase, short)


def test_the_way_that_erases_is_not_removed_as_one_that_opens(
    vault: Vault, passphrase: str
) -> None:
    ways.set_eraser(vault, passphrase, ERASING)
    erasing = next(way for way in vault.ways if way.kind is Kind.ERASES)
    with pytest.raises(NoSuchWay):
        ways.remove(vault, passphrase, erasing.place)
    for deed in (
        lambda: ways.add_passphrase(vault, ERASING, OTHER, ""),
        lambda: ways.set_eraser(vault, ERASING, None),
        lambda: ways.remove(vault, ERASING, 0),
    ):
        with pytest.raises(PassphraseWrong):
            deed()
    vault.close()
    assert opens(vault.folder, passphrase)


def test_the_header_does_not_tell_which_slots_are_used_or_for_what(
    vault: Vault, passphrase: str
) -> None:
    size = (vault.folder / "header-1").stat().st_size
    ways.add_passphrase(vault, passphrase, OTHER, "Deputy")
    ways.add_security_key(
        vault, passphrase, THIRD, "blue", SecurityKey([SoftwareKey()])
    )
    ways.set_eraser(vault, passphrase, ERASING)
    data = (vault.folder / "header-1").read_bytes()
    assert len(data) == size
    slots = header.read(vault.folder)[0].slots
    assert len({slot[:32] for slot in slots}) == 1
    assert len({slot[32:] for slot in slots}) == 8
    for telling in (b"Deputy", b"blue", b"cedar", b"violin"):
        assert telling not in data


def test_a_slot_put_back_by_somebody_is_said(vault: Vault, passphrase: str) -> None:
    added = ways.add_passphrase(vault, passphrase, OTHER, "Deputy")
    old = header.read(vault.folder)[0]
    ways.remove(vault, passphrase, added.place)
    vault.close()
    now = header.read(vault.folder)[0]
    slots = list(now.slots)
    slots[added.place] = old.slots[added.place]
    header.write(vault.folder, replace(now, slots=tuple(slots)))
    for words in (OTHER, passphrase):
        again = unlock(vault.folder, words)
        assert any("ways into the vault" in each for each in again.findings)
        assert kinds(again) == []
        change_passphrase(again, words, words)
        assert kinds(again) == [(Kind.PASSPHRASE, "")]
        header.write(vault.folder, replace(now, slots=tuple(slots)))
        again.close()


def test_a_flipped_bit_in_a_slot_never_opens_to_anything_else(
    vault: Vault, passphrase: str
) -> None:
    key = SecurityKey([SoftwareKey()])
    ways.add_security_key(vault, passphrase, OTHER, "blue", key)
    ways.set_eraser(vault, passphrase, ERASING)
    vault.close()
    whole = header.read(vault.folder)[0]
    for way in vault.ways:
        words = {Kind.PASSPHRASE: passphrase, Kind.SECURITY_KEY: OTHER}.get(
            way.kind, ERASING
        )
        for bit in range(0, 1024 * 8, 61):
            slot = bytearray(whole.slots[way.place])
            slot[bit // 8] ^= 1 << bit % 8
            slots = [*whole.slots]
            slots[way.place] = bytes(slot)
            with pytest.raises(VaultError):
                header.open_with((replace(whole, slots=tuple(slots)),), words, key)


Deed = Callable[[Vault, str], object]
DEEDS: dict[str, tuple[Deed, list[str]]] = {
    "adding": (lambda v, own: ways.add_passphrase(v, own, THIRD, "x"), []),
    "removing": (lambda v, own: ways.remove(v, own, _named(v, "Deputy").place), []),
    "changing": (lambda v, own: change_passphrase(v, own, THIRD), [THIRD]),
    "another cost": (
        lambda v, own: change_passphrase(v, own, THIRD, cost=Cost(128, 1, 1)),
        [THIRD],
    ),
    "letting erase": (lambda v, own: ways.set_eraser(v, own, ERASING), []),
}


def _named(vault: Vault, name: str) -> Way:
    return next(way for way in vault.ways if way.name == name)


@pytest.mark.parametrize("name", DEEDS)
def test_killed_at_any_write_the_old_way_or_the_new_one_opens(
    vault: Vault, passphrase: str, name: str, tmp_path: Path
) -> None:
    """The child kills itself before and after each call that changes the disk."""
    deed, new = DEEDS[name]
    ways.add_passphrase(vault, passphrase, OTHER, "Deputy")
    vault.close()
    shutil.copytree(vault.folder, tmp_path / "kept")
    points = 0
    while True:
        shutil.rmtree(vault.folder)
        shutil.copytree(tmp_path / "kept", vault.folder)
        if killed(
            lambda: unlock(vault.folder, passphrase),
            lambda opened: deed(opened, passphrase),
            points,
        ):
            points += 1
        else:
            break
        assert any(opens(vault.folder, words) for words in [passphrase, *new])
        assert (vault.folder / "header-1").read_bytes() == (
            vault.folder / "header-2"
        ).read_bytes()
        left = {path.suffix for path in vault.folder.iterdir()}
        assert left == {""}
    assert points > 20
    assert any(opens(vault.folder, words) for words in [passphrase, *new])
