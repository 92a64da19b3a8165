"""What happened in an interview, step by step, so that it can be told again.

A ``Step`` is one deed with everything about it that could not be worked out a second
time: values that came from the clock, from chance or from an event. Told again to the
same form, the steps give exactly the same state.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from intake.domain.errors import NotCanonical

if TYPE_CHECKING:
    from intake.domain.canonical import Json

# Of the rules by which steps lead to answers: raised whenever the same steps could lead
# to another submission than before. A record names the one it was answered by.
EDITION = 1


class Deed(StrEnum):
    """What somebody, or the form itself, did."""

    BEGIN = "begin"
    ANSWER = "answer"
    MARK = "mark"
    NOTE = "note"
    ADD = "add"
    REMOVE = "remove"
    MOVE = "move"
    UNDO = "undo"
    REDO = "redo"
    REVISE = "revise"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A value that was found out while a deed was done, and where it went.

    ``aspect`` is "value" for a calculation, "set" for an action, or the name of a
    rule whose answer depends on the clock or on chance.
    """

    ref: str
    aspect: str
    value: str


@dataclass(frozen=True, slots=True)
class Step:
    """One deed. Frozen, small, and written to the journal as it is.

    ``value`` is the answer as it was given after checking ("" clears), the reason
    of a MARK, the text of a NOTE; for BEGIN it is the seed of everything random.
    ``place`` is the 1-based position for ADD and MOVE. ``form`` is the digest of the
    form, on BEGIN and REVISE; ``source`` is the submission that a BEGIN started from,
    ``revision`` says that it is to replace it.
    """

    deed: Deed
    ref: str = ""
    value: str = ""
    place: int = 0
    form: str = ""
    source: str = ""
    revision: bool = False
    outcomes: tuple[Outcome, ...] = ()

    def to_json(self) -> Json:
        """Give the step as plain values; empty fields are left out."""
        facts: dict[str, Json] = {"deed": self.deed.value}
        for name in ("ref", "value", "form", "source"):
            if text := getattr(self, name):
                facts[name] = text
        if self.revision:
            facts["revision"] = True
        if self.place:
            facts["place"] = self.place
        if self.outcomes:
            facts["outcomes"] = [[o.ref, o.aspect, o.value] for o in self.outcomes]
        return facts

    @classmethod
    def from_json(cls, facts: Json) -> Step:
        """Read what ``to_json`` gave. Raises NotCanonical for anything else."""
        if not isinstance(facts, dict):
            raise NotCanonical
        texts = {
            name: _text(facts.get(name, ""))
            for name in ("ref", "value", "form", "source")
        }
        place = facts.get("place", 0)
        outcomes = facts.get("outcomes", [])
        revision = facts.get("revision", False)
        known = {"deed", "place", "outcomes", "revision", *texts}
        if (
            not isinstance(place, int)
            or isinstance(place, bool)
            or not isinstance(revision, bool)
            or not isinstance(outcomes, list)
            or not set(facts) <= known
        ):
            raise NotCanonical
        try:
            deed = Deed(_text(facts.get("deed")))
        except ValueError as error:
            raise NotCanonical from error
        return cls(
            deed=deed,
            place=place,
            revision=revision,
            outcomes=tuple(_outcome(one) for one in outcomes),
            **texts,
        )


def _outcome(facts: Json) -> Outcome:
    match facts:
        case [str(ref), str(aspect), str(value)]:
            return Outcome(ref, aspect, value)
        case _:
            raise NotCanonical


def _text(facts: Json) -> str:
    if isinstance(facts, str):
        return facts
    raise NotCanonical
