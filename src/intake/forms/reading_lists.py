"""Reads the lists that a form brings or names: instances, files, and older ways."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from intake.forms.external import LAST_SAVED, Source, find
from intake.forms.faults import FormFaulty
from intake.forms.markup import name_of
from intake.forms.searching import (
    WHOLE_NUMBER,
    column,
    columns_of,
    queried,
    searched,
)

WHOLE = re.compile(
    r"""\s*instance\(\s*(['"])(?P<id>[^'"]*)\1\s*\)"""
    r"""/(?P<root>[\w.-]+)/(?P<item>[\w.-]+)\s*$"""
)
"""A path to all rows of a list, without any condition."""
PLAIN = re.compile(r"[\w.-]+$")

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from intake.forms.body import Body
    from intake.forms.check import Reading
    from intake.forms.itext import Itext, Wording
    from intake.forms.tree import Table


def read_lists(
    model: etree._Element,
    body: Body,
    resources: Mapping[str, bytes],
    reading: Reading,
    itext: Itext,
) -> dict[str, Source]:
    """Give every list that the form names, by name; missing ones are empty."""
    sources = _declared(model, resources, reading)
    _older(sources, body, resources, reading)
    _check_columns(sources, body, reading)
    _check_searches(sources, body, reading, itext)
    return sources


def _check_searches(
    sources: dict[str, Source], body: Body, reading: Reading, itext: Itext
) -> None:
    """Refuse a ``search()`` for columns that its list does not have."""
    for path, control in body.controls.items():
        source = sources.get(control.search.name) if control.search else None
        if source is None or control.search is None or source.missing:
            continue
        table = None if reading.faults else source.table
        if table is None:
            continue
        unknown = [*control.search.unknown(table)]
        for option in control.options:
            if WHOLE_NUMBER.fullmatch(option.value):
                continue
            if column(table, option.value) is None:
                reading.warn(
                    None,
                    f"The choice “{option.value}” is no column of {source.place}, so "
                    "it is offered as it stands.",
                    f"If a column is meant, write one of {_some(table)}; else give it "
                    "a whole number for its name.",
                    path,
                )
                continue
            for text in _written(option.label, itext):
                names = columns_of(text)
                unknown += [one for one in names if column(table, one) is None]
        for name in dict.fromkeys(unknown):
            near = get_close_matches(name, table.places, n=1, cutoff=0.6)
            mend = f"Did you mean “{near[0]}”?" if near else f"It has {_some(table)}."
            reading.add(
                path,
                None,
                "appearance",
                f"The list {source.place} has no column “{name}”.",
                mend,
            )


def _written(label: Wording | None, itext: Itext) -> Iterator[str]:
    """Give the words of a choice in every language."""
    if label is not None and label.id:
        languages = (
            label.pieces,
            *(itext.pieces(label.id, one) or () for one in itext.languages),
        )
    else:
        languages = (label.pieces,) if label is not None else ()
    for pieces in languages:
        yield "".join(one for one in pieces if isinstance(one, str))


def _some(table: Table) -> str:
    return ", ".join(list(table.places)[:20])


def _check_columns(sources: dict[str, Source], body: Body, reading: Reading) -> None:
    """Warn of choices whose value stands in a column that their list does not have."""
    for path, control in body.controls.items():
        found = control.itemset and WHOLE.match(control.itemset.nodeset.source)
        source = sources.get(found["id"]) if found else None
        table = None if source is None or reading.faults else source.table
        if table is None or control.itemset is None or not table.rows:
            continue
        if PLAIN.match(control.itemset.value) and (
            control.itemset.value not in table.places
        ):
            reading.warn(
                None,
                f"The list of {path} has no column “{control.itemset.value}”.",
                f"Give it one; it has {', '.join(table.places)}.",
                path,
            )


def _declared(
    model: etree._Element, resources: Mapping[str, bytes], reading: Reading
) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    instances = [element for element in model if name_of(element) == "instance"]
    for element in instances[1:]:  # the first is the form's own
        name = element.get("id")
        if name is None:
            continue
        if name in sources:
            reading.complain(element, f"Two lists are named “{name}”.", "Rename one.")
        inner = next(iter(element), None)
        place = element.get("src", "").strip()
        data = find(place, resources) if place else None
        if inner is not None and data is None:
            sources[name] = Source(name, place, element=inner)
            _make_now(sources[name], reading)
            continue
        sources[name] = Source(name, place, data=data)
        if sources[name].missing and place and place != LAST_SAVED:
            reading.warn(
                element,
                f"The file {place} did not come with the form; its list is empty.",
                "Add the file beside the form.",
            )
        else:
            _make_now(sources[name], reading)
    return sources


def _older(
    sources: dict[str, Source],
    body: Body,
    resources: Mapping[str, bytes],
    reading: Reading,
) -> None:
    """Add the lists that no instance declares: of pulldata, search() and queries."""
    for name in sorted(reading.pulled() - sources.keys()):
        data = find(f"{name}.csv", resources)
        if data is not None:
            sources[name] = Source(name, f"{name}.csv", data=data)
            _make_now(sources[name], reading)
    for control in body.controls.values():
        if control.query and control.query not in sources:
            sources[control.query] = queried(control.query, resources)
        elif control.search is not None and control.search.name not in sources:
            source = sources[control.search.name] = searched(control.search, resources)
            _make_now(source, reading)
        else:
            continue
        name = control.query or (control.search.name if control.search else "")
        if sources[name].missing:
            reading.warn(
                None,
                f"The list {sources[name].place} did not come with the form.",
                "Add the file beside the form.",
            )


def _make_now(source: Source, reading: Reading) -> None:
    """Make the nodes of *source* while somebody waits for the form anyway."""
    try:
        source.tree()
    except FormFaulty as faulty:
        reading.faults.extend(faulty.faults)
