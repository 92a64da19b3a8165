from collections.abc import Iterator

from asking import converted, find, fresh
from intake.forms import Item
from intake.ui.pages.interview_route import (
    asked_from,
    entry_around,
    is_gone,
    lay_route,
    nearest,
    page_with,
    shown_from,
)

NESTED = """
| survey |
| | type | name | label | relevant |
| | text | first | First | |
| | begin_repeat | home | Homes | |
| | text | street | Street | |
| | begin_repeat | person | People | |
| | text | nick | Name | |
| | end_repeat |
| | end_repeat |
| | begin_group | never | Never | false() |
| | text | last | Last | |
| | end_group |
"""


def test_the_pages_of_an_entry_stand_after_its_list() -> None:
    session = fresh(converted(NESTED))
    roots = {"account": session.root}
    closed = lay_route(roots, None)
    home = entry_around(find(session, "street"))
    assert home is not None
    opened = lay_route(roots, home)
    assert len(opened) > len(closed)
    assert [place.depth for place in closed] == [0, 0, 0]
    assert 1 in [place.depth for place in opened]
    person = entry_around(find(session, "nick"))
    inner = lay_route(roots, person)
    assert 2 in [place.depth for place in inner]


def test_what_is_not_asked_is_passed_over() -> None:
    session = fresh(converted(NESTED))
    route = lay_route({"account": session.root}, None)
    assert asked_from(route, 0, 1) == 0
    assert asked_from(route, 2, 1) == 3
    assert asked_from(route, -1, -1) == -1


def test_every_place_has_a_page_near_it() -> None:
    session = fresh(converted(NESTED))
    route = lay_route({"account": session.root}, None)
    pages = set(range(len(route)))

    def walk(item: Item) -> Iterator[Item]:
        yield item
        for child in item.children:
            yield from walk(child)

    assert {page_with(route, "account", item) for item in walk(session.root)} <= pages
    assert page_with(route, "closing", session.root) == -1
    assert shown_from(route, -1) == 0
    assert shown_from(route, len(route)) == 1  # the last one is never asked
    assert shown_from([], 0) == -1


def test_what_is_no_longer_there_leads_to_what_is_left_around_it() -> None:
    session = fresh(converted(NESTED))
    home = entry_around(find(session, "street"))
    assert home is not None
    gone = home.ref.replace("[1]", "[7]")
    assert home.parent is not None
    assert nearest(session, f"{gone}/street") is home.parent
    assert nearest(session, "/elsewhere/at/all") is session.root
    assert nearest(session, "") is session.root


def test_an_entry_is_gone_with_the_one_around_it() -> None:
    session = fresh(converted(NESTED))
    person = entry_around(find(session, "nick"))
    assert person is not None
    assert not is_gone(person)
    home = entry_around(find(session, "street"))
    assert home is not None
    session.remove_repeat(home.ref)
    assert is_gone(person)
    assert entry_around(session.root) is None
