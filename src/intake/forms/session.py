"""An interview in progress: every answer given, everything that follows from it.

A session is a form and the steps taken in it. Each deed changes the live items and
gives the new steps for the journal; ``Session.resume`` tells the steps again and comes
to the same state.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from intake.domain.errors import AnswerRefused, NoSuchQuestion
from intake.forms.answers import accepted, stored
from intake.forms.definition import CONTAINERS, Kind
from intake.forms.evaluation import Evaluation
from intake.forms.growth import is_full
from intake.forms.item import Item
from intake.forms.journal import Deed, Step
from intake.forms.markup import decoded
from intake.forms.rules import Aspect
from intake.forms.shown import Problem, Progress, Unplaced, Validity
from intake.forms.submission import write_instance
from intake.forms.telling import Telling
from intake.forms.whereabouts import below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from random import Random

    from intake.domain.record import Missing
    from intake.forms.definition import Form
    from intake.forms.xpath import ExpressionError

NO_PROPERTIES: Mapping[str, str] = MappingProxyType({})


class Session:
    """One interview with one form.

    ``root`` is the live item of the whole, ``language`` the one in which labels are
    read, as the form names it.
    """

    form: Form

    def __init__(
        self,
        form: Form,
        *,
        now: Callable[[], datetime],
        random: Random,
        language: str = "",
        properties: Mapping[str, str] = NO_PROPERTIES,
        instance: bytes = b"",
        revision: bool = False,
        steps: Iterable[Step] = (),
    ) -> None:
        """Begin an interview with *form*, or take one up where its *steps* left it.

        *now* gives aware datetimes, *random* all chance; both are asked only for what
        is new, and what they gave is in the steps. *properties* are what
        ``jr:preload="property"`` may take. *instance* is a submission to go on from
        instead of the form's own start; with *revision* it is to replace that one,
        whose id is kept as ``deprecatedID``. Raises FormFaulty if it is no XML.
        """
        self.form = form
        self._evaluation = Evaluation(form, now, language, properties)
        self._telling = Telling(self._evaluation, random)
        latest = ""
        for step in steps:
            latest = step.form or latest
            self._telling.tell_again(step)
        if not self._telling.steps:
            self._telling.begin(
                Step(
                    Deed.BEGIN,
                    value=f"{random.getrandbits(64):016x}",
                    form=form.digest,
                    source=decoded(instance, "submission"),
                    revision=revision,
                )
            )
        elif latest != form.digest:
            self._telling.revise(Step(Deed.REVISE, form=form.digest))
        self.root = self._evaluation.root
        self._evaluation.changed = set(below(self.root))

    @classmethod
    def resume(
        cls,
        form: Form,
        steps: Iterable[Step],
        *,
        now: Callable[[], datetime],
        random: Random,
        language: str = "",
        properties: Mapping[str, str] = NO_PROPERTIES,
    ) -> Session:
        """Take up an interview where its *steps* left it; no event happens again.

        With another version of the form, every value that still fits is kept, the rest
        is in ``unplaced``, and a REVISE step follows in ``steps``: store it too.
        """
        return cls(
            form,
            now=now,
            random=random,
            language=language,
            properties=properties,
            steps=steps,
        )

    # --- reading

    @property
    def steps(self) -> Sequence[Step]:
        """Every step so far, the first load among them."""
        return self._telling.steps

    @property
    def unplaced(self) -> tuple[Unplaced, ...]:
        """What the steps hold that the present form has no place for."""
        return self._telling.unplaced

    @property
    def language(self) -> str:
        """The language in which labels are read, as the form names it."""
        return self._evaluation.language

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the form."""
        return self.form.languages

    @property
    def changed(self) -> frozenset[str]:
        """The refs whose state the last deed changed; a series stands for its all."""
        return frozenset(item.ref for item in self._evaluation.changed)

    @property
    def errors(self) -> Mapping[tuple[str, str], ExpressionError]:
        """What could not be worked out, by path of the field and by rule."""
        return self._evaluation.troubles.errors

    def failing(self) -> Mapping[str, tuple[ExpressionError, ...]]:
        """Give, by ref, the rules of relevant places that cannot be worked out now.

        Such a rule leaves things as they were: a constraint that fails says nothing
        about the answer, so whoever checks an interview should be told.
        """
        found = {}
        for item, errors in self._evaluation.troubles.present.items():
            # What is blank has nothing for a constraint to judge.
            judged = [
                error
                for aspect, error in errors.items()
                if aspect != Aspect.CONSTRAINT or item.value
            ]
            if judged and item.relevant and self._evaluation.find(item.ref) is item:
                found[item.ref] = tuple(judged)
        return found

    @property
    def can_undo(self) -> bool:
        """Whether there is a deed to take back."""
        return bool(self._telling.done)

    @property
    def can_redo(self) -> bool:
        """Whether there is a deed to do again."""
        return bool(self._telling.undone)

    def get(self, ref: str) -> Item:
        """Give the place *ref*. Raises NoSuchQuestion."""
        found = self._evaluation.find(ref)
        if found is None:
            raise NoSuchQuestion(ref=ref)
        return found

    def problems(self) -> tuple[Problem, ...]:
        """Give every question that cannot stay as it is, in the order of the form."""
        return tuple(
            Problem(item.ref, item.validity, item.plain("message"), item.plain())
            for item in self._questions()
            if _is_problem(item)
        )

    def progress(self) -> Progress:
        """Count the relevant questions: asked, answered, to check."""
        asked = answered = to_check = 0
        for item in self._questions():
            if item.kind in (Kind.VALUE, Kind.NOTE):
                continue
            asked += 1
            answered += bool(item.value) or item.missing is not None
            to_check += _is_problem(item)
        return Progress(asked, answered, to_check)

    def submission(
        self, instance_id: str = "", *, ended: datetime | None = None
    ) -> bytes:
        """Give the ODK submission XML: relevant nodes only, as ODK Central takes it.

        *instance_id* takes the place of the session's own; *ended* goes where the form
        asks for the time of the end, which otherwise stays blank.
        """
        return write_instance(self.form, self.root, instance_id, ended)

    # --- deeds

    def answer(self, ref: str, value: str | None) -> tuple[Step, ...]:
        """Answer the question *ref*; None or "" clears.

        Raises AnswerRefused for what can't be an answer of its type, NoSuchQuestion.
        An answer that breaks the form's constraint is kept and shown as CONSTRAINT.
        """
        item = self.get(ref)
        text = accepted(item, value or "", self._evaluation.offers.values(item))
        return self._do(Step(Deed.ANSWER, item.ref, text))

    def mark(self, ref: str, missing: Missing | None) -> tuple[Step, ...]:
        """Say why the question *ref* has no answer, or take that back with None."""
        item = self.get(ref)
        return self._do(Step(Deed.MARK, item.ref, missing.value if missing else ""))

    def note(self, ref: str, text: str) -> tuple[Step, ...]:
        """Keep the interviewer's own note on *ref*; "" removes it."""
        item = self.get(ref)
        return self._do(Step(Deed.NOTE, item.ref, stored("string", text)))

    def add_repeat(self, ref: str) -> tuple[Step, ...]:
        """Add an instance at the end of the repeat *ref*. Raises AnswerRefused."""
        item = self.get(ref)
        inside = item.kind is Kind.INSTANCE and item.parent is not None
        series = item.parent if inside and item.parent else item
        if not series.can_add:
            raise AnswerRefused(why="The form itself says how many there are.")
        if is_full(self._evaluation, series):
            raise AnswerRefused(why="The interview is too large for one more.")
        place = len(series.instances) + 1
        return self._do(Step(Deed.ADD, series.ref, place=place))

    def remove_repeat(self, ref: str) -> tuple[Step, ...]:
        """Take the instance *ref* out; undo brings it back. Raises AnswerRefused."""
        item = self.get(ref)
        if not item.can_remove:
            raise AnswerRefused(why="This cannot be removed.")
        return self._do(Step(Deed.REMOVE, item.ref))

    def move_repeat(self, ref: str, to: int) -> tuple[Step, ...]:
        """Give the instance *ref* the 1-based position *to*. Raises AnswerRefused."""
        item = self.get(ref)
        if item.kind is not Kind.INSTANCE:
            raise AnswerRefused(why="Only one of several can be moved.")
        if not 1 <= to <= item.count:
            raise AnswerRefused(why="There is no such position.")
        return self._do(Step(Deed.MOVE, item.ref, place=to))

    def set_language(self, language: str) -> None:
        """Read labels in *language* from now on. This is no step.

        Raises AnswerRefused for a language that the form does not have.
        """
        if language not in self.form.languages:
            raise AnswerRefused(why="The form is not written in this language.")
        self._evaluation.speak(language)
        self._evaluation.changed = set(below(self.root))

    def undo(self) -> tuple[Step, ...]:
        """Take back the last deed that is not taken back; () if there is none."""
        return self._do(Step(Deed.UNDO)) if self.can_undo else ()

    def redo(self) -> tuple[Step, ...]:
        """Do again what was taken back last; () if there is nothing."""
        return self._do(Step(Deed.REDO)) if self.can_redo else ()

    def _do(self, step: Step) -> tuple[Step, ...]:
        return (self._telling.do(step),)

    def _questions(self) -> Iterator[Item]:
        """Give every relevant place that can hold an answer, as it is asked."""
        stack = [self.root]
        while stack:
            item = stack.pop()
            if item.kind is not Kind.REPEAT and not item.node.relevant:
                continue
            if item.kind in CONTAINERS:
                stack += reversed(item.children)
            else:
                yield item


def _is_problem(item: Item) -> bool:
    match item.validity:
        case Validity.OK:
            return False
        case Validity.REQUIRED:
            return item.missing is None
        case Validity.CONSTRAINT:
            return True
