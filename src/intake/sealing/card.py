"""Cards: public keys that sign for themselves, and how two people compare them.

The body of a card is canonical JSON; its SHA-256 is the fingerprint that people read to
each other as digits. The keys on it sign it, which proves that its maker holds them,
and the keys of the card before may sign it too, which lets trust pass on.
"""

import base64
import calendar
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from intake.domain import canonical
from intake.domain.canonical import Json
from intake.domain.errors import (
    CardInvalid,
    KeyTextInvalid,
    NotCanonical,
    SignatureInvalid,
)
from intake.domain.people import Card, Role, digits
from intake.sealing.age import HybridRecipient, base64text
from intake.sealing.keys import Keys
from intake.sealing.signatures import (
    ED25519_PUBLIC,
    MLDSA65_PUBLIC,
    Kind,
    Signatures,
    sign,
    verify,
)

MONTHS = 6
GROUPS_WANTED = 3
SIZE_LIMIT = 64 * 1024
NAME_LIMIT = 100
SERIAL_LIMIT = 1_000_000

_YEAR = 12
_BODY = frozenset(
    {
        "type",
        "role",
        "name",
        "recipient",
        "ed25519",
        "mldsa65",
        "created",
        "expires",
        "serial",
        "previous",
    }
)
_HEX = re.compile(r"(?:[0-9a-f]{2})*")
_FINGERPRINT = 64
# Controls, line breaks and marks that turn the direction of what follows.
_NOT_IN_NAMES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")


@dataclass(frozen=True, slots=True)
class SignedCard:
    """A card, the exact bytes that were signed, and who signed them."""

    card: Card
    statement: bytes
    signatures: Signatures
    endorsement: Signatures | None = None

    def to_bytes(self) -> bytes:
        """Write the card file."""
        return canonical.encode(
            {
                "card": canonical.decode(self.statement),
                "signatures": _signatures_json(self.signatures),
                "endorsement": None
                if self.endorsement is None
                else _signatures_json(self.endorsement),
            }
        )


def make_card(
    keys: Keys,
    role: Role,
    name: str,
    created: date,
    *,
    serial: int = 1,
    previous: str = "",
    months: int = MONTHS,
    previous_keys: Keys | None = None,
) -> SignedCard:
    """Make the card of *keys*, valid from *created* for *months*.

    *previous* is the fingerprint of the card it follows and *previous_keys* are that
    card's keys, if they are still there to sign the new one. Raises CardInvalid if
    the card could not be read back.
    """
    body: dict[str, Json] = {
        "type": Kind.CARD.value,
        "role": role.value,
        "name": name,
        "recipient": str(keys.identity.recipient),
        "ed25519": keys.signing.ed25519.hex(),
        "mldsa65": keys.signing.mldsa65.hex(),
        "created": created.isoformat(),
        "expires": _months_later(created, months).isoformat(),
        "serial": serial,
        "previous": previous,
    }
    try:
        statement = canonical.encode(body)
    except NotCanonical as error:
        raise CardInvalid from error
    return SignedCard(
        _card(body, statement),
        statement,
        sign(statement, Kind.CARD, keys.signing),
        None
        if previous_keys is None
        else sign(statement, Kind.CARD, previous_keys.signing),
    )


def read_card(data: bytes) -> SignedCard:
    """Read a card file and verify it by its own keys. Raises CardInvalid.

    An endorsement can only be verified beside the previous card: see `follows`.
    """
    if len(data) > SIZE_LIMIT:
        raise CardInvalid
    try:
        match canonical.decode(data):
            case {
                "card": dict(body),
                "signatures": dict(own),
                "endorsement": (dict() | None) as before,
                **rest,
            } if not rest:
                statement = canonical.encode(body)
                signed = SignedCard(
                    _card(body, statement),
                    statement,
                    _read_signatures(own),
                    None if before is None else _read_signatures(before),
                )
            case _:
                raise CardInvalid
        _verify(signed, signed.signatures, signed.card)
    except (NotCanonical, SignatureInvalid) as error:
        raise CardInvalid from error
    return signed


def follows(signed: SignedCard, before: Card) -> bool:
    """Tell whether the keys of the card *before* signed this one as its next."""
    card = signed.card
    if (
        signed.endorsement is None
        or card.previous != before.fingerprint
        or card.serial <= before.serial
        or card.role != before.role
    ):
        return False
    try:
        _verify(signed, signed.endorsement, before)
    except SignatureInvalid:
        return False
    return True


def days_left(card: Card, today: date) -> int:
    """Count the days a card still holds after *today*; below zero, it is past."""
    return (date.fromisoformat(card.expires) - today).days


def matches(fingerprint: str, groups: Mapping[int, str]) -> bool:
    """Tell whether typed *groups* are those of *fingerprint* (64 hex).

    *groups* maps a place (0 to 9) to four digits of any script; fewer than three
    groups prove too little and never match.
    """
    wanted = digits(fingerprint).split(" ")
    return len(groups) >= GROUPS_WANTED and all(
        0 <= place < len(wanted) and _plain_digits(typed) == wanted[place]
        for place, typed in groups.items()
    )


def _plain_digits(typed: str) -> str:
    """Write digits of any script as 0 to 9; anything else but spaces as ``?``."""
    values = (unicodedata.decimal(letter, "?") for letter in typed.strip())
    return "".join(map(str, values))


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * _YEAR + day.month - 1 + months, _YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _card(body: Mapping[str, Json], statement: bytes) -> Card:
    """Check every field of a card's *body*. Raises CardInvalid."""
    if body.keys() != _BODY or body["type"] != Kind.CARD.value:
        raise CardInvalid
    serial = body["serial"]
    if isinstance(serial, bool) or not isinstance(serial, int):
        raise CardInvalid
    if not 0 < serial <= SERIAL_LIMIT:
        raise CardInvalid
    previous = _text(body, "previous")
    if previous and len(_hex(previous)) * 2 != _FINGERPRINT:
        raise CardInvalid
    if len(_hex(_text(body, "ed25519"))) != ED25519_PUBLIC:
        raise CardInvalid
    if len(_hex(_text(body, "mldsa65"))) != MLDSA65_PUBLIC:
        raise CardInvalid
    if _day(_text(body, "created")) >= _day(_text(body, "expires")):
        raise CardInvalid
    try:
        role = Role(_text(body, "role"))
        HybridRecipient.parse(_text(body, "recipient"))
    except (ValueError, KeyTextInvalid) as error:
        raise CardInvalid from error
    return Card(
        role=role,
        name=_name(_text(body, "name")),
        recipient=_text(body, "recipient"),
        ed25519=_text(body, "ed25519"),
        mldsa65=_text(body, "mldsa65"),
        created=_text(body, "created"),
        expires=_text(body, "expires"),
        serial=serial,
        previous=previous,
        fingerprint=hashlib.sha256(statement).hexdigest(),
    )


def _text(body: Mapping[str, Json], key: str) -> str:
    value = body[key]
    if not isinstance(value, str):
        raise CardInvalid
    return value


def _hex(text: str) -> bytes:
    if not _HEX.fullmatch(text):
        raise CardInvalid
    return bytes.fromhex(text)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CardInvalid from error
    # Python also reads 20260101 and 2026-W01-4.
    if day.isoformat() != text:
        raise CardInvalid
    return day


def _name(text: str) -> str:
    """Take a pseudonym that shows as it is: one line, no hidden marks, one form."""
    hidden = any(
        unicodedata.category(letter) in _NOT_IN_NAMES and letter not in _JOINERS
        for letter in text
    )
    if (
        hidden
        or not 0 < len(text) <= NAME_LIMIT
        or text != text.strip()
        or text != unicodedata.normalize("NFC", text)
    ):
        raise CardInvalid
    return text


def _verify(signed: SignedCard, signatures: Signatures, by: Card) -> None:
    verify(
        signed.statement,
        Kind.CARD,
        signatures,
        bytes.fromhex(by.ed25519),
        bytes.fromhex(by.mldsa65),
    )


def _signatures_json(signatures: Signatures) -> dict[str, Json]:
    return {
        "sshsig": signatures.sshsig.decode("ascii"),
        "mldsa65": base64.b64encode(signatures.mldsa65).decode("ascii"),
    }


def _read_signatures(value: Mapping[str, Json]) -> Signatures:
    match value:
        case {"sshsig": str(sshsig), "mldsa65": str(mldsa65), **rest} if not rest:
            pass
        case _:
            raise CardInvalid
    try:
        return Signatures(
            sshsig.encode("ascii"),
            base64text.decode_padded(mldsa65.encode("ascii")),
        )
    except ValueError as error:
        raise CardInvalid from error
