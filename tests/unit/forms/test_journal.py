"""Steps as they are written to a journal, and read from a stranger's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import NotCanonical
from intake.forms.journal import Deed, Outcome, Step

STEPS = st.builds(
    Step,
    deed=st.sampled_from(Deed),
    ref=st.text(max_size=8),
    value=st.text(max_size=8),
    place=st.integers(0, 99),
    form=st.text(max_size=8),
    source=st.text(max_size=8),
    revision=st.booleans(),
    outcomes=st.lists(
        st.builds(
            Outcome, st.text(max_size=4), st.text(max_size=4), st.text(max_size=4)
        ),
        max_size=3,
    ).map(tuple),
)


@given(STEPS)
def test_a_step_that_was_written_reads_as_the_same(step: Step) -> None:
    assert Step.from_json(step.to_json()) == step


def test_writes_nothing_that_says_nothing() -> None:
    assert Step(Deed.UNDO).to_json() == {"deed": "undo"}
    assert Step(Deed.ANSWER, "/a", "x", outcomes=(Outcome("/b", "value", "1"),)) == (
        Step.from_json(
            {
                "deed": "answer",
                "ref": "/a",
                "value": "x",
                "outcomes": [["/b", "value", "1"]],
            }
        )
    )


@pytest.mark.parametrize(
    "facts",
    [
        None,
        [],
        "answer",
        {},
        {"deed": "dance"},
        {"deed": 1},
        {"deed": "answer", "ref": 1},
        {"deed": "answer", "value": None},
        {"deed": "add", "place": "1"},
        {"deed": "add", "place": True},
        {"deed": "begin", "revision": 1},
        {"deed": "answer", "outcomes": {}},
        {"deed": "answer", "outcomes": [["/a", "value"]]},
        {"deed": "answer", "outcomes": [["/a", "value", 1]]},
        {"deed": "answer", "more": "x"},
    ],
)
def test_refuses_anything_else(facts: object) -> None:
    with pytest.raises(NotCanonical):
        Step.from_json(facts)  # type: ignore[arg-type]


def test_the_names_of_deeds_never_change() -> None:
    # They stand in journals that are years old.
    assert [deed.value for deed in Deed] == [
        *("begin", "answer", "mark", "note", "add", "remove", "move"),
        *("undo", "redo", "revise"),
    ]
