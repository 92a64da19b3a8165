"""The desk's answer: what arrived, verified, and is kept.

Only on a valid receipt does the field let go of its own sealed copy, so a receipt
names every object by the hash of its sealed bytes.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.domain.canonical import Json, decode, encode
from intake.domain.errors import NotCanonical, StatementInvalid
from intake.domain.people import Card
from intake.sealing.container import Readable, Writable
from intake.sealing.incoming import (
    Checked,
    Memory,
    Reader,
    open_part,
    open_whole,
    unseal,
)
from intake.sealing.outgoing import Item, Sealed, Sender, Stamp, seal
from intake.sealing.signatures import Kind
from intake.sealing.statement import FILES, PARTS, exactly, items, number, text

LIMIT = 64 * 1024 * 1024
REVOKED = 10_000

_PATH = "receipt.json"
_ID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHA256_OR_NONE = re.compile(r"(?:[0-9a-f]{64})?")


class Verdict(StrEnum):
    """What the desk did with a record; only the first lets the field let go."""

    STORED = "stored"
    SET_APART = "set apart"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Line:
    """One record.

    Its id (32 hex), the hash of its account's statement ("" if it could not be read),
    and the hashes of the sealed objects that are there and verified.
    """

    record: str
    statement_sha256: str
    objects: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Came:
    """One bundle: its id, its statement's hash, and the parts to be sent again."""

    bundle: str
    statement_sha256: str
    missing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came, record by record; and the fingerprints of cards taken back."""

    lines: tuple[Line, ...]
    bundles: tuple[Came, ...] = ()
    revoked: tuple[str, ...] = ()


def make_receipt(
    out: Writable, receipt: Receipt, *, stamp: Stamp, sender: Sender, to: Card
) -> Sealed:
    """Write a receipt, sealed to the card *to*. Raises StatementInvalid, TooLarge."""
    data = encode(_to_json(receipt))
    _receipt(data)
    return seal(
        out,
        Kind.RECEIPT,
        [Item(_PATH, len(data), lambda: io.BytesIO(data))],
        about={},
        stamp=stamp,
        sender=sender,
        to=[to],
    )


def read_receipt(source: Readable, reader: Reader) -> tuple[Checked, Receipt]:
    """Read a receipt by a desk that is known.

    Raises SenderUnknown, and the errors of sealing for anything that is not sound.
    """
    memory = Memory(LIMIT)
    part = open_part(unseal(source, reader), Kind.RECEIPT, reader)
    exactly(dict(part.checked.believed().statement.about))
    checked = open_whole(part, memory)
    return checked, _receipt(_only(memory.files()))


def _only(files: Mapping[str, bytes]) -> bytes:
    if _PATH not in files:
        raise StatementInvalid
    return files[_PATH]


def _to_json(receipt: Receipt) -> Json:
    return {
        "records": [
            {
                "record": line.record,
                "statement_sha256": line.statement_sha256,
                "objects": list(line.objects),
                "verdict": line.verdict.value,
            }
            for line in receipt.lines
        ],
        "bundles": [
            {
                "bundle": came.bundle,
                "statement_sha256": came.statement_sha256,
                "missing": list(came.missing),
            }
            for came in receipt.bundles
        ],
        "revoked": list(receipt.revoked),
    }


def _receipt(data: bytes) -> Receipt:
    try:
        fields = exactly(decode(data), "records", "bundles", "revoked")
    except NotCanonical as error:
        raise StatementInvalid from error
    return Receipt(
        tuple(_line(each) for each in items(fields["records"], FILES)),
        tuple(_came(each) for each in items(fields["bundles"], FILES)),
        tuple(text(each, _SHA256) for each in items(fields["revoked"], REVOKED)),
    )


def _line(value: Json) -> Line:
    fields = exactly(value, "record", "statement_sha256", "objects", "verdict")
    if fields["verdict"] not in list(Verdict):
        raise StatementInvalid
    return Line(
        text(fields["record"], _ID),
        text(fields["statement_sha256"], _SHA256_OR_NONE),
        tuple(text(each, _SHA256) for each in items(fields["objects"], FILES)),
        Verdict(str(fields["verdict"])),
    )


def _came(value: Json) -> Came:
    fields = exactly(value, "bundle", "statement_sha256", "missing")
    return Came(
        text(fields["bundle"], _ID),
        text(fields["statement_sha256"], _SHA256),
        tuple(number(each, 1, PARTS) for each in items(fields["missing"], PARTS)),
    )
