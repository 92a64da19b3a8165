from intake.app.field import interviewing, whereabouts
from intake.app.field.whereabouts import Place
from kitchen import ACCOUNT, BEGUN, Kitchen, told


def test_one_is_led_back_to_where_one_was(kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    here = Place(interview.id, ACCOUNT, "/data/words", "English (en)")
    whereabouts.remember(kitchen.field, here)
    assert whereabouts.last(kitchen.field) == here
    whereabouts.forget(kitchen.field)
    assert whereabouts.last(kitchen.field) is None


def test_a_draft_that_is_gone_leads_nowhere(kitchen: Kitchen) -> None:
    interview = told(kitchen.field)
    interview.remember_place(ACCOUNT, "/data/words", "English (en)")
    assert whereabouts.last(kitchen.field) is not None
    interviewing.discard(kitchen.field, interview.id, BEGUN)
    assert whereabouts.last(kitchen.field) is None
