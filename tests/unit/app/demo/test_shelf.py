from pathlib import Path

from intake.app import opening
from intake.app.demo import shelf, story
from intake.app.desk import library
from intake.app.field import interviewing
from intake.domain.record import InterviewState, RecordState
from kitchen import CHEAP


def test_the_demonstration_has_records_in_every_state(tmp_path: Path) -> None:
    place = story.Place(tmp_path)
    place.stick.mkdir()
    shelf.stock(place, CHEAP)
    field = opening.unlock(place.field, story.PASSPHRASE)
    states = [row.state for row in interviewing.listed(field)]
    assert {
        InterviewState.DRAFT,
        InterviewState.SEALED,
        InterviewState.HANDED_OVER,
    } == set(states)
    field.close()
    desk = opening.unlock(place.desk, story.PASSPHRASE)
    rows = library.listed(desk)
    assert len(rows) == states.count(InterviewState.HANDED_OVER)
    assert {row.state for row in rows} == {RecordState.NEW}
    desk.close()
