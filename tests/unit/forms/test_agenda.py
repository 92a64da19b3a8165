"""What waits to be worked out comes in the order of the form's graph, each once."""

from __future__ import annotations

from intake.forms.agenda import Agenda
from intake.forms.rules import Aspect
from unit.forms.building import ask, begin, bind, form, repeat

FORM = form(
    "<a/><b/><c/><p><x/></p><p><x/></p>",
    bind("c", calculate="/data/b + 1")
    + bind("b", calculate="/data/a + 1")
    + bind("p/x", relevant="/data/a = 1", required="/data/a = 2"),
    ask("a") + repeat("p", ask("p/x"), 'jr:count="/data/a"'),
)


def rule(path: str, aspect: Aspect) -> int:
    found = [
        one.rank
        for one in FORM.graph.rules
        if one.field.path == path and one.aspect is aspect
    ]
    return found[0]


def drained(agenda: Agenda) -> list[int]:
    ranks = []
    while (due := agenda.next()) is not None:
        ranks.append(due[0].rank)
    return ranks


def test_nothing_waits_at_first() -> None:
    assert Agenda(FORM.graph).next() is None


def test_what_is_needed_first_comes_first_whatever_was_pushed_first() -> None:
    root = begin(FORM).root
    agenda = Agenda(FORM.graph)
    for one in reversed(FORM.graph.rules):
        agenda.push(one, root)
    ranks = drained(agenda)
    assert ranks == sorted(ranks)
    assert ranks.index(rule("/data/b", Aspect.CALCULATE)) < ranks.index(
        rule("/data/c", Aspect.CALCULATE)
    )


def test_a_rule_waits_once_with_every_place_it_concerns() -> None:
    root = begin(FORM).root
    agenda = Agenda(FORM.graph)
    first = FORM.graph.rules[0]
    for scope in (root, root.children[0], root):
        agenda.push(first, scope)
    due = agenda.next()
    assert due is not None
    assert due[0] is first
    assert list(due[1]) == [root, root.children[0]]
    assert agenda.next() is None


def test_inside_a_place_all_its_rules_wait_and_no_others() -> None:
    talk = begin(FORM)
    talk.answer("/data/a", "2")
    agenda = Agenda(FORM.graph)
    agenda.push_inside(talk.get("/data/p[1]"))
    assert sorted(drained(agenda)) == sorted(
        [rule("/data/p/x", Aspect.RELEVANT), rule("/data/p/x", Aspect.REQUIRED)]
    )


def test_a_change_of_language_concerns_what_is_spoken_alone() -> None:
    spoken = form(
        "<a/><b/><c/>",
        bind("b", calculate="jr:itext('t')") + bind("c", calculate="/data/a"),
        ask("a"),
        "<itext><translation lang='en'><text id='t'><value>x</value></text>"
        "</translation></itext>",
    )
    agenda = Agenda(spoken.graph)
    agenda.push_spoken(begin(spoken).root)
    due = agenda.next()
    assert due is not None
    assert due[0].field.path == "/data/b"
    assert agenda.next() is None
