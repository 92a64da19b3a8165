"""What a desk or a laptop remembers of the other's devices, and what it then doubts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from intake.domain import custody, devices
from intake.domain.custody import Entry, Line
from intake.domain.devices import Doubt, Numbered, Oddity
from intake.sealing.incoming import Checked
from intake.sealing.record import Opened as OpenedObject
from intake.sealing.record import Portion
from intake.vault import Vault, settings
from intake.vault import devices as kept
from intake.vault.devices import Kind, Sighting

_MOST = 50
# The devices (32 hex) that were met since, the newest last; no list in a vault that
# never was.
SINCE_BROUGHT_BACK = "devices met since this was brought back"
# More devices than any desk has; but a sender may make one up for each record. One that
# falls off the list is excused once more, as if it had not been met.
MOST_MET = 4096


@dataclass(frozen=True, slots=True)
class Told:
    """What one sealed thing tells of its device.

    ``entry`` and ``head`` are number and hash of the newest entry of its log then;
    ``beside`` are numbers of statements that we cannot read; ``log`` gives hashes of
    custody entries by their numbers, without a gap from ``start`` on, if any;
    ``odd`` is what is odd about it by itself.
    """

    device: str
    statement: Numbered
    entry: int
    head: str
    beside: tuple[int, ...] = ()
    log: Mapping[int, str] = field(default_factory=dict)
    start: int = 0
    odd: tuple[Doubt, ...] = ()

    @property
    def sightings(self) -> Iterable[Sighting]:
        """What is to be remembered of it beside the log."""
        one = self.statement
        yield Sighting(
            self.device, Kind.STATEMENT, one.sequence, one.hash, one.day, self.head
        )
        for sequence in self.beside:
            yield Sighting(self.device, Kind.BESIDE, sequence)


@dataclass(slots=True)
class _Memory:
    """The log of a device as it was seen: hashes by number, and where it ended when.

    ``ends`` are pairs of the number of a statement and that of the newest entry then.
    """

    log: dict[int, set[str]]
    ends: list[tuple[int, int]]

    def add(self, told: Told) -> None:
        """Remember what was told, for what arrived together with it."""
        for sequence, digest in told.log.items():
            self.log.setdefault(sequence, set()).add(digest)
        self.ends.append((told.statement.sequence, told.entry))


def of_statement(checked: Checked) -> Told:
    """Take what a bundle, a pack or a receipt tells."""
    statement = checked.statement
    numbered = Numbered(statement.sequence, checked.head.sha256, statement.day)
    end, head = statement.custody_entry, statement.custody_head
    late = statement.day > checked.signer.expires
    return Told(
        statement.device,
        numbered,
        end,
        head,
        log={end: head} if end else {},
        odd=(Doubt(Oddity.SIGNED_LATE, (statement.sequence,)),) if late else (),
    )


def of_record(made: OpenedObject, lines: Sequence[Line]) -> Told:
    """Take what an account tells, with the extract of the custody log in it.

    The identity is sealed directly before its account, so its number is known even to
    those who cannot open it.
    """
    told = of_statement(made.checked)
    count = sum(each.portion is Portion.IDENTITY for each in made.about.others)
    last = told.statement.sequence
    log = {each.sequence: each.hash for each in lines}
    log |= {each.sequence - 1: each.previous for each in lines if each.sequence > 1}
    return replace(
        told,
        beside=tuple(range(max(1, last - count), last)),
        log=log,
        start=custody.unbroken(lines),
        odd=_odd(told, made.about.record, lines),
    )


def _odd(told: Told, record: str, lines: Sequence[Line]) -> tuple[Doubt, ...]:
    """Tell what is odd about an extract of a log by itself."""
    found, number = [*told.odd], (told.statement.sequence,)
    entries = [each for each in lines if isinstance(each, Entry)]
    if devices.backward(entries):
        found.append(Doubt(Oddity.CLOCK_BACK, number))
    if devices.leaps(entries):
        found.append(Doubt(Oddity.CLOCK_AHEAD, number))
    if hidden := custody.left_out(lines, record):
        found.append(Doubt(Oddity.LEFT_OUT, hidden))
    last = (lines[-1].sequence, lines[-1].hash) if lines else (0, custody.GENESIS)
    if last != (told.entry, told.head):
        # What is signed as the newest entry is not the end of what came along.
        found.append(Doubt(Oddity.LOG_APART, (told.entry,)))
    return tuple(found)


def doubts(vault: Vault, told: Sequence[Told], today: date) -> list[tuple[Doubt, ...]]:
    """Tell what is odd about each of the things that arrived together *today*."""
    by_device: dict[str, list[Told]] = {}
    since = _since_brought_back(vault)
    for each in told:
        by_device.setdefault(each.device, []).append(each)
    judged: dict[int, tuple[Doubt, ...]] = {}
    for device, things in by_device.items():
        seen = kept.seen(vault, device)
        known = [
            Numbered(each.sequence, each.hash, each.day)
            for each in seen
            if each.kind is Kind.STATEMENT
        ]
        of_numbers = devices.doubts(known, [each.statement for each in things])
        memory = _memory(seen)
        for each in sorted(things, key=lambda one: one.statement.sequence):
            of_log = _of_log(memory, each)
            if since is not None and device not in since:
                of_log = map(_forgotten, of_log)
            found = (*of_numbers[each.statement], *each.odd, *of_log)
            number = (each.statement.sequence,)
            if devices.is_ahead(each.statement.day, today):
                found = (*found, Doubt(Oddity.CLOCK_AHEAD, number))
            judged[id(each)] = tuple(dict.fromkeys(found))
            memory.add(each)
    return [judged[id(each)] for each in told]


def gap(vault: Vault, told: Sequence[Told]) -> tuple[Doubt, ...]:
    """Tell which numbers were passed over by what arrived, and were so never before."""
    found = []
    for device in dict.fromkeys(each.device for each in told):
        here = {
            sequence
            for each in told
            if each.device == device
            for sequence in (each.statement.sequence, *each.beside)
        }
        seen = {each.sequence for each in kept.seen(vault, device) if _counts(each)}
        numbers = devices.missing(seen | here, after=max(seen, default=0))
        if numbers:
            found.append(Doubt(Oddity.GAP, numbers))
    return tuple(found)


def remember(vault: Vault, told: Sequence[Told]) -> None:
    """Keep what was told, for the next time."""
    # Extracts of one log overlap: each line is kept once.
    logs = {(each.device, *line) for each in told for line in each.log.items()}
    lines = [
        Sighting(device, Kind.ENTRY, sequence, digest)
        for device, sequence, digest in sorted(logs)
    ]
    kept.note(vault, [*(one for each in told for one in each.sightings), *lines])
    since = _since_brought_back(vault)
    if since is None:
        return
    met = dict.fromkeys(each.device for each in told)
    newest = [*(each for each in since if each not in met), *met][-MOST_MET:]
    if newest != [*since]:
        settings.put(vault, SINCE_BROUGHT_BACK, [*newest])


def as_detail(doubts: Iterable[Doubt]) -> dict[str, str]:
    """Write contradictions of a device as the custody log holds them."""
    return {
        each.oddity.name.lower(): devices.ranges(each.numbers[:_MOST])
        for each in doubts
    }


@dataclass(frozen=True, slots=True)
class Device:
    """A device as it is known here.

    ``last`` is its highest number, ``head`` the custody head that came with it, ``day``
    its day; ``missing`` the numbers that have not arrived, ``forked`` those that were
    used twice.
    """

    id: str
    last: int
    day: str
    head: str
    missing: tuple[int, ...]
    forked: tuple[int, ...]


def known_devices(vault: Vault) -> tuple[Device, ...]:
    """List the devices of which statements arrived here."""
    found = []
    for device in kept.all_devices(vault):
        seen = kept.seen(vault, device)
        statements = [each for each in seen if each.kind is Kind.STATEMENT]
        if not statements:
            continue
        last = max(statements, key=lambda each: each.sequence)
        uses = Counter(each.sequence for each in statements)
        found.append(
            Device(
                device,
                last.sequence,
                last.day,
                last.head,
                devices.missing(each.sequence for each in seen if _counts(each)),
                tuple(sorted(each for each, count in uses.items() if count > 1)),
            )
        )
    return tuple(found)


def _since_brought_back(vault: Vault) -> Mapping[str, None] | None:
    """Tell which devices were met since, in order; None if never brought back."""
    found = settings.get(vault, SINCE_BROUGHT_BACK)
    return dict.fromkeys(map(str, found)) if isinstance(found, list) else None


def _forgotten(doubt: Doubt) -> Doubt:
    """Say what lies in the desk and not in the device, where only that is known."""
    apart = doubt.oddity is Oddity.LOG_APART
    return replace(doubt, oddity=Oddity.LOG_FORGOTTEN) if apart else doubt


def _counts(seen: Sighting) -> bool:
    return seen.kind in {Kind.STATEMENT, Kind.BESIDE}


def _memory(seen: Sequence[Sighting]) -> _Memory:
    log: dict[int, set[str]] = {}
    places: dict[str, int] = {}
    for each in seen:
        if each.kind is Kind.ENTRY:
            log.setdefault(each.sequence, set()).add(each.hash)
            places[each.hash] = each.sequence
    ends = [
        (each.sequence, places[each.head])
        for each in seen
        if each.kind is Kind.STATEMENT and each.head in places
    ]
    return _Memory(log, ends)


def _of_log(memory: _Memory, told: Told) -> Iterable[Doubt]:
    """Tell where a log is not the one that was seen, or was cut, or hangs on nothing.

    Whatever was seen before of a later or an earlier statement must lie on one chain
    with it: the numbers fit, and so do the hashes.
    """
    if changed := devices.differing(memory.log, told.log):
        yield Doubt(Oddity.LOG_CHANGED, changed)
    number, end = told.statement.sequence, told.entry
    for other, ended in memory.ends:
        if (other < number and ended > end) or (other > number and ended < end):
            yield Doubt(Oddity.LOG_SHORTER, (min(end, ended),))
            break
    apart = [each for each in told.log if each < told.start and each not in memory.log]
    if told.start > 1 and apart:
        yield Doubt(Oddity.LOG_APART, (max(apart),))
