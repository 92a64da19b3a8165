"""What the desk sends to its interviewers: cards, protocols, policy, revocations."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from intake import vault as store
from intake.app import carrying, signing
from intake.app.opening import Opened, require
from intake.app.recovery import PACK_SERIAL
from intake.domain import policy as policies
from intake.domain.canonical import Json
from intake.domain.custody import Event
from intake.domain.errors import CardNotCompared
from intake.domain.people import Role, Trust
from intake.domain.policy import Policy
from intake.sealing import medium
from intake.sealing import pack as packs
from intake.sealing.card import read_card
from intake.sealing.container import Writable
from intake.vault import cards, custody, forms, settings


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that lies on the medium. ``sealed`` tells whether it is for one person."""

    path: Path
    serial: int
    sealed: bool


def policy(opened: Opened) -> Policy:
    """Give the rules that the next pack will carry."""
    kept = settings.get(opened.vault, "policy")
    return Policy() if kept is None else policies.from_json(kept)


def set_policy(opened: Opened, value: Policy) -> None:
    """Decide the rules that the next pack will carry."""
    require(opened, Role.COORDINATOR)
    settings.put(opened.vault, "policy", policies.to_json(value))


def custodian(opened: Opened) -> str:
    """Give the fingerprint of the card that identities are sealed to.

    The desk's own, until a custodian's card has been compared here.
    """
    for entry in cards.all_cards(opened.vault):
        if entry.card.role is Role.CUSTODIAN and entry.trust is Trust.COMPARED:
            return entry.card.fingerprint
    return opened.card.card.fingerprint


def make(opened: Opened, folder: Path, now: datetime, to: str | None = None) -> Made:
    """Write the pack into *folder*, sealed to the interviewer's card *to*.

    Without *to* it is signed only: the first pack, which holds no secret, and whose
    card the interviewer compares. Raises CardNotCompared and the errors of a stick.
    """
    require(opened, Role.COORDINATOR)
    receiver = None
    if to is not None:
        receiver = cards.trusted(opened.vault, to)
        if receiver is None:
            raise CardNotCompared
    contents = _contents(opened)
    with store.transaction(opened.vault):
        last = settings.get(opened.vault, PACK_SERIAL)
        serial = (last if isinstance(last, int) else 0) + 1
        number: Json = serial
        settings.put(opened.vault, PACK_SERIAL, number)
        stamp = signing.stamp(opened, now)
        custody.record(
            opened.vault, Event.PACK_MADE, stamp.id, {"serial": str(serial)}, now
        )

    def fill(out: Writable) -> None:
        packs.make_pack(
            out,
            contents,
            serial=serial,
            stamp=stamp,
            sender=signing.sender(opened),
            to=receiver,
        )

    name = packs.file_name(stamp, sealed=receiver is not None)
    medium.write_file(folder, name, fill)
    return Made(folder / name, serial, receiver is not None)


def _contents(opened: Opened) -> packs.Contents:
    guard = custodian(opened)
    entries = cards.all_cards(opened.vault)
    protocols = {
        f"protocol-{place}": carrying.files(
            protocol,
            {
                part.form: forms.get_form(opened.vault, part.form)
                for part in protocol.parts
            },
        )
        for place, protocol in enumerate(forms.protocols(opened.vault), start=1)
    }
    return packs.Contents(
        policy=policy(opened),
        cards=tuple(
            read_card(entry.data)
            for entry in entries
            if entry.card.fingerprint == guard
        ),
        protocols=protocols,
        revoked=tuple(
            entry.card.fingerprint for entry in entries if entry.trust is Trust.REVOKED
        ),
    )
