import os
import shutil
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from intake.domain.errors import (
    IntakeError,
    PassphraseWrong,
    VaultDamaged,
    VaultExists,
    VaultForeign,
    VaultHeaderDamaged,
    VaultInUse,
    VaultMissing,
    VaultNewer,
)
from intake.vault import (
    Cost,
    Vault,
    change_passphrase,
    create,
    exists,
    header,
    settings,
    unlock,
)
from intake.vault.cost import sensible
from intake.vault.folder import HEADERS

OTHER = "another one entirely"


@pytest.fixture
def closed(folder: Path, passphrase: str, cheap: Cost) -> Path:
    vault = create(folder, passphrase, cost=cheap)
    settings.put(vault, "name", "Juniper")
    vault.close()
    return folder


def opens(folder: Path, passphrase: str) -> bool:
    try:
        vault = unlock(folder, passphrase)
    except PassphraseWrong:
        return False
    assert settings.get(vault, "name") == "Juniper"
    assert vault.findings == ()
    vault.close()
    return True


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_vault_opens_again_with_its_passphrase_alone(
    closed: Path, passphrase: str
) -> None:
    assert exists(closed)
    assert opens(closed, passphrase)
    assert opens(closed, f"  {passphrase} ")
    assert not opens(closed, OTHER)
    assert not opens(closed, "")
    assert opens(closed, passphrase)


def test_a_wrong_passphrase_changes_nothing(closed: Path) -> None:
    before = contents(closed)

    with pytest.raises(PassphraseWrong):
        unlock(closed, OTHER)

    assert contents(closed) == before


def test_is_for_its_owner_alone(closed: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no such modes")
    modes = {path.name: path.stat().st_mode for path in closed.iterdir()}

    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert not {name for name, mode in modes.items() if mode & 0o077} - {
        "store",
        "store-wal",
        "objects",
    }


def test_while_it_is_open_nobody_else_gets_in(vault: Vault, passphrase: str) -> None:
    with pytest.raises(VaultInUse):
        unlock(vault.folder, passphrase)
    with pytest.raises(VaultExists):
        create(vault.folder, passphrase)
    with pytest.raises(VaultInUse):
        change_passphrase(vault.folder, passphrase, OTHER)
    settings.put(vault, "name", "Juniper")


def test_there_is_none_in_an_empty_folder_or_no_folder(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert not exists(folder)
        with pytest.raises(VaultMissing):
            unlock(folder, OTHER)
        with pytest.raises(VaultMissing):
            change_passphrase(folder, OTHER, OTHER)
    assert list(tmp_path.iterdir()) == []


def test_is_made_beside_settings_but_not_among_other_files(
    tmp_path: Path, cheap: Cost
) -> None:
    (tmp_path / "settings.json").write_text("{}")
    create(tmp_path, OTHER, cost=cheap).close()
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "holiday.jpg").write_bytes(b"sea")

    assert not exists(strange)
    with pytest.raises(VaultForeign):
        create(strange, OTHER, cost=cheap)
    with pytest.raises(VaultForeign):
        unlock(strange, OTHER)
    assert contents(strange) == {"holiday.jpg": b"sea"}


@pytest.mark.parametrize(
    "lost",
    [
        ("header-1", "header-2"),
        ("header-1", "header-2", "store"),
        ("header-1", "header-2", "keys", "reserve", "lock", "store-wal"),
    ],
)
def test_nothing_is_ever_made_over_what_cannot_be_read(
    closed: Path, cheap: Cost, lost: tuple[str, ...]
) -> None:
    for name in lost:
        (closed / name).unlink(missing_ok=True)
    left = contents(closed)

    assert exists(closed)
    with pytest.raises(VaultExists):
        create(closed, OTHER, cost=cheap)
    with pytest.raises(VaultHeaderDamaged):
        unlock(closed, OTHER)
    assert contents(closed) == left


def test_a_vault_of_a_newer_program_is_left_alone(closed: Path, cheap: Cost) -> None:
    import hashlib  # noqa: PLC0415 - only here

    body = header.MAGIC + (2).to_bytes(4) + b"another layout"
    (closed / "header-2").write_bytes(body + hashlib.sha256(body).digest())
    left = contents(closed)

    with pytest.raises(VaultNewer):
        unlock(closed, OTHER)
    with pytest.raises(VaultExists):
        create(closed, OTHER, cost=cheap)
    assert exists(closed)
    assert contents(closed) == left


@pytest.mark.parametrize("damage", ["gone", "empty", "of another vault"])
def test_a_lost_database_is_damage_and_never_begun_afresh(
    closed: Path, passphrase: str, damage: str, tmp_path: Path, cheap: Cost
) -> None:
    store = closed / "store"
    match damage:
        case "gone":
            store.unlink()
        case "empty":
            store.write_bytes(b"")
        case _:
            create(tmp_path / "other", passphrase, cost=cheap).close()
            shutil.copy(tmp_path / "other" / "store", store)
    left = contents(closed)

    with pytest.raises(VaultDamaged):
        unlock(closed, passphrase)

    assert contents(closed) == left


def test_a_flipped_bit_of_a_header_is_healed_from_the_other(
    closed: Path, passphrase: str
) -> None:
    whole = (closed / "header-1").read_bytes()
    for name in HEADERS:
        for place in range(0, len(whole), 401):
            broken = bytearray(whole)
            broken[place] ^= 0x40
            (closed / name).write_bytes(broken)

            assert opens(closed, passphrase)
            assert (closed / "header-1").read_bytes() == whole
            assert (closed / "header-2").read_bytes() == whole


def test_both_headers_broken_is_damage(closed: Path, passphrase: str) -> None:
    for name in HEADERS:
        data = bytearray((closed / name).read_bytes())
        data[500] ^= 1
        (closed / name).write_bytes(data)

    with pytest.raises(VaultHeaderDamaged):
        unlock(closed, passphrase)


def test_a_changed_passphrase_takes_the_place_of_the_old(
    closed: Path, passphrase: str
) -> None:
    change_passphrase(closed, passphrase, OTHER)

    assert not opens(closed, passphrase)
    assert opens(closed, OTHER)
    with pytest.raises(PassphraseWrong):
        change_passphrase(closed, passphrase, OTHER)


def test_an_open_vault_can_change_its_passphrase_and_cost(
    vault: Vault, passphrase: str
) -> None:
    settings.put(vault, "name", "Juniper")
    change_passphrase(vault, passphrase, OTHER, cost=Cost(128, 2, 1))
    with pytest.raises(PassphraseWrong):
        change_passphrase(vault, passphrase, OTHER)
    vault.close()

    assert opens(vault.folder, OTHER)
    slot = header.read(vault.folder)[0].slots[0]
    assert slot[4:16] == b"".join(n.to_bytes(4) for n in (128, 2, 1))


def test_an_interrupted_change_leaves_the_old_or_the_new_working(
    closed: Path, passphrase: str
) -> None:
    before = contents(closed)
    change_passphrase(closed, passphrase, OTHER)
    after = contents(closed)
    # What a crash can leave between one step and the next.
    steps = [
        {"header-1.new": after["header-1"][:600]},
        {"header-1.new": after["header-1"]},
        {"header-1.new": after["header-1"], "header-1.old": before["header-1"]},
        {"header-1": after["header-1"], "header-1.old": before["header-1"]},
        {"header-1": after["header-1"], "header-1.old": os.urandom(header.SIZE)},
        {"header-1": after["header-1"]},
        {"header-1": after["header-1"], "header-2.new": after["header-2"]},
    ]
    for step in steps:
        for working in (passphrase, OTHER):
            shutil.rmtree(closed)
            closed.mkdir()
            (closed / "objects" / "new").mkdir(parents=True)
            for name, data in (before | step).items():
                (closed / name).write_bytes(data)
            first = opens(closed, working)
            second = opens(closed, OTHER if working == passphrase else passphrase)

            assert first or second
            assert (closed / "header-1").read_bytes() == (
                closed / "header-2"
            ).read_bytes()
            assert not [path for path in closed.iterdir() if path.suffix]


def test_a_making_that_was_interrupted_can_be_begun_again(
    closed: Path, cheap: Cost
) -> None:
    whole = contents(closed)
    shutil.rmtree(closed)
    made = ["unfinished", "reserve", "keys", "store", "header-1.new"]
    for count in range(1, len(made) + 1):
        closed.mkdir()
        for name in made[:count]:
            (closed / name).write_bytes(whole.get(name, b""))
        (closed / "objects" / "new").mkdir(parents=True)

        assert not exists(closed)
        create(closed, OTHER, cost=cheap).close()
        unlock(closed, OTHER).close()
        assert not (closed / "unfinished").exists()
        shutil.rmtree(closed)


def test_a_making_that_was_only_not_tidied_up_is_a_vault(
    closed: Path, passphrase: str
) -> None:
    (closed / "unfinished").write_bytes(b"")

    assert opens(closed, passphrase)
    assert not (closed / "unfinished").exists()


def test_the_slots_do_not_tell_which_is_in_use(closed: Path) -> None:
    slots = header.read(closed)[0].slots

    assert len({slot[:32] for slot in slots}) == 1
    assert len({slot[32:] for slot in slots}) == 8


def test_costs_that_a_stranger_wrote_are_not_paid(closed: Path) -> None:
    kept = header.read(closed)[0]
    dear = (2**31).to_bytes(4)
    slots = tuple(slot[:4] + dear + slot[8:] for slot in kept.slots)
    header.write(closed, replace(kept, generation=kept.generation + 1, slots=slots))
    (closed / "header-2").write_bytes((closed / "header-1").read_bytes())

    assert not sensible(Cost(2**31, 1, 1))
    with pytest.raises(VaultHeaderDamaged):
        unlock(closed, OTHER)


def test_a_file_in_the_way_is_an_error_of_ours(tmp_path: Path, cheap: Cost) -> None:
    (tmp_path / "file").write_bytes(b"")

    for folder in (tmp_path / "file", tmp_path / "file" / "vault"):
        with pytest.raises(IntakeError):
            create(folder, OTHER, cost=cheap)
        with pytest.raises(IntakeError):
            unlock(folder, OTHER)
