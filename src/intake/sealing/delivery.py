"""What came on a stick: bundles found, verified, and taken in object by object.

Parts may lie in any order, on several sticks, twice, or not at all, among other
people's files. A damaged part or object costs nothing to the others.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path

from intake.domain.errors import (
    ContentsAltered,
    IntakeError,
    PartMissing,
    StickGone,
    TooLarge,
    TooManyFiles,
)
from intake.sealing.bundle import Parcel, parcel_of
from intake.sealing.container import Readable, Writable
from intake.sealing.digest import Digest
from intake.sealing.incoming import (
    Checked,
    Part,
    Piece,
    Reader,
    is_sealed,
    open_part,
    unseal,
)
from intake.sealing.medium import UNFINISHED, as_stick_errors, open_file
from intake.sealing.outgoing import Report, unreported
from intake.sealing.signatures import Kind
from intake.sealing.statement import FileEntry, Statement

# Lists held in memory at once, in bytes; anyone who has the desk's card can send some.
HELD = 64 * 1024 * 1024
# Entries of one folder that are looked at: twice as many as a bundle can have parts.
MOST_FILES = 20_000

_START = 32
_LIST = ".sha256"

# Where an object goes; None to pass it by. The context is left normally only when the
# object is whole, and by an exception otherwise.
Offer = Callable[[Parcel], AbstractContextManager[Writable] | None]


class Outcome(StrEnum):
    """What became of one object."""

    WHOLE = "whole"
    DAMAGED = "damaged"
    INCOMPLETE = "incomplete"
    PASSED_BY = "passed by"


@dataclass(frozen=True, slots=True)
class Found:
    """A bundle whose list is verified, and the files that hold its parts."""

    checked: Checked
    parts: Mapping[int, Sequence[Path]] = field(repr=False)

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of the parts that are not there."""
        count = self.checked.statement.parts
        return tuple(n for n in range(1, count + 1) if n not in self.parts)


@dataclass(frozen=True, slots=True)
class Refused:
    """A sealed file that is no sound part of a bundle for us, and why."""

    path: Path
    error: IntakeError


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies there. ``foreign`` are files of other people or programs."""

    bundles: tuple[Found, ...]
    refused: tuple[Refused, ...]
    foreign: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of one bundle: every object of its list, in order, with its outcome.

    ``missing`` are parts of which there is no file, ``damaged`` parts of which no file
    is sound to its end; ``gone`` tells whether the medium failed in mid-read.
    """

    checked: Checked
    objects: tuple[tuple[Parcel, Outcome], ...]
    missing: tuple[int, ...]
    damaged: tuple[int, ...]
    gone: bool = False


def survey(
    places: Iterable[Path], reader: Reader, report: Report = unreported
) -> Survey:
    """Look at files, and at the files in folders, and verify the list of each part.

    No name is believed: a file is what its contents say. Raises StickGone only if a
    folder cannot be listed.
    """
    found: dict[bytes, tuple[Checked, dict[int, list[Path]]]] = {}
    refused: list[Refused] = []
    foreign: list[Path] = []
    held = 0
    paths: list[Path] = []
    for place in places:
        lying, more = _files(place)
        paths.extend(lying)
        if more:
            refused.append(Refused(place, TooManyFiles(most=MOST_FILES)))
    for done, path in enumerate(paths):
        report(done, len(paths))
        try:
            if not _could_be_ours(path):
                if path.suffix != _LIST:
                    foreign.append(path)
                continue
            with open_file(path, follow=False) as file:
                part = _open(file, reader)
        except IntakeError as error:
            refused.append(Refused(path, error))
            continue
        data = part.checked.head.data
        if data not in found:
            held += len(data)
            if held > HELD:
                refused.append(Refused(path, TooLarge()))
                continue
        _, parts = found.setdefault(data, (part.checked, {}))
        parts.setdefault(part.number, []).append(path)
    report(len(paths), len(paths))
    bundles = tuple(Found(checked, parts) for checked, parts in found.values())
    return Survey(bundles, tuple(refused), tuple(foreign))


def read_bundle(
    found: Found, reader: Reader, offer: Offer, report: Report = unreported
) -> Delivered:
    """Stream every object into what *offer* gives for it, hashed against the list.

    *offer* is called once for an object, or again if a first copy of its part proves
    damaged. Raises SenderUnknown if the signer is not known, and whatever *offer* and
    its contexts raise; nothing about the stick or its contents raises.
    """
    statement = found.checked.believed().statement
    arrivals = {entry.object: _Arrival(entry, offer) for entry in statement.files}
    carried = _carried(statement)
    total = sum(entry.size for entry in statement.files)
    damaged, done = [], 0
    failed: list[Path] = []

    def take(piece: Piece) -> None:
        nonlocal done
        arrivals[piece.entry.object].take(piece)
        done = min(total, done + len(piece.data))
        report(done, total)

    try:
        for number in range(1, statement.parts + 1):
            if not any(
                _read(_pieces(path, number, found, reader, failed), arrivals, take)
                for path in found.parts.get(number, ())
            ):
                damaged.append(number)
            for name in carried.get(number, ()):
                arrivals[name].give_up(number, statement.parts)
    except BaseException as error:
        for arrival in arrivals.values():
            arrival.drop(error)
        raise
    return Delivered(
        found.checked,
        tuple((each.parcel, each.outcome) for each in arrivals.values()),
        found.missing,
        tuple(number for number in damaged if number in found.parts),
        gone=bool(failed),
    )


def is_sound(path: Path, number: int, found: Found, reader: Reader) -> bool:
    """Tell whether a file is the whole and sound part *number* of a bundle."""
    return all(
        piece is not None and piece.sound is not False
        for piece in _pieces(path, number, found, reader, [])
    )


def records_of(statement: Statement) -> frozenset[str]:
    """List the records of which a bundle's list names something."""
    return frozenset(parcel_of(entry).record for entry in statement.files)


class _Arrival:
    """One object on its way in, segment by segment."""

    def __init__(self, entry: FileEntry, offer: Offer) -> None:
        self.parcel = parcel_of(entry)
        self.outcome = Outcome.INCOMPLETE
        self._entry = entry
        self._offer = offer
        self._settled = False
        self._next = 0
        self._begun = False
        self._context: AbstractContextManager[Writable] | None = None
        self._out: Writable | None = None
        self._whole = Digest()

    def take(self, piece: Piece) -> None:
        """Take bytes of the segment that comes next; pass by any other."""
        if self._settled or piece.segment.index != self._next:
            return
        if self._out is None and not self._open():
            return
        self._begun = True
        if self._out is not None:
            self._out.write(piece.data)
        # Of an object in one segment, the list already says one hash for both.
        if len(self._entry.segments) > 1:
            self._whole.update(piece.data)
        if piece.sound is True:
            self._begun = False
            self._next += 1
            if self._next == len(self._entry.segments):
                self._finish()
        elif piece.sound is False:
            self.interrupt()

    def interrupt(self) -> None:
        """Begin again with the next copy of the part, if that is possible."""
        if not self._begun:
            return
        self._begun = False
        self.outcome = Outcome.DAMAGED
        self._settled = self._next > 0
        self.drop(ContentsAltered())

    def give_up(self, part: int, parts: int) -> None:
        """Stop waiting for what *part* did not bring."""
        if not self._settled and self._entry.segments[self._next].part == part:
            self._settled = True
            self.drop(PartMissing(part=part, parts=parts))

    def drop(self, error: BaseException) -> None:
        """Leave the context, if there is one, by *error*."""
        context, self._context, self._out = self._context, None, None
        if context is not None:
            context.__exit__(type(error), error, error.__traceback__)

    def _open(self) -> bool:
        context = self._offer(self.parcel)
        if context is None:
            self._settled = True
            self.outcome = Outcome.PASSED_BY
            return False
        self._out = context.__enter__()
        self._context = context
        self._whole = Digest()
        return True

    def _finish(self) -> None:
        self._settled = True
        several = len(self._entry.segments) > 1
        if several and self._whole.hexdigest() != self._entry.sha256:
            self.outcome = Outcome.DAMAGED
            self.drop(ContentsAltered())
            return
        context, self._context, self._out = self._context, None, None
        if context is not None:
            context.__exit__(None, None, None)
        self.outcome = Outcome.WHOLE


def _carried(statement: Statement) -> dict[int, set[str]]:
    """Tell which objects have a segment in each part."""
    carried: dict[int, set[str]] = {}
    for entry in statement.files:
        for segment in entry.segments:
            carried.setdefault(segment.part, set()).add(entry.object)
    return carried


def _read(
    pieces: Iterable[Piece | None],
    arrivals: Mapping[str, _Arrival],
    take: Callable[[Piece], None],
) -> bool:
    """Read one copy of a part; tell whether it was sound to its end."""
    for piece in pieces:
        if piece is None:
            for arrival in arrivals.values():
                arrival.interrupt()
            return False
        take(piece)
    return True


def _pieces(
    path: Path, number: int, found: Found, reader: Reader, failed: list[Path]
) -> Iterator[Piece | None]:
    """Give the pieces of a part, and None where it breaks.

    Adds to *failed* if that is because the medium failed.
    """
    try:
        with open_file(path, follow=False) as file:
            part = _open(file, reader)
            # The stick may hold another file by now than when it was surveyed.
            same = part.checked.head.data == found.checked.head.data
            if not same or part.number != number:
                raise ContentsAltered
            yield from part.pieces()
    except StickGone:
        failed.append(path)
        yield None
    except IntakeError:
        yield None


def _open(source: Readable, reader: Reader) -> Part:
    part = open_part(unseal(source, reader), Kind.BUNDLE, reader)
    for entry in part.checked.statement.files:
        parcel_of(entry)
    return part


def _files(place: Path) -> tuple[list[Path], bool]:
    """List what lies in a place, but folders; tell whether it was too much to list."""
    with as_stick_errors():
        if not place.is_dir():
            return [place], False
        with os.scandir(place) as entries:
            listed = list(islice(entries, MOST_FILES + 1))
        kept = [
            Path(entry.path)
            for entry in listed[:MOST_FILES]
            if not entry.is_dir(follow_symlinks=False)
        ]
        return sorted(kept), len(listed) > MOST_FILES


def _could_be_ours(path: Path) -> bool:
    """Tell whether a file is worth opening: sealed, and not half written.

    A link could lead to anything on this machine, so one is never followed. Raises
    NotAFile.
    """
    if path.name.endswith(UNFINISHED):
        return False
    with open_file(path, follow=False) as file:
        return is_sealed(file.read(_START))
