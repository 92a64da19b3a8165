"""What there is to work out about each field of a form, and what that reads."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from intake.forms.definition import SELECTS, local
from intake.forms.xpath import Context, Environment, ExpressionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from intake.forms.check import Reading
    from intake.forms.definition import Control, Field
    from intake.forms.itext import Itext, Wording
    from intake.forms.xpath import Analysis, Expression


class Aspect(StrEnum):
    """What a rule works out."""

    RELEVANT = "relevant"
    COUNT = "count"
    CALCULATE = "value"
    CHOICES = "choices"
    READONLY = "readonly"
    REQUIRED = "required"
    CONSTRAINT = "constraint"
    WORDS = "words"


_SPOKEN = frozenset({"jr:choice-name", "jr:itext", "choice-name", "itext"})
_POSITION_OF = re.compile(r"position\($")
_OF_PLACES = frozenset({"position", "once"})
# What asks whether a node is there, and not what stands in it.
_PRESENCE = re.compile(r"\b(?:count|position|last|boolean|not|name|local-name)\($")
# As far as one must look back for the name of a call.
_BACK = len("-local-name(")


@dataclass(slots=True, eq=False)
class Rule:
    """One thing to work out about one field.

    ``expression`` is None for words, which are worked out when somebody looks.
    ``volatile`` says that the clock or chance has a part in it, ``spoken`` that the
    language has, ``circular`` that it leads back to itself, ``alone`` that no repeat
    gives the field more than one place. ``rank`` is its turn.
    ``reads`` are paths, each with the number of steps shared; ``places`` are paths
    whose value does not matter: those of position(), and the own one of once();
    ``texts`` are paths whose text does, which for a group is that of all its questions.
    """

    field: Field
    aspect: Aspect
    expression: Expression | None
    volatile: bool = False
    spoken: bool = False
    circular: bool = False
    alone: bool = False
    rank: int = 0
    reads: list[tuple[str, int]] = dataclasses.field(default_factory=list)
    places: set[str] = dataclasses.field(default_factory=set)
    texts: set[str] = dataclasses.field(default_factory=set)


def rules_of(fields: Iterable[Field], itext: Itext, reading: Reading) -> list[Rule]:
    """Give everything there is to work out about *fields*, in their order.

    What never changes is no rule: it is noted in the field.
    """
    gatherer = _Gatherer(itext, reading, tuple(itext.quoted_in_choices()))
    for one in fields:
        gatherer.add(one)
    return gatherer.found


@dataclass(slots=True)
class _Gatherer:
    """Gathers rules field by field."""

    itext: Itext
    reading: Reading
    choice_words: tuple[Expression, ...]
    found: list[Rule] = dataclasses.field(default_factory=list)

    def add(self, one: Field) -> None:
        """Make the rules of the field *one*."""
        bind = one.bind
        for aspect, source in (
            (Aspect.RELEVANT, bind.relevant),
            (Aspect.CALCULATE, bind.calculate),
            (Aspect.READONLY, bind.readonly),
            (Aspect.REQUIRED, bind.required),
            (Aspect.CONSTRAINT, bind.constraint),
        ):
            if source is not None:
                self._rule(one, aspect, source)
        if one.series is not None and one.series.count is not None:
            self._rule(one, Aspect.COUNT, one.series.count)
        control = one.control
        if control is None:
            return
        if control.kind in SELECTS:
            self._choices(one, control)
        wordings = [bind.constraint_message, bind.required_message]
        wordings += [control.label, control.hint, *control.sections]
        quoted = list(self._quoted(wordings))
        if quoted:
            rule = Rule(one, Aspect.WORDS, None)
            for source in quoted:
                self._read(rule, source, one)
            self.found.append(rule)

    def _choices(self, one: Field, control: Control) -> None:
        itemset = control.itemset
        rule = Rule(one, Aspect.CHOICES, itemset.nodeset if itemset else None)
        for _, _, held in control.search.conditions if control.search else ():
            self._read(rule, held, one)
        if itemset is not None:
            found = self._read(rule, itemset.nodeset, one)
            for reference in found.references:
                if not reference.instance:
                    # Choices out of a repeat: what stands in it counts as well.
                    for name in (itemset.value, itemset.label):
                        path = f"{local(reference.path)}/{local(name)}"
                        rule.reads.append((path, 0))
            if itemset.label_itext:
                for source in self.choice_words:
                    self._read(rule, source, one)
        for source in self._quoted([option.label for option in control.options]):
            self._read(rule, source, one)
        if itemset is not None or control.options:
            self.found.append(rule)

    def _rule(self, one: Field, aspect: Aspect, source: Expression) -> None:
        rule = Rule(one, aspect, source)
        found = self._read(rule, source, one)
        if found.constant and _is_noted(one, aspect, source):
            return
        rule.spoken = bool(found.functions & _SPOKEN)
        if aspect is Aspect.CONSTRAINT:
            # It is held against the answer, whether or not it names it.
            rule.reads.append((local(one.path), len(one.steps)))
        self.found.append(rule)

    def _quoted(self, wordings: Iterable[Wording | None]) -> Iterator[Expression]:
        for wording in wordings:
            if wording is None:
                continue
            yield from (one for one in wording.pieces if not isinstance(one, str))
            if wording.expression is not None:
                yield wording.expression
            yield from self.choice_words if wording.worked_out_id else ()
            if wording.id:
                yield from self.itext.expressions(wording.id)

    def _read(self, rule: Rule, source: Expression, context: Field) -> Analysis:
        found = self.reading.analysed(source, context.path)
        # What stands in a condition is looked at for every node that is weighed there.
        everywhere = "indexed-repeat" in found.functions or any(
            one.conditional and not one.instance for one in found.references
        )
        for reference in found.references:
            if reference.instance:
                continue
            path = local(reference.path)
            shared = reference.kept
            if not shared and not everywhere:
                # An absolute path keeps to the repeat instances it starts in, but
                # its last step means all instances.
                steps = path[1:].split("/")
                shared = min(shared_steps(steps, context.steps), len(steps) - 1)
            rule.reads.append((path, shared))
            if (
                rule.aspect is not Aspect.CHOICES
                and "indexed-repeat" not in found.functions
                and not _PRESENCE.search(_before(source, reference.position))
            ):
                rule.texts.add(path)
            if found.functions & _OF_PLACES and _is_place(source, reference.position):
                rule.places.add(path)
        if found.positional and context.series is not None:
            here = local(context.path)
            rule.reads.append((here, len(context.steps)))
            rule.places.add(here)
        rule.volatile = rule.volatile or found.volatile
        return found


def _is_noted(one: Field, aspect: Aspect, source: Expression) -> bool:
    """Note in the field what never changes; most rules of most forms are true()."""
    if aspect not in (Aspect.READONLY, Aspect.REQUIRED):
        return False
    try:
        held = source.holds(Context(Environment()))
    except ExpressionError:
        return False
    if aspect is Aspect.READONLY:
        one.readonly = held
    else:
        one.required = held
    return True


def _is_place(source: Expression, position: int) -> bool:
    """Tell whether only the place of the node that is named there counts."""
    once = source.source.startswith("once", position)
    return once or bool(_POSITION_OF.search(_before(source, position)))


def _before(source: Expression, position: int) -> str:
    """Give the few signs before a place; an expression may name thousands of places."""
    text, end = source.source, position
    while end and text[end - 1].isspace():
        end -= 1
    return text[max(0, end - _BACK) : end]


def shared_steps(first: Sequence[str], second: Sequence[str]) -> int:
    """Count the leading steps that two places have in common."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count
