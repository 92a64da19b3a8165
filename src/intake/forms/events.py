"""Carries out what a form does by itself when something happens."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING

from intake.forms.actions import Action, Event
from intake.forms.answers import cast, fitted
from intake.forms.changes import Came, ValueChange
from intake.forms.definition import CONTAINERS
from intake.forms.journal import Outcome
from intake.forms.whereabouts import above, places
from intake.forms.xpath import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intake.forms.definition import Field
    from intake.forms.evaluation import Evaluation
    from intake.forms.item import Item

ASPECT = "set"
# Actions that set each other off go round at most this many times in one deed.
MOST_FIRED = 500


class Events:
    """The actions of one session, found by the question they are written into."""

    def __init__(self, evaluation: Evaluation) -> None:
        """Carry out the actions of *evaluation*'s form."""
        self._evaluation = evaluation
        self._fired = 0
        self._followed = 0
        self._new: set[Item] = set()
        self._changing: dict[Field, list[Action]] = {}
        for action in evaluation.form.actions:
            if action.anchor is not None and Event.VALUE_CHANGED in action.events:
                self._changing.setdefault(action.anchor, []).append(action)

    def begin(self) -> None:
        """Start counting anew, at the beginning of a deed."""
        self._fired = self._followed = 0
        self._new.clear()

    def load(self, root: Item, events: Iterable[Event]) -> None:
        """Carry out what *events* of loading ask for, in the order of the form.

        What is set so gives way to a calculation of its own, if that reads anything.
        """
        wanted = frozenset(events)
        for action in self._evaluation.form.actions:
            if action.events & wanted:
                anchors = (
                    [root] if action.anchor is None else places(root, action.anchor)
                )
                for anchor in anchors:
                    target = self._target(action, anchor)
                    if target is not None:
                        self._evaluation.given.setdefault(target, target.raw)
                        self._carry_out([(action, anchor)])

    def new_repeat(self, instance: Item) -> None:
        """Carry out what the form asks for when *instance* has been added."""
        for action in self._evaluation.form.actions:
            if Event.NEW_REPEAT not in action.events or action.anchor is None:
                continue
            if _is_within(action.anchor, instance.field):
                for anchor in places(instance, action.anchor):
                    self._carry_out([(action, anchor)])

    def follow(self) -> None:
        """Carry out what hangs on all that the deed has changed."""
        self._carry_out(self._hanging())

    def settle(self) -> None:
        """Take back what was given to begin with where nothing is asked.

        Only when all is worked out is it known where that is.
        """
        evaluation = self._evaluation
        given, evaluation.given = evaluation.given, {}
        for target, before in given.items():
            if not target.node.relevant:
                evaluation.write(target, before)
        evaluation.run()

    def _hanging(self, target: Item | None = None) -> list[tuple[Action, Item]]:
        """Give what hangs on changes since the last look, of answers and calculations.

        What a new instance works out for the first time is no change, unless it is the
        *target* of an action; and loading changes nothing but its targets.
        """
        if not self._changing:
            return []
        evaluation = self._evaluation
        changed: dict[Item, None] = {}
        for change in evaluation.changes[self._followed :]:
            if isinstance(change, Came) and not change.parked:
                self._new.add(change.item)
            elif isinstance(change, ValueChange) and (
                change.item.field in self._changing
            ):
                changed[change.item] = None
        self._followed = len(evaluation.changes)
        return [
            (action, item)
            for item in changed
            if item is target or not (evaluation.given or self._is_new(item))
            for action in self._changing[item.field]
        ]

    def _is_new(self, item: Item) -> bool:
        one: Item | None = item
        while one is not None and one not in self._new:
            one = one.parent
        return one is not None

    def _carry_out(self, work: list[tuple[Action, Item]]) -> None:
        """Do *work* and whatever follows from it, each thing before the next."""
        while work and self._fired < MOST_FIRED:
            self._fired += 1
            action, anchor = work[0]
            following: list[tuple[Action, Item]] = []
            target = self._target(action, anchor)
            value = None if target is None else self._new_value(action, target)
            if (
                target is not None
                and value is not None
                and self._evaluation.write(target, value)
            ):
                self._evaluation.run()
                following = self._hanging(target)
            work = following + work[1:]

    def _target(self, action: Action, anchor: Item) -> Item | None:
        """Find what *action* sets: in the anchor's own instances where it can be.

        A path with a condition in brackets is followed as written. An action sets one
        place: of several nobody could tell which is meant.
        """
        if "[" in action.path.source:
            nodes = action.path.nodes(self._evaluation.context(anchor))
            ways = [typing.cast("Item | None", node.place) for node in nodes]
            found = [one for one in ways if one is not None]
        else:
            shared = 0
            steps = zip(anchor.field.steps, action.target.steps, strict=False)
            for ours, theirs in steps:
                if ours != theirs:
                    break
                shared += 1
            scope = above(anchor, min(shared, len(anchor.field.steps)))
            found = places(scope, action.target)
        if len(found) > 1:
            error = ExpressionError(
                what="The action would set several instances of a repeat at once.",
                mend="Write it inside the repeat, or say which one: [1].",
            )
            self._evaluation.troubles.note(found[0], ASPECT, error)
            return None
        return found[0] if found and found[0].kind not in CONTAINERS else None

    def _new_value(self, action: Action, target: Item) -> str | None:
        evaluation = self._evaluation
        if evaluation.recall is not None:
            return evaluation.recalled(target, ASPECT)
        if action.geopoint:
            value = cast(
                "geopoint", evaluation.environment.properties.get("geopoint", "")
            )
        elif action.expression is not None:
            value = evaluation.value(target, action.expression, ASPECT)
        else:
            value = fitted(target, action.text)
        evaluation.outcomes.append(Outcome(target.ref, ASPECT, value))
        return value


def _is_within(field: Field, outer: Field) -> bool:
    one: Field | None = field
    while one is not None:
        if one is outer:
            return True
        one = one.parent
    return False
