"""What a sender who is known may still do wrong: each such record is set apart."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import BinaryIO

import pytest

from intake.app import signing
from intake.app.desk import library, receiving
from intake.app.desk.receiving import Outcome
from intake.app.field import finishing
from intake.domain.errors import ContentsAltered
from intake.sealing.bundle import Parcel, plan_bundle, write_bundle
from intake.vault import objects
from kitchen import ACCOUNT, BEGUN, Kitchen, sealed, told

LATER = BEGUN + timedelta(hours=2)
Load = tuple[Parcel, Callable[[], BinaryIO]]


def loads(kitchen: Kitchen, record: str) -> list[Load]:
    """Give the sealed objects of a record as a bundle carries them."""
    vault = kitchen.field.vault
    return [
        (
            Parcel(record, each.kind, each.id, each.size, each.sha256),
            partial(objects.open, vault, each.id),
        )
        for each in objects.of_record(vault, record)
    ]


def with_photo(kitchen: Kitchen) -> str:
    photo = kitchen.stick / "gate.jpg"
    photo.write_bytes(b"light and shadow" * 500)
    interview = told(kitchen.field)
    interview.attach(ACCOUNT, "/data/photo", photo)
    finishing.finish(kitchen.field, interview, LATER)
    finishing.seal(kitchen.field, interview.id, LATER)
    photo.unlink()
    return interview.id


def renamed(load: Load, record: str = "", portion: str = "") -> Load:
    parcel, opener = load
    return (
        Parcel(
            record or parcel.record,
            portion or parcel.portion,
            parcel.object,
            parcel.size,
            parcel.sha256,
        ),
        opener,
    )


def brought(kitchen: Kitchen, carried: list[Load]) -> receiving.Received:
    plan = plan_bundle(
        carried,
        stamp=signing.stamp(kitchen.field, LATER),
        sender=signing.sender(kitchen.field),
        to=kitchen.desk.card.card,
    )
    write_bundle(kitchen.stick, plan)
    return receiving.receive(kitchen.desk, [kitchen.stick], LATER)


def test_a_record_with_all_its_objects_is_taken_in(kitchen: Kitchen) -> None:
    carried = loads(kitchen, with_photo(kitchen))
    assert len(carried) == 2
    assert brought(kitchen, carried).good


@pytest.mark.parametrize("kept", ["account", "medium"])
def test_a_record_of_which_something_was_left_out_is_set_apart(
    kitchen: Kitchen, kept: str
) -> None:
    carried = loads(kitchen, with_photo(kitchen))
    some = [load for load in carried if load[0].portion == kept]
    (result,) = brought(kitchen, some).records
    assert (result.outcome, result.reason) == (
        Outcome.SET_APART,
        str(ContentsAltered()),
    )


def test_an_object_that_the_account_does_not_name_is_set_apart(
    kitchen: Kitchen,
) -> None:
    record, other = with_photo(kitchen), with_photo(kitchen)
    stray = next(load for load in loads(kitchen, other) if load[0].portion == "medium")
    carried = [*loads(kitchen, record), renamed(stray, record=record)]
    (result,) = brought(kitchen, carried).records
    assert result.outcome is Outcome.SET_APART


def test_two_accounts_of_one_record_are_set_apart(kitchen: Kitchen) -> None:
    first, second = sealed(kitchen.field).id, sealed(kitchen.field).id
    carried = [
        *loads(kitchen, first),
        *(renamed(load, record=first) for load in loads(kitchen, second)),
    ]
    (result,) = brought(kitchen, carried).records
    assert result.outcome is Outcome.SET_APART


def test_an_account_under_the_name_of_another_record_is_set_apart(
    kitchen: Kitchen,
) -> None:
    record = sealed(kitchen.field).id
    carried = [renamed(load, record="f" * 32) for load in loads(kitchen, record)]
    (result,) = brought(kitchen, carried).records
    assert (result.record, result.outcome) == ("f" * 32, Outcome.SET_APART)


def test_a_bad_record_costs_nothing_to_the_others(kitchen: Kitchen) -> None:
    good, bad = sealed(kitchen.field).id, sealed(kitchen.field).id
    carried = [
        *loads(kitchen, good),
        *(renamed(load, record="f" * 32) for load in loads(kitchen, bad)),
    ]
    received = brought(kitchen, carried)
    outcomes = {each.record: each.outcome for each in received.records}
    assert outcomes == {good: Outcome.TAKEN_IN, "f" * 32: Outcome.SET_APART}
    assert len(library.listed(kitchen.desk)) == 2


def test_two_versions_of_one_record_are_both_kept_and_told(kitchen: Kitchen) -> None:
    record, other = sealed(kitchen.field).id, with_photo(kitchen)
    assert brought(kitchen, loads(kitchen, record)).good
    false = [renamed(load, record=record) for load in loads(kitchen, other)]
    brought(kitchen, false)
    rows = [row for row in library.listed(kitchen.desk) if row.record == record]
    assert sorted(row.version for row in rows) == [1, 2]
    for row in rows:
        said = " ".join(library.doubts(kitchen.desk, row))
        assert "Another version" in said
