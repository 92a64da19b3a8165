"""Where one can be in an interview: a form cut into pages, group by group.

The cut depends on the form alone, never on answers, so a page stays where it is; what
is not asked at the moment is skipped.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from intake.forms import Item, Kind, Validity
from intake.ui.marking import QT_TRANSLATE_NOOP
from intake.ui.questions.reading import title as title_of
from intake.ui.questions.reading import walk
from intake.ui.questions.series import title_of as title_of_entry

MOST_ON_A_PAGE = 14
MOST_INLINE = 6
PAGE_BREAK = "page-break"


class Status(StrEnum):
    """How far a page is; ordered from what needs most care."""

    WRONG = "wrong"
    MISSING = "missing"
    PARTLY = "partly"
    ANSWERED = "answered"
    EMPTY = "empty"
    WORDS = "words"


_WORDS = {
    Status.WRONG: QT_TRANSLATE_NOOP("places", "something to correct"),
    Status.MISSING: QT_TRANSLATE_NOOP("places", "an answer is missing"),
    Status.PARTLY: QT_TRANSLATE_NOOP("places", "partly answered"),
    Status.ANSWERED: QT_TRANSLATE_NOOP("places", "answered"),
    Status.EMPTY: QT_TRANSLATE_NOOP("places", "not answered yet"),
    Status.WORDS: QT_TRANSLATE_NOOP("places", "only to read"),
}

MARKS = {
    Status.WRONG: ("mark-wrong", "error"),
    Status.MISSING: ("mark-missing", "warning"),
    Status.PARTLY: ("mark-partly", "accent"),
    Status.ANSWERED: ("mark-answered", "good"),
    Status.EMPTY: ("mark-empty", "edge"),
    Status.WORDS: ("minus", "edge"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A page of questions: children ``first`` to ``last`` of a container.

    ``number`` counts the pages of one container from 1; ``depth`` says how far the
    page is inside entries of repeats.
    """

    part: str
    container: Item
    first: int
    last: int
    number: int = 1
    depth: int = 0

    @property
    def key(self) -> tuple[str, str, int]:
        """What stays the same for the page when the route is laid anew."""
        return self.part, self.container.ref, self.number

    @property
    def items(self) -> tuple[Item, ...]:
        """What is asked on the page."""
        return self.container.children[self.first : self.last]

    def holds(self, item: Item) -> bool:
        """Tell whether *item* stands on the page itself, not in an entry of it."""
        while item.parent is not None and item.parent is not self.container:
            if item.kind is Kind.INSTANCE:
                return False
            item = item.parent
        return item.parent is self.container and any(item is one for one in self.items)


def words(status: Status) -> str:
    """Say a status in words."""
    return QCoreApplication.translate("places", _WORDS[status])


def places_in(part: str, container: Item, depth: int = 0) -> Iterator[Place]:
    """Cut what stands in *container* into pages."""
    children = container.children
    small = _count(container) <= MOST_ON_A_PAGE and container.kind is not Kind.ROOT
    small = small and not any(PAGE_BREAK in one.appearance for one in children[1:])
    if small or "field-list" in container.appearance:
        yield Place(part, container, 0, len(children), depth=depth)
        return
    number, first, held = 1, 0, 0
    for at, child in enumerate(children):
        own_page = child.kind is Kind.GROUP and (
            _count(child) > MOST_INLINE or container.kind is Kind.ROOT
        )
        weight = _weight(child)
        own_page = own_page and weight > 0
        full = held + weight > MOST_ON_A_PAGE or PAGE_BREAK in child.appearance
        # A repeat at the top of a form is a matter of its own.
        full |= container.kind is Kind.ROOT and Kind.REPEAT in (
            child.kind,
            children[at - 1].kind,
        )
        if held and (own_page or full):
            yield Place(part, container, first, at, number, depth)
            number, first, held = number + 1, at, 0
        if own_page:
            yield from places_in(part, child, depth)
            first, held = at + 1, 0
        else:
            held += weight
    if held:
        yield Place(part, container, first, len(children), number, depth)


def titles_of(places: Sequence[Place], heads: Mapping[str, str]) -> list[str]:
    """Name pages; of those that would be called alike the later have a number.

    *heads* are the titles of the parts.
    """
    titles: list[str] = []
    used: Counter[tuple[str, str, str]] = Counter()
    for place in places:
        name = _name(place, heads[place.part])
        alike = place.part, place.container.ref, name
        used[alike] += 1
        titles.append(name if used[alike] == 1 else f"{name} ({used[alike]})")
    return titles


def _name(place: Place, part_title: str) -> str:
    """Name a page: by its group, its part, or the entry of a repeat it is in."""
    container = place.container
    alone = place.items[0] if len(place.items) == 1 else None
    if alone is not None and alone.kind is Kind.REPEAT and alone.label:
        return alone.plain()
    match container.kind:
        case Kind.ROOT:
            return part_title
        case Kind.INSTANCE:
            return title_of_entry(container)
        case _:
            return title_of(container)


def is_asked(place: Place) -> bool:
    """Tell whether anything on the page is asked at the moment."""
    return any(_is_asked(item) for item in place.items)


def status_of(items: Sequence[Item], *, strict: bool) -> Status:
    """Tell how far *items* are; only when *strict* is an empty question missing."""
    answered = empty = missing = 0
    for top in items:
        for item in walk(top):
            if item.validity is Validity.CONSTRAINT:
                return Status.WRONG
            if item.value or item.missing is not None:
                answered += 1
            else:
                empty += 1
                missing += item.validity is Validity.REQUIRED
    if strict and missing:
        return Status.MISSING
    if answered and empty:
        return Status.PARTLY
    if not empty and not answered:
        series = any(_has_series(top) for top in items)
        return Status.EMPTY if series else Status.WORDS
    return Status.ANSWERED if answered else Status.EMPTY


def count_to_check(items: Sequence[Item], *, strict: bool) -> int:
    """Count the answers that do not fit and, when *strict*, those that are missing."""
    count = 0
    for top in items:
        for item in walk(top):
            count += item.validity is Validity.CONSTRAINT
            late = item.validity is Validity.REQUIRED and item.missing is None
            count += strict and late
    return count


def _has_series(item: Item) -> bool:
    """Tell whether a repeat without entries stands here: nothing is answered yet."""
    if item.kind is Kind.REPEAT:
        return item.relevant
    return item.kind is Kind.GROUP and any(_has_series(one) for one in item.children)


def _is_asked(item: Item) -> bool:
    if not item.relevant or item.kind is Kind.VALUE:
        return False
    if item.kind is Kind.GROUP:
        return any(_is_asked(child) for child in item.children)
    return True


def _count(container: Item) -> int:
    """Count the questions in a group; a repeat counts as one."""
    return sum(_weight(child) for child in container.children)


def _weight(child: Item) -> int:
    if child.kind is Kind.GROUP:
        return _count(child)
    return int(child.kind is not Kind.VALUE)
