"""What a face is told beside the places themselves: choices, problems, progress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from intake.forms import styling
from intake.forms.journal import Deed

NOTHING: Mapping[str, str] = MappingProxyType({})


class Validity(StrEnum):
    """Whether an answer may stay as it is."""

    OK = "ok"
    REQUIRED = "required"
    CONSTRAINT = "constraint"


class Choice(NamedTuple):
    """One thing to choose: its stored ``value`` and its ``label`` as it was written.

    ``media`` maps image, audio, video, big-image to ``jr://`` names; ``properties``
    are the columns of the row the choice comes from. The label of a choice that was
    ``answered`` holds words of the interview, in which there is no markup.
    """

    value: str
    label: str
    media: Mapping[str, str] = NOTHING
    properties: Mapping[str, str] = NOTHING
    answered: bool = False

    @property
    def plain(self) -> str:
        """The label without its author's markup."""
        if self.answered or not styling.may_style(self.label):
            return self.label
        return styling.plain(styling.read(self.label))


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an interview cannot be called complete: one question and its message."""

    ref: str
    validity: Validity
    message: str
    label: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts over the relevant questions: asked of the person, answered, to check."""

    asked: int
    answered: int
    to_check: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """What the journal holds and the form has no place for: answer, mark or note."""

    ref: str
    value: str
    label: str = ""
    deed: Deed = Deed.ANSWER
