"""Making the sealed objects of a finished interview.

There is one object for each audience and one for each medium. The account names the
others by the digest of their ciphertext, so that the signature on the account holds
the whole record together, though no single key opens it all.
"""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from intake import __version__
from intake.app import signing, wholeness
from intake.app.field import logbook, media, packs, protocols
from intake.app.field.interviewing import Interview
from intake.app.opening import Opened
from intake.app.reports import Report
from intake.domain import protocol as protocol_forms
from intake.domain.canonical import Json, decode, encode
from intake.domain.custody import Line, to_json
from intake.domain.errors import CardTakenBack, DiskFailed, TooLarge, VaultDamaged
from intake.domain.protocol import Audience
from intake.forms import EDITION
from intake.sealing.outgoing import Item
from intake.sealing.record import SMALL, About, Other, Portion, seal_object
from intake.vault import custody, journal, objects
from intake.vault.interviews import Interview as Row

FORMAT = "intake-record-v1"
_PIECES = {Audience.CUSTODIAN: Portion.IDENTITY, Audience.DESK: Portion.ACCOUNT}


@dataclass(frozen=True, slots=True)
class Sealed:
    """What `seal_all` made: the ids of every object of the record, media too.

    ``account`` is the SHA-256 of the account's ciphertext.
    """

    objects: tuple[str, ...]
    account: str


def seal_all(
    opened: Opened, interview: Interview, row: Row, now: datetime, report: Report
) -> Sealed:
    """Write every sealed object of the interview and read each back from the disk.

    Media are sealed already; they are named by the digest that was taken then. Raises
    VaultDamaged if one of them is not on the disk any more.
    """
    if not wholeness.all_there(opened, (each.object for each in interview.media)):
        raise VaultDamaged(what="a file of an interview")
    others = [_named(opened, medium) for medium in interview.media]
    files = _Files(opened, interview, row, now)
    private = any(part.audience is Audience.CUSTODIAN for part in interview.parts)
    total = 1 + private
    report(0, total)
    if private:
        others.append(_seal(files, Audience.CUSTODIAN, ()))
        report(1, total)
    account = _seal(files, Audience.DESK, tuple(others))
    report(total, total)
    ids = tuple(each.object for each in (*others, account))
    return Sealed(ids, account.sha256)


@dataclass(frozen=True, slots=True)
class _Files:
    """The interview as the files of a record, one set for each audience."""

    opened: Opened
    interview: Interview
    row: Row
    now: datetime

    @property
    def _ended(self) -> datetime:
        """When it was finished, as exactly as the record tells."""
        return self.row.changed.replace(microsecond=0)

    def of(self, audience: Audience) -> list[tuple[str, bytes]]:
        """Give the files for one audience, with their list of digests last."""
        parts = [each for each in self.interview.parts if each.audience is audience]
        files = [("record.json", self._record(audience))]
        for part in parts:
            kept = protocols.kept(self.opened, part.session.form.digest)
            files.append((f"forms/{part.name}.xml", kept.xform))
            files.extend(
                (f"forms/{part.name}-{number}.bin", kept.resources[name])
                for number, name in enumerate(sorted(kept.resources), start=1)
            )
            submission = part.session.submission(ended=self._ended)
            files.append((f"submission/{part.name}.xml", submission))
        files.append(("journal.jsonl", self._journal({part.name for part in parts})))
        files.append(("custody.jsonl", self._log(audience)))
        sums = "".join(
            f"{hashlib.sha512(data).hexdigest()}  {path}\n" for path, data in files
        )
        return [*files, ("manifest-sha512.txt", sums.encode())]

    def _log(self, audience: Audience) -> bytes:
        """Write the custody log; only the account vouches for the rest of it."""
        lines: tuple[Line, ...] = custody.entries(self.opened.vault, self.interview.id)
        if audience is Audience.DESK:
            lines = logbook.extract(self.opened, self.interview.id)
        return b"".join(encode(to_json(line)) + b"\n" for line in lines)

    def _journal(self, names: set[str]) -> bytes:
        lines = []
        for line in journal.read(self.opened.vault, self.interview.id):
            match decode(line.data):
                case {"part": str(part), "step": step} if part in names:
                    entry: dict[str, Json] = {
                        "part": part,
                        "step": step,
                        "sequence": line.sequence,
                        "time": line.time.isoformat(timespec="milliseconds"),
                    }
                    lines.append(encode(entry) + b"\n")
                case _:
                    pass
        return b"".join(lines)

    def _record(self, audience: Audience) -> bytes:
        interview = self.interview
        resources: dict[str, Json] = {}
        languages: dict[str, Json] = {}
        for part in interview.parts:
            if part.audience is audience:
                kept = protocols.kept(self.opened, part.session.form.digest)
                names: list[Json] = list(sorted(kept.resources))  # noqa: C413 - typed
                resources[part.name] = names
                languages[part.name] = part.session.language
        listed: list[Json] = [
            {
                "name": medium.name,
                "object": medium.object,
                "original": medium.original,
                "part": medium.part,
                "sha256": medium.sha256,
                "size": medium.size,
            }
            for medium in interview.media
            if medium.audience is audience
        ]
        return encode(
            {
                "format": FORMAT,
                "record": interview.id,
                "name": interview.name,
                "audience": audience.value,
                "interviewer": self.opened.name,
                "device": self.opened.device,
                "program": __version__,
                "engine": EDITION,
                "protocol": protocol_forms.to_json(interview.protocol),
                "resources": resources,
                "languages": languages,
                "begun": self.row.begun.isoformat(timespec="seconds"),
                "finished": self.row.changed.isoformat(timespec="seconds"),
                "sealed": self.now.isoformat(timespec="seconds"),
                "media": listed,
            }
        )


def _seal(files: _Files, audience: Audience, others: tuple[Other, ...]) -> Other:
    opened, portion = files.opened, _PIECES[audience]
    record = files.interview.id
    cards = packs.recipients(opened, audience)
    if not cards:
        raise CardTakenBack
    content = files.of(audience)
    if sum(len(data) for _, data in content) > SMALL:
        # The desk would refuse it, and nobody could open it any more.
        raise TooLarge
    items = [Item(path, len(data), _opener(data)) for path, data in content]
    key = objects.new_id()
    with objects.writer(opened.vault, key, kind=portion, record=record) as sink:
        made = seal_object(
            sink,
            items,
            About(record, 1, portion, others),
            stamp=signing.stamp(opened, files.now),
            sender=signing.sender(opened),
            to=cards,
        )
    read_back(opened, key, made.size, made.sha256)
    return Other(key, portion, made.size, made.sha256)


def _named(opened: Opened, medium: media.Medium) -> Other:
    stored = objects.get(opened.vault, medium.object)
    if medium.recipients != media.wanted(opened, medium.audience):
        raise VaultDamaged(what="a file of an interview")
    other = Other(medium.object, Portion.MEDIUM, stored.size, stored.sha256)
    if medium.audience is Audience.CUSTODIAN:
        # Whoever holds the same picture of a passport must not find its digest in
        # what the desk can read; the identity part names it.
        return other
    return replace(other, plain_size=medium.size, plain_sha256=medium.sha256)


def _opener(data: bytes) -> Callable[[], io.BytesIO]:
    return lambda: io.BytesIO(data)


def read_back(opened: Opened, key: str, size: int, sha256: str) -> None:
    """Prove that the disk holds what was sealed, before the readable copy goes."""
    if wholeness.digest(opened, key) != (size, sha256):
        raise DiskFailed
