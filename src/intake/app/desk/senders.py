"""The interviewers whose records this desk takes in."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from intake import vault as store
from intake.app import lines
from intake.app.desk import library, receiving, setapart, strangers, waiting
from intake.app.opening import Opened, require
from intake.app.reports import Report, silent
from intake.domain.custody import Event
from intake.domain.errors import NoSuchCard, NoSuchSender, ReasonMissing
from intake.domain.people import Role, Trust
from intake.vault import cards, custody
from intake.vault.cards import KnownCard

BY_US = "by this desk"


def listed(opened: Opened) -> tuple[KnownCard, ...]:
    """List the interviewers' cards that are known here, compared or not."""
    require(opened, Role.COORDINATOR)
    return tuple(
        entry
        for entry in cards.all_cards(opened.vault)
        if entry.card.role is Role.INTERVIEWER
    )


def find(opened: Opened, name: str) -> str:
    """Find an interviewer's card by pseudonym or the start of its fingerprint.

    Of one person's cards, the newest. Raises NoSuchSender.
    """
    return _named(opened, listed(opened), name)


def find_card(opened: Opened, name: str) -> str:
    """Find anybody's card that is kept here, as ``find``."""
    require(opened, Role.COORDINATOR)
    return _named(opened, cards.all_cards(opened.vault), name)


def _named(opened: Opened, among: Iterable[KnownCard], name: str) -> str:
    hits = {
        entry.card.fingerprint: entry.card.serial
        for entry in among
        if entry.card.name.casefold() == name.casefold()
        or (len(name) >= 8 and entry.card.fingerprint.startswith(name))  # noqa: PLR2004 - fewer could be a slip
    }
    newest = max(hits, key=hits.__getitem__, default="")
    if not hits or not set(hits) <= set(lines.whole(opened.vault, newest)):
        raise NoSuchSender
    return newest


def revoke(
    opened: Opened, fingerprint: str, now: datetime, reason: str = ""
) -> tuple[str, ...]:
    """Take a card back, and its whole line: all cards before and after, and its keys.

    Whoever has the keys could have made the next card already, or may any day. What
    comes from any of them is set apart from now on. The log keeps the digest of a
    *reason*. Gives the fingerprints of the cards that fell, the given one first.
    Raises NoSuchCard.
    """
    require(opened, Role.COORDINATOR)
    line = lines.whole(opened.vault, fingerprint)
    if not line:
        raise NoSuchCard
    why = {"reason": _digest(reason)} if reason.strip() else {}
    with store.transaction(opened.vault):
        for each in line:
            how = BY_US if each == fingerprint else strangers.WITH_ITS_LINE
            cards.set_trust(opened.vault, each, Trust.REVOKED, how, now)
            detail = {"trust": "revoked", "how": how, **why}
            custody.record(opened.vault, Event.CARD_COMPARED, each, detail, now)
    return line


def allow_once(
    opened: Opened,
    what: str,
    reason: str,
    now: datetime,
    report: Report = silent,
) -> receiving.Received:
    """Let in, once, what is held apart because its sender does not count.

    *what* is the id of a bundle that waits, or the number of a record that is set
    apart. The sender's card stands as before. The *reason* is kept with the records,
    and the decision is in the custody log with the digest of the reason. Raises
    ReasonMissing, NothingHeld, NoSuchRecord, and the error of whatever else is wrong
    with a record: a decision mends no forgery.
    """
    require(opened, Role.COORDINATOR)
    if not reason.strip():
        raise ReasonMissing
    detail = {"reason": _digest(reason)}
    held = waiting.find(opened, what)
    if held is not None:
        detail["sender"] = held.sender
        custody.record(opened.vault, Event.ALLOWED, what, detail, now)
        return receiving.take_allowed(opened, what, reason.strip(), now, report)
    return setapart.allow(opened, library.find(opened, what), reason.strip(), now)


def _digest(reason: str) -> str:
    return hashlib.sha256(reason.strip().encode()).hexdigest()
