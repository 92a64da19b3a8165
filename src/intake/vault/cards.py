"""The cards known here, and how far each has been checked."""

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime

from intake.domain.canonical import Json
from intake.domain.errors import NoSuchCard, VaultDamaged
from intake.domain.people import Card, Role, Trust
from intake.vault.columns import blob, moment, packed, text, unpacked, when
from intake.vault.store import Row
from intake.vault.vault import Vault, transaction

_COLUMNS = "body, data, trust, how, changed"


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A card, the signed bytes it came as, and how and when it came to be trusted."""

    card: Card
    data: bytes = field(repr=False)
    trust: Trust
    how: str
    changed: datetime


def put(
    vault: Vault, card: Card, data: bytes, trust: Trust, how: str, now: datetime
) -> None:
    """Keep a card with the signed bytes it came as, in place of what was known."""
    body = dataclasses.asdict(card) | {"role": card.role.value}
    with transaction(vault):
        vault.run(
            "INSERT OR REPLACE INTO cards VALUES (?, ?, ?, ?, ?, ?)",
            card.fingerprint,
            packed(body),
            data,
            trust.value,
            how,
            moment(now),
        )


def get(vault: Vault, fingerprint: str) -> KnownCard | None:
    """Find a card; None if it was never seen here."""
    row = vault.row(
        f"SELECT {_COLUMNS} FROM cards WHERE fingerprint = ?",  # noqa: S608 - constant
        fingerprint,
    )
    return _known(row) if row else None


def trusted(vault: Vault, fingerprint: str) -> Card | None:
    """Give the card if it was compared and not taken back; else None."""
    known = get(vault, fingerprint)
    return known.card if known and known.trust is Trust.COMPARED else None


def all_cards(vault: Vault) -> tuple[KnownCard, ...]:
    """List every card known here, by name and then the newer first."""
    rows = vault.rows(f"SELECT {_COLUMNS} FROM cards")  # noqa: S608 - constant
    known = [_known(row) for row in rows]
    return tuple(sorted(known, key=lambda one: (one.card.name, -one.card.serial)))


def set_trust(
    vault: Vault, fingerprint: str, trust: Trust, how: str, now: datetime
) -> None:
    """Say how far a card is trusted now, and by which way. Raises NoSuchCard."""
    with transaction(vault):
        touched = vault.run(
            "UPDATE cards SET trust = ?, how = ?, changed = ? WHERE fingerprint = ?",
            trust.value,
            how,
            moment(now),
            fingerprint,
        )
        if not touched:
            raise NoSuchCard


def _known(row: Row) -> KnownCard:
    body, data, trust, how, changed = row
    try:
        return KnownCard(
            _card(unpacked(body)),
            blob(data),
            Trust(text(trust)),
            text(how),
            when(changed),
        )
    except ValueError as error:
        raise VaultDamaged(what="the cards") from error


def _card(value: Json) -> Card:
    match value:
        case {
            "role": str(role),
            "name": str(name),
            "recipient": str(recipient),
            "ed25519": str(ed25519),
            "mldsa65": str(mldsa65),
            "created": str(created),
            "expires": str(expires),
            "serial": int(serial),
            "previous": str(previous),
            "fingerprint": str(fingerprint),
        }:
            return Card(
                Role(role),
                name,
                recipient,
                ed25519,
                mldsa65,
                created,
                expires,
                serial,
                previous,
                fingerprint,
            )
        case _:
            raise VaultDamaged(what="the cards")
