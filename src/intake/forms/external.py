"""Lists that stand beside a form: inside it, or in XML, CSV and GeoJSON files."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from intake.forms.faults import Fault, FormFaulty
from intake.forms.markup import parse
from intake.forms.tree import DOCUMENT, TEXT, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lxml import etree

ROWS = 1_000_000
DELIMITERS = (",", ";", "\t", "|")
LAST_SAVED = "jr://instance/last-saved"
DEPTH = 40


class Source:
    """One secondary instance; its nodes are made when first asked for, then kept.

    ``missing`` says that the form names a file that did not come with it: the list is
    then empty. Sessions share the nodes and never change them.
    """

    __slots__ = ("_data", "_element", "_tree", "missing", "name", "place")

    def __init__(
        self,
        name: str,
        place: str = "",
        *,
        element: etree._Element | None = None,
        data: bytes | None = None,
    ) -> None:
        """Keep where the instance *name* comes from: an element, or a file's bytes."""
        self.name = name
        self.place = place
        self.missing = element is None and data is None
        self._element = element
        self._data = data
        self._tree: Node | None = None

    def tree(self) -> Node:
        """Give the node above the instance's root. Raises FormFaulty if unreadable."""
        if self._tree is None:
            if self._element is not None:
                self._tree = document(self._element)
            elif self._data is not None:
                self._tree = read(self.place or self.name, self._data)
            else:
                self._tree = document_of(Node("root"))
            self._element = None
            self._data = None
        return self._tree


def document(element: etree._Element) -> Node:
    """Turn an lxml element and all below into nodes under a document node."""
    return document_of(from_element(element))


def document_of(root: Node) -> Node:
    """Put *root* under a document node."""
    top = Node("", kind=DOCUMENT)
    top.append(root)
    return top


def from_element(element: etree._Element) -> Node:
    """Turn an lxml element and all below into nodes; comments are left out."""
    top = _node(element)
    stack = [(element, top)]
    while stack:
        source, node = stack.pop()
        children: list[Node] = []
        if len(source):
            _text(children, source.text)
            for child in source:
                if isinstance(child.tag, str):
                    made = _node(child)
                    children.append(made)
                    stack.append((child, made))
                _text(children, child.tail)
        else:
            node.text = source.text or ""
        if children:
            node.children = children
            for made in children:
                made.parent = node
    return top


def _node(element: etree._Element) -> Node:
    uri, name = split(element.tag)
    node = Node(name, uri=uri, prefix=element.prefix or "")
    if element.attrib:
        for key, value in element.attrib.items():
            uri, name = split(key)
            node.set_attribute(name, value, uri=uri)
    return node


def _text(children: list[Node], text: str | None) -> None:
    # White space between elements is layout; it would only slow every walk.
    if text and not text.isspace():
        children.append(Node("", text, kind=TEXT))


def split(tag: str) -> tuple[str, str]:
    """Take lxml's ``{uri}name`` apart."""
    if tag.startswith("{"):
        uri, _, name = tag[1:].partition("}")
        return uri, name
    return "", tag


def find(place: str, resources: Mapping[str, bytes]) -> bytes | None:
    """Give the file that *place* (a ``jr://`` address) names, if it came along."""
    if place in resources:
        return resources[place]
    return resources.get(place.rpartition("/")[2])


def read(place: str, data: bytes) -> Node:
    """Read the file *place* by its ending. Raises FormFaulty."""
    name = place.rpartition("/")[2] or place
    ending = name.rpartition(".")[2].lower()
    if ending == "geojson":
        return document_of(_geojson(name, data))
    if ending == "xml" or (ending != "csv" and data.lstrip()[:1] == b"<"):
        return document(parse(data, name))
    return document_of(_csv(name, data))


def _csv(name: str, data: bytes) -> Node:
    rows = table(name, data)
    header = next(rows, [])
    for column in header:
        if column and not _is_name(column):
            raise _faulty(
                name,
                f"The heading “{column}” is not one a form can use.",
                "Use letters, digits, - and _ and separate columns by commas.",
            )
    root = Node("root")
    items: list[Node] = []
    for row in rows:
        if not any(row):
            continue
        item = Node("item")
        item.parent = root
        cells = []
        for column, text in zip(header, row, strict=False):
            if column:
                cell = Node(column, text)
                cell.parent = item
                cells.append(cell)
        item.children = cells
        items.append(item)
    root.children = items
    return root


def table(name: str, data: bytes) -> Iterable[list[str]]:
    """Give the rows of a CSV file, its heading first. Raises FormFaulty."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for count, row in enumerate(reader):
            if count > ROWS:
                raise _faulty(name, "The list is too long.", "Cut it into several.")
            yield [cell.strip() for cell in row] if count == 0 else row
    except csv.Error as error:
        raise _faulty(
            name, "The file is not a list of rows.", "Save it again as CSV."
        ) from error


def _is_name(text: str) -> bool:
    body = text.replace("-", "").replace(".", "").replace("_", "")
    return not text[0].isdigit() and text[0] not in "-." and (body or "a").isalnum()


def _geojson(name: str, data: bytes) -> Node:
    try:
        facts = json.loads(data.decode("utf-8-sig"))
        features = _features(facts)
        root = Node("root")
        root.children = [_feature(root, feature) for feature in features]
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError) as error:
        raise _faulty(
            name,
            "The file is not a GeoJSON list of features.",
            "Export it again as a FeatureCollection.",
        ) from error
    return root


def _features(facts: object) -> Sequence[dict[str, object]]:
    if not isinstance(facts, dict) or facts.get("type") != "FeatureCollection":
        raise ValueError
    features = facts["features"]
    if not isinstance(features, list) or len(features) > ROWS:
        raise ValueError
    return features


def _feature(root: Node, feature: dict[str, object]) -> Node:
    item = Node("item")
    item.parent = root
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise TypeError
    cells = [Node("geometry", _geometry(feature.get("geometry")))]
    if "id" in feature and "id" not in properties:
        cells.append(Node("id", str(feature["id"])))
    cells += [Node(str(key), _plain(value)) for key, value in properties.items()]
    for cell in cells:
        cell.parent = item
    item.children = cells
    return item


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _geometry(facts: object) -> str:
    if facts is None:
        return ""
    if not isinstance(facts, dict):
        raise TypeError
    where = facts["coordinates"]
    match facts["type"]:
        case "Point":
            return _point(where)
        case "LineString":
            return "; ".join(_point(one) for one in where)
        case "Polygon":
            return "; ".join(_point(one) for one in where[0])
    return ""


def _point(where: Sequence[float]) -> str:
    longitude, latitude = where[0], where[1]
    return f"{latitude} {longitude} 0 0"


def _faulty(sheet: str, what: str, mend: str) -> FormFaulty:
    return FormFaulty([Fault(sheet, None, "", what, mend)])
