"""Cards that come with a bundle and were never compared here.

A card is kept so that it can be compared. One that follows a compared card, signed by
it, counts at once; another under a known name is called changed.
"""

from collections.abc import Iterable
from datetime import datetime

from intake import vault as store
from intake.app.opening import Opened
from intake.domain.custody import Event
from intake.domain.people import Card, Trust
from intake.sealing.card import follows, read_card
from intake.sealing.delivery import Found
from intake.vault import Vault, cards, custody

CAME = "came with a bundle"
_LONGEST_LINE = 100
BY_CARD_BEFORE = "by the card before"


def follow(opened: Opened, bundles: Iterable[Found], now: datetime) -> bool:
    """Let cards count that were signed by a compared card as its next one.

    Tells whether there were any.
    """
    before = {
        each.card.fingerprint: each.card
        for each in cards.all_cards(opened.vault)
        if each.trust is Trust.COMPARED
    }
    found = False
    for bundle in bundles:
        card, signed = bundle.checked.signer, bundle.checked.statement.card
        known = before.get(card.previous)
        if bundle.checked.known or known is None:
            continue
        entry = cards.get(opened.vault, card.fingerprint)
        taken_back = entry is not None and entry.trust is Trust.REVOKED
        if taken_back or not follows(read_card(signed), known):
            continue
        with store.transaction(opened.vault):
            how = {"how": BY_CARD_BEFORE}
            cards.put(opened.vault, card, signed, Trust.COMPARED, BY_CARD_BEFORE, now)
            event = Event.CARD_COMPARED
            custody.record(opened.vault, event, card.fingerprint, how, now)
        found = True
    return found


def keep_card(opened: Opened, signed: bytes, card: Card, now: datetime) -> Trust:
    """Keep a card that came along, if it is new, and tell how it stands."""
    entry = cards.get(opened.vault, card.fingerprint)
    if entry is not None:
        return entry.trust
    names = {
        each.card.name.casefold()
        for each in cards.all_cards(opened.vault)
        if each.trust in {Trust.COMPARED, Trust.REVOKED}
    }
    same = card.name.casefold() in names
    trust = Trust.CHANGED if same else Trust.NOT_COMPARED
    cards.put(opened.vault, card, signed, trust, CAME, now)
    return trust


def of_one_line(vault: Vault, older: str, newer: str) -> bool:
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
