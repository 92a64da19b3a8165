"""Lines of cards: all that one owner had, and what falls with one that is taken back.

A card is followed by another that its keys signed, often with the very same keys. So
whoever holds the keys of one card holds the line, and taking back one card takes back
all of it.
"""

from intake.domain.people import Card, Trust
from intake.sealing.card import SignedCard, follows, read_card
from intake.vault import Vault, cards
from intake.vault.cards import KnownCard

_LONGEST_LINE = 100


def whole(vault: Vault, fingerprint: str) -> tuple[str, ...]:
    """List the cards kept here that are of one line with a card, itself first.

    They have a signing key in common with it, or come before or after it, each signed
    by the one before. The key that opens is no bond: anybody can copy it onto a card
    of their own, while a card proves that its maker holds the keys that sign.
    """
    rest = {each.card.fingerprint: each for each in cards.all_cards(vault)}
    found = [rest.pop(fingerprint)] if fingerprint in rest else []
    for one in found:
        bound = [each for each in rest.values() if _bound(one, each)]
        for each in bound:
            del rest[each.card.fingerprint]
        found.extend(bound)
    return tuple(each.card.fingerprint for each in found)


def taken_back(vault: Vault, signed: SignedCard) -> bool:
    """Tell whether a card fell with one that was taken back, known here before or not.

    It is one, it follows one, or it has one of its signing keys.
    """
    return any(
        each.card.fingerprint == signed.card.fingerprint
        or _shares_keys(each.card, signed.card)
        or follows(signed, each.card)
        for each in cards.all_cards(vault)
        if each.trust is Trust.REVOKED
    )


def followers(vault: Vault, before: Card) -> tuple[str, ...]:
    """List the cards kept here that the keys of a card signed as its next one."""
    return tuple(
        each.card.fingerprint
        for each in cards.all_cards(vault)
        if each.card.previous == before.fingerprint
        and follows(read_card(each.data), before)
    )


def runs_from(vault: Vault, older: str, newer: str) -> bool:
    """Tell whether a card is another, or follows it, each signed by the one before.

    Both are fingerprints of cards that are kept here. A record may be signed by the
    card that its interviewer had, and be sent under the one that followed.
    """
    for _ in range(_LONGEST_LINE):
        if older == newer:
            return True
        entry = cards.get(vault, newer)
        before = cards.get(vault, entry.card.previous) if entry else None
        if entry is None or before is None:
            return False
        if not follows(read_card(entry.data), before.card):
            return False
        newer = before.card.fingerprint
    return False


def _bound(one: KnownCard, other: KnownCard) -> bool:
    return (
        _shares_keys(one.card, other.card)
        or _follows(one, other.card)
        or _follows(other, one.card)
    )


def _follows(later: KnownCard, before: Card) -> bool:
    named = later.card.previous == before.fingerprint
    return named and follows(read_card(later.data), before)


def _shares_keys(one: Card, other: Card) -> bool:
    return one.ed25519 == other.ed25519 or one.mldsa65 == other.mldsa65
