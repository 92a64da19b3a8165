from collections.abc import Callable, Iterable

import pytest

from intake.app.desk.receiving import Outcome
from intake.domain.consent import Answer, Grant, Purpose, Recipient, Recording, Stands
from intake.domain.custody import Event
from intake.domain.errors import ContentsAltered
from intake.ui.desk import words


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (Outcome, words.outcome),
        (Purpose, words.purpose),
        (Recipient, words.recipient),
        (Recording, words.recording),
        (Grant, words.grant),
        (Answer, words.answer),
        (Stands, words.stands),
        (Event, words.event),
    ],
)
def test_every_value_has_words_of_its_own(
    values: Iterable[object], said: Callable[[object], object]
) -> None:
    found = [said(value) for value in values]
    assert all(found)
    assert len(set(found)) == len(found)


def test_nothing_written_down_is_told_apart_from_no() -> None:
    assert words.grant(Grant.NOT_RECORDED) != words.grant(Grant.NO)
    assert words.answer(Answer.NOT_RECORDED) != words.answer(Answer.NO)


def test_a_kept_reason_is_said_as_it_is() -> None:
    assert words.reason(str(ContentsAltered())) == str(ContentsAltered())
    assert words.reason("") == ""
