"""Cards that come with a bundle and were never compared here.

A card is kept so that it can be compared. One that follows a compared card, signed by
it, counts at once if it is the only one; another under a known name is called changed.
What follows a card that was taken back is taken back with it.
"""

from collections.abc import Iterable
from datetime import datetime

from intake import vault as store
from intake.app import lines
from intake.app.opening import Opened
from intake.domain.custody import Event
from intake.domain.people import Card, Trust
from intake.sealing.card import SignedCard, follows, read_card
from intake.sealing.delivery import Found
from intake.vault import cards, custody

CAME = "came with a bundle"
WITH_ITS_LINE = "with a card of the same keys or line"
BY_CARD_BEFORE = "by the card before"


def follow(opened: Opened, bundles: Iterable[Found], now: datetime) -> bool:
    """Let cards count that were signed by a compared card as its next one.

    A card has one follower: of two, no second counts, and when both come at once
    neither does, for one of them was made by whoever copied the keys. Tells whether
    any counts now.
    """
    came = {
        each.checked.signer.fingerprint: each.checked.statement.card
        for each in bundles
        if not each.checked.known
    }
    found = False
    for data in came.values():
        signed = read_card(data)
        entry = cards.get(opened.vault, signed.card.previous)
        if entry is None or entry.trust is not Trust.COMPARED:
            continue
        if lines.taken_back(opened.vault, signed) or not follows(signed, entry.card):
            continue
        if _others(opened, signed, came.values()):
            continue
        card = signed.card
        with store.transaction(opened.vault):
            how = {"how": BY_CARD_BEFORE}
            cards.put(opened.vault, card, data, Trust.COMPARED, BY_CARD_BEFORE, now)
            event = Event.CARD_COMPARED
            custody.record(opened.vault, event, card.fingerprint, how, now)
        found = True
    return found


def keep_card(opened: Opened, signed: bytes, card: Card, now: datetime) -> Trust:
    """Keep a card that came along, if it is new, and tell how it stands.

    One that fell with a card that was taken back is kept as taken back itself.
    """
    entry = cards.get(opened.vault, card.fingerprint)
    if entry is not None and entry.trust is Trust.REVOKED:
        return Trust.REVOKED
    if lines.taken_back(opened.vault, read_card(signed)):
        revoked = Trust.REVOKED
        with store.transaction(opened.vault):
            cards.put(opened.vault, card, signed, revoked, WITH_ITS_LINE, now)
            how = {"trust": "revoked", "how": WITH_ITS_LINE}
            event = Event.CARD_COMPARED
            custody.record(opened.vault, event, card.fingerprint, how, now)
        return revoked
    if entry is not None:
        return entry.trust
    names = {
        each.card.name.casefold()
        for each in cards.all_cards(opened.vault)
        if each.trust in {Trust.COMPARED, Trust.REVOKED}
    }
    same = card.name.casefold() in names or is_second(opened, signed)
    trust = Trust.CHANGED if same else Trust.NOT_COMPARED
    cards.put(opened.vault, card, signed, trust, CAME, now)
    return trust


def is_second(opened: Opened, data: bytes) -> bool:
    """Tell whether a card follows one that has another follower here."""
    return _others(opened, read_card(data), ())


def _others(opened: Opened, signed: SignedCard, came: Iterable[bytes]) -> bool:
    """Tell whether another than this card follows the same one, kept or just come."""
    entry = cards.get(opened.vault, signed.card.previous)
    if entry is None or not follows(signed, entry.card):
        return False
    arrived = map(read_card, came)
    rivals = {each.card.fingerprint for each in arrived if follows(each, entry.card)}
    rivals.update(lines.followers(opened.vault, entry.card))
    return bool(rivals - {signed.card.fingerprint})
