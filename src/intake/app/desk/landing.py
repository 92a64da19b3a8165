"""Where the objects of a bundle lie while it is read: nobody sees them yet."""

import contextlib
import shutil
from collections.abc import Collection, Iterator

from intake.sealing.bundle import Parcel, parcel_of
from intake.sealing.container import Writable
from intake.sealing.delivery import Found
from intake.vault import records, staging
from intake.vault.disk import disk_errors
from intake.vault.staging import Staged
from intake.vault.vault import Vault

_LEAVE = 16 * 1024 * 1024


class Landing:
    """Takes the objects of one bundle; ``placed`` gives them by object id.

    Records that are in the library, to the last object, are passed by.
    """

    def __init__(self, vault: Vault, found: Found) -> None:
        """Look what of *found* is in the library already."""
        self._vault = vault
        self._found = found
        self._here = _here(vault, found)
        self.placed: dict[str, Staged] = {}

    @property
    def has_room(self) -> bool:
        """Whether the disk can hold what the bundle says it brings."""
        parcels = map(parcel_of, self._found.checked.statement.files)
        size = sum(each.size for each in parcels if each.record not in self._here)
        with disk_errors():
            free = shutil.disk_usage(self._vault.folder).free
        return size + _LEAVE <= free

    def offer(
        self, parcel: Parcel
    ) -> contextlib.AbstractContextManager[Writable] | None:
        """Give an object a place, unless its whole record is in the library."""
        return None if parcel.record in self._here else self._place(parcel)

    def clear(self, but: Collection[Staged] = ()) -> None:
        """Remove what lies here, *but* these."""
        kept = {each.id for each in but}
        staging.drop(each for each in self.placed.values() if each.id not in kept)

    @contextlib.contextmanager
    def _place(self, parcel: Parcel) -> Iterator[Writable]:
        staged = staging.new(self._vault)
        with staging.stage(staged) as sink:
            yield sink
        self.placed[parcel.object] = staged


def _here(vault: Vault, found: Found) -> frozenset[str]:
    coming: dict[str, set[str]] = {}
    for entry in found.checked.statement.files:
        parcel = parcel_of(entry)
        coming.setdefault(parcel.record, set()).add(parcel.sha256)
    return frozenset(
        record
        for record, digests in coming.items()
        if any(digests == set(row.digests) for row in records.versions(vault, record))
    )
