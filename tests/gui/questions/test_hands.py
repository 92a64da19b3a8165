from intake.forms import Choice
from intake.ui.questions.hands import label_of


def test_a_value_without_a_choice_stands_for_itself() -> None:
    choices = (Choice("saw", "I saw it"),)
    assert label_of(choices, "saw") == "I saw it"
    assert label_of(choices, "gone") == "gone"
