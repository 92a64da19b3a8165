from collections.abc import Iterator
from pathlib import Path

import pytest

from intake import vault as store
from intake.domain.errors import VaultDamaged
from intake.vault import Cost, Vault, devices
from intake.vault.devices import Kind, Sighting

WORDS = "cedar lantern orbit mellow pocket river"
DEVICE, OTHER = "a" * 32, "b" * 32
FIRST = Sighting(DEVICE, Kind.STATEMENT, 1, "h1", "2026-11-23", "head")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = store.create(tmp_path / "vault", WORDS, cost=Cost(8, 1, 1))
    yield made
    made.close()


def test_what_was_seen_is_remembered_once_and_by_device(vault: Vault) -> None:
    other = Sighting(OTHER, Kind.BESIDE, 7)
    devices.note(vault, [FIRST, other])
    devices.note(vault, [FIRST])
    assert devices.seen(vault, DEVICE) == (FIRST,)
    assert devices.seen(vault, OTHER) == (other,)
    assert devices.all_devices(vault) == (DEVICE, OTHER)


def test_two_hashes_under_one_number_are_both_kept(vault: Vault) -> None:
    twin = Sighting(DEVICE, Kind.STATEMENT, 1, "h2", "2026-11-24", "head")
    devices.note(vault, [FIRST, twin])
    assert devices.seen(vault, DEVICE) == (FIRST, twin)


def test_a_kind_of_another_program_is_called_damage(vault: Vault) -> None:
    devices.note(vault, [FIRST])
    with store.transaction(vault):
        vault.run("UPDATE sightings SET kind = 'rumour'")
    with pytest.raises(VaultDamaged):
        devices.seen(vault, DEVICE)
