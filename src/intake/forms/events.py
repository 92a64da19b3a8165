"""Carries out what a form does by itself when something happens."""

from __future__ import annotations

import typing
from typing import TYPE_CHECKING

from intake.forms.actions import Action, Event
from intake.forms.answers import cast, fitted
from intake.forms.definition import CONTAINERS
from intake.forms.journal import Outcome
from intake.forms.whereabouts import above, places

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
        self._changing: dict[Field, list[Action]] = {}
        for action in evaluation.form.actions:
            if action.anchor is not None and Event.VALUE_CHANGED in action.events:
                self._changing.setdefault(action.anchor, []).append(action)

    def begin(self) -> None:
        """Start counting anew, at the beginning of a deed."""
        self._fired = 0

    def load(self, root: Item, events: Iterable[Event]) -> None:
        """Carry out what *events* of loading ask for, in the order of the form."""
        wanted = frozenset(events)
        for action in self._evaluation.form.actions:
            if action.events & wanted:
                anchors = (
                    [root] if action.anchor is None else places(root, action.anchor)
                )
                for anchor in anchors:
                    self._carry_out([(action, anchor)])

    def new_repeat(self, instance: Item) -> None:
        """Carry out what the form asks for when *instance* has been added."""
        for action in self._evaluation.form.actions:
            if Event.NEW_REPEAT not in action.events or action.anchor is None:
                continue
            if _is_within(action.anchor, instance.field):
                for anchor in places(instance, action.anchor):
                    self._carry_out([(action, anchor)])

    def value_changed(self, item: Item) -> None:
        """Carry out what hangs on a change of *item*."""
        self._carry_out(self._hanging_on(item))

    def _hanging_on(self, item: Item) -> list[tuple[Action, Item]]:
        return [(action, item) for action in self._changing.get(item.field, ())]

    def _carry_out(self, work: list[tuple[Action, Item]]) -> None:
        """Do *work* and whatever follows from it, each thing before the next."""
        while work and self._fired < MOST_FIRED:
            self._fired += 1
            action, anchor = work[0]
            following: list[tuple[Action, Item]] = []
            for target in self._targets(action, anchor):
                value = self._new_value(action, target)
                if value is not None and self._evaluation.write(target, value):
                    self._evaluation.run()
                    following += self._hanging_on(target)
            work = following + work[1:]

    def _targets(self, action: Action, anchor: Item) -> list[Item]:
        """Find what *action* sets: in the anchor's own instances where it can be.

        A path with a condition in brackets is followed as written.
        """
        if "[" in action.path.source:
            nodes = action.path.nodes(self._evaluation.context(anchor))
            found = [typing.cast("Item | None", node.place) for node in nodes]
            return [one for one in found if one is not None and _is_leaf(one)]
        shared = 0
        for ours, theirs in zip(anchor.field.steps, action.target.steps, strict=False):
            if ours != theirs:
                break
            shared += 1
        scope = above(anchor, min(shared, len(anchor.field.steps)))
        return [one for one in places(scope, action.target) if _is_leaf(one)]

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


def _is_leaf(one: Item) -> bool:
    return one.kind not in CONTAINERS


def _is_within(field: Field, outer: Field) -> bool:
    one: Field | None = field
    while one is not None:
        if one is outer:
            return True
        one = one.parent
    return False
