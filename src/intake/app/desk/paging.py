"""The library a page at a time, for a list that is longer than a screen."""

from intake.app.opening import Opened, require
from intake.domain.people import Role
from intake.vault import records
from intake.vault.records import EVERYTHING, Filter, Row

__all__ = ["EVERYTHING", "Filter", "Row", "count", "numbers", "page"]


def count(opened: Opened, wanted: Filter = EVERYTHING) -> int:
    """Count the records that fit."""
    require(opened, Role.COORDINATOR)
    return records.count(opened.vault, wanted)


def page(
    opened: Opened, wanted: Filter = EVERYTHING, *, before: str = "", size: int
) -> tuple[Row, ...]:
    """List *size* records that fit, the newest first, from *before* a number down."""
    require(opened, Role.COORDINATOR)
    return records.page(opened.vault, wanted, before=before, size=size)


def numbers(opened: Opened, wanted: Filter = EVERYTHING) -> tuple[str, ...]:
    """List the numbers of all that fit, the newest first: where each page begins."""
    require(opened, Role.COORDINATOR)
    return records.numbers(opened.vault, wanted)


def row(opened: Opened, number: str) -> Row:
    """Give one record's row. Raises NoSuchRecord."""
    require(opened, Role.COORDINATOR)
    return records.get(opened.vault, number)
