from asking import UYGHUR, converted, find, fresh
from intake.ui.questions.reading import is_generated, said, title, walk


def test_answers_are_said_in_words() -> None:
    session = fresh()
    answers = {
        "how": ("told", "Somebody who saw it told me"),
        "more": ("saw read", "I saw it myself, I read it in a document"),
        "day": ("2017-03-21", "21 March 2017"),
        "clock": ("13:05:00.000", "13:05"),
        "moment": ("2017-03-21T13:05:00.000", "21 March 2017, 13:05"),
        "words": ("They came.", "They came."),
    }
    for name, (value, _) in answers.items():
        session.answer(find(session, name).ref, value)
    for name, (_, words) in answers.items():
        assert said(find(session, name)) == words
    assert said(find(session, "weight")) == ""


def test_only_what_is_asked_is_walked() -> None:
    session = fresh()
    names = [item.ref.rpartition("/")[2] for item in walk(session.root)]
    assert "who" not in names
    assert "intro" not in names
    session.answer(find(session, "how").ref, "told")
    assert find(session, "who") in list(walk(session.root))


def test_a_group_without_a_label_is_named_all_the_same() -> None:
    session = fresh()
    meals = find(session, "meals")
    assert title(meals) == "Meals"
    assert is_generated(meals.children[0])
    session.set_language(UYGHUR)
    assert title(meals) == "تاماق"


def test_a_label_of_nothing_but_markup_is_no_name() -> None:
    made = converted(
        "| survey |\n| | type | name | label |\n| | text | who_came | <p></p> |"
    )
    assert title(find(fresh(made), "who_came")) == "Who came"
