from intake.app import reading
from intake.domain.record import Missing
from kitchen import ACCOUNT, SENTENCE, Kitchen, told
from unit.forms.building import bind, session


def test_a_filled_form_reads_as_questions_and_answers(apart: Kitchen) -> None:
    interview = told(apart.field)
    interview.answer(ACCOUNT, "/data/kind", "seen")
    interview.mark(ACCOUNT, "/data/year", Missing.UNSAFE)
    interview.note(ACCOUNT, "/data/kind", "long pause")
    interview.add_repeat(ACCOUNT, "/data/person")
    interview.answer(ACCOUNT, "/data/person[1]/name", "the teacher")
    lines = list(reading.lines(interview.session(ACCOUNT).root))
    text = "\n".join(lines)
    assert f"  {SENTENCE}" in lines
    assert "  I saw it" in lines
    assert "(not safe to record)" in text
    assert "[note: long pause]" in text
    assert text.index("(1)") < text.index("the teacher")
    assert "Who told you?" not in text


def test_a_question_is_told_without_the_markup_of_its_author() -> None:
    talk = session(
        "<a/>",
        bind("a"),
        '<input ref="/data/a"><label>**Why** then?</label></input>',
    )
    assert list(reading.lines(talk.root)) == ["Why then?", "  -"]


def test_as_data_there_are_only_answers_and_reasons(apart: Kitchen) -> None:
    interview = told(apart.field)
    interview.mark(ACCOUNT, "/data/year", Missing.REFUSED)
    tree = reading.tree(interview.session(ACCOUNT).root)
    assert isinstance(tree, dict)
    assert tree["/data/words"] == SENTENCE
    assert tree["/data/year"] == {"missing": "refused"}
    assert "/data/kind" not in tree
