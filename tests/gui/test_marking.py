from intake.ui.marking import QT_TRANSLATE_NOOP


def test_marking_leaves_a_text_as_it_is() -> None:
    assert QT_TRANSLATE_NOOP("words", "Draft") == "Draft"
