"""Who we are when we sign, and whom we believe when we read."""

import secrets
from collections.abc import Collection
from datetime import UTC, datetime
from functools import cache

from intake.app import ownership
from intake.app.opening import Opened
from intake.domain.custody import GENESIS
from intake.domain.errors import SenderRevoked
from intake.domain.people import Card, Trust
from intake.sealing.incoming import Reader
from intake.sealing.outgoing import Sender, Stamp
from intake.vault import cards, custody


def sender(opened: Opened) -> Sender:
    """Sign as the owner of this vault."""
    return Sender(opened.card, opened.keys)


def stamp(opened: Opened, now: datetime) -> Stamp:
    """Draw what is new in the next statement of this device."""
    newest = custody.newest(opened.vault, 1)
    return Stamp(
        id=secrets.token_hex(16),
        device=opened.device,
        sequence=custody.next_sequence(opened.vault),
        custody_entry=newest[-1].sequence if newest else 0,
        custody_head=newest[-1].hash if newest else GENESIS,
        day=now.astimezone(UTC).date().isoformat(),
    )


def reader(
    opened: Opened,
    believing: Collection[str] = (),
    *,
    revoked_is_unknown: bool = False,
) -> Reader:
    """Open with our keys, and believe ourselves and the cards that were compared.

    *believing* are fingerprints of cards that count all the same: of senders whose
    record was taken in, or let in by a decision. A card that was taken back raises
    SenderRevoked when it is met, or with *revoked_is_unknown* counts as never compared.
    A reader is made for one deed: it asks the vault once about each sender.
    """
    ours = {card.fingerprint: card for card in ownership.cards(opened)}

    @cache
    def look_up(fingerprint: str) -> cards.KnownCard | None:
        return cards.get(opened.vault, fingerprint)

    def known(fingerprint: str) -> Card | None:
        if fingerprint in ours:
            return ours[fingerprint]
        entry = look_up(fingerprint)
        if entry is None:
            return None
        if entry.trust is Trust.COMPARED or fingerprint in believing:
            return entry.card
        if entry.trust is Trust.REVOKED and not revoked_is_unknown:
            raise SenderRevoked
        return None

    return Reader(ownership.identities(opened), tuple(ours), known)
