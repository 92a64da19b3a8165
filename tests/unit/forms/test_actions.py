"""When a form does something by itself: the events of the ODK XForms specification."""

from __future__ import annotations

from intake.forms.actions import OLDER, Action, Event
from unit.forms.building import ask, form, repeat


def test_the_events_are_those_of_the_specification() -> None:
    assert set(Event) == {
        "odk-instance-first-load",
        "odk-instance-load",
        "odk-new-repeat",
        "xforms-value-changed",
    }


def test_older_names_stand_for_newer_events() -> None:
    assert OLDER["xforms-ready"] is Event.FIRST_LOAD
    assert OLDER["jr-insert"] is Event.NEW_REPEAT
    assert OLDER["xforms-revalidate"] is None


def test_an_action_knows_where_it_stands_and_what_it_sets() -> None:
    read = form(
        "<a/><r><n/></r>",
        "",
        "<input ref='/data/a'><setvalue event='xforms-value-changed'"
        " ref='../r/n' value='1 + 1'/></input>" + repeat("r", ask("r/n")),
        "<setvalue event='odk-instance-load odk-instance-first-load' ref='/data/a'>"
        " words </setvalue>",
    )
    loading, changing = read.actions
    assert loading.anchor is None
    assert loading.events == {Event.LOAD, Event.FIRST_LOAD}
    assert (loading.target.path, loading.text, loading.expression) == (
        "/data/a",
        "words",
        None,
    )
    assert changing.anchor is read.field("/data/a")
    assert changing.target is read.field("/data/r/n")
    assert changing.expression is not None
    assert changing.expression.source == "1 + 1"


def test_two_actions_alike_are_still_two() -> None:
    read = form(
        "<a/>", "", "", "<setvalue event='odk-instance-load' ref='/data/a'/>" * 2
    )
    one, other = read.actions
    assert isinstance(one, Action)
    assert one != other
