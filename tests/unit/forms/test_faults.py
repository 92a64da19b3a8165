"""A fault is told on one line: place, what is wrong, how to mend it."""

from __future__ import annotations

import pickle

import pytest

from intake.domain.errors import FormError
from intake.forms import Fault, FormFaulty


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("survey", 3, "label"), "sheet survey, row 3, column label: A. B."),
        (("survey", None, ""), "sheet survey: A. B."),
        (("", 3, ""), "row 3: A. B."),
        (("", 0, ""), "row 0: A. B."),
        (("", None, ""), "A. B."),
    ],
)
def test_writes_no_more_of_the_place_than_is_known(
    place: tuple[str, int | None, str], line: str
) -> None:
    assert str(Fault(*place, "A.", "B.")) == line


def test_without_a_way_to_mend_it_ends_with_what_is_wrong() -> None:
    assert str(Fault("", 1, "", "A.", "")) == "row 1: A."


def test_a_faulty_form_keeps_every_fault_in_order() -> None:
    faults = [Fault("s", row, "c", "A.", "B.") for row in (3, 1, 2)]
    error = FormFaulty(iter(faults))
    assert isinstance(error, FormError)
    assert error.faults == tuple(faults)
    assert "3" in str(error)


def test_the_faults_travel_whole_from_another_process() -> None:
    error = FormFaulty([Fault("s", 1, "c", "A.", "B.")])
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert again.faults == error.faults
    assert str(again) == str(error)
