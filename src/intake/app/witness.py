"""What a desk or a laptop remembers of the other's devices, and what it then doubts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from intake.domain import devices
from intake.domain.custody import Entry
from intake.domain.devices import Doubt, Numbered, Oddity
from intake.sealing.incoming import Checked
from intake.sealing.record import Opened as OpenedObject
from intake.sealing.record import Portion
from intake.vault import Vault
from intake.vault import devices as kept
from intake.vault.devices import Kind, Sighting

_MOST = 50


@dataclass(frozen=True, slots=True)
class Told:
    """What one sealed thing tells of its device.

    ``beside`` are numbers of statements that we cannot read; ``log`` gives hashes of
    custody entries by their numbers; ``backward`` are entries earlier in time than the
    one before.
    """

    device: str
    statement: Numbered
    head: str
    beside: tuple[int, ...] = ()
    log: Mapping[int, str] = field(default_factory=dict)
    backward: tuple[int, ...] = ()

    @property
    def sightings(self) -> Iterable[Sighting]:
        """What is to be remembered of it."""
        one = self.statement
        yield Sighting(
            self.device, Kind.STATEMENT, one.sequence, one.hash, one.day, self.head
        )
        for sequence in self.beside:
            yield Sighting(self.device, Kind.BESIDE, sequence)
        for sequence, digest in self.log.items():
            yield Sighting(self.device, Kind.ENTRY, sequence, digest)


def of_statement(checked: Checked) -> Told:
    """Take what a bundle, a pack or a receipt tells."""
    statement = checked.statement
    numbered = Numbered(statement.sequence, checked.head.sha256, statement.day)
    return Told(statement.device, numbered, statement.custody_head)


def of_record(made: OpenedObject, entries: Sequence[Entry]) -> Told:
    """Take what an account tells, with the extract of the custody log in it.

    The identity is sealed directly before its account, so its number is known even to
    those who cannot open it.
    """
    told = of_statement(made.checked)
    count = sum(each.portion is Portion.IDENTITY for each in made.about.others)
    last = told.statement.sequence
    log = {each.sequence: each.hash for each in entries}
    log |= {each.sequence - 1: each.previous for each in entries if each.sequence > 1}
    return Told(
        told.device,
        told.statement,
        told.head,
        tuple(range(max(1, last - count), last)),
        log,
        devices.backward(entries),
    )


def doubts(vault: Vault, told: Sequence[Told]) -> list[tuple[Doubt, ...]]:
    """Tell what is odd about each of the things that arrived together."""
    by_device: dict[str, list[Told]] = {}
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
        for each in things:
            judged[id(each)] = of_numbers[each.statement] + _of_log(seen, each)
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


def remember(vault: Vault, told: Iterable[Told]) -> None:
    """Keep what was told, for the next time."""
    kept.note(vault, (one for each in told for one in each.sightings))


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


def _counts(seen: Sighting) -> bool:
    return seen.kind in {Kind.STATEMENT, Kind.BESIDE}


def _of_log(seen: Iterable[Sighting], told: Told) -> tuple[Doubt, ...]:
    log: dict[int, set[str]] = {}
    for each in seen:
        if each.kind is Kind.ENTRY:
            log.setdefault(each.sequence, set()).add(each.hash)
    found = []
    if changed := devices.differing(log, told.log):
        found.append(Doubt(Oddity.LOG_CHANGED, changed))
    if told.backward:
        found.append(Doubt(Oddity.CLOCK_BACK, (told.statement.sequence,)))
    return tuple(found)
