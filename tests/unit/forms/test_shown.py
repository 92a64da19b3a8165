from __future__ import annotations

from intake.forms import Choice
from unit.forms.building import ask, bind, repeat, session


def test_a_choice_is_named_without_the_markup_of_its_author() -> None:
    assert Choice("a", "**A** _b_").plain == "A b"
    assert Choice("a", "A").plain == "A"


def test_choices_of_the_form_lose_their_signs_and_answered_ones_keep_them() -> None:
    talk = session(
        "<r><name/></r><one/><two/>",
        bind("r/name"),
        repeat("r", ask("r/name"))
        + '<select1 ref="/data/one"><label>one</label><item><label>**A**</label>'
        "<value>a</value></item></select1>"
        '<select1 ref="/data/two"><label>two</label><itemset nodeset="/data/r">'
        '<value ref="name"/><label ref="name"/></itemset></select1>',
    )
    talk.answer("/data/r[1]/name", "_x_")
    assert [each.plain for each in talk.get("/data/one").choices] == ["A"]
    assert [each.plain for each in talk.get("/data/two").choices] == ["_x_"]


def test_answers_of_the_last_interview_are_no_authors_words() -> None:
    last = b"<data><r><name>_x_</name></r></data>"
    talk = session(
        "<two/>",
        "",
        '<select1 ref="/data/two"><label>two</label>'
        "<itemset nodeset=\"instance('__last-saved')/data/r\">"
        '<value ref="name"/><label ref="name"/></itemset></select1>',
        '<instance id="__last-saved" src="jr://instance/last-saved"/>',
        {"last-saved": last},
    )
    assert [each.plain for each in talk.get("/data/two").choices] == ["_x_"]
