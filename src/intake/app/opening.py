"""Making a vault, opening it, and closing it: where every other deed begins.

What an opened vault gives is an `Opened`: the store itself, whose it is, and the keys
that grow from the one seed kept in it.
"""

import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from intake import vault as store
from intake.domain.custody import Event
from intake.domain.errors import VaultUnfinished, WrongDesk
from intake.domain.people import Role
from intake.resources import resource
from intake.sealing.card import SignedCard, make_card, read_card
from intake.sealing.keys import Keys, derive
from intake.sealing.selftest import self_test
from intake.vault import Cost, Vault, custody, settings, strength
from intake.vault.strength import Strength

SEED_BYTES = 32
DEVICE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Opened:
    """An unlocked vault and who it belongs to."""

    vault: Vault
    role: Role
    name: str
    keys: Keys
    card: SignedCard
    device: str

    def close(self) -> None:
        """Lock the vault again; the keys die with the process."""
        self.vault.close()


def default_folder() -> Path:
    """Where a vault lies unless the person chooses another place."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    return base / "intake"


def exists(folder: Path) -> bool:
    """Tell whether *folder* holds a vault."""
    return store.exists(folder)


def offer_passphrase() -> str:
    """Offer six words from the list, drawn at random."""
    return strength.offer()


def weigh(passphrase: str) -> Strength:
    """Weigh a passphrase against guessing: a score, the time it holds, advice."""
    return strength.strength(passphrase)


def strong_enough(passphrase: str) -> bool:
    """Tell whether a passphrase would hold against guessing."""
    return weigh(passphrase).score >= strength.ENOUGH


def offer_name() -> str:
    """Offer a pseudonym: a plant, drawn at random, that says nothing of a person."""
    return secrets.choice(resource("wordlists/plants.txt").read_text("utf-8").split())


def findings(opened: Opened) -> tuple[str, ...]:
    """Tell what was found damaged when the vault was opened; empty when sound."""
    return opened.vault.findings


def check(opened: Opened) -> tuple[str, ...]:
    """Look for damage in the store, the journals and the custody log."""
    return store.check(opened.vault)


def create(
    folder: Path,
    passphrase: str,
    role: Role,
    name: str,
    now: datetime,
    *,
    cost: Cost | None = None,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> Opened:
    """Make a vault in *folder* for a person or desk under the pseudonym *name*.

    Raises VaultExists, VaultForeign, DiskFull or DiskFailed; the folder then holds
    nothing new that could be taken for a vault in use.
    """
    self_test()
    seed, device = entropy(SEED_BYTES), entropy(DEVICE_BYTES).hex()
    keys = derive(seed)
    card = make_card(keys, role, name, now.date())
    vault = store.create(folder, passphrase, cost=cost)
    with store.transaction(vault):
        settings.put(
            vault,
            "identity",
            {
                "role": role.value,
                "name": name,
                "seed": seed.hex(),
                "device": device,
                "card": card.to_bytes().decode(),
            },
        )
        custody.record(vault, Event.CREATED, device, {"role": role.value}, now)
    return Opened(vault, role, name, keys, card, device)


def unlock(folder: Path, passphrase: str) -> Opened:
    """Open the vault in *folder*.

    Raises the errors of `vault.unlock`, and SelfTestFailed on a machine that does not
    seal or sign as it should.
    """
    self_test()
    vault = store.unlock(folder, passphrase)
    try:
        return _opened(vault)
    except BaseException:
        vault.close()
        raise


def change_passphrase(
    place: Path | Opened, old: str, new: str, *, cost: Cost | None = None
) -> None:
    """Let *new* open the vault instead of *old*; the data are not rewritten.

    *place* is the folder of a closed vault, or the open one.
    """
    where = place.vault if isinstance(place, Opened) else place
    store.change_passphrase(where, old, new, cost=cost)


def require(opened: Opened, role: Role) -> None:
    """Raise WrongDesk unless the vault belongs to *role*."""
    if opened.role is not role:
        raise WrongDesk(
            role=f"an {opened.role}"
            if opened.role is Role.INTERVIEWER
            else f"a {opened.role}"
        )


def card_expires(opened: Opened) -> date:
    """Tell the last day of the vault's own card."""
    return date.fromisoformat(opened.card.card.expires)


def _opened(vault: Vault) -> Opened:
    match settings.get(vault, "identity"):
        case {
            "role": str(role),
            "name": str(name),
            "seed": str(seed),
            "device": str(device),
            "card": str(card),
        }:
            return Opened(
                vault=vault,
                role=Role(role),
                name=name,
                keys=derive(bytes.fromhex(seed)),
                card=read_card(card.encode()),
                device=device,
            )
        case _:
            raise VaultUnfinished
