"""What was seen of other people's devices: their numbers, days and custody heads."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from intake.domain.errors import VaultDamaged
from intake.vault.columns import number, text
from intake.vault.store import Row
from intake.vault.vault import Vault, transaction

_COLUMNS = "device, kind, sequence, hash, day, head"


class Kind(StrEnum):
    """What a number counts.

    A statement of the device; an entry of its custody log; or a statement that lies
    beside one we could read, and that we cannot read ourselves.
    """

    STATEMENT = "statement"
    ENTRY = "entry"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One number of a device (32 hex), with the hash of what stands under it.

    Of a statement also its day (ISO) and the newest hash of the device's custody log.
    """

    device: str
    kind: Kind
    sequence: int
    hash: str = ""
    day: str = ""
    head: str = ""


def note(vault: Vault, seen: Iterable[Sighting]) -> None:
    """Keep what was seen; what is known already is passed over."""
    with transaction(vault):
        vault.run_many(
            f"INSERT OR IGNORE INTO sightings ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - constant
            [
                (
                    each.device,
                    each.kind.value,
                    each.sequence,
                    each.hash,
                    each.day,
                    each.head,
                )
                for each in seen
            ],
        )


def seen(vault: Vault, device: str) -> tuple[Sighting, ...]:
    """List what was seen of a device, by kind and number."""
    rows = vault.rows(
        f"SELECT {_COLUMNS} FROM sightings WHERE device = ?"  # noqa: S608 - constant
        " ORDER BY kind, sequence, hash",
        device,
    )
    return tuple(_sighting(row) for row in rows)


def all_devices(vault: Vault) -> tuple[str, ...]:
    """List the devices of which anything was seen."""
    rows = vault.rows("SELECT DISTINCT device FROM sightings ORDER BY device")
    return tuple(text(device) for (device,) in rows)


def _sighting(row: Row) -> Sighting:
    device, kind, sequence, digest, day, head = row
    try:
        what = Kind(text(kind))
    except ValueError as error:
        raise VaultDamaged(what="what is known of devices") from error
    return Sighting(
        text(device), what, number(sequence), text(digest), text(day), text(head)
    )
