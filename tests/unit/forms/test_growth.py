"""The live tree: how it begins, and how instances come, go and come back."""

from __future__ import annotations

import pytest

from intake.domain.errors import AnswerRefused, NoSuchQuestion
from intake.forms import Kind, Session, growth
from intake.forms.whereabouts import below
from unit.forms.building import ask, bind, faults, repeat, session


def test_the_tree_begins_with_the_values_the_form_gives() -> None:
    talk = session(
        "<a k='v'>1</a><p><x>2</x></p><p><x>3</x></p><g><b/></g>",
        "",
        ask("a") + repeat("p", ask("p/x")),
    )
    assert talk.get("/data/a").value == "1"
    assert talk.get("/data/p").count == 2
    assert talk.get("/data/p[2]/x").value == "3"
    assert talk.get("/data/a").parts["@k"].value == "v"
    assert talk.get("/data/g/b").value == ""


def test_every_node_knows_its_item() -> None:
    talk = session("<a k='v'/><p><x/></p>", "", repeat("p", ask("p/x")))
    for item in below(talk.root):
        if item.kind is not Kind.REPEAT:
            assert item.node.place is item


def test_a_value_that_does_not_fit_its_type_does_not_begin() -> None:
    talk = session(
        "<n>many</n><d>3.0</d>", bind("n", type="int") + bind("d", type="int")
    )
    assert [talk.get(f"/data/{one}").value for one in "nd"] == ["", "3"]


def test_positions_follow_every_move() -> None:
    talk = session(
        "<p><x>a</x></p><p><x>b</x></p><p><x>c</x></p>", "", repeat("p", ask("p/x"))
    )

    def order() -> list[tuple[int, str]]:
        return [
            (one.position, one.children[0].value)
            for one in talk.get("/data/p").children
        ]

    talk.move_repeat("/data/p[1]", 3)
    assert order() == [(1, "b"), (2, "c"), (3, "a")]
    talk.remove_repeat("/data/p[2]")
    assert order() == [(1, "b"), (2, "a")]
    talk.add_repeat("/data/p")
    assert order() == [(1, "b"), (2, "a"), (3, "")]


def counted() -> Session:
    return session(
        "<n>3</n><p jr:template=''><x/></p>",
        bind("n", type="int"),
        ask("n") + repeat("p", ask("p/x"), 'jr:count="/data/n"'),
    )


def test_the_last_put_aside_is_the_first_to_come_back() -> None:
    talk = counted()
    series = talk.get("/data/p")
    first, second, third = series.instances
    talk.answer("/data/n", "1")
    assert (series.instances, series.parked) == ([first], [third, second])
    talk.answer("/data/n", "2")
    assert (series.instances, series.parked) == ([first, second], [third])
    talk.answer("/data/n", "4")
    assert series.instances[:3] == [first, second, third]
    assert len(series.instances) == 4


@pytest.mark.parametrize(("count", "instances"), [("-5", 0), ("", 3), ("2", 2)])
def test_a_count_below_none_means_no_instance_and_a_blank_one_changes_nothing(
    count: str, instances: int
) -> None:
    talk = counted()
    talk.answer("/data/n", count)
    assert talk.get("/data/p").count == instances


def test_no_form_can_grow_without_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "MOST_INSTANCES", 50)
    talk = counted()
    talk.answer("/data/n", "1000000")
    assert talk.get("/data/p").count == 50
    free = session("<p><x/></p>", "", repeat("p", ask("p/x")))
    for _ in range(49):
        free.add_repeat("/data/p")
    with pytest.raises(AnswerRefused, match="too large"):
        free.add_repeat("/data/p")


def test_nested_instances_come_with_their_own_template() -> None:
    talk = session(
        "<p jr:template=''><q jr:template=''><x>deep</x></q><y>new</y></p>",
        "",
        repeat("p", ask("p/y") + repeat("p/q", ask("p/q/x"))),
    )
    talk.add_repeat("/data/p")
    assert talk.get("/data/p[1]/q").count == 0
    talk.add_repeat("/data/p[1]/q")
    assert talk.get("/data/p[1]/q[1]/x").value == "deep"
    assert talk.get("/data/p[1]/y").value == "new"


def test_a_fixed_repeat_has_an_instance_even_if_none_is_written() -> None:
    talk = session(
        "<p jr:template=''><x>new</x></p>",
        "",
        repeat("p", ask("p/x"), 'jr:noAddRemove="true()"'),
    )
    assert talk.get("/data/p").count == 1
    assert talk.get("/data/p[1]/x").value == "new"
    assert not talk.get("/data/p").can_add
    assert not talk.get("/data/p[1]").can_remove


def test_a_series_stays_together_among_its_siblings() -> None:
    talk = session(
        "<a/><p><x/></p><b/><q><y/></q><c/>",
        "",
        ask("a") + repeat("p", ask("p/x")) + ask("b") + repeat("q", ask("q/y")),
    )
    for _ in range(2):
        talk.add_repeat("/data/p")
        talk.add_repeat("/data/q")
    talk.remove_repeat("/data/p[1]")
    talk.undo()
    talk.move_repeat("/data/q[3]", 1)
    names = [node.name for node in talk.root.node.elements()]
    assert "".join(names).startswith("apppbqqqc")
    for one in ("p", "q"):
        series = talk.get(f"/data/{one}")
        nodes = [node for node in talk.root.node.elements() if node.name == one]
        assert [item.node for item in series.instances] == nodes


def test_who_looks_at_its_own_place_is_told_when_it_moves() -> None:
    talk = session(
        "<p><x/><at/></p>" * 3,
        bind("p/at", calculate="position(..)"),
        repeat("p", ask("p/x")),
    )
    first, _, third = talk.get("/data/p").children
    talk.remove_repeat("/data/p[2]")
    assert [one.parts["at"].value for one in (first, third)] == ["1", "2"]
    talk.move_repeat("/data/p[2]", 1)
    assert [one.parts["at"].value for one in (first, third)] == ["2", "1"]


def test_a_place_that_only_a_submission_brings_is_not_there_otherwise() -> None:
    talk = session("<a/>", "", ask("a"))
    with pytest.raises(NoSuchQuestion):
        talk.get("/data/meta/deprecatedID")


def test_a_count_beyond_what_can_be_made_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(growth, "MOST_INSTANCES", 50)
    asked = ask("n") + repeat("p", ask("p/x"), 'jr:count="/data/n"')
    talk = session("<n>2</n><p><x/></p>", bind("n", type="int"), asked)
    talk.answer("/data/n", "50")
    assert not talk.errors
    talk.answer("/data/n", "1000")
    assert talk.get("/data/p").count == 50
    (error,) = talk.errors.values()
    assert str(error).startswith("The count asks for more than can be made: there are")
    constant = repeat("p", ask("p/x"), 'jr:count="100000000"')
    told = faults("<p><x/></p>", "", constant)
    assert "column repeat_count: /data/p: The count asks for more" in told
