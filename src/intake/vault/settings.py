"""Small facts by name: role, name, root seed, card, policy, serial of the last pack."""

from intake.domain.canonical import Json
from intake.vault.columns import packed, text, unpacked
from intake.vault.vault import Vault, transaction


def get(vault: Vault, name: str) -> Json:
    """Read a fact; None if it was never put."""
    row = vault.row("SELECT value FROM settings WHERE name = ?", name)
    return unpacked(row[0]) if row else None


def put(vault: Vault, name: str, value: Json) -> None:
    """Keep a fact. Raises NotCanonical for a float."""
    with transaction(vault):
        vault.run(
            "INSERT INTO settings VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            packed(value),
        )


def drop(vault: Vault, name: str) -> None:
    """Forget a fact."""
    with transaction(vault, freeing=True):
        vault.run("DELETE FROM settings WHERE name = ?", name)


def names(vault: Vault, beginning: str = "") -> tuple[str, ...]:
    """Tell which facts are kept whose names begin so, in order."""
    rows = vault.rows(
        "SELECT name FROM settings WHERE substr(name, 1, ?) = ? ORDER BY name",
        len(beginning),
        beginning,
    )
    return tuple(text(name) for (name,) in rows)
