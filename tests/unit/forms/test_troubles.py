"""A rule that cannot be worked out leaves things as they are, and is told."""

from __future__ import annotations

from unit.forms.building import ask, bind, repeat, session


def test_a_constraint_that_fails_is_told_until_it_works_again() -> None:
    talk = session(
        "<a/><p/>", bind("a", constraint="regex(., /data/p)"), ask("a") + ask("p")
    )
    talk.answer("/data/p", "x+")
    talk.answer("/data/a", "y")
    assert len(talk.problems()) == 1
    talk.answer("/data/p", "(x")
    assert len(talk.problems()) == 1  # the last that could be worked out
    (error,) = talk.failing()["/data/a"]
    assert "regex" in str(error)
    talk.answer("/data/p", "y+")
    assert talk.failing() == {}
    assert talk.problems() == ()
    talk.answer("/data/p", "(x")
    assert set(talk.failing()) == {"/data/a"}
    talk.answer("/data/a", "")
    assert talk.failing() == {}
    assert ("/data/a", "constraint") in talk.errors


def test_a_question_stays_hidden_or_shown_while_its_rule_fails() -> None:
    talk = session(
        "<a/><p/>", bind("a", relevant="regex('x', /data/p)"), ask("a") + ask("p")
    )
    talk.answer("/data/p", "x")
    assert talk.get("/data/a").relevant
    talk.answer("/data/p", "(")
    assert talk.get("/data/a").relevant
    assert set(talk.failing()) == {"/data/a"}
    talk.answer("/data/p", "y")
    assert not talk.get("/data/a").relevant
    talk.answer("/data/p", "(")
    assert not talk.get("/data/a").relevant
    assert talk.failing() == {}  # what is not asked troubles nobody


def test_only_the_instance_that_fails_is_told() -> None:
    talk = session(
        "<r><a/><p/></r><r><a/><p/></r>",
        bind("r/a", required="regex('x', ../p)"),
        repeat("r", ask("r/a") + ask("r/p")),
    )
    talk.answer("/data/r[2]/p", "(")
    assert list(talk.failing()) == ["/data/r[2]/a"]
    talk.answer("/data/r[1]/p", "x")
    assert list(talk.failing()) == ["/data/r[2]/a"]
    assert talk.get("/data/r[1]/a").required
