"""Finds what leads back to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Thing = TypeVar("Thing")


def components(links: Mapping[Thing, Sequence[Thing]]) -> Iterator[list[Thing]]:
    """Give the strongly connected groups, those that others lead to first (Tarjan)."""
    index: dict[Thing, int] = {}
    low: dict[Thing, int] = {}
    stack: list[Thing] = []
    waiting: set[Thing] = set()

    def enter(thing: Thing) -> tuple[Thing, Iterator[Thing]]:
        index[thing] = low[thing] = len(index)
        stack.append(thing)
        waiting.add(thing)
        return thing, iter(links[thing])

    for start in links:
        work = [enter(start)] if start not in index else []
        while work:
            thing, rest = work[-1]
            other = next(rest, None)
            if other is not None:
                if other not in index:
                    work.append(enter(other))
                elif other in waiting:
                    low[thing] = min(low[thing], index[other])
                continue
            work.pop()
            if work:
                above = work[-1][0]
                low[above] = min(low[above], low[thing])
            if low[thing] == index[thing]:
                group = [stack.pop()]
                while group[-1] is not thing:
                    group.append(stack.pop())
                waiting.difference_update(group)
                yield group[::-1]
