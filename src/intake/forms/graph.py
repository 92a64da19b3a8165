"""What depends on what in a form, worked out once, with loops found and named.

``Graph`` puts the rules of a form in an order in which everything is known before it
is needed, and tells which rules a changed field concerns, and from which ancestor down
(``Reach``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.forms.circles import components
from intake.forms.definition import local
from intake.forms.model import walk
from intake.forms.rules import Aspect, Rule, rules_of, shared_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from intake.forms.check import Reading
    from intake.forms.definition import Field
    from intake.forms.itext import Itext


# These change what other rules see; a loop of the latter two is a fault.
_CHANGING = frozenset({Aspect.CALCULATE, Aspect.CHOICES, Aspect.RELEVANT, Aspect.COUNT})
_BINDING = frozenset({Aspect.RELEVANT, Aspect.CALCULATE})


# Paths with * or // are held against every field; a form that needs more is an attack.
MOST_LOOKED = 20_000_000
_COLUMNS = {Aspect.CALCULATE: "calculation", Aspect.READONLY: "read_only"}


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
    going concerns; ``inside`` the rules of all fields from a path down, less those
    that come to nothing in a new place.
    """

    rules: tuple[Rule, ...]
    readers: Mapping[str, tuple[Reach, ...]]
    series: Mapping[str, tuple[Reach, ...]]
    inside: Mapping[str, tuple[Rule, ...]]


def build(fields: Iterable[Field], itext: Itext, reading: Reading) -> Graph:
    """Order all rules of *fields*; note loops as faults in *reading*."""
    listed = list(dict.fromkeys(fields))
    by_local = {local(one.path): one for one in listed}
    maker = _Maker(by_local, rules_of(listed, itext, reading), reading)
    maker.connect()
    if maker.looked > MOST_LOOKED:
        reading.complain(
            None,
            "The form has too many paths with * or //, or to whole groups.",
            "Name the questions that are meant.",
        )
        return maker.graph()
    maker.find_loops()
    maker.rank()
    return maker.graph()


class _Maker:
    def __init__(
        self, by_local: Mapping[str, Field], rules: list[Rule], reading: Reading
    ) -> None:
        self.by_local = by_local
        self.rules = rules
        self.reading = reading
        self.wild: dict[str, list[Field]] = {}
        self.looked = 0
        self.readers: dict[str, list[Reach]] = defaultdict(list)
        self.next: dict[Rule, list[tuple[Rule, int]]] = defaultdict(list)

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
                    own = shared_steps(read.steps, rule.field.steps)
                    reach = min(shared, limit, own) if shared else 0
                    if read.series is not None and shared == depth:
                        reach = depth
                    if path in rule.places and read.series is None:
                        continue
                    self.readers[read.path].append(Reach(rule, reach))
                    if path in rule.places and rule.field is read:
                        continue
                    self._follow(rule, read, reach, changers)
                    for part in self._inside(rule, read, path):
                        self.readers[part.path].append(Reach(rule, reach))
                        self._follow(rule, part, reach, changers)

    def _inside(self, rule: Rule, read: Field, path: str) -> list[Field]:
        """Give the questions of a group whose text *rule* reads.

        A rule of a question in the group itself would only lead back to itself.
        """
        if not read.children or path not in rule.texts or read in rule.field.lineage:
            return []
        found = [one for one in walk(read) if not one.children]
        self.looked += len(found)
        return found if self.looked <= MOST_LOOKED else []

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
                rule.alone = all(one.series is None for one in rule.field.lineage)
                rule.circular = len(group) > 1 or rule in links[rule]
        self.rules.sort(key=lambda rule: rule.rank)

    def graph(self) -> Graph:
        """Give what was found."""
        series: dict[str, list[Reach]] = {}
        inside: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            for above in rule.field.lineage if _is_done_anew(rule) else ():
                inside[above.path].append(rule)
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


def _is_done_anew(rule: Rule) -> bool:
    """Tell whether a new place needs the rule: words and steady lists come as asked."""
    if rule.aspect is Aspect.CHOICES:
        return rule.field.control is not None and not rule.field.control.steady
    return rule.aspect is not Aspect.WORDS


def _elsewhere(rule: Rule, other: Rule, reach: int) -> bool:
    """Whether *other* reads *rule*'s field in another instance of a repeat of both."""
    one: Field | None = rule.field
    shared = shared_steps(rule.field.steps, other.field.steps)
    while one is not None:
        depth = len(one.steps)
        if one.series is not None and reach < depth <= shared:
            return True
        one = one.parent
    return False
