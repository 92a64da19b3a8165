"""Keeps a session true: after every change, whatever depends on it is worked out anew.

Only rules that read what changed are run, each below the ancestor that it shares with
the change, in the order that the form's graph gives. Answers of questions that are
not relevant stay where they are, but expressions do not see them.
"""

from __future__ import annotations

import math
import random
from collections import deque
from typing import TYPE_CHECKING, TypeVar

from intake.forms.agenda import Agenda
from intake.forms.answers import fitted
from intake.forms.changes import Change, ValueChange
from intake.forms.choices import Offers
from intake.forms.definition import CONTAINERS, Kind
from intake.forms.external import Instances
from intake.forms.journal import Outcome
from intake.forms.rules import Aspect, Rule
from intake.forms.speech import Speech
from intake.forms.troubles import Troubles
from intake.forms.whereabouts import above, below, find, first_or_ghost, places
from intake.forms.xpath import (
    Context,
    Environment,
    ExpressionError,
    TooComplex,
    TooLong,
)
from intake.forms.xpath.code import LONGEST_TEXT
from intake.forms.xpath.days import DayNumber, whole
from intake.forms.xpath.values import Moment, to_string, zone_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from intake.forms.definition import Form
    from intake.forms.item import Item
    from intake.forms.shown import Unplaced
    from intake.forms.tree import Node
    from intake.forms.xpath import Expression

# A rule that runs oftener in a deed is in a circle no check refuses; it then stays.
TURNS = 200
# No deed looks at more nodes than this; the largest real forms look at some 100,000.
WORK = 20_000_000

T = TypeVar("T")


class Evaluation:
    """The working of one session: the environment, what waits, what changed.

    ``changes`` are those of the present deed, ``counted`` the repeats whose number of
    instances it has settled, ``spent`` the nodes it has looked at, ``outcomes`` what it
    found out that cannot be found out again. ``recall`` holds the outcomes of a deed
    that is told again. ``unplaced`` is what the form has no place for. ``planted``
    counts all items ever made. ``given`` are the places that loading set, with what
    they held. ``restoring`` is on while a deed is taken back: calculations then rest,
    as their results come back too. ``refusing`` is on while a deed may be refused.
    """

    def __init__(
        self,
        form: Form,
        now: Callable[[], datetime],
        language: str,
        properties: Mapping[str, str],
    ) -> None:
        """Prepare to work out *form*; nothing is worked out yet."""
        self.form = form
        self.language = language or form.default_language
        self.speech = Speech(self)
        self.environment = Environment(
            instances=Instances(form.sources),
            now=now,
            zone=zone_of(now()),
            random=random.Random(0),  # noqa: S311 - each deed brings its own
            language=self.language,
            itext=self.speech.itext,
            choice_name=self.speech.choice_name,
            properties=properties,
            version=form.version,
        )
        self.offers = Offers(self)
        self.root: Item
        self.unplaced: tuple[Unplaced, ...] = ()
        self.seed = ""
        self.changes: list[Change] = []
        self.changed: set[Item] = set()
        self.outcomes: list[Outcome] = []
        self.recall: dict[tuple[str, str], deque[str]] | None = None
        self.restoring = self.keep_volatile = False
        self.restored = self.refusing = False
        self.troubles = Troubles()
        self.adjust: Callable[[Item, int], None] = lambda _series, _count: None
        self.counted: set[Item] = set()
        self.given: dict[Item, str] = {}
        self.spent = 0
        self.planted = 0
        self.agenda = Agenda(form.graph)
        self._alone: dict[int, list[Item]] = {}
        self._told: set[Item] = set()

    # --- writing

    def write(self, item: Item, raw: str) -> bool:
        """Give *item* the answer *raw*; tell whether that is a change."""
        if raw == item.raw:
            return False
        self.changes.append(ValueChange(item, item.raw, raw))
        item.raw = raw
        self.settle(item)
        return True

    def settle(self, item: Item) -> None:
        """Let expressions see the answer of *item*, less what is not offered."""
        text = item.raw
        if text:
            text = self.offers.keep(item, text)
        if text != item.node.text:
            item.node.text = text
            self.changed.add(item)
            self.touch(item)

    def touch(self, item: Item) -> None:
        """Let every rule that reads *item* wait for its turn."""
        for reach in self.form.graph.readers.get(item.field.path, ()):
            self.agenda.push(reach.rule, above(item, reach.shared))

    def speak(self, language: str) -> None:
        """Use *language* from now on, also in what was worked out before."""
        self.language = self.environment.language = language
        self.changes = []
        self.outcomes = []
        self.agenda.push_spoken(self.root)
        self.run()

    def run(self) -> None:
        """Work out everything that waits, in order, until nothing waits."""
        turns: dict[int, int] = {}
        following, alone = self.agenda.next, self._alone
        while (due := following()) is not None:
            rule, scopes = due
            targets = alone.get(rule.rank) or self._targets(rule, scopes)
            turn = turns[rule.rank] = turns.get(rule.rank, 0) + 1
            if turn <= TURNS or turn <= TURNS + 4 * len(targets):
                for item in targets:
                    self._apply(rule, item)

    def _targets(self, rule: Rule, scopes: Iterable[Item]) -> list[Item]:
        """Give every place of the rule's field below the *scopes*, each once."""
        if rule.alone:
            found = self._alone[rule.rank] = places(self.root, rule.field)
            return found
        series = rule.aspect in (Aspect.COUNT, Aspect.WORDS)
        groups = [places(scope, rule.field, series=series) for scope in scopes]
        if len(groups) == 1:
            return groups[0]
        return list(dict.fromkeys(item for group in groups for item in group))

    # --- rules

    def _apply(self, rule: Rule, item: Item) -> None:  # noqa: C901, PLR0912 - one branch a rule
        match rule.aspect:
            case Aspect.RELEVANT:
                last = item.own_relevant  # what fails leaves things as they are
                self._set_relevant(item, self._truth(rule, item, default=last))
            case Aspect.CALCULATE:
                self._calculate(rule, item)
            case Aspect.READONLY:
                readonly = self._truth(rule, item, default=item.own_readonly)
                if readonly != item.own_readonly:
                    item.own_readonly = readonly
                    self.changed.update(below(item))
            case Aspect.REQUIRED:
                required = self._truth(rule, item, default=item.own_required)
                if required != item.own_required:
                    item.own_required = required
                    self.changed.add(item)
            case Aspect.CONSTRAINT:
                last = item.constraint_met
                met = not item.node.text or self._truth(rule, item, default=last)
                if met != item.constraint_met:
                    item.constraint_met = met
                    self.changed.add(item)
            case Aspect.CHOICES:
                item.forget_choices()
                self.changed.add(item)
                for reach in self.form.graph.readers.get(item.field.path, ()):
                    if reach.rule.spoken:  # it may ask for the name of a choice
                        self.agenda.push(reach.rule, above(item, reach.shared))
                if item.raw:
                    self.settle(item)
            case Aspect.WORDS:
                self._forget_words(item)
            case Aspect.COUNT:
                series = item.parent if item.kind is Kind.INSTANCE else item
                if series is not None and not self.restoring:
                    self._count(rule, series)

    def _forget_words(self, item: Item) -> None:
        for one in (item, *item.instances):
            one.forget_words()
            self.changed.add(one)
        if item.kind is Kind.INSTANCE and item.parent is not None:
            # The heading of a series is that of its first instance.
            item.parent.forget_words()
            self.changed.add(item.parent)

    def _calculate(self, rule: Rule, item: Item) -> None:
        if self.restoring or (rule.volatile and item.raw and self._is_kept(item)):
            return
        given = item in self.given and not rule.reads
        if given or item.kind in CONTAINERS or rule.expression is None:
            return
        value = self.found_out(
            item, Aspect.CALCULATE, rule.expression, volatile=rule.volatile
        )
        if value is not None and not self.write(item, value):
            self._recount(item)

    def _recount(self, item: Item) -> None:
        """Let a repeat that counts itself look again, though its count is the same.

        It may have wanted one more since it last grew.
        """
        for reach in self.form.graph.readers.get(item.field.path, ()):
            if reach.rule.aspect is Aspect.COUNT and reach.rule.circular:
                self.agenda.push(reach.rule, above(item, reach.shared))

    def _is_kept(self, item: Item) -> bool:
        """Whether a value of chance stays when the form is worked out again."""
        return self.keep_volatile or (item.field.name == "instanceID" and self.restored)

    def found_out(
        self, item: Item, aspect: str, expression: Expression, *, volatile: bool
    ) -> str | None:
        """Work out a value for *item*, or recall it; None leaves things as they are."""
        if not volatile:
            return self.value(item, expression, aspect)
        recalled = self.recalled(item, aspect)
        if recalled is not None or self.recall is not None:
            return recalled
        value = self.value(item, expression, aspect)
        self.outcomes.append(Outcome(item.ref, aspect, value))
        return value

    def recalled(self, item: Item, aspect: str) -> str | None:
        """Give what was found out when this deed was first done, and note it again."""
        if self.recall is None:
            return None
        queue = self.recall.get((item.ref, aspect))
        if not queue:
            return None
        value = queue.popleft()
        self.outcomes.append(Outcome(item.ref, aspect, value))
        return value

    def value(self, item: Item, expression: Expression, aspect: str) -> str:
        """Work out *expression* at *item*, as the type of the item stores it."""
        try:
            found = self._worked_out(expression.evaluate, item.node, item.position)
            text = to_string(found)
            self.spent += len(text) >> 3
            if len(text) > LONGEST_TEXT:
                raise TooLong
        except ExpressionError as error:
            if self.refusing and isinstance(error, TooLong):
                raise
            self.troubles.note(item, aspect, error)
            return ""
        if isinstance(found, float) and math.isnan(found):
            return ""
        if isinstance(found, Moment):
            if found.at is None:
                return ""
            text = found.clock() if item.type == "time" else text
        if isinstance(found, DayNumber):
            text = to_string(whole(found))  # days of the calendar, as JavaRosa
        return fitted(item, text)

    def _truth(self, rule: Rule, item: Item, *, default: bool) -> bool:
        if rule.expression is None:
            return default
        if rule.volatile:
            recalled = self.recalled(item, rule.aspect)
            if recalled is not None:
                return recalled == "true"
        try:
            found = self._worked_out(rule.expression.holds, item.node, item.position)
        except ExpressionError as error:
            self.troubles.note(item, rule.aspect, error)
            return default
        if self.troubles.present:
            self.troubles.mended(item, rule.aspect)
        if rule.volatile:
            text = "true" if found else "false"
            self.outcomes.append(Outcome(item.ref, rule.aspect, text))
        return found

    def _count(self, rule: Rule, series: Item) -> None:
        if rule.circular:
            # "One more until the last one says stop" would never stop by itself: one
            # deed lets such a series grow once, then it is for a person to go on.
            if series in self.counted:
                return
            self.counted.add(series)
        wanted = self.wanted(series)
        if wanted is not None:
            self.adjust(series, wanted)

    def wanted(self, series: Item) -> int | None:
        """Give the number of instances that the form wants of *series*, if it does."""
        count = series.field.series.count if series.field.series else None
        if count is None:
            return None
        try:
            number = self._worked_out(count.number, first_or_ghost(series))
        except ExpressionError as error:
            self.troubles.note(series, Aspect.COUNT, error)
            return None
        if math.isnan(number):
            # A count that becomes blank says nothing: what is there stays.
            return None if series in self._told else 0
        self._told.add(series)
        return int(max(0, min(number, 1e6)))

    def _worked_out(
        self, work: Callable[[Context], T], node: Node, position: int = 0
    ) -> T:
        """Do one piece of *work* at *node*, unless this deed has had its share.

        A bare position() means, as in JavaRosa, the *position* of a repeat instance.
        """
        if self.spent > WORK:
            raise TooComplex(
                what="The form takes too long to work out.",
                mend="Make its paths exact; avoid // and conditions inside conditions.",
            )
        context = Context(self.environment, node, position or 1)
        try:
            return work(context)
        finally:
            self.spent += self.environment.budget - context.left

    def context(self, item: Item) -> Context:
        """Give the standpoint of *item* for an expression."""
        return Context(self.environment, item.node)

    def find(self, ref: str) -> Item | None:
        """Give the place *ref*, "/data/people[2]/name", or None."""
        return find(self.root, ref)

    # --- relevance

    def _set_relevant(self, item: Item, own: bool) -> None:  # noqa: FBT001 - the value itself
        if own == item.own_relevant:
            return
        item.own_relevant = own
        self.spread_relevance(item)

    def spread_relevance(self, item: Item) -> None:
        """Work out what of *item* and below is asked, from what is above."""
        above_it = item.parent
        stack = [(item, above_it.node.relevant if above_it is not None else True)]
        while stack:
            one, given = stack.pop()
            if one.kind is Kind.REPEAT:
                self.changed.add(one)
                stack += [(instance, given) for instance in one.instances]
                continue
            relevant = given and one.own_relevant
            if relevant == one.node.relevant:
                continue
            one.node.relevant = relevant
            self.changed.add(one)
            if one.kind is Kind.INSTANCE and one.parent is not None:
                self.changed.add(one.parent)
            self.touch(one)
            stack += [(part, relevant) for part in one.parts.values()]

    def series_relevant(self, series: Item) -> bool:
        """Whether a repeat is asked: as any instance is, or as a first one would be."""
        if series.instances:
            return any(one.node.relevant for one in series.instances)
        parent = series.parent
        if parent is not None and not parent.node.relevant:
            return False
        rule = series.field.bind.relevant
        if rule is None:
            return True
        try:
            return rule.holds(Context(self.environment, first_or_ghost(series)))
        except ExpressionError:
            return True
