"""Cards: one's own to show and save, others' to compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake import vault as store
from intake.app import lines
from intake.app.opening import Opened
from intake.domain.custody import Event
from intake.domain.errors import (
    CardEnds,
    CardExpired,
    CardInvalid,
    CardTakenBack,
    GroupsWrong,
    IntakeError,
    NoSuchCard,
    SealingError,
)
from intake.domain.people import Card, Trust, digits
from intake.sealing import medium, qr
from intake.sealing.card import SignedCard, days_left, matches, read_card
from intake.sealing.container import Writable
from intake.vault import cards, custody

GROUPS_TO_TYPE = 3
NEAR_DAYS = 30
LARGEST = 64 * 1024
ENDING = ".card"
TYPED = "digits typed"


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody's card, how far it has been checked, and by which way.

    ``how`` is "" for a card that is not kept here; ``typed`` tells whether a person
    compared its digits: a card that follows a compared one counts without that.
    """

    card: Card
    trust: Trust
    how: str = ""

    @property
    def typed(self) -> bool:
        """Whether it counts because its digits were typed."""
        return self.trust is Trust.COMPARED and self.how == TYPED


def own_digits(opened: Opened) -> str:
    """Give the 40 digits of this vault's card, in ten groups of four."""
    return digits(opened.card.card.fingerprint)


def own_qr(opened: Opened) -> tuple[tuple[bool, ...], ...]:
    """Give the digits as a QR code: rows of dark (True) and light modules."""
    return qr.matrix(opened.card.card.fingerprint)


def save(opened: Opened, folder: Path) -> Path:
    """Write this vault's card into *folder*; it holds only public keys.

    Raises the errors of writing to a stick.
    """
    name = own_digits(opened).replace(" ", "")[:8] + ENDING
    data = opened.card.to_bytes()

    def fill(out: Writable) -> None:
        out.write(data)

    medium.write_file(folder, name, fill)
    return folder / name


def save_qr(opened: Opened, folder: Path) -> Path:
    """Write the digits of this vault's card as a QR picture (SVG) into *folder*."""
    name = own_digits(opened).replace(" ", "")[:8] + ".svg"
    picture = qr.svg(opened.card.card.fingerprint)

    def fill(out: Writable) -> None:
        out.write(picture)

    medium.write_file(folder, name, fill)
    return folder / name


def read(path: Path) -> SignedCard:
    """Read a card file, true to itself and no more. Raises CardInvalid."""
    return read_card(_bytes(path))


def look(opened: Opened, path: Path) -> Known:
    """Read a card file. Raises CardInvalid."""
    signed = read(path)
    entry = cards.get(opened.vault, signed.card.fingerprint)
    if lines.taken_back(opened.vault, signed):
        return Known(signed.card, Trust.REVOKED, entry.how if entry else "")
    if entry is None:
        return Known(signed.card, Trust.NOT_COMPARED)
    return Known(signed.card, entry.trust, entry.how)


def trust_of(opened: Opened, fingerprint: str) -> Trust:
    """Tell how far a card was checked; one never seen was not compared."""
    entry = cards.get(opened.vault, fingerprint)
    return entry.trust if entry else Trust.NOT_COMPARED


def keep(
    opened: Opened, signed: SignedCard, trust: Trust, how: str, now: datetime
) -> None:
    """Keep a card and say how far it is trusted, and why."""
    cards.put(opened.vault, signed.card, signed.to_bytes(), trust, how, now)


def accept(
    opened: Opened,
    path: Path,
    groups: Mapping[int, str],
    now: datetime,
) -> Card:
    """Take a card in as compared, once three of its groups were typed rightly.

    Raises CardInvalid, GroupsWrong, or CardTakenBack: a card that was taken back never
    counts again, whoever brings it, nor does what follows it or has its keys.
    """
    signed = read(path)
    _check(opened, signed, groups)
    with store.transaction(opened.vault):
        keep(opened, signed, Trust.COMPARED, TYPED, now)
        custody.record(
            opened.vault, Event.CARD_COMPARED, signed.card.fingerprint, {}, now
        )
    return signed.card


def compare(
    opened: Opened, fingerprint: str, groups: Mapping[int, str], now: datetime
) -> None:
    """Mark a card that is already here as compared.

    Raises GroupsWrong, CardTakenBack, NoSuchCard.
    """
    entry = cards.get(opened.vault, fingerprint)
    if entry is None:
        raise NoSuchCard
    _check(opened, read_card(entry.data), groups)
    with store.transaction(opened.vault):
        cards.set_trust(opened.vault, fingerprint, Trust.COMPARED, TYPED, now)
        custody.record(opened.vault, Event.CARD_COMPARED, fingerprint, {}, now)


def ending(card: Card, now: datetime) -> IntakeError | None:
    """Tell what people should hear of a card's last day: near, past, or nothing."""
    left = days_left(card, now.date())
    if left < 0:
        return CardExpired(name=card.name, day=card.expires)
    if left < NEAR_DAYS:
        return CardEnds(name=card.name, day=card.expires)
    return None


def endings(opened: Opened, now: datetime) -> tuple[IntakeError, ...]:
    """Say which cards in use here are near or past their last day, our own first.

    Of those that others follow, only the last counts. Nothing is refused for it: the
    person is told wherever cards are used.
    """
    compared = [each.card for each in known(opened) if each.trust is Trust.COMPARED]
    followed = {card.previous for card in compared}
    used = [card for card in compared if card.fingerprint not in followed]
    said = (ending(card, now) for card in (opened.card.card, *used))
    return tuple(each for each in said if each is not None)


def known(opened: Opened) -> tuple[Known, ...]:
    """List the cards known here, by name."""
    return tuple(
        Known(entry.card, entry.trust, entry.how)
        for entry in cards.all_cards(opened.vault)
    )


def _check(opened: Opened, signed: SignedCard, groups: Mapping[int, str]) -> None:
    if lines.taken_back(opened.vault, signed):
        raise CardTakenBack
    fingerprint = signed.card.fingerprint
    if len(groups) < GROUPS_TO_TYPE or not matches(fingerprint, groups):
        raise GroupsWrong


def _bytes(path: Path) -> bytes:
    try:
        with medium.open_file(path) as source:
            data = source.read(LARGEST + 1)
    except SealingError as error:
        raise CardInvalid from error
    if len(data) > LARGEST:
        raise CardInvalid
    return data
