"""The way through an interview: every page in order, with those of an open entry."""

from collections.abc import Iterator, Mapping, Sequence

from intake.domain.errors import NoSuchQuestion
from intake.forms import Item, Kind, Session
from intake.ui.pages.interview_places import Place, is_asked, places_in


def entry_around(item: Item | None) -> Item | None:
    """Return the entry of a repeat in which *item* stands, itself if it is one."""
    while item is not None and item.kind is not Kind.INSTANCE:
        item = item.parent
    return item


def lay_route(roots: Mapping[str, Item], entry: Item | None) -> list[Place]:
    """List the pages of all parts; after the page of a repeat, those of its *entry*.

    An entry inside another is shown inside it.
    """
    chain: list[Item] = []
    while entry is not None:
        chain.append(entry)
        entry = entry_around(entry.parent)
    route: list[Place] = []
    for part, root in roots.items():
        route += _with_entries(places_in(part, root), chain)
    return route


def asked_from(route: Sequence[Place], number: int, step: int) -> int:
    """Return the first page asked at the moment, from *number* on in steps of *step*.

    Past either end the number itself is returned: -1, or the length of the route.
    """
    while 0 <= number < len(route):
        if is_asked(route[number]):
            return number
        number += step
    return number


def page_with(route: Sequence[Place], part: str, item: Item) -> int:
    """Return the page on which *item* stands, or the nearest one to it; -1 if none.

    What heads several pages is at the first of them; what has no page of its own, as
    a question that is never shown, is where what stands around it is.
    """
    own = [(at, place) for at, place in enumerate(route) if place.part == part]
    around: Item | None = item
    while around is not None:
        for at, place in own:
            if place.holds(around):
                return at
        inside = [at for at, place in own if _stands_in(place.container, around)]
        asked = [at for at in inside if is_asked(route[at])]
        if inside:
            return (asked or inside)[0]
        around = around.parent
    return -1


def shown_from(route: Sequence[Place], number: int) -> int:
    """Return the page *number* if it is asked, else the next that is, or the last."""
    number = asked_from(route, max(number, 0), 1)
    return number if number < len(route) else asked_from(route, number - 1, -1)


def nearest(session: Session, ref: str) -> Item:
    """Return the place *ref* of *session*, or of what is left of the way to it."""
    while ref.count("/") > 1:
        try:
            return session.get(ref)
        except NoSuchQuestion:
            ref = ref.rpartition("[" if ref.endswith("]") else "/")[0]
    return session.root


def _stands_in(inner: Item, outer: Item) -> bool:
    around: Item | None = inner
    while around is not None:
        if around is outer:
            return True
        around = around.parent
    return False


def first_of_entry(route: Sequence[Place], entry: Item | None) -> int:
    """Return the first page inside *entry*, the length of the route if it has none."""
    inside = (
        number
        for number, place in enumerate(route)
        if entry_around(place.container) is entry
    )
    return next(inside, len(route))


def leaves_entry(
    route: Sequence[Place], here: int, step: int, entry: Item | None
) -> bool:
    """Tell whether the way from *here* by *step* leads out of *entry*."""
    if not route[here].depth:
        return False
    number = asked_from(route, here + step, step)
    if not 0 <= number < len(route):
        return True
    return entry_around(route[number].container) is not entry


def is_gone(entry: Item) -> bool:
    """Tell whether an entry has been removed, or one that it stands in."""
    around: Item | None = entry
    while around is not None:
        series = around.parent
        if series is not None and not any(around is one for one in series.children):
            return True
        around = entry_around(series)
    return False


def _with_entries(pages: Iterator[Place], chain: Sequence[Item]) -> Iterator[Place]:
    for place in pages:
        yield place
        for entry in chain:
            if entry.parent is not None and place.holds(entry.parent):
                inside = places_in(place.part, entry, place.depth + 1)
                yield from _with_entries(inside, chain)
