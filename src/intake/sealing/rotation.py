"""Which of our secrets stands behind a card, and sealed things given a new lock.

A card is renewed more often than its keys, and its keys more often than what lies in
the archive: so a card is matched to the epoch of a seed by trying one after another,
and what was sealed to older keys can be sealed again without touching what was signed.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from intake.domain.errors import (
    AgeHeaderError,
    AgeMacError,
    AgeNoMatch,
    ContentsAltered,
)
from intake.domain.people import Card
from intake.sealing.age import Identity, decrypt, encrypt
from intake.sealing.container import CHUNK, Readable, Writable
from intake.sealing.keys import Keys, advance, derive
from intake.sealing.outgoing import Hashing, recipients

EPOCHS = 240  # ten years, a new key each half month


@dataclass(frozen=True, slots=True)
class Resealed:
    """A sealed thing under its new lock: its size and SHA-256, and those inside."""

    size: int
    sha256: str
    plain_size: int
    plain_sha256: str


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


def fits(source: Readable, identities: Sequence[Identity]) -> bool:
    """Tell whether one of *identities* opens what is on *source*; reads its start.

    What is no age file, or a damaged one, is opened by none.
    """
    try:
        decrypt(source, identities)
    except (AgeNoMatch, AgeHeaderError, AgeMacError):
        return False
    return True


def reseal(
    source: Readable, identities: Sequence[Identity], to: Card, out: Writable
) -> Resealed:
    """Open a sealed thing, and seal the same bytes to the card *to*.

    The file gets a new key of its own, so that whoever had a copy of the old one
    learns nothing of the new. What is inside, statement and signatures among it, is
    passed on byte for byte. What was written to *out* counts only when this returns,
    and once ``check`` has proved it. Raises the errors of age files.
    """
    opened = decrypt(source, identities)
    hashing, plain, size = Hashing(out), hashlib.sha256(), 0
    with encrypt(hashing, recipients([to])) as sealed:
        while block := opened.read(CHUNK):
            plain.update(block)
            size += len(block)
            sealed.write(block)
    return Resealed(hashing.size, hashing.sha256, size, plain.hexdigest())


def check(source: Readable, identity: Identity, made: Resealed) -> None:
    """Open what was sealed again, and see that the same is inside.

    Raises ContentsAltered and the errors of age files.
    """
    opened = decrypt(source, [identity])
    plain, size = hashlib.sha256(), 0
    while block := opened.read(CHUNK):
        plain.update(block)
        size += len(block)
    if (size, plain.hexdigest()) != (made.plain_size, made.plain_sha256):
        raise ContentsAltered
