"""A filled form as text and as data: what a terminal and a transcript show."""

from collections.abc import Iterator

from intake.domain.canonical import Json
from intake.forms import Item, Kind

_CHOOSING = {Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK}
_GROUPING = {Kind.GROUP, Kind.REPEAT, Kind.INSTANCE, Kind.ROOT}


def shown(item: Item) -> str:
    """Give an answer as a person reads it: choices by their labels."""
    if item.kind in _CHOOSING:
        single = item.kind is Kind.SELECT_ONE
        values = [item.value] if single else item.value.split()
        chosen = {each.value: each for each in item.choices if each.value in values}
        return ", ".join(
            chosen[value].plain if value in chosen else value
            for value in values
            if value
        )
    return item.value


def lines(item: Item, depth: int = 0) -> Iterator[str]:
    """Write the relevant questions with their answers, groups indented."""
    if not item.relevant:
        return
    space = "  " * depth
    if item.kind in _GROUPING:
        if item.kind is Kind.INSTANCE:
            position = item.ref.rpartition("[")[2].rstrip("]")
            yield f"{space}({position})"
        elif item.label:
            yield f"{space}{item.plain()}"
        for child in item.children:
            yield from lines(child, depth + (item.kind is not Kind.ROOT))
        return
    if item.kind is Kind.VALUE:
        return
    if item.kind is Kind.NOTE and not item.value:
        yield f"{space}{item.plain()}"
        return
    answer = shown(item) or (f"({item.missing})" if item.missing else "-")
    yield f"{space}{item.plain() or item.ref}"
    for line in answer.splitlines() or [""]:
        yield f"{space}  {line}"
    if item.note:
        yield f"{space}  [note: {item.note}]"


def answers(item: Item) -> Iterator[tuple[str, str]]:
    """Give the relevant answers by path."""
    if item.relevant:
        if item.value:
            yield item.ref, item.value
        for child in item.children:
            yield from answers(child)


def tree(item: Item) -> Json:
    """Give the relevant answers by path, with the reasons for those missing."""
    found: dict[str, Json] = {}
    _collect(item, found)
    return found


def _collect(item: Item, found: dict[str, Json]) -> None:
    if not item.relevant:
        return
    if item.kind not in _GROUPING and (item.value or item.missing):
        found[item.ref] = (
            {"missing": item.missing.value} if item.missing else item.value
        )
    for child in item.children:
        _collect(child, found)
