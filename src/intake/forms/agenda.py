"""What still has to be worked out, and whose turn is next."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from intake.forms.rules import Aspect

if TYPE_CHECKING:
    from intake.forms.graph import Graph
    from intake.forms.item import Item
    from intake.forms.rules import Rule


class Agenda:
    """Rules that wait for their turn, each with the places below which to run it."""

    def __init__(self, graph: Graph) -> None:
        """Begin empty; *graph* gives the order."""
        self._graph = graph
        self._waiting: list[int] = []
        self._scopes: dict[int, dict[Item, None]] = {}

    def push(self, rule: Rule, scope: Item) -> None:
        """Let *rule* wait for its turn, in all places below *scope*."""
        scopes = self._scopes.get(rule.rank)
        if scopes is None:
            self._scopes[rule.rank] = {scope: None}
            heapq.heappush(self._waiting, rule.rank)
        else:
            scopes[scope] = None

    def push_inside(self, item: Item) -> None:
        """Let every rule of *item* and of all below it wait for its turn."""
        rules = self._graph.inside.get(item.field.path, ())
        if not self._waiting and item.field.series is None:
            # Nothing else waits, and the rules are in order: that is a heap already.
            self._waiting = [rule.rank for rule in rules]
            self._scopes = {rank: {item: None} for rank in self._waiting}
            return
        for rule in rules:
            if rule.aspect is not Aspect.COUNT or rule.field is not item.field:
                self.push(rule, item)

    def push_spoken(self, root: Item) -> None:
        """Let every rule wait for its turn whose result is in some language."""
        for rule in self._graph.rules:
            if rule.spoken:
                self.push(rule, root)

    def next(self) -> tuple[Rule, dict[Item, None]] | None:
        """Give the rule whose turn it is, with its places; None when nothing waits."""
        if not self._waiting:
            return None
        rank = heapq.heappop(self._waiting)
        return self._graph.rules[rank], self._scopes.pop(rank)
