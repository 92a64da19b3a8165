from intake.domain.record import InterviewState, Missing, RecordState


def test_the_words_people_see_are_fixed() -> None:
    assert list(InterviewState) == ["Draft", "Ready to seal", "Sealed", "Handed over"]
    assert list(RecordState) == [
        "New",
        "Read",
        "Reviewed",
        "Question sent",
        "Set apart",
        "Withdrawn",
    ]
    assert list(Missing) == [
        "not asked",
        "refused",
        "does not know",
        "not safe to record",
    ]
