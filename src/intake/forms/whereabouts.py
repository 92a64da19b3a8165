"""Finds places in the live tree of an interview: by name, above, below, all alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.forms.definition import Kind
from intake.forms.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intake.forms.definition import Field
    from intake.forms.item import Item


def first_or_ghost(series: Item) -> Node:
    """Give a node from which an expression can look out of the repeat *series*.

    That is its first instance, or one that would be there, but is in no node-set.
    """
    if series.instances:
        return series.instances[0].node
    ghost = Node(series.field.name, uri=series.field.uri)
    ghost.parent = series.node
    return ghost


def above(item: Item, depth: int) -> Item:
    """Give the ancestor of *item* that stands *depth* steps from the root."""
    depth = max(depth, 1)
    while len(item.field.steps) > depth or item.kind is Kind.REPEAT:
        if item.parent is None:
            break
        item = item.parent
    return item


def below(item: Item) -> Iterable[Item]:
    """Give *item* and everything below it."""
    stack = [item]
    while stack:
        one = stack.pop()
        yield one
        stack += reversed([*one.parts.values(), *one.instances])


def find(root: Item, ref: str) -> Item | None:
    """Give the place *ref* below *root*, or None.

    Without a position, the name of a repeat means the series; further down it means
    the first instance.
    """
    start, _, rest = ref.removeprefix("/").partition("/")
    if not ref.startswith("/") or start not in (root.field.qualified, root.field.name):
        return None
    item: Item | None = root
    for step in rest.split("/") if rest else ():
        name, bracket, number = step.removesuffix("]").partition("[")
        if item is not None and item.kind is Kind.REPEAT:
            item = item.instances[0] if item.instances else None
        if item is None:
            return None
        item = item.part(name)
        if bracket and item is not None:
            item = _numbered(item, number)
    return item


def _numbered(item: Item, number: str) -> Item | None:
    if item.kind is not Kind.REPEAT:
        return item if number == "1" else None
    if not number.isdecimal() or len(number) > 6:  # noqa: PLR2004 - no series is so long
        return None
    place = int(number)
    return item.instances[place - 1] if 1 <= place <= len(item.instances) else None


def places(scope: Item, field: Field, *, series: bool = False) -> list[Item]:
    """Give every place of *field* at or below *scope*, in order.

    For a repeat these are its instances, or with *series* the repeat itself.
    """
    depth = len(scope.field.steps)
    if len(field.lineage) < depth or field.lineage[depth - 1] is not scope.field:
        return []
    chain = field.lineage[depth:]
    level = scope.instances if scope.kind is Kind.REPEAT and chain else [scope]
    for link in chain:
        following: list[Item] = []
        for item in level:
            part = item.parts.get(link.qualified)
            if part is None:
                continue
            if part.kind is Kind.REPEAT and not (series and link is field):
                following += part.instances
            else:
                following.append(part)
        level = following
    return level
