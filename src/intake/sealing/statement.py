"""The signed list of contents with which every sealed thing begins.

Canonical JSON, one fixed shape. Whoever reads one has checked every count, length,
name and size before a byte of data is looked at, so that nothing later needs to ask
whether a name is a path or a number is sane.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from intake.domain.canonical import Json, decode, encode
from intake.domain.errors import (
    NewerFormat,
    NotCanonical,
    StatementInvalid,
    TooLarge,
    WrongKind,
)
from intake.sealing.signatures import Kind

STATEMENT_LIMIT = 16 * 1024 * 1024
CARD_LIMIT = 64 * 1024
FILES = 20_000
RECIPIENTS = 64
SEGMENTS = 10_000
PARTS = 9_999
SEGMENT_SIZE = 256 * 1024 * 1024
FILE_SIZE = 2**46

_HEX32 = re.compile(r"[0-9a-f]{32}")
_HEX64 = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TYPE = re.compile(r"(intake-[a-z]+)-v([1-9][0-9]{0,5})")
_DEVICE = r"(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])"
_STEM = rf"(?!{_DEVICE}[./])[A-Za-z0-9_][A-Za-z0-9_-]{{0,63}}"
_FORM_FILE = _STEM + r"(?:\.[A-Za-z0-9_-]{1,32})?\.[a-z0-9]{1,8}"
# What each kind may hold. Nothing here can climb out of a folder, hide, or be taken
# by Windows for a device.
_PATHS = {
    Kind.RECORD: re.compile(
        r"record\.json|journal\.jsonl|custody\.jsonl|manifest-sha512\.txt"
        rf"|forms/{_FORM_FILE}|submission/{_STEM}\.xml"
        r"|attachments/[0-9a-f]{64}\.[a-z0-9]{1,8}"
    ),
    Kind.BUNDLE: re.compile(
        r"records/[0-9a-f]{32}/(?:account|identity|medium|withdrawal)"
        r"-[0-9a-f]{32}\.age"
    ),
    Kind.PACK: re.compile(
        r"policy\.json|revocations\.json|questions\.json|cards/[0-9a-f]{64}\.card"
        rf"|protocols/{_STEM}/protocol\.json|protocols/{_STEM}/forms/{_FORM_FILE}"
        r"|receipts/[0-9a-f]{32}\.age"
    ),
    Kind.RECEIPT: re.compile(r"receipt\.json"),
    Kind.RELEASE: re.compile(r"release\.json"),
    Kind.WITHDRAWAL: re.compile(r"withdrawal\.json"),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a file: its place in the file, its part, its bytes and hash."""

    index: int
    part: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file: its logical ``path``, and the neutral name it travels under."""

    path: str
    object: str
    size: int
    sha256: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Who sealed what for whom, from which device, and exactly which bytes.

    ``id``, ``device`` are 32 hex; ``signer`` and ``recipients`` are card fingerprints;
    ``card`` is the signer's card as it travels, to be shown and compared;
    ``sequence`` counts up on the device, ``custody_entry`` is the number of the newest
    entry of its log and ``custody_head`` its hash; ``day`` is an ISO date; ``about``
    holds what is particular to the kind.
    """

    kind: Kind
    id: str
    signer: str
    card: bytes
    recipients: tuple[str, ...]
    device: str
    sequence: int
    custody_entry: int
    custody_head: str
    day: str
    about: Mapping[str, Json]
    files: tuple[FileEntry, ...]

    @property
    def parts(self) -> int:
        """How many parts carry the files; one when there are none."""
        return self.files[-1].segments[-1].part if self.files else 1


def to_bytes(statement: Statement) -> bytes:
    """Write a statement. Raises StatementInvalid, TooLarge if it breaks a rule."""
    data = draft(statement)
    parse(data, statement.kind)
    return data


def draft(statement: Statement) -> bytes:
    """Write a statement whose hashes are not known yet: only its length counts."""
    return encode(
        {
            "about": dict(statement.about),
            "card": _decoded(statement.card),
            "custody_entry": statement.custody_entry,
            "custody_head": statement.custody_head,
            "day": statement.day,
            "device": statement.device,
            "files": [_file_to_json(entry) for entry in statement.files],
            "id": statement.id,
            "manifest": hashlib.sha256(manifest(statement)).hexdigest(),
            "recipients": list(statement.recipients),
            "sequence": statement.sequence,
            "signer": statement.signer,
            "type": statement.kind.value,
        }
    )


def parse(data: bytes, wanted: Kind) -> Statement:
    """Read a statement of the *wanted* kind.

    Raises StatementInvalid, WrongKind, NewerFormat, TooLarge.
    """
    if len(data) > STATEMENT_LIMIT:
        raise TooLarge
    fields = _object(_decoded(data))
    _check_kind(fields.get("type"), wanted)
    if fields.keys() != _FIELDS:
        raise StatementInvalid
    statement = Statement(
        wanted,
        text(fields["id"], _HEX32),
        text(fields["signer"], _HEX64),
        _card(fields["card"]),
        tuple(text(each, _HEX64) for each in items(fields["recipients"], RECIPIENTS)),
        text(fields["device"], _HEX32),
        number(fields["sequence"], 0, 2**53),
        number(fields["custody_entry"], 0, 2**53),
        text(fields["custody_head"], _HEX64),
        _day(fields["day"]),
        _object(fields["about"]),
        tuple(_file(each, wanted) for each in items(fields["files"], FILES)),
    )
    _check_unique(statement.recipients)
    _check_unique(entry.path.casefold() for entry in statement.files)
    _check_unique(entry.object for entry in statement.files)
    _check_parts(statement)
    if fields["manifest"] != hashlib.sha256(manifest(statement)).hexdigest():
        raise StatementInvalid
    return statement


def manifest(statement: Statement) -> bytes:
    """Write the list that ``sha256sum -c`` reads, of every segment of every part."""
    return "".join(
        f"{segment.sha256}  {member_name(entry, segment)}\n"
        for entry in statement.files
        for segment in entry.segments
    ).encode()


def member_name(entry: FileEntry, segment: Segment) -> str:
    """Return the name under which a *segment* of *entry* travels."""
    return f"data/{entry.object}/{segment.index:04d}"


def of_part(statement: Statement, part: int) -> list[tuple[FileEntry, Segment]]:
    """List what a *part* carries, in order."""
    return [
        (entry, segment)
        for entry in statement.files
        for segment in entry.segments
        if segment.part == part
    ]


def text(value: Json, pattern: re.Pattern[str]) -> str:
    """Take a text that *pattern* describes whole. Raises StatementInvalid."""
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise StatementInvalid
    return value


def number(value: Json, least: int, most: int) -> int:
    """Take a whole number within bounds. Raises StatementInvalid."""
    if type(value) is not int or not least <= value <= most:
        raise StatementInvalid
    return value


def items(value: Json, most: int) -> list[Json]:
    """Take a list of at most so many. Raises StatementInvalid, TooLarge."""
    if not isinstance(value, list):
        raise StatementInvalid
    if len(value) > most:
        raise TooLarge
    return value


def exactly(value: Json, *names: str) -> dict[str, Json]:
    """Take an object that has just these *names*. Raises StatementInvalid."""
    fields = _object(value)
    if fields.keys() != set(names):
        raise StatementInvalid
    return fields


_FIELDS = {
    "about",
    "card",
    "custody_entry",
    "custody_head",
    "day",
    "device",
    "files",
    "id",
    "manifest",
    "recipients",
    "sequence",
    "signer",
    "type",
}


def _file_to_json(entry: FileEntry) -> Json:
    return {
        "object": entry.object,
        "path": entry.path,
        "segments": [
            {
                "index": segment.index,
                "part": segment.part,
                "sha256": segment.sha256,
                "size": segment.size,
            }
            for segment in entry.segments
        ],
        "sha256": entry.sha256,
        "size": entry.size,
    }


def _check_kind(value: Json | None, wanted: Kind) -> None:
    match = _TYPE.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise StatementInvalid
    if value == wanted.value:
        return
    for kind in Kind:
        if value == kind.value:
            raise WrongKind(found=_word(kind), wanted=_word(wanted))
        if match[1] == kind.value.rpartition("-")[0]:
            raise NewerFormat
    raise StatementInvalid


def _word(kind: Kind) -> str:
    return kind.value.split("-")[1]


def _file(value: Json, kind: Kind) -> FileEntry:
    fields = exactly(value, "object", "path", "segments", "sha256", "size")
    pattern = _PATHS.get(kind)
    if pattern is None:
        raise StatementInvalid
    size = number(fields["size"], 0, FILE_SIZE)
    listed = items(fields["segments"], SEGMENTS)
    segments = tuple(_segment(each, at) for at, each in enumerate(listed))
    digest = text(fields["sha256"], _HEX64)
    if not segments or sum(each.size for each in segments) != size:
        raise StatementInvalid
    if size and not all(each.size for each in segments):
        raise StatementInvalid
    if len(segments) == 1 and segments[0].sha256 != digest:
        raise StatementInvalid
    return FileEntry(
        text(fields["path"], pattern),
        text(fields["object"], _HEX32),
        size,
        digest,
        segments,
    )


def _segment(value: Json, index: int) -> Segment:
    fields = exactly(value, "index", "part", "sha256", "size")
    return Segment(
        number(fields["index"], index, index),
        number(fields["part"], 1, PARTS),
        number(fields["size"], 0, SEGMENT_SIZE),
        text(fields["sha256"], _HEX64),
    )


def _check_parts(statement: Statement) -> None:
    """Parts are filled in order, none is left out, and the first is 1."""
    parts = [segment.part for entry in statement.files for segment in entry.segments]
    if parts and parts[0] != 1:
        raise StatementInvalid
    if any(after - before not in {0, 1} for before, after in pairwise(parts)):
        raise StatementInvalid


def _check_unique(values: Iterable[str]) -> None:
    seen = list(values)
    if len(set(seen)) != len(seen):
        raise StatementInvalid


def _card(value: Json) -> bytes:
    data = encode(_object(value))
    if len(data) > CARD_LIMIT:
        raise StatementInvalid
    return data


def _day(value: Json) -> str:
    day = text(value, _DAY)
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise StatementInvalid from error
    return day


def _decoded(data: bytes) -> Json:
    try:
        return decode(data)
    except NotCanonical as error:
        raise StatementInvalid from error


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise StatementInvalid
    return value
