"""Our own cards of earlier days, and the keys that still open what was sealed to them.

What was sealed to an earlier card names that card for ever, so its fingerprint stays
ours; its keys stay only until everything in the archive is sealed to newer ones.
"""

from dataclasses import dataclass

from intake.app import opening
from intake.app.opening import Opened
from intake.domain.canonical import Json
from intake.domain.people import Card
from intake.sealing.age import HybridIdentity
from intake.sealing.card import SignedCard, read_card
from intake.sealing.keys import derive
from intake.vault import settings

_EARLIER = "earlier cards"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A card of ours that another follows.

    ``epoch`` counts its keys from the oldest that are here; below zero they are gone.
    """

    card: SignedCard
    epoch: int


def earlier(opened: Opened) -> tuple[Earlier, ...]:
    """List our earlier cards, the oldest first."""
    kept = settings.get(opened.vault, _EARLIER)
    found = []
    for each in kept if isinstance(kept, list) else []:
        match each:
            case {"card": str(card), "epoch": int(epoch)}:
                found.append(Earlier(read_card(card.encode()), epoch))
            case _:
                continue
    return tuple(found)


def keep_earlier(opened: Opened, kept: tuple[Earlier, ...]) -> None:
    """Keep the list of our earlier cards."""
    facts: list[Json] = [
        {"card": each.card.to_bytes().decode(), "epoch": each.epoch} for each in kept
    ]
    settings.put(opened.vault, _EARLIER, facts)


def cards(opened: Opened) -> tuple[Card, ...]:
    """Give the cards that are ours, today's first."""
    before = [each.card.card for each in reversed(earlier(opened))]
    return (opened.card.card, *before)


def identities(opened: Opened) -> tuple[HybridIdentity, ...]:
    """Give what opens things sealed to us, today's first."""
    return (opened.keys.identity, *earlier_identities(opened))


def earlier_identities(opened: Opened) -> tuple[HybridIdentity, ...]:
    """Give what opens things sealed to our earlier keys, as far as they are here."""
    if not settings.get(opened.vault, _EARLIER):
        return ()
    kept = opening.identity(opened.vault)
    return tuple(
        derive(kept.seed, epoch).identity for epoch in reversed(range(kept.epoch))
    )
