"""Reads what a form sets by itself, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.forms.actions import OLDER, Action, Event
from intake.forms.markup import name_of, split, text_of
from intake.forms.model import ODK
from intake.forms.paths import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from intake.forms.body import Body
    from intake.forms.check import Reading
    from intake.forms.model import Fields

_SETTERS = ("setvalue", "setgeopoint")
EVENTS: Mapping[str, Event | None] = {**{one.value: one for one in Event}, **OLDER}


def read_actions(
    model: etree._Element, body: Body, fields: Fields, reading: Reading
) -> Iterator[Action]:
    """Give the actions of a form, those of the model first, in order."""
    top = next(iter(fields.by_path.values()))
    for element in model:
        if name_of(element) in _SETTERS:
            yield from _action(element, None, top.path, fields, reading)
    for element, context in body.actions:
        if name_of(element) in _SETTERS:
            yield from _action(element, context, context, fields, reading)


def _action(
    element: etree._Element,
    anchor: str | None,
    context: str,
    fields: Fields,
    reading: Reading,
) -> Iterator[Action]:
    uri, name = split(element.tag)
    geopoint = name == "setgeopoint"
    if geopoint and uri != ODK:
        return
    events = _events(element, anchor, reading)
    ref = element.get("ref") or element.get("nodeset") or ""
    if not ref and element.get("bind"):
        ref = reading.bound.get(element.get("bind", ""), "")
    target = fields.find(absolute(ref, context)) if ref else None
    if target is None:
        reading.add(
            context,
            element,
            "trigger",
            f"An action sets {ref or 'nothing'}, which is not in the form.",
            "Correct the name.",
        )
        return
    path = reading.compile(ref, context, element, "trigger")
    value = element.get("value")
    compiled = (
        reading.compile(value, target.path, element, "calculation")
        if value and value.strip()
        else None
    )
    if path is not None and events:
        yield Action(
            events=events,
            target=target,
            path=path,
            anchor=fields.find(anchor) if anchor else None,
            expression=compiled,
            text="" if value is not None else text_of(element).strip(),
            geopoint=geopoint,
        )


def _events(
    element: etree._Element, anchor: str | None, reading: Reading
) -> frozenset[Event]:
    found = set()
    for name in element.get("event", "").split():
        if name not in EVENTS:
            reading.complain(
                element,
                f"“{name}” is not an event.",
                f"Write one of {', '.join(Event)}.",
            )
            continue
        event = EVENTS[name]
        if event is Event.NEW_REPEAT and anchor is None:
            reading.complain(
                element,
                "An action for a new repeat stands outside of any repeat.",
                "Put it into the repeat.",
            )
        if event is not None:
            found.add(event)
    return frozenset(found)
