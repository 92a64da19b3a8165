import pytest

from intake.domain.errors import NotCanonical, VaultDamaged
from intake.vault import Vault, settings, unlock


def test_facts_are_kept_changed_and_forgotten(vault: Vault, passphrase: str) -> None:
    settings.put(vault, "role", "interviewer")
    settings.put(vault, "role", {"a": [1, None, True, "ئا"]})
    settings.put(vault, "seed", "00")
    settings.drop(vault, "seed")
    vault.close()

    again = unlock(vault.folder, passphrase)
    assert settings.get(again, "role") == {"a": [1, None, True, "ئا"]}
    assert settings.get(again, "seed") is None
    again.close()


def test_names_can_be_listed_by_their_beginning(vault: Vault) -> None:
    for name in ("pack", "pack 2", "policy", "pa_k"):
        settings.put(vault, name, 1)

    assert settings.names(vault) == ("pa_k", "pack", "pack 2", "policy")
    assert settings.names(vault, "pack") == ("pack", "pack 2")


def test_a_fraction_is_refused_and_nothing_is_kept(vault: Vault) -> None:
    with pytest.raises(NotCanonical):
        settings.put(vault, "half", 0.5)  # type: ignore[arg-type]

    assert settings.names(vault) == ()


def test_a_fact_that_cannot_be_read_is_damage(vault: Vault) -> None:
    vault.run("INSERT INTO settings VALUES ('role', x'7b')")

    with pytest.raises(VaultDamaged):
        settings.get(vault, "role")
