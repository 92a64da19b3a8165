"""How facts are written in the columns of the database, and read back."""

from datetime import UTC, datetime

from intake.domain.canonical import Json, decode, encode
from intake.domain.errors import NotCanonical, VaultDamaged
from intake.vault.store import Value

_DAMAGED = "the database"


def packed(value: Json) -> bytes:
    """Write JSON. Raises NotCanonical for a float."""
    return encode(value)


def unpacked(value: Value) -> Json:
    """Read JSON. Raises VaultDamaged."""
    try:
        return decode(blob(value))
    except NotCanonical as error:
        raise VaultDamaged(what=_DAMAGED) from error


def text(value: Value) -> str:
    """Read a text. Raises VaultDamaged."""
    if isinstance(value, str):
        return value
    raise VaultDamaged(what=_DAMAGED)


def number(value: Value) -> int:
    """Read a whole number. Raises VaultDamaged."""
    if isinstance(value, int):
        return value
    raise VaultDamaged(what=_DAMAGED)


def blob(value: Value) -> bytes:
    """Read bytes. Raises VaultDamaged."""
    if isinstance(value, bytes):
        return value
    raise VaultDamaged(what=_DAMAGED)


def moment(value: datetime) -> str:
    """Write a time as UTC, so that texts sort as times do."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def when(value: Value) -> datetime:
    """Read a time. Raises VaultDamaged."""
    try:
        return datetime.fromisoformat(text(value))
    except ValueError as error:
        raise VaultDamaged(what=_DAMAGED) from error
