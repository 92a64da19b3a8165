"""Finding what leads back to itself, in any tangle of links."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.forms.circles import components


def test_things_without_a_circle_stand_alone_those_led_to_first() -> None:
    assert list(components({"a": ["b"], "b": ["c"], "c": []})) == [["c"], ["b"], ["a"]]


def test_a_circle_is_one_group() -> None:
    found = list(components({1: [2], 2: [3], 3: [1], 4: [1]}))
    assert [sorted(group) for group in found] == [[1, 2, 3], [4]]


def test_two_circles_that_touch_only_one_way_stay_two() -> None:
    found = list(components({1: [2], 2: [1, 3], 3: [4], 4: [3]}))
    assert [sorted(group) for group in found] == [[3, 4], [1, 2]]


def test_a_chain_longer_than_the_stack_is_no_trouble() -> None:
    long = 20_000
    chain = {one: [one + 1] for one in range(long)}
    assert sum(1 for _ in components({**chain, long: []})) == long + 1
    (ring,) = components({**chain, long: [0]})
    assert len(ring) == long + 1


LINKS = st.integers(1, 7).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, size - 1), max_size=4), min_size=size, max_size=size
    )
)


@given(LINKS)
def test_two_things_are_grouped_when_each_leads_to_the_other(
    links: list[list[int]],
) -> None:
    reached = []
    for start in range(len(links)):
        seen, waiting = {start}, [start]
        while waiting:
            for other in links[waiting.pop()]:
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        reached.append(seen)
    groups = list(components(dict(enumerate(links))))
    assert sorted(one for group in groups for one in group) == list(range(len(links)))
    for group in groups:
        for one in range(len(links)):
            together = one in reached[group[0]] and group[0] in reached[one]
            assert together is (one in group)
