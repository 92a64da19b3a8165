"""The desk's pack at the interviewer's end: compared first, then taken in.

Until the person has compared the desk's card by its digits, nothing of a pack is
used. After that, packs of that desk are taken in by its signature.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake import vault as store
from intake.app import carrying, signing, witness
from intake.app.opening import Opened, require
from intake.domain import policy as policies
from intake.domain.canonical import Json
from intake.domain.custody import Event
from intake.domain.devices import Doubt
from intake.domain.errors import (
    CardNotCompared,
    CardTakenBack,
    GroupsWrong,
    NoPackYet,
    PackFromAnotherDesk,
    ProtocolInvalid,
    VaultDamaged,
)
from intake.domain.people import Card, Role, Trust
from intake.domain.policy import Policy
from intake.domain.protocol import Audience
from intake.forms import read_form
from intake.sealing import pack as packs
from intake.sealing.card import SignedCard, follows, matches
from intake.sealing.incoming import Checked
from intake.vault import cards, custody, forms, settings

BY_DIGITS = "digits typed"
BY_PACK = "by the desk's pack"
BY_CARD_BEFORE = "by the card before"
BY_CARD_AFTER = "followed by a newer card"
BY_ANOTHER_DESK = "another desk was compared in its place"

_SERIALS, _REVOKED, _SUCCESSORS = "pack serials", "revoked", "desk cards"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a pack says of itself before it is trusted.

    ``needs_groups`` tells whether the desk's digits must be compared first.
    """

    desk: Card
    trust: Trust
    serial: int
    day: str
    needs_groups: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk this laptop works for, and what its last pack said."""

    card: Card
    custodian: Card
    serial: int
    day: str
    compared: datetime
    policy: Policy
    protocols: tuple[str, ...]


def look(opened: Opened, path: Path) -> Preview:
    """Read a pack without using it. Raises the errors of a damaged or foreign file."""
    require(opened, Role.INTERVIEWER)
    seen = packs.look(path, signing.reader(opened, revoked_is_unknown=True))
    card = seen.maker.card
    entry = cards.get(opened.vault, card.fingerprint)
    trust = entry.trust if entry else Trust.NOT_COMPARED
    if desk(opened) and trust is Trust.NOT_COMPARED:
        trust = Trust.CHANGED
    return Preview(
        desk=card,
        trust=trust,
        serial=seen.serial,
        day=seen.checked.statement.day,
        needs_groups=_believed_by(opened, seen.maker) is None,
    )


def accept(
    opened: Opened,
    path: Path,
    now: datetime,
    groups: Mapping[int, str] | None = None,
) -> Desk:
    """Take a pack in; *groups* are the typed digits (0-based group to four digits).

    Raises CardNotCompared without the groups of a card that was not compared yet,
    PackFromAnotherDesk if that card is another than the desk's, GroupsWrong,
    CardTakenBack, PackOlder, or the errors of `look`; nothing is then changed.
    """
    require(opened, Role.INTERVIEWER)
    maker = packs.look(path, signing.reader(opened)).maker
    known = desk(opened)
    how = _believed_by(opened, maker)
    if how is None:
        if groups is None:
            raise PackFromAnotherDesk if known else CardNotCompared
        if not matches(maker.card.fingerprint, groups):
            raise GroupsWrong
        how = BY_DIGITS
    with store.transaction(opened.vault):
        if cards.trusted(opened.vault, maker.card.fingerprint) is None:
            _keep(opened, maker, how, now)
            custody.record(
                opened.vault,
                Event.CARD_COMPARED,
                maker.card.fingerprint,
                {"how": how},
                now,
            )
        content = packs.read_pack(
            path, signing.reader(opened), newest=_newest(opened, maker.card)
        )
        # The file is opened twice; it must be the same one.
        if content.checked.statement.signer != maker.card.fingerprint:
            raise PackFromAnotherDesk
        _take(opened, maker, content, now)
        if known and known.card.fingerprint != maker.card.fingerprint:
            _replace(opened, known.card, maker.card, how, now)
    accepted = desk(opened)
    if accepted is None:
        raise NoPackYet
    return accepted


def _believed_by(opened: Opened, maker: SignedCard) -> str | None:
    """Tell why a pack's maker may be believed; None if the digits are still to do.

    Another desk than today's always needs its digits, even one that was worked for
    before: or an old pack, played again, could take the laptop over. Raises
    PackFromAnotherDesk for a card that is no desk's, CardTakenBack.
    """
    card = maker.card
    if card.role is not Role.COORDINATOR:
        raise PackFromAnotherDesk
    if card.fingerprint in _revoked(opened):
        raise CardTakenBack
    known = desk(opened)
    if known is None or cards.trusted(opened.vault, known.card.fingerprint) is None:
        return None
    if known.card.fingerprint == card.fingerprint:
        return BY_DIGITS
    return BY_CARD_BEFORE if follows(maker, known.card) else None


def _take(
    opened: Opened, maker: SignedCard, content: packs.Pack, now: datetime
) -> None:
    """Keep what a trusted pack brought, inside the caller's transaction."""
    brought = content.contents
    own = maker.card.fingerprint
    revoked = _revoke(opened, brought.revoked, now)
    if own in revoked:
        raise CardTakenBack
    weigh(opened, content.checked, now)
    custodians = [
        card
        for card in brought.cards
        if card.card.role is Role.CUSTODIAN and card.card.fingerprint not in revoked
    ]
    for card in custodians:
        _keep(opened, card, BY_PACK, now)
    titles: list[Json] = []
    for name in sorted(brought.protocols):
        protocol, brought_forms = carrying.read(brought.protocols[name])
        titles.append(protocol.title)
        for form in brought_forms:
            if read_form(form.xform, form.resources).digest != form.digest:
                raise ProtocolInvalid
            forms.put_form(
                opened.vault,
                form.digest,
                form.xform,
                form.resources,
                form.rows,
                title=form.title,
                version=form.version,
            )
        forms.put_protocol(opened.vault, protocol)
    settings.put(
        opened.vault,
        "pack",
        {
            "desk": own,
            "custodian": custodians[-1].card.fingerprint if custodians else own,
            "serial": content.serial,
            "day": content.checked.statement.day,
            "policy": policies.to_json(brought.policy),
            "protocols": titles,
        },
    )
    serials = settings.get(opened.vault, _SERIALS)
    kept = serials if isinstance(serials, dict) else {}
    settings.put(opened.vault, _SERIALS, {**kept, own: content.serial})
    custody.record(
        opened.vault,
        Event.PACK_TAKEN,
        content.checked.statement.id,
        {"serial": str(content.serial), "desk": own},
        now,
    )


def _newest(opened: Opened, maker: Card) -> int:
    """Give the highest serial that was ever taken in of this maker."""
    match settings.get(opened.vault, _SERIALS):
        case dict(serials):
            serial = serials.get(maker.fingerprint)
            return serial if isinstance(serial, int) else 0
        case _:
            return 0


def _revoked(opened: Opened) -> frozenset[str]:
    """Give the fingerprints of every card that a desk has taken back."""
    kept = settings.get(opened.vault, _REVOKED)
    return frozenset(map(str, kept)) if isinstance(kept, list) else frozenset()


def _revoke(
    opened: Opened, fingerprints: Collection[str], now: datetime
) -> frozenset[str]:
    """Remember cards taken back, known here or not; give all there ever were."""
    every = _revoked(opened) | set(fingerprints)
    listed: list[Json] = [*sorted(every)]
    settings.put(opened.vault, _REVOKED, listed)
    for fingerprint in every:
        entry = cards.get(opened.vault, fingerprint)
        if entry and entry.trust is not Trust.REVOKED:
            cards.set_trust(opened.vault, fingerprint, Trust.REVOKED, BY_PACK, now)
    return every


def _replace(
    opened: Opened, before: Card, after: Card, how: str, now: datetime
) -> None:
    """Note that the desk has a new card, or is another: the old one counts no more."""
    follows_it = how == BY_CARD_BEFORE
    if cards.trusted(opened.vault, before.fingerprint):
        why = BY_CARD_AFTER if follows_it else BY_ANOTHER_DESK
        cards.set_trust(opened.vault, before.fingerprint, Trust.CHANGED, why, now)
    if follows_it:
        line: dict[str, Json] = {before.fingerprint: after.fingerprint}
        settings.put(opened.vault, _SUCCESSORS, {**_successors(opened), **line})


def _successors(opened: Opened) -> Mapping[str, Json]:
    kept = settings.get(opened.vault, _SUCCESSORS)
    return kept if isinstance(kept, dict) else {}


def cards_before(opened: Opened) -> frozenset[str]:
    """Give the cards that today's desk had before this one and never took back."""
    known = desk(opened)
    return frozenset(
        each
        for each in _successors(opened)
        if known
        and each != known.card.fingerprint
        and speaks_for(opened, known.card.fingerprint, each)
        and _entry(opened, each).trust is Trust.CHANGED
    )


def speaks_for(opened: Opened, signer: str, desk_then: str) -> bool:
    """Tell whether *signer* is the desk *desk_then*, by that card or a later one."""
    line = _successors(opened)
    for _ in range(len(line) + 1):
        if desk_then == signer:
            return True
        desk_then = str(line.get(desk_then, ""))
    return False


def take_back(opened: Opened, revoked: Collection[str], now: datetime) -> None:
    """Let cards count no longer, for the desk took them back."""
    _revoke(opened, revoked, now)


def weigh(opened: Opened, checked: Checked, now: datetime) -> tuple[Doubt, ...]:
    """Note what the desk's device tells of itself, and what it contradicts."""
    told = witness.of_statement(checked)
    (doubts,) = witness.doubts(opened.vault, [told], now.date())
    witness.remember(opened.vault, [told])
    if doubts:
        detail = witness.as_detail(doubts)
        custody.record(opened.vault, Event.DOUBTED, checked.statement.id, detail, now)
    return doubts


def _keep(opened: Opened, signed: SignedCard, how: str, now: datetime) -> None:
    cards.put(opened.vault, signed.card, signed.to_bytes(), Trust.COMPARED, how, now)


def desk(opened: Opened) -> Desk | None:
    """Tell which desk this laptop works for; None before the first pack."""
    match settings.get(opened.vault, "pack"):
        case {
            "desk": str(fingerprint),
            "custodian": str(custodian),
            "serial": int(serial),
            "day": str(day),
            "policy": dict(rules),
            "protocols": list(titles),
        }:
            entry = _entry(opened, fingerprint)
            return Desk(
                card=entry.card,
                custodian=_entry(opened, custodian).card,
                serial=serial,
                day=day,
                compared=entry.changed,
                policy=policies.from_json(rules),
                protocols=tuple(str(each) for each in titles),
            )
        case _:
            return None


def policy(opened: Opened) -> Policy:
    """Give the organisation's rules, or the defaults before the first pack."""
    known = desk(opened)
    return known.policy if known else Policy()


def recipients(opened: Opened, audience: Audience) -> tuple[Card, ...]:
    """Tell to whom a part is sealed.

    Empty before the first pack, and when the card was taken back or followed.
    """
    known = desk(opened)
    if known is None:
        return ()
    card = known.custodian if audience is Audience.CUSTODIAN else known.card
    return (card,) if cards.trusted(opened.vault, card.fingerprint) else ()


def _entry(opened: Opened, fingerprint: str) -> cards.KnownCard:
    entry = cards.get(opened.vault, fingerprint)
    if entry is None:
        raise VaultDamaged(what="the card of the desk")
    return entry
