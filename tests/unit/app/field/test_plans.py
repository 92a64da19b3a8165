from datetime import timedelta

import pytest

from intake.app.field import packs, plans, sending
from intake.domain.errors import NoPackYet
from intake.domain.people import Card
from intake.vault import settings
from kitchen import BEGUN, Kitchen, sealed

LATER = BEGUN + timedelta(hours=2)


@pytest.fixture
def desk(kitchen: Kitchen) -> Card:
    known = packs.desk(kitchen.field)
    if known is None:
        raise NoPackYet
    return known.card


def test_a_plan_is_the_same_after_it_was_kept(kitchen: Kitchen, desk: Card) -> None:
    sealed(kitchen.field)
    made = plans.make(kitchen.field, sending.waiting(kitchen.field), desk, LATER)
    (again,) = plans.known(kitchen.field, desk)
    assert again.plan.head == made.plan.head
    assert (again.records, again.written) == (made.records, frozenset())
    assert again.remaining == again.needed == (1,)
    assert again.at_hand


def test_marks_are_kept(kitchen: Kitchen, desk: Card) -> None:
    sealed(kitchen.field)
    made = plans.make(kitchen.field, sending.waiting(kitchen.field), desk, LATER)
    marked = plans.mark(kitchen.field, made, [1])
    assert plans.known(kitchen.field, desk)[0].remaining == marked.remaining == ()
    plans.unmark(kitchen.field, marked, [1])
    assert plans.known(kitchen.field, desk)[0].remaining == (1,)


def test_what_was_written_for_a_part_is_known_again(
    kitchen: Kitchen, desk: Card
) -> None:
    sealed(kitchen.field)
    made = plans.make(kitchen.field, sending.waiting(kitchen.field), desk, LATER)
    assert made.copies == {}
    hashes = [f"{number:064x}" for number in range(30)]
    for sha256 in hashes:
        made = plans.note(kitchen.field, made, 1, sha256)
    (again,) = plans.known(kitchen.field, desk)
    assert again.copies == made.copies
    assert set(made.copies[1]) < set(hashes)
    assert made.copies[1][-1] == hashes[-1]
    assert again.written == frozenset()
    plans.unmark(kitchen.field, again, [1])
    assert plans.known(kitchen.field, desk)[0].copies == made.copies


def test_a_plan_that_knows_of_no_copies_is_read_too(
    kitchen: Kitchen, desk: Card
) -> None:
    sealed(kitchen.field)
    made = plans.make(kitchen.field, sending.waiting(kitchen.field), desk, LATER)
    kept = settings.get(kitchen.field.vault, "bundle " + made.id)
    assert isinstance(kept, dict)
    settings.put(
        kitchen.field.vault,
        "bundle " + made.id,
        {name: value for name, value in kept.items() if name != "copies"},
    )
    assert plans.known(kitchen.field, desk)[0].copies == {}


def test_a_plan_for_a_card_no_longer_used_is_forgotten(
    kitchen: Kitchen, desk: Card
) -> None:
    sealed(kitchen.field)
    plans.make(kitchen.field, sending.waiting(kitchen.field), desk, LATER)
    assert plans.known(kitchen.field, kitchen.field.card.card) == ()
    assert settings.names(kitchen.field.vault, "bundle ") == ()


def test_what_is_no_plan_is_forgotten(kitchen: Kitchen, desk: Card) -> None:
    settings.put(kitchen.field.vault, "bundle x", {"statement": "of another program"})
    assert plans.known(kitchen.field, desk) == ()
    assert settings.names(kitchen.field.vault, "bundle ") == ()


def test_a_plan_is_forgotten_with_the_last_of_its_records(
    kitchen: Kitchen, desk: Card
) -> None:
    first, second = sealed(kitchen.field), sealed(kitchen.field)
    plans.make(kitchen.field, sending.waiting(kitchen.field), desk, LATER)
    plans.forget(kitchen.field, [first.id])
    assert len(plans.known(kitchen.field, desk)) == 1
    plans.forget(kitchen.field, [first.id, second.id])
    assert plans.known(kitchen.field, desk) == ()
