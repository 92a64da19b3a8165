"""Which of our secrets stands behind a card, and sealed things given a new lock.

A card is renewed more often than its keys, and its keys more often than what lies in
the archive: so a card is matched to the epoch of a seed by trying one after another,
and what was sealed to older keys can be sealed again without touching what was signed.
"""

from intake.domain.people import Card
from intake.sealing.keys import Keys, advance, derive

EPOCHS = 240  # ten years, a new key each half month


def holds(keys: Keys, card: Card) -> bool:
    """Tell whether *keys* are those of a card."""
    return (
        keys.signing.ed25519.hex() == card.ed25519
        and keys.signing.mldsa65.hex() == card.mldsa65
        and str(keys.identity.recipient) == card.recipient
    )


def epoch_of(seed: bytes, card: Card) -> int | None:
    """Tell how many epochs after *seed* the keys of a card were grown; None if never.

    Looks EPOCHS far, which takes some tenths of a second.
    """
    for epoch in range(EPOCHS):
        if holds(derive(seed), card):
            return epoch
        seed = advance(seed)
    return None
