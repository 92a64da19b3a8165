"""Who takes part, and the card by which they are known.

A card holds a person's or desk's public keys. People compare cards by 40 decimal
digits: those need no alphabet, and can be read aloud in any language.
"""

from dataclasses import dataclass
from enum import StrEnum

GROUP = 4
GROUPS = 10
_FINGERPRINT_BITS = 133


class Role(StrEnum):
    """What a person does, and so which window their vault opens."""

    INTERVIEWER = "interviewer"
    COORDINATOR = "coordinator"
    CUSTODIAN = "custodian"


class Trust(StrEnum):
    """How far a card has been checked; never skipped, never guessed."""

    NOT_COMPARED = "not compared"
    COMPARED = "compared in person"
    CHANGED = "changed"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Card:
    """The public keys of a person or desk, under a pseudonym.

    ``recipient`` is an ``age1pq1…`` text; ``ed25519`` and ``mldsa65`` are raw public
    keys in lower-case hex; days are ISO dates; ``previous`` is the fingerprint of the
    card that this one follows, or "".
    """

    role: Role
    name: str
    recipient: str
    ed25519: str
    mldsa65: str
    created: str
    expires: str
    serial: int
    previous: str
    fingerprint: str


def digits(fingerprint: str) -> str:
    """Write a SHA-256 *fingerprint* (64 hex) as 40 digits in ten groups of four.

    The first 133 bits, modulo 10^40, zero-padded.
    """
    number = int(fingerprint, 16) >> (256 - _FINGERPRINT_BITS)
    text = f"{number % 10 ** (GROUP * GROUPS):0{GROUP * GROUPS}d}"
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))
