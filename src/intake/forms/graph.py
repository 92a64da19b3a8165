"""What depends on what in a form, worked out once, with loops found and named.

A ``Rule`` is one thing to work out about one field: whether it is relevant, its
calculated value, its choices. ``Graph`` puts rules in an order in which everything is
known before it is needed, and tells which rules a changed field concerns, and from
which ancestor down (``Reach``).
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from intake.forms.circles import components
from intake.forms.definition import SELECTS, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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


# These change what other rules see; a loop of the latter two is a fault.
_CHANGING = frozenset({Aspect.CALCULATE, Aspect.CHOICES, Aspect.RELEVANT, Aspect.COUNT})
_BINDING = frozenset({Aspect.RELEVANT, Aspect.CALCULATE})


# Paths with * or // are held against every field; a form that needs more is an attack.
MOST_LOOKED = 20_000_000
_COLUMNS = {Aspect.CALCULATE: "calculation", Aspect.READONLY: "read_only"}
_SPOKEN = frozenset({"jr:choice-name", "jr:itext", "choice-name", "itext"})
_POSITION_OF = re.compile(r"position\(\s*$")


@dataclass(slots=True, eq=False)
class Rule:
    """One thing to work out about one field.

    ``expression`` is None for words, which are worked out when somebody looks.
    ``volatile`` says that the clock or chance has a part in it, ``spoken`` that the
    language has, ``circular`` that it leads back to itself. ``rank`` is its turn.
    ``reads`` are paths, each with the number of steps shared; ``places`` are paths
    whose value does not matter: those of position(), and the own one of once().
    """

    field: Field
    aspect: Aspect
    expression: Expression | None
    volatile: bool = False
    spoken: bool = False
    circular: bool = False
    rank: int = 0
    reads: list[tuple[str, int]] = dataclasses.field(default_factory=list)
    places: set[str] = dataclasses.field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Reach:
    """A rule that reads a field, and how much of the path they share.

    ``shared`` counts the leading steps that are the same nodes for both: with the
    value 2, a change in /data/people[3]/age concerns the rule below /data/people[3]
    only; with 1, below /data, in all people.
    """

    rule: Rule
    shared: int


@dataclass(frozen=True, slots=True)
class Graph:
    """The rules of a form in their order.

    ``readers`` gives, by path of a field, the rules that read it. ``series`` gives,
    by path of a repeat, the rules outside of an instance that an instance coming or
    going concerns; ``inside`` the rules of all fields from a path down.
    """

    rules: tuple[Rule, ...]
    readers: Mapping[str, tuple[Reach, ...]]
    series: Mapping[str, tuple[Reach, ...]]
    inside: Mapping[str, tuple[Rule, ...]]


def build(fields: Iterable[Field], itext: Itext, reading: Reading) -> Graph:
    """Order all rules of *fields*; note loops as faults in *reading*."""
    listed = list(dict.fromkeys(fields))
    maker = _Maker({local(one.path): one for one in listed}, itext, reading)
    for one in listed:
        maker.add(one)
    maker.connect()
    if maker.looked > MOST_LOOKED:
        reading.complain(
            None,
            "The form has too many paths with * or //.",
            "Name the questions that are meant.",
        )
        return maker.graph()
    maker.find_loops()
    maker.rank()
    return maker.graph()


class _Maker:
    def __init__(
        self, by_local: Mapping[str, Field], itext: Itext, reading: Reading
    ) -> None:
        self.by_local = by_local
        self.itext = itext
        self.reading = reading
        self.wild: dict[str, list[Field]] = {}
        self.looked = 0
        self.rules: list[Rule] = []
        self.readers: dict[str, list[Reach]] = defaultdict(list)
        self.next: dict[Rule, list[tuple[Rule, int]]] = defaultdict(list)
        self.choice_words = tuple(itext.quoted_in_choices())

    # --- rules

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
        quoted = list(self._quoted(one))
        if quoted:
            rule = Rule(one, Aspect.WORDS, None)
            for source in quoted:
                self._read(rule, source, one)
            self.rules.append(rule)

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
        if itemset is not None or control.options:
            self.rules.append(rule)

    def _rule(self, one: Field, aspect: Aspect, source: Expression) -> None:
        rule = Rule(one, aspect, source)
        found = self._read(rule, source, one)
        rule.spoken = bool(found.functions & _SPOKEN)
        if aspect is Aspect.CONSTRAINT:
            # It is held against the answer, whether or not it names it.
            rule.reads.append((local(one.path), len(one.steps)))
        self.rules.append(rule)

    def _quoted(self, one: Field) -> Iterator[Expression]:
        control, bind = one.control, one.bind
        wordings: list[Wording | None] = [
            bind.constraint_message,
            bind.required_message,
        ]
        if control is not None:
            wordings += [control.label, control.hint, *control.sections]
            wordings += [option.label for option in control.options]
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
        here = local(context.path)
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
                shared = min(_common(path, here), path.count("/") - 1)
            rule.reads.append((path, shared))
            before, after = (
                source.source[: reference.position],
                source.source[reference.position :],
            )
            if _POSITION_OF.search(before) or after.startswith("once"):
                rule.places.add(path)
        if found.positional and context.series is not None:
            rule.reads.append((here, len(context.steps)))
            rule.places.add(here)
        rule.volatile = rule.volatile or found.volatile
        return found

    # --- edges

    def connect(self) -> None:
        """Find for every field the rules that read it, and for rules their next."""
        changers: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            path = local(rule.field.path)
            if rule.aspect in _CHANGING:
                changers[path].append(rule)
        for rule in self.rules:
            for path, shared in dict.fromkeys(rule.reads):
                for read in self._matching(path):
                    depth = len(read.steps)
                    limit = depth - 1 if read.series is not None else depth
                    own = _common(local(read.path), local(rule.field.path))
                    reach = min(shared, limit, own) if shared else 0
                    if read.series is not None and shared == depth:
                        reach = depth
                    if path in rule.places and read.series is None:
                        continue
                    self.readers[read.path].append(Reach(rule, reach))
                    if path in rule.places and rule.field is read:
                        continue
                    self._follow(rule, read, reach, changers)

    def _follow(
        self, rule: Rule, read: Field, reach: int, changers: dict[str, list[Rule]]
    ) -> None:
        for changer in changers[local(read.path)]:
            self.next[changer].append((rule, reach))
        above = read.parent
        while above is not None:
            for changer in changers[local(above.path)]:
                if changer.aspect in (Aspect.RELEVANT, Aspect.COUNT):
                    self.next[changer].append((rule, reach))
            above = above.parent

    def _matching(self, path: str) -> Iterable[Field]:
        if "*" not in path:
            found = self.by_local.get(path)
            return () if found is None else (found,)
        if path in self.wild:
            return self.wild[path]
        self.looked += len(self.by_local)
        if self.looked > MOST_LOOKED:
            return ()
        pattern = re.escape(path).replace(r"\*\*", ".*").replace(r"\*", "[^/@]+")
        match = re.compile(pattern.replace("/.*/", "/(?:.*/)?")).fullmatch
        self.wild[path] = [one for name, one in self.by_local.items() if match(name)]
        return self.wild[path]

    # --- loops

    def find_loops(self) -> None:
        """Note every loop of rules that can never be worked out, by its questions."""
        for rule in self.rules:
            if rule.aspect in (Aspect.READONLY, Aspect.REQUIRED) and any(
                path == local(rule.field.path) and shared != 0
                for path, shared in rule.reads
            ):
                self._complain([rule])
        links = {
            rule: [
                other
                for other, reach in self.next[rule]
                if other.aspect in _BINDING and not _elsewhere(rule, other, reach)
            ]
            for rule in self.rules
            if rule.aspect in _BINDING
        }
        for group in components(links):
            alone = len(group) == 1
            if alone and group[0] not in links[group[0]]:
                continue
            if not alone and all(one.aspect is Aspect.RELEVANT for one in group):
                # Two questions that hide each other: JavaRosa lets them.
                continue
            self._complain(group)

    def _complain(self, group: list[Rule]) -> None:
        names = list(dict.fromkeys(rule.field.name for rule in group))
        column = _COLUMNS.get(group[0].aspect, group[0].aspect.value)
        what = (
            f"The question {names[0]} depends on itself."
            if len(names) == 1
            else f"The questions {', '.join(sorted(names))} depend on each other."
        )
        self.reading.add(
            group[0].field.path, None, column, what, "Break the circle in one of them."
        )

    # --- order

    def rank(self) -> None:
        """Give every rule its turn: what others need comes first."""
        order = {rule: index for index, rule in enumerate(self.rules)}
        links = {
            rule: sorted({other for other, _ in self.next[rule]}, key=order.__getitem__)
            for rule in self.rules
        }
        rank = len(self.rules)
        for group in components(links):
            for rule in sorted(group, key=order.__getitem__, reverse=True):
                rank -= 1
                rule.rank = rank
                rule.circular = len(group) > 1 or rule in links[rule]
        self.rules.sort(key=lambda rule: rule.rank)

    def graph(self) -> Graph:
        """Give what was found."""
        series: dict[str, list[Reach]] = {}
        inside: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            one: Field | None = rule.field
            while one is not None:
                inside[one.path].append(rule)
                one = one.parent
        for one in self.by_local.values():
            if one.series is None:
                continue
            start = local(one.path) + "/"
            depth = len(one.steps)
            found = list(self.readers.get(one.path, ()))
            for path, reaches in self.readers.items():
                if local(path).startswith(start):
                    found += [reach for reach in reaches if reach.shared < depth]
            series[one.path] = list(dict.fromkeys(found))
        return Graph(
            rules=tuple(self.rules),
            readers={
                path: tuple(dict.fromkeys(found))
                for path, found in self.readers.items()
            },
            series={path: tuple(found) for path, found in series.items()},
            inside={path: tuple(found) for path, found in inside.items()},
        )


def _elsewhere(rule: Rule, other: Rule, reach: int) -> bool:
    """Whether *other* reads *rule*'s field in another instance of a repeat of both."""
    one: Field | None = rule.field
    shared = _common(local(rule.field.path), local(other.field.path))
    while one is not None:
        depth = len(one.steps)
        if one.series is not None and reach < depth <= shared:
            return True
        one = one.parent
    return False


def _common(first: str, second: str) -> int:
    count = 0
    for one, other in zip(
        first.strip("/").split("/"), second.strip("/").split("/"), strict=False
    ):
        if one != other:
            break
        count += 1
    return count
