"""Takes back what a deed changed, and does it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.forms.changes import (
    Came,
    Change,
    LeftChange,
    MarkChange,
    Moved,
    NoteChange,
    ValueChange,
    Went,
)
from intake.forms.growth import move, put, take

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intake.domain.record import Missing
    from intake.forms.evaluation import Evaluation
    from intake.forms.item import Item


def take_back(evaluation: Evaluation, changes: list[Change]) -> None:
    """Undo *changes*, the last first."""
    _restore(evaluation, [_opposite(change) for change in reversed(changes)])


def do_again(evaluation: Evaluation, changes: list[Change]) -> None:
    """Redo *changes* in their order."""
    _restore(evaluation, changes)


def _restore(evaluation: Evaluation, changes: Iterable[Change]) -> None:
    evaluation.restoring = True
    for change in changes:
        match change:
            case ValueChange(item, _, after):
                evaluation.write(item, after)
            case MarkChange(item, _, after):
                mark(evaluation, item, after)
            case NoteChange(item, _, after):
                note(evaluation, item, after)
            case Came():
                put(evaluation, change)
            case Went():
                take(evaluation, change)
            case Moved():
                move(evaluation, change)
            case LeftChange(_, after):
                evaluation.unplaced = after
    evaluation.run()
    evaluation.restoring = False
    evaluation.agenda.push_spoken(evaluation.root)


def _opposite(change: Change) -> Change:  # noqa: PLR0911 - one a kind of change
    match change:
        case ValueChange(item, before, after):
            return ValueChange(item, after, before)
        case MarkChange(item, before, after):
            return MarkChange(item, after, before)
        case NoteChange(item, before, after):
            return NoteChange(item, after, before)
        case Came(series, item, index, parked):
            return Went(series, item, index, parked)
        case Went(series, item, index, parked):
            return Came(series, item, index, parked)
        case Moved(series, before, after):
            return Moved(series, after, before)
        case LeftChange(before, after):
            return LeftChange(after, before)


def mark(evaluation: Evaluation, item: Item, missing: Missing | None) -> None:
    """Give *item* the reason *missing* for having no answer."""
    if missing is not item.missing:
        evaluation.changes.append(MarkChange(item, item.missing, missing))
        evaluation.changed.add(item)
        item.missing = missing


def note(evaluation: Evaluation, item: Item, text: str) -> None:
    """Give *item* the interviewer's note *text*."""
    if text != item.note:
        evaluation.changes.append(NoteChange(item, item.note, text))
        evaluation.changed.add(item)
        item.note = text
