"""Writes an interview as the XML that ODK Central takes, and reads it again."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, cast

from lxml import etree

from intake.forms.definition import Kind, Written
from intake.forms.markup import name_of, parse
from intake.forms.model import XFORMS, template
from intake.forms.preload import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from intake.forms.definition import Field, Form
    from intake.forms.item import Item


def write_instance(
    form: Form, root: Item, instance_id: str = "", ended: datetime | None = None
) -> bytes:
    """Write the relevant nodes from *root* down, as UTF-8 with an XML declaration.

    *instance_id* takes the place of the id that the session made; *ended* is the time
    of the end, for questions that are preloaded with it.
    """
    prefixes = {prefix: uri for prefix, uri in form.namespaces.items() if prefix}
    spaces: dict[str, str] = {}
    for item in _everything(root):
        if item.field.prefix in prefixes:
            spaces[item.field.prefix] = prefixes[item.field.prefix]
    top = _element(None, root.field, spaces)
    _write(top, root, spaces, "" if ended is None else moment(ended))
    if instance_id:
        for element in top.iter():
            if name_of(element) == "instanceID":
                element.text = instance_id
    return etree.tostring(top, xml_declaration=True, encoding="UTF-8")


def _everything(root: Item) -> list[Item]:
    found, stack = [], [root]
    while stack:
        item = stack.pop()
        found.append(item)
        stack += item.instances
        stack += item.parts.values()
    return found


def _element(
    parent: etree._Element | None, field: Field, spaces: Mapping[str, str]
) -> etree._Element:
    # The default namespace of an XForm is that of the form, not of its answers.
    uri = "" if field.uri == XFORMS and not field.prefix else field.uri
    tag = f"{{{uri}}}{field.name}" if uri else field.name
    # lxml takes None for the default prefix; its stubs do not know.
    own = cast("dict[str, str]", {None: uri} if uri and not field.prefix else {})
    if parent is None:
        return etree.Element(tag, nsmap={**spaces, **own})
    return etree.SubElement(parent, tag, nsmap=own)


def _write(
    element: etree._Element, item: Item, spaces: Mapping[str, str], ended: str
) -> None:
    for part in item.parts.values():
        field = part.field
        if field.is_attribute:
            if part.node.relevant:
                element.set(_key(field), part.node.text)
        elif part.kind is Kind.REPEAT:
            for instance in part.instances:
                if instance.node.relevant:
                    _write(_element(element, field, spaces), instance, spaces, ended)
        elif part.node.relevant:
            _write(_element(element, field, spaces), part, spaces, ended)
    if not item.field.children:
        # Composed letters, as ODK writes them; the interview keeps what was typed.
        text = ended if ended and _is_end(field=item.field) else item.node.text
        element.text = unicodedata.normalize("NFC", text)


def _key(field: Field) -> str:
    return f"{{{field.uri}}}{field.name}" if field.uri else field.name


def _is_end(field: Field) -> bool:
    return (field.bind.preload, field.bind.preload_parameter) == ("timestamp", "end")


def read_instance(form: Form, data: bytes, *, revision: bool = False) -> Written:
    """Read a submission of *form* as values to start from. Raises FormFaulty.

    With *revision* its instance id becomes its ``deprecatedID`` and is left blank.
    """
    root = parse(data, "submission")
    written = _read(root, form.top, form.start)
    _keep_ids(form, written, revision=revision)
    return written


def _read(element: etree._Element, field: Field, start: Written) -> Written:
    """Read *element* as *field*; what it leaves out starts as the form has it.

    A submission leaves out what was not relevant. How many instances a fixed repeat
    has is the form's to say.
    """
    written = Written(text="" if len(element) else element.text or "")
    for attribute in field.attributes:
        given = element.get(_key(attribute))
        if given is not None:
            written.attributes[attribute.qualified] = str(given)
    known: dict[str, list[etree._Element]] = {}
    for child in element:
        known.setdefault(name_of(child), []).append(child)
    for part in field.children:
        elements = known.get(part.name, [])
        starts = start.parts.get(part.qualified, [])
        if part.series is None:
            first = starts[0] if starts else Written()
            written.parts[part.qualified] = (
                [_read(elements[0], part, first)]
                if elements
                else _left_out(part, starts)
            )
            continue
        model = template(part)
        found = [_read(one, part, model) for one in elements]
        if part.series.fixed:
            count = len(starts) or 1
            found = [*found, *(_blank(part) for _ in range(count))][:count]
        written.parts[part.qualified] = found
    return written


def left_over(form: Form, data: bytes) -> list[tuple[str, str]]:
    """Give what a submission holds and *form* has no place for: ref and text."""
    root = parse(data, "submission")
    return list(_left_over(root, form.top, f"/{form.top.qualified}"))


def _left_over(
    element: etree._Element, field: Field | None, ref: str
) -> Iterator[tuple[str, str]]:
    """Walk down beside *field*, None where the form has nothing any more."""
    text = (element.text or "").strip()
    if text and not len(element) and (field is None or field.children):
        yield ref, text
    parts = {} if field is None else {part.name: part for part in field.children}
    seen: dict[str, int] = {}
    for child in element:
        name = name_of(child)
        seen[name] = seen.get(name, 0) + 1
        part = parts.get(name)
        if part is not None and part.series is None and seen[name] > 1:
            part = None
        many = seen[name] > 1 or (part is not None and part.series is not None)
        place = f"[{seen[name]}]" if many else ""
        label = name if part is None else part.qualified
        yield from _left_over(child, part, f"{ref}/{label}{place}")


def _left_out(field: Field, starts: list[Written]) -> list[Written]:
    if field.optional or _is_id(field):
        return []
    return starts[:1]


def _is_id(field: Field) -> bool:
    return field.name in ("meta", "instanceID")


def _blank(field: Field) -> Written:
    return Written(
        parts={
            child.qualified: [_blank(child)]
            for child in field.children
            if child.series is None and not child.optional
        }
    )


def _keep_ids(form: Form, written: Written, *, revision: bool) -> None:
    """Turn the instance id into the id of what is revised, which ODK asks for."""
    if not revision:
        return
    for field in form.top.children:
        if field.name != "meta":
            continue
        meta = written.parts[field.qualified] or [Written()]
        written.parts[field.qualified] = meta
        start = form.start.parts.get(field.qualified) or [Written()]
        names = {part.name: part.qualified for part in field.children}
        own = meta[0].parts.get(names["instanceID"])
        if own and own[0].text.strip():
            meta[0].parts[names["deprecatedID"]] = own
        meta[0].parts[names["instanceID"]] = start[0].parts[names["instanceID"]]
