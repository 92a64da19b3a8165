"""Carries out the steps of an interview: a first time, or again as they are told.

A step that is carried out for the first time finds out what it needs from the clock,
from chance and from the form's own actions, and keeps it. Told again, it takes all that
from what it kept, so the same steps always give the same state.
"""

from __future__ import annotations

import random
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from intake.domain.errors import AnswerRefused
from intake.domain.record import Missing
from intake.forms.actions import Event
from intake.forms.answers import stored
from intake.forms.changes import Change, LeftChange, Moved, Went
from intake.forms.definition import CONTAINERS, SELECTS, Kind
from intake.forms.events import Events
from intake.forms.growth import move, plant, set_count, sprout, take
from intake.forms.item import Item
from intake.forms.journal import Deed, Outcome, Step
from intake.forms.leftovers import followed, left
from intake.forms.preload import preloaded
from intake.forms.reversal import do_again, mark, note, take_back
from intake.forms.shown import Unplaced
from intake.forms.submission import left_over, read_instance
from intake.forms.whereabouts import below
from intake.forms.xpath import TooLong

if TYPE_CHECKING:
    from intake.forms.evaluation import Evaluation

PRELOAD = "preload"


class Telling:
    """The steps of one session and what they have led to.

    ``done`` and ``undone`` hold the changes of each deed, for undo and redo.
    """

    def __init__(self, evaluation: Evaluation, chance: random.Random) -> None:
        """Tell nothing yet; *chance* seeds whatever is left to chance."""
        self.steps: list[Step] = []
        self.done: list[list[Change]] = []
        self.undone: list[list[Change]] = []
        self._evaluation = evaluation
        self._chance = chance
        self._events = Events(evaluation)
        evaluation.adjust = self._adjust

    @property
    def unplaced(self) -> tuple[Unplaced, ...]:
        """What the form has no place for."""
        return self._evaluation.unplaced

    # --- a first time

    def begin(self, step: Step) -> None:
        """Make the tree and do all that the form asks for when it is loaded."""
        evaluation = self._evaluation
        evaluation.seed = step.value
        evaluation.environment.random = random.Random(step.value)  # noqa: S311 - seeded from the session's own
        start = evaluation.form.start
        if step.source:
            source = step.source.encode()
            start = read_instance(evaluation.form, source, revision=step.revision)
            found = left_over(evaluation.form, source)
            evaluation.unplaced = tuple(Unplaced(*one) for one in found)
            evaluation.restored = True
        root = plant(evaluation, start)
        for item in below(root):
            if not step.source or (step.revision and _is_blank_id(item)):
                self._preload(item)
        self._events.begin()
        events = {Event.LOAD} if step.source else {Event.FIRST_LOAD, Event.LOAD}
        self._events.load(root, events)
        evaluation.agenda.push_inside(root)
        evaluation.run()
        self._events.settle()
        evaluation.changed = set(below(root))
        evaluation.changes = []
        self.steps.append(replace(step, outcomes=tuple(evaluation.outcomes)))

    def do(self, step: Step) -> Step:
        """Carry out *step* and give it with all that was found out.

        Raises AnswerRefused, with everything as before, if too long a text follows.
        """
        evaluation = self._evaluation
        evaluation.changes = []
        evaluation.changed = set()
        evaluation.outcomes = []
        evaluation.counted = set()
        evaluation.spent = 0
        self._events.begin()
        if evaluation.recall is None:
            seed = self._chance.getrandbits(64)
            evaluation.environment.random = random.Random(seed)  # noqa: S311 - seeded from the session's own
        evaluation.refusing = evaluation.recall is None
        try:
            self._carry_out(step)
            evaluation.run()
            if step.deed not in (Deed.UNDO, Deed.REDO):
                self._events.follow()
        except TooLong as error:
            self._withdraw()
            why = "With this the form would make a text too long to be kept."
            raise AnswerRefused(why=why) from error
        finally:
            evaluation.refusing = False
        if step.deed not in (Deed.UNDO, Deed.REDO):
            self._leave_behind(followed(evaluation.unplaced, step))
            self.done.append(evaluation.changes)
            self.undone.clear()
        told = replace(step, outcomes=tuple(evaluation.outcomes))
        self.steps.append(told)
        return told

    def _withdraw(self) -> None:
        """Put back whatever the deed that is being done has changed."""
        evaluation = self._evaluation
        evaluation.refusing = False
        changes, evaluation.changes = evaluation.changes, []
        take_back(evaluation, changes)
        evaluation.changes = []
        evaluation.outcomes = []

    def _carry_out(self, step: Step) -> None:
        evaluation = self._evaluation
        match step.deed:
            case Deed.UNDO:
                changes = self.done.pop()
                take_back(evaluation, changes)
                self.undone.append(changes)
            case Deed.REDO:
                changes = self.undone.pop()
                do_again(evaluation, changes)
                self.done.append(changes)
            case _:
                item = evaluation.find(step.ref)
                if item is not None:
                    self._carry_out_at(item, step)

    def _carry_out_at(self, item: Item, step: Step) -> None:
        evaluation, series = self._evaluation, item.parent
        match step.deed:
            case Deed.ANSWER:
                self._answer(item, step.value)
            case Deed.MARK:
                mark(evaluation, item, Missing(step.value) if step.value else None)
            case Deed.NOTE:
                note(evaluation, item, step.value)
            case Deed.ADD:
                evaluation.counted.add(item)
                self._grown(sprout(evaluation, item))
            case Deed.REMOVE if series is not None:
                take(evaluation, Went(series, item, item.position - 1))
            case Deed.MOVE if series is not None:
                move(evaluation, Moved(series, item.position - 1, step.place - 1))
            case _:
                pass

    def _answer(self, item: Item, value: str) -> None:
        evaluation = self._evaluation
        if value:
            mark(evaluation, item, None)
        evaluation.write(item, value)

    def _adjust(self, series: Item, count: int) -> None:
        for instance in set_count(self._evaluation, series, count):
            self._grown(instance)

    def _grown(self, instance: Item) -> None:
        """Do what a form asks for in a new instance, before it is worked out."""
        for item in below(instance):
            self._preload(item)
        self._events.new_repeat(instance)

    def _preload(self, item: Item) -> None:
        evaluation = self._evaluation
        if not item.field.bind.preload:
            return
        value = evaluation.recalled(item, PRELOAD)
        if evaluation.recall is None:
            value = preloaded(evaluation, item)
            if value is not None:
                evaluation.outcomes.append(Outcome(item.ref, PRELOAD, value))
        if value is not None:
            evaluation.write(item, value)

    # --- again

    def tell_again(self, step: Step) -> None:
        """Do *step* as it was done before, or leave it where the form has no place."""
        evaluation = self._evaluation
        evaluation.recall = {}
        for outcome in step.outcomes:
            key = (outcome.ref, outcome.aspect)
            evaluation.recall.setdefault(key, deque()).append(outcome.value)
        evaluation.outcomes = []
        try:
            if step.deed is Deed.BEGIN:
                self.begin(step)
            elif step.deed is Deed.REVISE:
                self.revise(step)
            elif self._fits(step):
                self.do(step)
            else:
                self._leave(step)
        finally:
            evaluation.recall = None
        self.steps[-1] = step

    def revise(self, step: Step) -> None:
        """Work everything out anew, as a newer version of the form has it."""
        evaluation = self._evaluation
        evaluation.outcomes = []
        evaluation.changes = []
        evaluation.counted = set()
        evaluation.keep_volatile = True
        evaluation.agenda.push_inside(evaluation.root)
        evaluation.run()
        evaluation.keep_volatile = False
        self.done.append(evaluation.changes)
        self.undone.clear()
        self.steps.append(replace(step, outcomes=tuple(evaluation.outcomes)))

    def _fits(self, step: Step) -> bool:
        if step.deed is Deed.UNDO:
            return bool(self.done)
        if step.deed is Deed.REDO:
            return bool(self.undone)
        item = self._evaluation.find(step.ref)
        return item is not None and _fits_at(item, step)

    def _leave(self, step: Step) -> None:
        """Keep a step that has no place any more, so that undoing counts right."""
        self.steps.append(step)
        if step.deed in (Deed.UNDO, Deed.REDO):
            return
        evaluation = self._evaluation
        evaluation.changes = []
        item = evaluation.find(step.ref)
        label = "" if item is None else item.plain()
        self._leave_behind(left(evaluation.unplaced, step, label))
        if step.deed is Deed.ANSWER and item is not None and item.raw:
            # An earlier answer had its place, but this one replaced it.
            evaluation.write(item, "")
            evaluation.run()
        self.done.append(evaluation.changes)
        self.undone.clear()

    def _leave_behind(self, leftovers: tuple[Unplaced, ...]) -> None:
        evaluation = self._evaluation
        if leftovers != evaluation.unplaced:
            change = LeftChange(evaluation.unplaced, leftovers)
            evaluation.changes.append(change)
            evaluation.unplaced = leftovers


def _is_blank_id(item: Item) -> bool:
    return item.field.name == "instanceID" and not item.raw


def _fits_at(item: Item, step: Step) -> bool:
    match step.deed:
        case Deed.ANSWER:
            return item.kind not in CONTAINERS and _is_stored(item, step.value)
        case Deed.ADD:
            return item.kind is Kind.REPEAT
        case Deed.REMOVE:
            return item.kind is Kind.INSTANCE
        case Deed.MOVE:
            return item.kind is Kind.INSTANCE and 1 <= step.place <= item.count
        case Deed.MARK:
            return not step.value or step.value in frozenset(Missing)
        case _:
            return True


def _is_stored(item: Item, value: str) -> bool:
    if item.kind in SELECTS:
        return True  # what the list does not offer is kept there, and shown
    try:
        return stored(item.type, value) == value
    except AnswerRefused:
        return False
