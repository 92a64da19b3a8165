"""The interviewers whose records this desk takes in."""

from datetime import datetime

from intake import vault as store
from intake.app.opening import Opened, require
from intake.domain.custody import Event
from intake.domain.errors import NoSuchSender
from intake.domain.people import Role, Trust
from intake.vault import cards, custody
from intake.vault.cards import KnownCard


def listed(opened: Opened) -> tuple[KnownCard, ...]:
    """List the interviewers' cards that are known here, compared or not."""
    require(opened, Role.COORDINATOR)
    return tuple(
        entry
        for entry in cards.all_cards(opened.vault)
        if entry.card.role is Role.INTERVIEWER
    )


def find(opened: Opened, name: str) -> str:
    """Find an interviewer's card by pseudonym or the start of its fingerprint."""
    hits = [
        entry.card.fingerprint
        for entry in listed(opened)
        if entry.card.name.casefold() == name.casefold()
        or (len(name) >= 8 and entry.card.fingerprint.startswith(name))  # noqa: PLR2004 - fewer could be a slip
    ]
    if len(hits) != 1:
        raise NoSuchSender
    return hits[0]


def revoke(opened: Opened, fingerprint: str, now: datetime) -> None:
    """Take a card back: what comes from it is set apart from now on."""
    require(opened, Role.COORDINATOR)
    with store.transaction(opened.vault):
        cards.set_trust(opened.vault, fingerprint, Trust.REVOKED, "by this desk", now)
        custody.record(
            opened.vault, Event.CARD_COMPARED, fingerprint, {"trust": "revoked"}, now
        )
