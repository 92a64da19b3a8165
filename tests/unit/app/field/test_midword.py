from intake.app.field import interviewing
from intake.app.field.interviewing import Interview
from intake.app.field.midword import Midword
from intake.vault import journal, settings
from kitchen import ACCOUNT, BEGUN, Kitchen, begun, ticking

WORDS, YEAR = "/data/words", "/data/year"


def again(kitchen: Kitchen, interview: Interview) -> Interview:
    """Open *interview* as after a crash: nothing but the disk is known."""
    return interviewing.resume(kitchen.field, interview.id, ticking())


def test_letters_that_were_no_answer_yet_are_one_after_a_crash(
    kitchen: Kitchen,
) -> None:
    interview = begun(kitchen.field)
    before = journal.length(kitchen.field.vault, interview.id)
    for end in range(1, 200):
        interview.hold(ACCOUNT, WORDS, "They came"[: 1 + end % 9])
    interview.hold(ACCOUNT, WORDS, "They came at")
    assert journal.length(kitchen.field.vault, interview.id) == before
    back = again(kitchen, interview)
    assert back.session(ACCOUNT).get(WORDS).value == "They came at"
    assert settings.get(kitchen.field.vault, "midword") is None


def test_an_answer_given_since_is_not_overwritten(kitchen: Kitchen) -> None:
    interview = begun(kitchen.field)
    interview.hold(ACCOUNT, WORDS, "They ca")
    interview.answer(ACCOUNT, WORDS, "They came")
    assert settings.get(kitchen.field.vault, "midword") is None
    interview.answer(ACCOUNT, WORDS, None)
    assert again(kitchen, interview).session(ACCOUNT).get(WORDS).value == ""


def test_letters_taken_back_are_forgotten(kitchen: Kitchen) -> None:
    interview = begun(kitchen.field)
    interview.hold(ACCOUNT, WORDS, "T")
    interview.hold(ACCOUNT, WORDS, "")
    interview.hold(ACCOUNT, WORDS, "")
    assert again(kitchen, interview).session(ACCOUNT).get(WORDS).value == ""


def test_half_an_answer_and_half_a_note_are_both_kept(kitchen: Kitchen) -> None:
    interview = begun(kitchen.field)
    interview.note(ACCOUNT, YEAR, "Unsure")
    interview.hold(ACCOUNT, YEAR, "20x")
    interview.hold(ACCOUNT, WORDS, "pauses", note=True)
    interview.hold(ACCOUNT, "/data/gone", "lost")
    interview.hold("gone", WORDS, "lost")
    session = again(kitchen, interview).session(ACCOUNT)
    assert session.get(YEAR).note == "Unsure\n20x"
    assert session.get(YEAR).value == ""
    assert session.get(WORDS).note == "pauses"


def test_what_was_typed_stands_nowhere_in_the_clear(kitchen: Kitchen) -> None:
    interview = begun(kitchen.field)
    interview.hold(ACCOUNT, WORDS, "They came")
    kept = str(settings.get(kitchen.field.vault, "midword"))
    assert "came" not in kept
    assert b"came".hex() not in kept
    interviewing.discard(kitchen.field, interview.id, BEGUN)
    assert Midword(kitchen.field, interview.id).kept() == {}


def test_what_cannot_be_read_is_no_answer(kitchen: Kitchen) -> None:
    interview = begun(kitchen.field)
    for box in ("", "zz", "00" * 40):
        facts = {"interview": interview.id, "box": box}
        settings.put(kitchen.field.vault, "midword", dict(facts))
        assert again(kitchen, interview).session(ACCOUNT).get(WORDS).value == ""
