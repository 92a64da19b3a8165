"""Turns an XForm into a form that can be asked, or into the list of its faults."""

from __future__ import annotations

import gc
import hashlib
import itertools
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from intake.forms.body import Body, message, pieces, read_body
from intake.forms.check import Reading
from intake.forms.definition import Bind, Form, Submission
from intake.forms.faults import Fault, FormFaulty
from intake.forms.graph import build
from intake.forms.itext import PLAIN, Itext, Pieces
from intake.forms.markup import attributes_of, first, name_of, parse, split, text_of
from intake.forms.model import (
    JAVAROSA,
    Fields,
    ensure_instance_id,
    read_model,
    settle_templates,
    walk,
)
from intake.forms.paths import absolute
from intake.forms.reading_actions import read_actions
from intake.forms.reading_lists import read_lists
from intake.forms.rehearsal import rehearse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from intake.forms.definition import Field
    from intake.forms.itext import Wording
    from intake.forms.xpath import Expression

_TYPES: Mapping[str, str] = {"integer": "int", "datetime": "dateTime", "": "string"}
_RULES = frozenset(
    {
        *("nodeset", "ref", "id", "type", "relevant", "required", "readonly"),
        *("constraint", "calculate", "constraintMsg", "requiredMsg", "preload"),
        *("preloadParams", "saveto"),
    }
)
_READINGS = itertools.count(1)
_COLLECTED_EVERY = 4
_METHODS = frozenset({"", "post", "form-data-post"})
_BLANK: Mapping[str, bytes] = MappingProxyType({})
_NO_ROWS: Mapping[str, int] = MappingProxyType({})


def read_form(
    xform: bytes,
    resources: Mapping[str, bytes] = _BLANK,
    rows: Mapping[str, int] = _NO_ROWS,
) -> Form:
    """Read an XForm: ODK XForms specification, as pyxform and others write it.

    *resources* are the files it names, by name; *rows* the spreadsheet row of every
    question. Raises FormFaulty with every fault found.
    """
    with _nothing_thrown_away():
        return _read(Given(xform, resources), rows)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Let the collector of garbage rest: all that reading makes stays, and is much."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # Through here all that was made counts as old at once, without a look.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
            if next(_READINGS) % _COLLECTED_EVERY == 0:
                # What is old is not counted as new: forms let go of would pile up.
                gc.collect()


def _read(given: Given, rows: Mapping[str, int]) -> Form:
    root = parse(given.xform)
    model = next((one for one in root.iter() if name_of(one) == "model"), None)
    if model is None:
        raise FormFaulty(
            [Fault("XForm", None, "", "This is not an XForm.", "Choose another file.")]
        )
    primary = _primary(model)
    if primary is None:
        raise FormFaulty(
            [Fault("XForm", None, "", "The form has no instance.", "Export it again.")]
        )
    reading = Reading(rows, _namespaces(root, model, primary))
    form = _assemble(root, model, primary, given, reading)
    if form is not None:
        reading.check_rehearsal(rehearse(form))
    if form is None or reading.faults:
        by_place = sorted(reading.faults, key=lambda one: (one.row is None, one.row))
        raise FormFaulty(by_place)
    return form


@dataclass(frozen=True, slots=True)
class Given:
    """What a form is read from."""

    xform: bytes
    resources: Mapping[str, bytes]


def _assemble(
    root: etree._Element,
    model: etree._Element,
    primary: etree._Element,
    given: Given,
    reading: Reading,
) -> Form | None:
    binds = _bind_elements(model, "/" + split(primary.tag)[1], reading)
    body = read_body(first(root, "body"), "/" + split(primary.tag)[1], reading)
    top, start = read_model(primary, body.repeats, reading.complain)
    settle_templates(top, start)
    fields = Fields(top)
    _attach(fields, body, reading)
    _apply_binds(fields, binds, reading)
    ensure_instance_id(top, start, reading.namespaces)
    fields = Fields(top)
    itext = _itext(model, reading)
    sources = read_lists(model, body, given.resources, reading, itext)
    actions = tuple(read_actions(model, body, fields, reading))
    submission = _submission(model, reading)
    reading.check_itexts(itext)
    reading.check_paths(fields, sources)
    _order(top)
    # Also a form with faults may have circles, to be told of at once.
    graph = build(fields.by_path.values(), itext, reading)
    if reading.faults:
        return None
    head = first(root, "head")
    title = None if head is None else first(head, "title")
    return Form(
        id=primary.get("id", ""),
        version=_version(primary),
        title=text_of(title).strip() if title is not None else "",
        root=top.name,
        languages=itext.languages,
        default_language=itext.default,
        digest=hashlib.sha256(given.xform).hexdigest(),
        top=top,
        fields=MappingProxyType(fields.by_path),
        namespaces=MappingProxyType(dict(reading.namespaces)),
        start=start,
        itext=itext,
        sources=MappingProxyType(sources),
        actions=actions,
        graph=graph,
        submission=submission,
        style=body.style,
        warnings=tuple(reading.warnings),
    )


# --- the model


def _primary(model: etree._Element) -> etree._Element | None:
    for element in model:
        if name_of(element) == "instance":
            return next(iter(element), None)
    return None


def _version(primary: etree._Element) -> str:
    return primary.get("version") or attributes_of(primary).get("version", "")


def _bind_elements(
    model: etree._Element, root: str, reading: Reading
) -> list[tuple[etree._Element, str]]:
    found = []
    for element in model:
        if name_of(element) != "bind":
            continue
        nodeset = element.get("nodeset") or element.get("ref")
        if not nodeset:
            reading.complain(element, "A bind names no node.", "Give it a nodeset.")
            continue
        path = absolute(nodeset, root)
        found.append((element, path))
        if name := element.get("id"):
            reading.bound[name] = path
    return found


def _apply_binds(
    fields: Fields, binds: list[tuple[etree._Element, str]], reading: Reading
) -> None:
    for element, path in binds:
        field = fields.find(path)
        if field is None:
            reading.warn(
                element,
                f"A rule is written for {path}, which is not in the form.",
                "Take the rule out or correct the name.",
                path,
            )
            continue
        field.bind = _bind(element, field, reading)
        if field.control is not None:
            more = {
                key: value
                for key, value in field.bind.attributes.items()
                if key not in _RULES
            }
            if more:
                parameters = MappingProxyType({**more, **field.control.parameters})
                field.control = replace(field.control, parameters=parameters)


def _bind(element: etree._Element, field: Field, reading: Reading) -> Bind:
    old = field.bind
    path = field.path

    def rule(name: str, column: str) -> Expression | None:
        source = element.get(name)
        if source is None or not source.strip():
            kept: Expression | None = getattr(old, name)
            return kept
        return reading.compile(source, path, element, column)

    def said(name: str) -> Wording | None:
        text = element.get(f"{{{JAVAROSA}}}{name}") or element.get(name)
        return message(text, path, element, reading) if text else None

    kind = element.get("type", "").rpartition(":")[2].strip()
    attributes = attributes_of(element)
    return Bind(
        type=_TYPES.get(kind, kind) if "type" in element.attrib else old.type,
        relevant=rule("relevant", "relevant"),
        required=rule("required", "required"),
        readonly=rule("readonly", "read_only"),
        constraint=rule("constraint", "constraint"),
        calculate=rule("calculate", "calculation"),
        constraint_message=said("constraintMsg") or old.constraint_message,
        required_message=said("requiredMsg") or old.required_message,
        preload=element.get(f"{{{JAVAROSA}}}preload", old.preload),
        preload_parameter=element.get(
            f"{{{JAVAROSA}}}preloadParams", old.preload_parameter
        ),
        attributes=MappingProxyType({**old.attributes, **attributes}),
    )


def _attach(fields: Fields, body: Body, reading: Reading) -> None:
    for path, control in body.controls.items():
        field = fields.find(path)
        if field is None:
            reading.warn(
                None,
                f"The form asks for {path}, which is not in its instance.",
                "Correct the name, or the question is never asked.",
                path,
            )
            continue
        field.control = control


def _order(top: Field) -> None:
    """Put fields in the order in which they are asked; unasked ones stay behind.

    A field that is not asked stands after the one before it in the instance.
    """
    latest = 0
    for count, field in enumerate(walk(top)):
        asked = _first_asked(field)
        latest = asked if asked is not None else latest
        above = field.parent.lineage if field.parent is not None else ()
        field.lineage = (*above, field)
        field.order = latest * 1_000_000 + count


def _first_asked(field: Field) -> int | None:
    if field.control is not None:
        return field.control.order
    found = [
        order for child in field.children if (order := _first_asked(child)) is not None
    ]
    return min(found, default=None)


def _itext(model: etree._Element, reading: Reading) -> Itext:
    languages: list[str] = []
    default = ""
    entries: dict[str, dict[str, dict[str, Pieces]]] = {}
    itext = first(model, "itext")
    for translation in () if itext is None else itext:
        if name_of(translation) != "translation":
            continue
        language = translation.get("lang", "")
        if language in languages:
            reading.complain(
                translation,
                f"The language “{language}” is written twice.",
                "Join the two.",
            )
        languages.append(language)
        if translation.get("default") is not None and not default:
            default = language
        for text in translation:
            if name_of(text) != "text":
                continue
            name = text.get("id", "")
            # Other names do not tell which question the text belongs to.
            context = name.rpartition(":")[0] if name.startswith("/") else ""
            forms = entries.setdefault(name, {}).setdefault(language, {})
            for value in text:
                if name_of(value) == "value":
                    forms.setdefault(
                        value.get("form", PLAIN), pieces(value, context, reading)
                    )
    return Itext(tuple(languages), default or next(iter(languages), ""), entries)


def _submission(model: etree._Element, reading: Reading) -> Submission:
    for element in model:
        if name_of(element) != "submission":
            continue
        method = element.get("method", "").strip()
        if method not in _METHODS:
            reading.complain(
                element,
                f"“{method}” is not a way to send a form.",
                "Write method=post or leave it out.",
            )
        return Submission(
            url=element.get("action", ""),
            method=method,
            public_key=element.get("base64RsaPublicKey", ""),
        )
    return Submission()


# --- names


def _namespaces(
    root: etree._Element, model: etree._Element, primary: etree._Element
) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in (root, model, *primary.iter()):
        for prefix, uri in element.nsmap.items():
            if prefix:
                found.setdefault(prefix, uri)
    return found
