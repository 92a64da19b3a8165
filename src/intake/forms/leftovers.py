"""Keeps account of answers that the present form has no place for, deed by deed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from intake.forms.journal import Deed
from intake.forms.shown import Unplaced

if TYPE_CHECKING:
    from intake.forms.journal import Step

Leftovers = tuple[Unplaced, ...]

_SAID = frozenset({Deed.ANSWER, Deed.MARK, Deed.NOTE})
_INSTANCE = re.compile(r"(.*)\[([0-9]{1,6})\]", re.DOTALL)


def left(leftovers: Leftovers, step: Step, label: str) -> Leftovers:
    """Add what *step* gave to a place that is not there, or not for such a value.

    *label* is the question's, if there is one. An answer takes the place of an earlier
    one to the same question; one that was cleared is not left over.
    """
    if step.deed in _SAID:
        kept = _without(leftovers, step)
        new = Unplaced(step.ref, step.value, label, step.deed)
        return (*kept, new) if step.value else kept
    return followed(leftovers, step)


def followed(leftovers: Leftovers, step: Step) -> Leftovers:
    """Let what is left over follow *step*, as answers that have a place do.

    A new answer replaces what did not fit; what stood in an instance goes and moves
    with it.
    """
    if not leftovers:
        return leftovers
    if step.deed in _SAID:
        return _without(leftovers, step)
    instance = _INSTANCE.fullmatch(step.ref)
    if instance is None or step.deed not in (Deed.REMOVE, Deed.MOVE):
        return leftovers
    series, place = instance[1], int(instance[2])
    found = []
    for one in leftovers:
        inside = re.match(rf"{re.escape(series)}\[([0-9]+)\](.*)", one.ref, re.DOTALL)
        if inside is None:
            found.append(one)
            continue
        moved = _moved(int(inside[1]), place, step)
        if moved:
            ref = f"{series}[{moved}]{inside[2]}"
            found.append(replace(one, ref=ref))
    return tuple(found)


def _without(leftovers: Leftovers, step: Step) -> Leftovers:
    replaced = (step.ref, step.deed)
    return tuple(one for one in leftovers if (one.ref, one.deed) != replaced)


def _moved(position: int, place: int, step: Step) -> int:
    """Give the new position of an instance, 0 if it is the one that went."""
    if step.deed is Deed.REMOVE:
        if position == place:
            return 0
        return position - (position > place)
    if position == place:
        return step.place
    return position - (position > place) + (position - (position > place) >= step.place)
