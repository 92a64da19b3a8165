import pytest

from intake.domain.errors import PassphraseWrong, VaultDamaged, VaultError
from intake.vault import Vault, backup, objects, prove, settings

KEYS = ["ab" * 16, "cd" * 16]


def stored(vault: Vault) -> None:
    for key in KEYS:
        with objects.writer(vault, key, kind="a kind", record="r") as out:
            out.write(key.encode() * 100)


def uncounted(_step: int) -> None:
    return


def test_names_every_stored_file_and_where_it_lies(vault: Vault) -> None:
    assert list(backup.all_objects(vault)) == []
    stored(vault)
    assert [each.id for each in backup.all_objects(vault)] == KEYS
    for key in KEYS:
        assert (vault.folder / backup.place_of(key)).is_file()


def test_the_database_is_whole_in_its_file_while_it_lies_still(vault: Vault) -> None:
    settings.put(vault, "name", "Juniper")
    with backup.still(vault):
        log = vault.folder / "store-wal"
        assert not log.exists() or log.stat().st_size == 0
        assert (vault.folder / "store").stat().st_size
        with pytest.raises(Exception, match="closed"):
            settings.get(vault, "name")
    assert settings.get(vault, "name") == "Juniper"


def test_a_vault_goes_on_after_the_copying_failed(vault: Vault) -> None:
    with pytest.raises(KeyError), backup.still(vault):
        raise KeyError
    settings.put(vault, "name", "Juniper")
    assert settings.get(vault, "name") == "Juniper"


def test_a_database_that_went_meanwhile_closes_the_vault(vault: Vault) -> None:
    with pytest.raises(VaultDamaged), backup.still(vault):
        (vault.folder / "store").unlink()
    assert vault.closed


def test_reads_every_stored_file_to_its_end(vault: Vault) -> None:
    stored(vault)
    steps: list[int] = []
    assert backup.findings(vault, steps.append) == ()
    assert sum(steps) == 2 * 3200
    path = vault.folder / backup.place_of(KEYS[1])
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)
    assert backup.findings(vault, uncounted) == (
        f"The stored file {KEYS[1]} is altered.",
    )
    path.unlink()
    (finding,) = backup.findings(vault, uncounted)
    assert "missing" in finding


def test_whoever_asks_must_know_the_passphrase(vault: Vault, passphrase: str) -> None:
    prove(vault, passphrase)
    with pytest.raises(PassphraseWrong):
        prove(vault, "another")
    with pytest.raises(VaultError):
        prove(vault, "")
