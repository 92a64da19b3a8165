"""Making a vault, opening it, and closing it: where every other deed begins.

What an opened vault gives is an `Opened`: the store itself, whose it is, and the keys
that grow from the one seed kept in it.
"""

import os
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from intake import vault as store
from intake.domain.canonical import Json
from intake.domain.custody import Event
from intake.domain.errors import VaultUnfinished, WrongDesk
from intake.domain.people import Role
from intake.resources import resource
from intake.sealing.card import SignedCard, make_card, read_card
from intake.sealing.keys import Keys, derive
from intake.sealing.selftest import self_test
from intake.vault import Cost, Vault, custody, lock, settings, strength
from intake.vault.folder import LOCK
from intake.vault.hardware import Authenticator
from intake.vault.process import swap_in_use
from intake.vault.strength import Strength

NOTHING: Mapping[str, Json] = MappingProxyType({})
SEED_BYTES = 32
DEVICE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose a vault is, as it is kept in it.

    ``seed`` (32 bytes) is that of the oldest epoch whose keys are still here;
    ``epoch`` counts from it to the present one. ``device`` is 32 hex.
    """

    seed: bytes = field(repr=False)
    epoch: int
    device: str
    card: SignedCard


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


def swap_warning() -> str:
    """Warn of memory that may reach the disk in clear; "" if none may."""
    return swap_in_use()


def exists(folder: Path) -> bool:
    """Tell whether *folder* holds a vault."""
    return store.exists(folder)


def in_use(folder: Path) -> bool:
    """Tell whether any process, this one included, has the vault in *folder* open."""
    return lock.is_held(folder / LOCK)


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
    card = make_card(derive(seed), role, name, now.date())
    return settle(
        folder, passphrase, Identity(seed, 0, device, card), now, Event.CREATED, cost
    )


def settle(
    folder: Path,
    passphrase: str,
    identity: Identity,
    now: datetime,
    event: Event,
    cost: Cost | None = None,
    *,
    facts: Mapping[str, Json] = NOTHING,
) -> Opened:
    """Make the vault of an *identity*, and log with *event* how it came here.

    *facts* are settings that it has from the start. Raises as ``create``.
    """
    vault = store.create(folder, passphrase, cost=cost)
    try:
        with store.transaction(vault):
            keep_identity(vault, identity)
            for fact, value in facts.items():
                settings.put(vault, fact, value)
            role = identity.card.card.role.value
            custody.record(vault, event, identity.device, {"role": role}, now)
    except BaseException:
        vault.close()
        raise
    return _as_opened(vault, identity)


def unlock(
    folder: Path, passphrase: str, authenticator: Authenticator | None = None
) -> Opened:
    """Open the vault in *folder*, with a security key if the passphrase wants one.

    Raises the errors of `vault.unlock`, and SelfTestFailed on a machine that does not
    seal or sign as it should.
    """
    self_test()
    vault = store.unlock(folder, passphrase, authenticator)
    try:
        return _opened(vault)
    except BaseException:
        vault.close()
        raise


def change_passphrase(
    place: Path | Opened,
    old: str,
    new: str,
    *,
    cost: Cost | None = None,
    authenticator: Authenticator | None = None,
) -> None:
    """Let *new* open the vault instead of *old*; the data are not rewritten.

    *place* is the folder of a closed vault, or the open one.
    """
    where = place.vault if isinstance(place, Opened) else place
    store.change_passphrase(where, old, new, cost=cost, authenticator=authenticator)


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


def identity(vault: Vault) -> Identity:
    """Read whose the vault is. Raises VaultUnfinished if it never became anybody's."""
    match settings.get(vault, "identity"):
        case {"seed": str(seed), "device": str(device), "card": str(card), **rest}:
            epoch = rest.get("epoch", 0)
            return Identity(
                bytes.fromhex(seed),
                epoch if type(epoch) is int else 0,
                device,
                read_card(card.encode()),
            )
        case _:
            raise VaultUnfinished


def keep_identity(vault: Vault, kept: Identity) -> None:
    """Keep whose the vault is, in place of what was kept before."""
    settings.put(
        vault,
        "identity",
        {
            "role": kept.card.card.role.value,
            "name": kept.card.card.name,
            "seed": kept.seed.hex(),
            "epoch": kept.epoch,
            "device": kept.device,
            "card": kept.card.to_bytes().decode(),
        },
    )


def _opened(vault: Vault) -> Opened:
    return _as_opened(vault, identity(vault))


def _as_opened(vault: Vault, kept: Identity) -> Opened:
    return Opened(
        vault=vault,
        role=kept.card.card.role,
        name=kept.card.card.name,
        keys=derive(kept.seed, kept.epoch),
        card=kept.card,
        device=kept.device,
    )
