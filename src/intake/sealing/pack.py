"""What the desk sends to the field: cards, policy, protocols, revocations, receipts.

A pack is sealed to the interviewer's card. The first one cannot be, for the desk does
not know that card yet: it is signed only, holds no secret, and is believed once the
card of its maker has been compared in person.
"""

import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from intake.domain import policy as policies
from intake.domain.canonical import Json, decode, encode
from intake.domain.errors import (
    CardInvalid,
    NotAPack,
    NotCanonical,
    PackOlder,
    PolicyInvalid,
    StatementInvalid,
    TooLarge,
)
from intake.domain.people import Card
from intake.domain.policy import Policy
from intake.sealing.card import SignedCard, read_card
from intake.sealing.container import STATEMENT, Readable, Writable
from intake.sealing.incoming import (
    Checked,
    Memory,
    Part,
    Reader,
    is_sealed,
    open_part,
    open_whole,
    own_card,
    unseal,
)
from intake.sealing.medium import open_file
from intake.sealing.outgoing import (
    Item,
    Report,
    Sealed,
    Sender,
    Stamp,
    seal,
    unreported,
)
from intake.sealing.signatures import Kind
from intake.sealing.statement import exactly, items, number, text

LIMIT = 128 * 1024 * 1024
REVOKED = 10_000
SERIALS = 2**53

_SHA256 = re.compile(r"[0-9a-f]{64}")
_START = 32
_FIRST = STATEMENT.encode() + b"\0"
_PROTOCOL = "protocol.json"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a pack brings.

    ``protocols`` maps a protocol's name (letters, digits, ``_-``) to its files:
    ``protocol.json`` and ``forms/…``. ``revoked`` are fingerprints of cards taken back,
    all that ever were. ``receipts`` are sealed receipts, whole. ``questions`` is
    canonical JSON, or None.
    """

    policy: Policy
    cards: tuple[SignedCard, ...] = ()
    protocols: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    revoked: tuple[str, ...] = ()
    receipts: tuple[bytes, ...] = ()
    questions: Json = None


@dataclass(frozen=True, slots=True)
class Look:
    """A pack at first sight: sound, its maker's card to compare, nothing believed."""

    checked: Checked
    maker: SignedCard
    serial: int
    sealed: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack by a maker who is known."""

    checked: Checked
    serial: int
    contents: Contents


def file_name(stamp: Stamp, *, sealed: bool) -> str:
    """Name a pack's or a receipt's file on a stick."""
    return stamp.id[:20] + (".age" if sealed else ".tar")


def make_pack(
    out: Writable,
    contents: Contents,
    *,
    serial: int,
    stamp: Stamp,
    sender: Sender,
    to: Card | None,
    report: Report = unreported,
) -> Sealed:
    """Write a pack, sealed to the card *to*, or signed only if that is None.

    *serial* must be higher than that of any pack this desk made before. Raises
    StatementInvalid and TooLarge for contents that no reader would take.
    """
    files = _files(contents)
    _contents(files)
    if sum(map(len, files.values())) > LIMIT:
        raise TooLarge
    return seal(
        out,
        Kind.PACK,
        [_item(path, data) for path, data in files.items()],
        about={"serial": number(serial, 1, SERIALS)},
        stamp=stamp,
        sender=sender,
        to=[to] if to else [],
        report=report,
    )


def look(path: Path, reader: Reader) -> Look:
    """Verify the list of a pack, whoever made it, and give the maker's card.

    Raises the errors of sealing for anything that is not sound or not for us.
    """
    with open_file(path) as file:
        sealed, part = _open(file, reader)
        statement = part.checked.statement
        return Look(part.checked, own_card(statement), _serial(part), sealed)


def read_pack(path: Path, reader: Reader, *, newest: int = 0) -> Pack:
    """Read a pack whose maker is known.

    *newest* is the serial of the pack in use. Raises SenderUnknown, PackOlder, and the
    errors of sealing for anything that is not sound or not for us.
    """
    memory = Memory(LIMIT)
    with open_file(path) as file:
        _, part = _open(file, reader)
        part.checked.believed()
        serial = _serial(part)
        if serial <= newest:
            raise PackOlder
        checked = open_whole(part, memory)
    return Pack(checked, serial, _contents(memory.files()))


def _open(file: Readable, reader: Reader) -> tuple[bool, Part]:
    begun = _Begun(file)
    if begun.sealed:
        return True, open_part(unseal(begun, reader), Kind.PACK, reader)
    if not begun.listed:
        raise NotAPack
    return False, open_part(begun, Kind.PACK, reader, sealed=False)


class _Begun:
    """A file whose first bytes were looked at and are given again."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self._start = b""
        while len(self._start) < _START:
            data = file.read(_START - len(self._start))
            if not data:
                break
            self._start += data
        self.sealed = is_sealed(self._start)
        self.listed = self._start.startswith(_FIRST)

    def read(self, size: int, /) -> bytes:
        if self._start:
            data, self._start = self._start[:size], self._start[size:]
            return data
        return self._file.read(size)


def _serial(part: Part) -> int:
    fields = exactly(dict(part.checked.statement.about), "serial")
    return number(fields["serial"], 1, SERIALS)


def _item(path: str, data: bytes) -> Item:
    return Item(path, len(data), lambda: io.BytesIO(data))


def _files(contents: Contents) -> dict[str, bytes]:
    files = {"policy.json": encode(policies.to_json(contents.policy))}
    files["revocations.json"] = encode({"revoked": list(contents.revoked)})
    if contents.questions is not None:
        files["questions.json"] = encode(contents.questions)
    for card in contents.cards:
        files[f"cards/{card.card.fingerprint}.card"] = card.to_bytes()
    for name, protocol in sorted(contents.protocols.items()):
        for path, data in sorted(protocol.items()):
            files[f"protocols/{name}/{path}"] = data
    for receipt in contents.receipts:
        files[f"receipts/{hashlib.sha256(receipt).hexdigest()[:32]}.age"] = receipt
    return files


def _contents(files: Mapping[str, bytes]) -> Contents:
    """Read the files of a pack. Raises StatementInvalid, CardInvalid, TooLarge."""
    protocols: dict[str, dict[str, bytes]] = {}
    cards, receipts = [], []
    for path, data in files.items():
        match path.split("/", 2):
            case ["cards", name]:
                cards.append(_card(name, data))
            case ["receipts", _]:
                receipts.append(data)
            case ["protocols", name, inner]:
                protocols.setdefault(name, {})[inner] = data
            case _:
                continue
    if not all(_PROTOCOL in protocol for protocol in protocols.values()):
        raise StatementInvalid
    revoked = exactly(_json(files, "revocations.json"), "revoked")["revoked"]
    return Contents(
        policy=_policy(files),
        cards=tuple(cards),
        protocols=protocols,
        revoked=tuple(text(each, _SHA256) for each in items(revoked, REVOKED)),
        receipts=tuple(receipts),
        questions=_json(files, "questions.json") if "questions.json" in files else None,
    )


def _json(files: Mapping[str, bytes], path: str) -> Json:
    try:
        return decode(files[path])
    except (KeyError, NotCanonical) as error:
        raise StatementInvalid from error


def _policy(files: Mapping[str, bytes]) -> Policy:
    try:
        return policies.from_json(_json(files, "policy.json"))
    except PolicyInvalid as error:
        raise StatementInvalid from error


def _card(name: str, data: bytes) -> SignedCard:
    signed = read_card(data)
    if name != f"{signed.card.fingerprint}.card":
        raise CardInvalid
    return signed
