"""The key of each draft: what it is made of can be read only while this lives."""

import secrets

from intake.domain.errors import AlreadySealed, KeyStillThere
from intake.vault import slots
from intake.vault.keyfile import KEY
from intake.vault.vault import Vault, after_commit, transaction


def create_key(vault: Vault, draft: str) -> None:
    """Make the key of a new draft (32 hex), durable at once.

    A key that is there already stays. A transaction that is undone leaves a key
    without a draft, which does no harm. Raises VaultDamaged, DiskFull, DiskFailed.
    """
    with vault.guard:
        if draft not in vault.keys.keys:
            vault.keys.put(draft, secrets.token_bytes(KEY))


def has_key(vault: Vault, draft: str) -> bool:
    """Whether the draft can still be read here."""
    with vault.guard:
        return draft in vault.keys.keys


def derive(vault: Vault, draft: str, purpose: str, length: int = KEY) -> bytes:
    """Make a key for one purpose out of a draft's key, as for one recording.

    The same draft and purpose give the same bytes for as long as the draft lives.
    Raises AlreadySealed when it does not.
    """
    with vault.guard:
        key = vault.keys.keys.get(draft)
    if key is None:
        raise AlreadySealed
    return slots.derive(key, b"draft " + purpose.encode(), length)


def destroy_key(vault: Vault, draft: str) -> None:
    """Destroy the key and the journal of a draft, for good.

    Inside a transaction this happens when that becomes durable, and a crash just
    then is made good at the next unlocking. Afterwards no passphrase brings back an
    answer: not from the database, its log, or older pages of either.
    """
    with transaction(vault, freeing=True):
        vault.run("DELETE FROM journal WHERE draft = ?", draft)
        vault.run("DELETE FROM heads WHERE chain = ?", draft)
        vault.run("INSERT OR IGNORE INTO dying VALUES ('key', ?)", draft)
        after_commit(vault, lambda: bury(vault, {draft}))


def demand_gone(vault: Vault, draft: str) -> None:
    """Raise KeyStillThere if a draft's key was condemned, durably, and lives on.

    To be asked after the transaction of ``destroy_key``: what that did stands, and
    only the disk did not let the key be destroyed. It is tried again after every
    commit, at closing and at unlocking; ``Vault.findings`` tells of it until then.
    """
    with vault.guard:
        if not vault.depth and has_key(vault, draft):
            raise KeyStillThere


def bury(vault: Vault, condemned: set[str]) -> None:
    """Take condemned keys out of the file, and then off the list.

    While the file cannot be read they stay on the list: somebody may put it right.
    """
    if not vault.keys.sound:
        return
    if condemned & vault.keys.keys.keys():
        vault.keys.drop(condemned)
    with transaction(vault, freeing=True):
        for draft in condemned:
            vault.run("DELETE FROM dying WHERE kind = 'key' AND id = ?", draft)
