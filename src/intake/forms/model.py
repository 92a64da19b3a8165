"""Makes the tree of fields out of the form's own instance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from intake.forms.definition import Bind, Field, Series, Written, find, local
from intake.forms.markup import Element, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

XFORMS = "http://www.w3.org/2002/xforms"
JAVAROSA = "http://openrosa.org/javarosa"
OPENROSA = "http://openrosa.org/xforms"
ODK = "http://www.opendatakit.org/xforms"
TEMPLATE = f"{{{JAVAROSA}}}template"

Complain = Callable[[Element | None, str, str], None]


class Fields:
    """All fields of a form, found by path with or without prefixes."""

    def __init__(self, top: Field) -> None:
        """Index everything from *top* down."""
        self.by_path: dict[str, Field] = {field.path: field for field in walk(top)}
        for field in walk(top):
            self.by_path.setdefault(local(field.path), field)

    def find(self, path: str) -> Field | None:
        """Give the field at the absolute *path*, or None."""
        return find(self.by_path, path)

    def names(self) -> Iterator[str]:
        """Give every path, for suggestions."""
        return iter(self.by_path)


def walk(field: Field) -> Iterator[Field]:
    """Give *field* and everything below it, attributes too, in order."""
    yield field
    yield from field.attributes
    for child in field.children:
        yield from walk(child)


FIELDS = 50_000


def read_model(
    root: etree._Element, repeats: Mapping[str, Series], complain: Complain
) -> tuple[Field, Written]:
    """Read the form's own instance: its fields, and the values it starts with.

    *repeats* are the paths, without prefixes, that the body repeats. Names that stand
    twice side by side without being repeated are complained of.
    """
    uri, name = split(root.tag)
    prefix = root.prefix or ""
    qualified = f"{prefix}:{name}" if prefix else name
    top = Field(f"/{qualified}", name, uri=uri, prefix=prefix, steps=(name,))
    if sum(1 for _ in root.iter()) > FIELDS:
        complain(root, "The form has too many questions.", "Cut it into several.")
        return top, Written()
    start = _merge(top, root, repeats, complain)
    for order, field in enumerate(walk(top)):
        field.order = order
    return top, start


def _merge(
    field: Field,
    element: etree._Element,
    repeats: Mapping[str, Series],
    complain: Complain,
) -> Written:
    """Add to *field* whatever *element* shows of it; give the element's values."""
    written = _attributes(field, element)
    seen: dict[str, etree._Element] = {}
    by_tag = {_tag(part): part for part in field.children}
    has_live = {child.tag for child in element if child.get(TEMPLATE) is None}
    for child in element:
        part = _child(field, child, by_tag)
        series = repeats.get("/" + "/".join(part.steps))
        if series is not None and part.series is None:
            part.series = series
        template = child.get(TEMPLATE) is not None
        if series is None and template and child.tag in has_live:
            continue
        values = _merge(part, child, repeats, complain)
        if series is not None and template:
            part.written.append(values)
            continue
        if series is None and part.qualified in seen:
            complain(
                child,
                f"Two questions are named “{part.name}” in the same group.",
                "Give one of them another name.",
            )
            continue
        seen[part.qualified] = child
        written.parts.setdefault(part.qualified, []).append(values)
    if not len(element):
        written.text = element.text or ""
        if not field.children and not field.text:
            field.text = written.text
    return written


def _attributes(field: Field, element: etree._Element) -> Written:
    written = Written()
    for key, value in element.attrib.items():
        if key == TEMPLATE:
            continue
        uri, name = split(key)
        prefix = (
            next((p for p, u in element.nsmap.items() if p and u == uri), "")
            if uri
            else ""
        )
        qualified = f"{prefix}:{name}" if prefix else name
        known = next(
            (one for one in field.attributes if (one.uri, one.name) == (uri, name)),
            None,
        )
        if known is None:
            known = Field(
                f"{field.path}/@{qualified}",
                name,
                uri=uri,
                prefix=prefix,
                text=str(value),
                parent=field,
                is_attribute=True,
                steps=(*field.steps, f"@{name}"),
            )
            field.attributes.append(known)
        written.attributes[known.qualified] = str(value)
    return written


def _child(field: Field, element: Element, by_tag: dict[str, Field]) -> Field:
    known = by_tag.get(str(element.tag))
    if known is None:
        uri, name = split(element.tag)
        known = add_child(field, name, uri, element.prefix or "")
        by_tag[str(element.tag)] = known
    return known


def _tag(field: Field) -> str:
    return f"{{{field.uri}}}{field.name}" if field.uri else field.name


def add_child(field: Field, name: str, uri: str, prefix: str) -> Field:
    """Add a new field *name* below *field* and give it."""
    qualified = f"{prefix}:{name}" if prefix else name
    part = Field(
        f"{field.path}/{qualified}",
        name,
        uri=uri,
        prefix=prefix,
        parent=field,
        steps=(*field.steps, name),
    )
    field.children.append(part)
    return part


def template(field: Field) -> Written:
    """Give the values with which a new instance of the repeat *field* starts.

    Those of its ``jr:template``. Without one it starts blank, for the values of the
    instances that are written in the form are theirs alone.
    """
    return field.written[0] if field.written else Written()


def _hollow(written: Written) -> Written:
    return Written(
        attributes=dict(written.attributes),
        parts={
            name: [_hollow(one) for one in many] for name, many in written.parts.items()
        },
    )


def settle_templates(field: Field, start: Written) -> None:
    """Where no template is written, let the shape of the first instance be one."""
    for child in field.children:
        below = start.parts.get(child.qualified, [])
        if child.series is not None and not child.written and below:
            child.written.append(_hollow(below[0]))
        model = below[0] if below else template(child)
        settle_templates(child, model)


def ensure_instance_id(top: Field, start: Written, prefixes: Mapping[str, str]) -> None:
    """See to it that there is a meta/instanceID, made by the session if by nobody.

    Beside it stands a place for ``deprecatedID``, which only revisions have.
    """
    meta = next((one for one in top.children if one.name == "meta"), None)
    if meta is None:
        prefix = next((p for p, uri in prefixes.items() if p and uri == OPENROSA), "")
        uri = OPENROSA if prefix else top.uri
        meta = add_child(top, "meta", uri, prefix)
    values = start.parts.setdefault(meta.qualified, [Written()])[0]
    if not any(one.name == "instanceID" for one in meta.children):
        found = add_child(meta, "instanceID", meta.uri, meta.prefix)
        found.bind = Bind(preload="uid")
        values.parts[found.qualified] = [Written()]
    if not any(one.name == "deprecatedID" for one in meta.children):
        add_child(meta, "deprecatedID", meta.uri, meta.prefix).optional = True
