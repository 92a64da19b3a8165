"""The desk's pack at the interviewer's end: compared first, then taken in.

Until the person has compared the desk's card by its digits, nothing of a pack is
used. After that, packs of that desk are taken in by its signature.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake import vault as store
from intake.app import carrying, signing
from intake.app.opening import Opened, require
from intake.domain.canonical import Json
from intake.domain.custody import Event
from intake.domain.errors import (
    CardNotCompared,
    GroupsWrong,
    NoPackYet,
    PackFromAnotherDesk,
    PackOlder,
    VaultDamaged,
)
from intake.domain.people import Card, Role, Trust
from intake.domain.policy import Policy, SealWhen
from intake.domain.protocol import Audience
from intake.forms import read_form
from intake.sealing import pack as packs
from intake.sealing.card import SignedCard, follows, matches
from intake.vault import cards, custody, forms, settings

BY_DIGITS = "digits typed"
BY_PACK = "by the desk's pack"
BY_CARD_BEFORE = "by the card before"


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
    seen = packs.look(path, signing.reader(opened))
    card = seen.maker.card
    entry = cards.get(opened.vault, card.fingerprint)
    known = desk(opened)
    trust = entry.trust if entry else Trust.NOT_COMPARED
    if known and trust is Trust.NOT_COMPARED:
        trust = Trust.CHANGED
    return Preview(
        desk=card,
        trust=trust,
        serial=seen.serial,
        day=seen.checked.statement.day,
        needs_groups=_trusted_by(opened, seen.maker) is None,
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
    PackOlder, or the errors of `look`; nothing is then changed.
    """
    require(opened, Role.INTERVIEWER)
    maker = packs.look(path, signing.reader(opened)).maker
    if maker.card.role is not Role.COORDINATOR:
        raise PackFromAnotherDesk
    known = desk(opened)
    how = _trusted_by(opened, maker)
    if how is None:
        if groups is None:
            raise PackFromAnotherDesk if known else CardNotCompared
        if not matches(maker.card.fingerprint, groups):
            raise GroupsWrong
        how = BY_DIGITS
    same = known is not None and known.card.fingerprint == maker.card.fingerprint
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
        content = packs.read_pack(path, signing.reader(opened))
        if known and same and content.serial <= known.serial:
            raise PackOlder
        _take(opened, maker, content, now)
    accepted = desk(opened)
    if accepted is None:
        raise NoPackYet
    return accepted


def _trusted_by(opened: Opened, maker: SignedCard) -> str | None:
    """Tell why a pack's maker may be believed; None if the digits are still to do."""
    if cards.trusted(opened.vault, maker.card.fingerprint):
        return BY_DIGITS
    known = desk(opened)
    if known and follows(maker, known.card):
        return BY_CARD_BEFORE
    return None


def _take(
    opened: Opened, maker: SignedCard, content: packs.Pack, now: datetime
) -> None:
    """Keep what a trusted pack brought, inside the caller's transaction."""
    brought = content.contents
    guard = maker.card.fingerprint
    for card in brought.cards:
        if card.card.role is Role.CUSTODIAN:
            guard = card.card.fingerprint
        if cards.get(opened.vault, card.card.fingerprint) is None:
            _keep(opened, card, BY_PACK, now)
    for fingerprint in brought.revoked:
        if cards.get(opened.vault, fingerprint):
            cards.set_trust(opened.vault, fingerprint, Trust.REVOKED, BY_PACK, now)
    titles: list[Json] = []
    for name in sorted(brought.protocols):
        protocol, brought_forms = carrying.read(brought.protocols[name])
        titles.append(protocol.title)
        for form in brought_forms:
            if read_form(form.xform, form.resources).digest != form.digest:
                raise VaultDamaged(what="a form of the pack")
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
            "desk": maker.card.fingerprint,
            "custodian": guard,
            "serial": content.serial,
            "day": content.checked.statement.day,
            "policy": policy_to_json(brought.policy),
            "protocols": titles,
        },
    )
    custody.record(
        opened.vault,
        Event.PACK_TAKEN,
        content.checked.statement.id,
        {"serial": str(content.serial), "desk": maker.card.fingerprint},
        now,
    )


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
                policy=policy_from_json(rules),
                protocols=tuple(str(each) for each in titles),
            )
        case _:
            return None


def policy(opened: Opened) -> Policy:
    """Give the organisation's rules, or the defaults before the first pack."""
    known = desk(opened)
    return known.policy if known else Policy()


def recipients(opened: Opened, audience: Audience) -> tuple[Card, ...]:
    """Tell to whom a part is sealed; empty before the first pack."""
    known = desk(opened)
    if known is None:
        return ()
    return (known.custodian if audience is Audience.CUSTODIAN else known.card,)


def policy_to_json(value: Policy) -> Json:
    """Write a policy as a vault holds it."""
    return {
        "seal": value.seal.value,
        "correction_days": value.correction_days,
        "lock_minutes": value.lock_minutes,
        "draft_days": value.draft_days,
        "erase_allowed": value.erase_allowed,
    }


def policy_from_json(value: Mapping[str, Json]) -> Policy:
    """Read a policy; what is missing keeps its default."""
    usual = Policy()

    def number(name: str, least: int, default: int) -> int:
        found = value.get(name)
        return found if type(found) is int and found >= least else default

    seal = str(value.get("seal", usual.seal.value))
    return Policy(
        seal=SealWhen(seal) if seal in set(SealWhen) else usual.seal,
        correction_days=number("correction_days", 0, usual.correction_days),
        lock_minutes=number("lock_minutes", 1, usual.lock_minutes),
        draft_days=number("draft_days", 1, usual.draft_days),
        erase_allowed=value.get("erase_allowed") is True,
    )


def _entry(opened: Opened, fingerprint: str) -> cards.KnownCard:
    entry = cards.get(opened.vault, fingerprint)
    if entry is None:
        raise VaultDamaged(what="the card of the desk")
    return entry
