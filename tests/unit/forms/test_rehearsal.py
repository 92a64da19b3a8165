"""A form is begun once before anybody is asked, to see whether it can begin."""

from __future__ import annotations

from intake.forms.rehearsal import rehearse
from unit.forms.building import ask, bind, choose, faults, form, listed


def test_a_sound_form_begins_without_a_word() -> None:
    assert rehearse(form("<a/>", bind("a", calculate="1 + 1"), ask("a"))) == {}


def test_what_cannot_be_worked_out_is_a_fault_before_anybody_is_asked() -> None:
    assert "no choices" in faults(
        "<a/><b/>", bind("b", calculate="jr:choice-name('x', '/data/a')"), ask("a")
    )
    assert "without a weight" in faults(
        "<a/><b/>", bind("b", relevant="weighted-checklist(1, 2, /data/a)"), ask("a")
    )


def test_a_faulty_filter_shows_though_nothing_was_chosen() -> None:
    assert "no value" not in faults(
        "<a/>", "", choose("a", "instance('l')/root/item"), listed("l", "x")
    )
    assert "digest" in faults(
        "<a/>",
        "",
        choose("a", "instance('l')/root/item[digest(1, 2) = g]"),
        listed("l", "x"),
    )


def test_rehearsing_changes_nothing_of_the_form() -> None:
    read = form("<a/>", bind("a", calculate="uuid()"), ask("a"))
    graph = read.graph
    assert rehearse(read) == {}
    assert rehearse(read) == {}
    assert read.graph is graph
