from asking import converted, everything, find, fresh
from intake.domain.record import Missing
from intake.ui.pages.interview_places import (
    MARKS,
    MOST_ON_A_PAGE,
    Status,
    is_asked,
    places_in,
    status_of,
    titles_of,
    words,
)

HEADS = {"account": "Account"}


def test_each_group_at_the_top_is_a_page() -> None:
    session = fresh(everything())
    found = list(places_in("account", session.root))
    assert titles_of(found, HEADS) == [
        "Arrest",
        "Where he was held",
        "Where he was held (2)",
        "Meals",
        "Side by side",
        "People",
    ]
    assert found[0].holds(find(session, "who"))
    assert not found[0].holds(find(session, "words"))
    assert found[-1].holds(find(session, "people"))
    assert not found[-1].holds(find(session, "age"))


def test_a_long_flat_form_is_cut_into_pages_that_stay() -> None:
    lines = "\n".join(f"| | text | q{n} | Question {n} |" for n in range(40))
    session = fresh(converted(f"| survey |\n| | type | name | label |\n{lines}\n"))
    found = list(places_in("account", session.root))
    assert [len(place.items) for place in found[:2]] == [MOST_ON_A_PAGE] * 2
    assert sum(len(place.items) for place in found) >= 40
    assert titles_of(found, HEADS)[:2] == ["Account", "Account (2)"]
    assert list(places_in("account", session.root)) == found


def test_only_pages_that_are_called_alike_are_numbered() -> None:
    form = converted(
        "| survey |\n| | type | name | label |\n"
        "| | begin_repeat | person | Each person |\n"
        "| | text | who | Who? |\n"
        "| | end_repeat |\n"
        "| | text | last | Anything else? |\n"
    )
    found = list(places_in("account", fresh(form).root))
    assert titles_of(found, HEADS) == ["Each person", "Account"]


def test_a_status_tells_what_needs_care_first() -> None:
    session = fresh()
    arrest = find(session, "arrest")
    assert status_of([arrest], strict=False) is Status.EMPTY
    assert status_of([arrest], strict=True) is Status.MISSING
    session.answer(find(session, "how").ref, "saw")
    assert status_of([arrest], strict=False) is Status.PARTLY
    session.mark(find(session, "when").ref, Missing.REFUSED)
    assert status_of([arrest], strict=True) is Status.PARTLY
    session.answer(find(session, "year").ref, "2018")
    assert status_of([arrest], strict=True) is Status.ANSWERED
    session.answer(find(session, "year").ref, "1917")
    assert status_of([arrest], strict=False) is Status.WRONG


def test_words_alone_leave_nothing_to_answer() -> None:
    form = converted(
        "| survey |\n| | type | name | label |\n"
        "| | begin_group | intro | Before we begin |\n"
        "| | note | hello | Read this aloud. |\n"
        "| | end_group |\n"
        "| | begin_repeat | people | People |\n"
        "| | text | who | Who? |\n"
        "| | end_repeat |\n"
    )
    session = fresh(form)
    intro, people = find(session, "intro"), find(session, "people")
    assert status_of([intro], strict=False) is Status.WORDS
    assert status_of([intro], strict=True) is Status.WORDS
    assert status_of([people], strict=False) is Status.EMPTY
    session.remove_repeat(people.children[0].ref)
    assert status_of([people], strict=False) is Status.EMPTY


def test_every_status_has_its_mark_and_its_words() -> None:
    assert set(MARKS) == set(Status)
    assert len({words(status) for status in Status}) == len(Status)


def test_what_is_not_relevant_is_not_asked() -> None:
    form = converted(
        "| survey |\n| | type | name | label | relevant |\n"
        "| | text | a | A | |\n"
        "| | begin_group | g | G | ${a} = 'x' |\n"
        "| | text | b | B | |\n"
        "| | end_group |\n"
    )
    session = fresh(form)
    found = list(places_in("account", session.root))
    inner = next(place for place in found if place.holds(find(session, "b")))
    assert not is_asked(inner)
    session.answer(find(session, "a").ref, "x")
    assert is_asked(inner)


def test_a_page_breaks_where_the_form_says_so() -> None:
    form = converted(
        "| survey |\n| | type | name | label | appearance |\n"
        "| | begin_group | g | G | |\n"
        "| | text | a | A | |\n| | text | b | B | page-break |\n| | text | c | C | |\n"
        "| | end_group |\n"
    )
    found = list(places_in("account", fresh(form).root))
    assert [len(place.items) for place in found] == [1, 2]
