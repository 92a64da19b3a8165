"""Making a vault unreadable for good, by a deed or by a passphrase of its own.

Only an organisation switches the passphrase on; docs/threat-model.md says what it can
and cannot do. What is destroyed are the key slots and the draft keys, blocks and all;
in their place comes noise of the same shape, so that any passphrase is simply wrong.
"""

import secrets
from difflib import SequenceMatcher
from pathlib import Path

from intake.domain.errors import PassphrasesAlike, PassphraseWrong, VaultError
from intake.vault import header, keyfile, settings, slots
from intake.vault.cost import SALT, START, stretch
from intake.vault.disk import replace_secret
from intake.vault.folder import KEYS
from intake.vault.header import Header
from intake.vault.slots import Kind, Terms
from intake.vault.vault import Vault

# What a slot holds that erases instead of opening.
ERASES = bytes(slots.KEY)
_PLACE = "erase slot"
_NEAR = 0.75


def erase_vault(folder: Path) -> None:
    """Destroy the keys of the vault in *folder*; nothing brings them back.

    Raises DiskFull or DiskFailed after having tried both the slots and the keys.
    """
    try:
        kept = header.read(folder)[0]
        terms = slots.terms_of(kept.slots[0])
        generation = kept.generation
    except VaultError:
        terms, generation = None, 0
    shape = terms or Terms(Kind.PASSPHRASE, START, secrets.token_bytes(SALT))
    noise = tuple(slots.noise(shape) for _ in range(header.SLOTS))
    try:
        header.write(folder, Header(generation + 1, noise))
    finally:
        empty = keyfile.encode({}, secrets.token_bytes(keyfile.KEY))
        replace_secret(folder / KEYS, empty)


def set_erase_passphrase(vault: Vault, own: str, passphrase: str | None) -> None:
    """Let a second passphrase erase the vault when it is typed; None takes it away.

    *own* is the passphrase that opens the vault. Giving the vault another cost takes
    the second one away too. Raises PassphraseWrong, and PassphrasesAlike when a slip
    of the fingers could turn one into the other.
    """
    if passphrase is not None and alike(own, passphrase):
        raise PassphrasesAlike
    with vault.guard:
        whole, main, key = header.open_with(header.read(vault.folder), own)
        terms = slots.terms_of(whole.slots[main])
        if key == ERASES or terms is None:
            raise PassphraseWrong
        changed = list(whole.slots)
        old = settings.get(vault, _PLACE)
        if isinstance(old, int) and old != main:
            changed[old] = slots.noise(terms)
        if passphrase is None:
            settings.drop(vault, _PLACE)
        else:
            place = secrets.choice([n for n in range(header.SLOTS) if n != main])
            stretched = stretch(passphrase, terms.salt, terms.cost)
            changed[place] = slots.seal(terms, stretched, ERASES)
            settings.put(vault, _PLACE, place)
        header.write(vault.folder, Header(whole.generation + 1, tuple(changed)))


def alike(one: str, other: str) -> bool:
    """Whether two passphrases are so near that a slip could turn one into the other."""
    return SequenceMatcher(None, one.split(), other.split()).ratio() > _NEAR or (
        SequenceMatcher(None, one.casefold(), other.casefold()).ratio() > _NEAR
    )
