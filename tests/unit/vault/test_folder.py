from intake.vault import Vault
from intake.vault.folder import STRAY, belongs


def test_knows_its_own_names_from_others() -> None:
    ours = ("header-1", "header-2.new", "keys", "keys.old", "store", "store-wal")
    others = ("header-3", "mystore", "notes.txt", "settings.json", "lock")

    assert all(belongs(name) for name in (*ours, "objects", "reserve"))
    assert not any(belongs(name) for name in others)


def test_every_file_of_a_vault_is_known(vault: Vault) -> None:
    names = {path.name for path in vault.folder.iterdir()}

    assert names
    assert all(belongs(name) or name in STRAY for name in names)
