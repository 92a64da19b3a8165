"""What one deed changed, kept so that it can be taken back and done again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.domain.record import Missing
    from intake.forms.item import Item
    from intake.forms.shown import Unplaced


@dataclass(frozen=True, slots=True)
class ValueChange:
    """An answer became another."""

    item: Item
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MarkChange:
    """The reason for no answer became another."""

    item: Item
    before: Missing | None
    after: Missing | None


@dataclass(frozen=True, slots=True)
class NoteChange:
    """The interviewer's note became another."""

    item: Item
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Came:
    """An instance was put into a series at ``index``, from aside if ``parked``."""

    series: Item
    item: Item
    index: int
    parked: bool = False


@dataclass(frozen=True, slots=True)
class Went:
    """An instance was taken out of a series at ``index``, put aside if ``parked``."""

    series: Item
    item: Item
    index: int
    parked: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """An instance changed places, both counted from 0."""

    series: Item
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class LeftChange:
    """What the form has no place for became something else."""

    before: tuple[Unplaced, ...]
    after: tuple[Unplaced, ...]


Change = ValueChange | MarkChange | NoteChange | Came | Went | Moved | LeftChange
