"""Photographs, documents and recordings, encrypted as they come in.

A medium is an age file from its first byte, sealed to those who may open the part it
belongs to; the interviewer can look at it while the interview is a draft, because its
file key stands in the draft's journal and dies with it. Sealing later only has to
name it.
"""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from intake import vault as store
from intake.app.field import packs
from intake.app.opening import Opened
from intake.app.reports import Report, silent
from intake.domain.canonical import Json, decode, encode
from intake.domain.errors import (
    FileUnreadable,
    NotAFile,
    StickGone,
    StickReadOnly,
    VaultDamaged,
)
from intake.domain.protocol import Audience
from intake.sealing import age
from intake.sealing.medium import open_file
from intake.sealing.record import Portion
from intake.vault import journal, objects
from intake.vault.journal import JournalLine

BLOCK = 1024 * 1024
_LONGEST_ENDING = 9
_WHAT = "a file of an interview"


@dataclass(frozen=True, slots=True)
class Medium:
    """A file of an interview. ``size`` and ``sha256`` are of what was taken in.

    ``object`` is where the ciphertext lies; ``name`` the answer that stands for it;
    ``original`` the file's own name, which stays inside the record; ``recipients``
    the fingerprints of the cards it is sealed to, empty while no desk is known.
    """

    part: str
    object: str
    name: str
    original: str = field(repr=False)
    size: int
    sha256: str
    file_key: str = field(repr=False)
    audience: Audience
    recipients: tuple[str, ...]


@contextlib.contextmanager
def file_errors() -> Iterator[None]:
    """Say in our words that a chosen file could not be read."""
    try:
        yield
    except (OSError, NotAFile, StickGone, StickReadOnly) as error:
        raise FileUnreadable from error


def wanted(opened: Opened, audience: Audience) -> tuple[str, ...]:
    """Tell the fingerprints that media of this audience are sealed to today."""
    return tuple(card.fingerprint for card in packs.recipients(opened, audience))


def take_in(
    opened: Opened,
    interview: str,
    part: tuple[str, Audience],
    path: Path,
    report: Report = silent,
) -> Medium:
    """Encrypt the file at *path* into the vault, in bounded memory.

    *part* is the name and audience of the form it belongs to. Raises DiskFull,
    DiskFailed or Cancelled; nothing is then left of it.
    """

    def blocks() -> Iterator[bytes]:
        done = 0
        with file_errors(), open_file(path) as source:
            total = os.fstat(source.fileno()).st_size
            while block := source.read(BLOCK):
                yield block
                done += len(block)
                report(done, max(total, done))

    name, audience = part
    made = _encrypt(opened, interview, audience, blocks())
    return replace(
        made,
        part=name,
        name=made.sha256 + _ending(path),
        original=path.name,
    )


def take_in_drawn(
    opened: Opened,
    interview: str,
    part: tuple[str, Audience],
    drawn: tuple[str, bytes],
    report: Report = silent,
) -> Medium:
    """Encrypt what was made in the program itself: *drawn* is its name and content.

    It never lies on the disk as it is. Raises DiskFull, DiskFailed or Cancelled.
    """
    name, data = drawn

    def blocks() -> Iterator[bytes]:
        for start in range(0, len(data), BLOCK):
            yield data[start : start + BLOCK]
            report(min(start + BLOCK, len(data)), len(data))

    made = _encrypt(opened, interview, part[1], blocks())
    ending = _ending(Path(name))
    return replace(made, part=part[0], name=made.sha256 + ending, original=name)


def play(opened: Opened, medium: Medium) -> Iterator[bytes]:
    """Give the content of a draft's medium, block by block.

    Raises VaultDamaged if it is not what was taken in.
    """
    digest = hashlib.sha256()
    key = age.FileKey(bytes.fromhex(medium.file_key))
    with objects.open(opened.vault, medium.object) as source:
        clear = age.decrypt(source, [key])
        while block := clear.read(BLOCK):
            digest.update(block)
            yield block
    if digest.hexdigest() != medium.sha256:
        raise VaultDamaged(what=_WHAT)


def bring_up_to_date(opened: Opened, interview: str, now: datetime) -> None:
    """Seal again what was taken in before today's desk was known.

    Each file is replaced in one transaction, so that one of the two is always there.
    """
    for medium in read(journal.read(opened.vault, interview)):
        if medium.recipients == wanted(opened, medium.audience):
            continue
        with store.transaction(opened.vault):
            fresh = move(opened, medium, interview)
            line = encode({"medium": to_json(fresh), "replaces": medium.object})
            journal.append(opened.vault, interview, [line], now)
            objects.remove(opened.vault, [medium.object])


def move(opened: Opened, medium: Medium, interview: str) -> Medium:
    """Encrypt a draft's medium once more, for another draft. Raises VaultDamaged."""
    made = _encrypt(opened, interview, medium.audience, play(opened, medium))
    return replace(
        medium,
        object=made.object,
        file_key=made.file_key,
        recipients=made.recipients,
    )


def read(lines: Iterable[JournalLine]) -> tuple[Medium, ...]:
    """Read the media of an interview from its journal."""
    found: dict[str, Medium] = {}
    for line in lines:
        match decode(line.data):
            case {"medium": value, **rest}:
                medium = from_json(value)
                found.pop(str(rest.get("replaces", "")), None)
                found[medium.object] = medium
            case _:
                pass
    return tuple(found.values())


def remove_all(opened: Opened, interview: str) -> None:
    """Remove the files of a draft that is discarded."""
    rows = objects.of_record(opened.vault, interview)
    objects.remove(opened.vault, [row.id for row in rows])


def to_json(medium: Medium) -> Json:
    """Write a medium as the draft's journal keeps it."""
    return {
        "part": medium.part,
        "object": medium.object,
        "name": medium.name,
        "original": medium.original,
        "size": medium.size,
        "sha256": medium.sha256,
        "file_key": medium.file_key,
        "audience": medium.audience.value,
        "recipients": list(medium.recipients),
    }


def from_json(value: Json) -> Medium:
    """Read a medium from the draft's journal. Raises VaultDamaged."""
    match value:
        case {
            "part": str(part),
            "object": str(key),
            "name": str(name),
            "original": str(original),
            "size": int(size),
            "sha256": str(sha256),
            "file_key": str(file_key),
            "audience": str(audience),
            "recipients": list(recipients),
        }:
            return Medium(
                part=part,
                object=key,
                name=name,
                original=original,
                size=size,
                sha256=sha256,
                file_key=file_key,
                audience=Audience(audience),
                recipients=tuple(str(each) for each in recipients),
            )
        case _:
            raise VaultDamaged(what=_WHAT)


def _encrypt(
    opened: Opened, interview: str, audience: Audience, blocks: Iterable[bytes]
) -> Medium:
    cards = packs.recipients(opened, audience)
    # Before the first pack nobody is known: sealed to a key that is thrown away, the
    # file opens by its file key alone.
    to = [age.HybridRecipient.parse(card.recipient) for card in cards] or [
        age.HybridIdentity(secrets.token_bytes(32)).recipient
    ]
    file_key, key = age.new_file_key(), objects.new_id()
    digest, size = hashlib.sha256(), 0
    with (
        objects.writer(
            opened.vault, key, kind=Portion.MEDIUM, record=interview
        ) as sink,
        age.encrypt(sink, to, file_key=file_key) as sealed,
    ):
        for block in blocks:
            digest.update(block)
            size += len(block)
            sealed.write(block)
    return Medium(
        part="",
        object=key,
        name="",
        original="",
        size=size,
        sha256=digest.hexdigest(),
        file_key=file_key.hex(),
        audience=audience,
        recipients=tuple(card.fingerprint for card in cards),
    )


def _ending(path: Path) -> str:
    """Give a file's ending if it is a plain one; the name itself may tell too much."""
    ending = path.suffix.lower()
    plain = ending.isascii() and ending[1:].isalnum() and len(ending) <= _LONGEST_ENDING
    return ending if plain else ".bin"
