"""Reading what a form sets by itself: names of events, targets, faults."""

from __future__ import annotations

import pytest

from intake.forms import Form
from intake.forms.actions import Event
from unit.forms.building import ask, faults, form, repeat


def setting(attributes: str, where: str = "model") -> Form:
    element = f"<setvalue {attributes}/>"
    if where == "model":
        return form("<a/><b/>", "<bind id='bee' nodeset='/data/b'/>", "", element)
    return form("<a/><b/>", "", f"<input ref='/data/a'>{element}</input>")


def test_a_target_may_be_named_by_path_or_by_bind() -> None:
    for attributes in ("ref='/data/b'", "nodeset='/data/b'", "ref='b'", "bind='bee'"):
        (action,) = setting(f"event='odk-instance-load' {attributes}").actions
        assert action.target.path == "/data/b"


def test_a_relative_target_starts_at_the_question_it_is_written_into() -> None:
    (action,) = setting(
        "event='xforms-value-changed' ref='../b' value='1'", "question"
    ).actions
    assert action.target.path == "/data/b"
    assert action.anchor is not None
    assert action.anchor.path == "/data/a"


def test_several_events_may_be_named_older_ones_too() -> None:
    (action,) = setting(
        "event='odk-instance-load xforms-ready xforms-revalidate' ref='/data/b'"
    ).actions
    assert action.events == {Event.LOAD, Event.FIRST_LOAD}


@pytest.mark.parametrize("event", ["xforms-revalidate", ""])
def test_what_never_happens_is_no_action(event: str) -> None:
    assert setting(f"event='{event}' ref='/data/b'").actions == ()


def test_actions_of_the_model_come_before_those_of_questions() -> None:
    read = form(
        "<a/><b/>",
        "",
        "<input ref='/data/a'><setvalue event='xforms-value-changed' ref='/data/b'/>"
        "</input>",
        "<setvalue event='odk-instance-load' ref='/data/a'/>",
    )
    assert [action.anchor is None for action in read.actions] == [True, False]


def test_a_place_is_set_by_an_element_of_odk_alone() -> None:
    def geopoints(prefix: str) -> list[bool]:
        element = f"<{prefix}setgeopoint event='odk-instance-load' ref='/data/a'/>"
        return [one.geopoint for one in form("<a/>", "", "", element).actions]

    assert geopoints("odk:") == [True]
    assert geopoints("") == []


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("<setvalue event='on-fire' ref='/data/a'/>", "“on-fire” is not an event."),
        ("<setvalue event='odk-instance-load' ref='/data/z'/>", "sets /data/z"),
        ("<setvalue event='odk-instance-load'/>", "sets nothing"),
        (
            "<setvalue event='odk-new-repeat' ref='/data/a'/>",
            "outside of any repeat",
        ),
        (
            "<setvalue event='odk-instance-load' ref='/data/a' value='1 +'/>",
            "column calculation",
        ),
    ],
)
def test_tells_mistakes(element: str, words: str) -> None:
    assert words in faults("<a/>", "", ask("a"), element)


def test_inside_a_repeat_an_action_for_new_instances_is_in_its_place() -> None:
    read = form(
        "<p><n/></p>",
        "",
        repeat("p", ask("p/n") + "<setvalue event='odk-new-repeat' ref='/data/p/n'/>"),
    )
    (action,) = read.actions
    assert action.anchor is read.field("/data/p")
