"""Lists that stand beside a form: inside it, or in XML, CSV and GeoJSON files."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from intake.forms.faults import Fault, FormFaulty
from intake.forms.markup import SIZE, name_of, parse, split
from intake.forms.tree import DOCUMENT, TEXT, Node, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from intake.forms.shown import Choice

ROWS = 1_000_000
COLUMNS = 1000
DELIMITERS = (",", ";", "\t", "|")
LAST_SAVED = "jr://instance/last-saved"
DEPTH = 40


class Source:
    """One secondary instance; its nodes are made when first asked for, then kept.

    ``missing`` says that the form names a file that did not come with it: the list is
    then empty. Sessions share the nodes and never change them; ``lists`` keeps the
    choices made of all rows, by the names of the columns for value and label.
    """

    __slots__ = ("_data", "_element", "_tree", "lists", "missing", "name", "place")

    def __init__(
        self,
        name: str,
        place: str = "",
        *,
        element: etree._Element | None = None,
        data: bytes | None = None,
        rows: Table | None = None,
    ) -> None:
        """Keep what the instance *name* is made of: an element, a file, or rows."""
        self.name = name
        self.place = place
        self.missing = element is None and data is None and rows is None
        self._element = element
        self._data = data
        self._tree = None if rows is None else document_of(rows.node)
        self.lists: dict[tuple[str, str], tuple[Choice, ...]] = {}

    @property
    def table(self) -> Table | None:
        """The rows, if the instance is nothing but rows of plain cells."""
        root = next(iter(self.tree().children), None)
        return getattr(root, "table", None)

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


class Instances(Mapping[str, Node]):
    """Secondary instances by id, each made when an expression first asks for it.

    A file may be asked for by its name without the ending, as pulldata() does.
    """

    def __init__(self, sources: Mapping[str, Source]) -> None:
        """Look things up in *sources*."""
        self._sources = sources

    def __getitem__(self, name: str) -> Node:
        """Give the node above the instance's root."""
        return self._sources[name].tree()

    def __iter__(self) -> Iterator[str]:
        """Walk the ids."""
        return iter(self._sources)

    def __len__(self) -> int:
        """Count the instances."""
        return len(self._sources)


def document_of(root: Node) -> Node:
    """Put *root* under a document node."""
    top = Node("", kind=DOCUMENT)
    top.append(root)
    return top


def document(element: etree._Element) -> Node:
    """Turn an lxml element and all below into nodes under a document node."""
    table = _as_table(element)
    return document_of(_as_node(element) if table is None else table.node)


def _as_table(element: etree._Element) -> Table | None:
    """See *element* as rows of plain cells, if that is all it is."""
    columns: dict[str, int] = {}
    rows: list[dict[str, str]] = []
    names = set()
    for item in element:
        if item.attrib or not len(item) or _uri(item) != _uri(element):
            return None
        if _is_text(item.text) or _is_text(item.tail):
            return None
        names.add(name_of(item))
        row: dict[str, str] = {}
        for cell in item:
            name = name_of(cell)
            if len(cell) or cell.attrib or name in row or _uri(cell) != _uri(element):
                return None
            if _is_text(cell.tail):
                return None
            columns.setdefault(name, len(columns))
            row[name] = cell.text or ""
        rows.append(row)
    if len(names) != 1 or element.attrib:
        return None
    order = tuple(columns)
    return Table(
        order,
        [tuple(row.get(name) for name in order) for row in rows],
        root=name_of(element),
        item=names.pop(),
    )


def _uri(element: etree._Element) -> str:
    return split(element.tag)[0]


def _as_node(element: etree._Element) -> Node:
    top = _node(element)
    stack = [(element, top)]
    while stack:
        source, node = stack.pop()
        if not len(source):
            node.text = source.text or ""
            continue
        _text(node, source.text)
        for child in source:
            made = node.append(_node(child))
            stack.append((child, made))
            _text(node, child.tail)
    return top


def _node(element: etree._Element) -> Node:
    uri, name = split(element.tag)
    node = Node(name, uri=uri, prefix=element.prefix or "")
    for key, value in element.attrib.items():
        uri, name = split(key)
        node.set_attribute(name, str(value), uri=uri)
    return node


def _text(node: Node, text: str | None) -> None:
    if text and _is_text(text):
        node.append(Node("", text, kind=TEXT))


def _is_text(text: str | None) -> bool:
    # White space between elements is layout; it would only slow every walk.
    return bool(text) and not str(text).isspace()


def find(place: str, resources: Mapping[str, bytes]) -> bytes | None:
    """Give the file that *place* (a ``jr://`` address) names, if it came along."""
    if place in resources:
        return resources[place]
    return resources.get(once(place.rpartition("/")[2]))


def once(name: str) -> str:
    """Write the ending of a file once: pulldata('fruits.csv', …) gives it two."""
    return name[:-4] if name.lower().endswith(".csv.csv") else name


def read(place: str, data: bytes) -> Node:
    """Read the file *place* by its ending. Raises FormFaulty."""
    if len(data) > SIZE:
        raise _faulty(place, "The file is too large.", "Keep it under 64 MB.")
    name = place.rpartition("/")[2] or place
    ending = name.rpartition(".")[2].lower()
    if ending == "geojson":
        return document_of(_geojson(name, data))
    if ending == "xml" or (ending != "csv" and data.lstrip()[:1] == b"<"):
        return document(parse(data, name))
    return document_of(_csv(name, data))


def _csv(name: str, data: bytes) -> Node:
    rows = iter(table(name, data))
    header = next(rows, [])
    for column in header:
        # A heading that no path can name does no harm beside others; alone, it is
        # a whole line whose mark between columns we do not know.
        if column and len(header) == 1 and not _is_name(column):
            raise _faulty(
                name,
                f"The heading “{column}” is not one a form can use.",
                "Use letters, digits, - and _ and separate columns by commas.",
            )
    if len(header) > COLUMNS:
        raise _faulty(name, "The list has too many columns.", "Take some out.")
    columns = list(dict.fromkeys(column for column in header if column))
    places = [header.index(column) for column in columns]
    cells = [
        tuple(row[place] if place < len(row) else "" for place in places)
        for row in rows
        if any(row)
    ]
    return Table(columns, cells).node


def table(name: str, data: bytes) -> Iterable[list[str]]:
    """Give the rows of a CSV file, its heading first. Raises FormFaulty."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
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
        root = Node("root")
        for feature in _features(json.loads(data.decode("utf-8-sig"))):
            root.append(_feature(feature))
    except (
        ValueError,
        RecursionError,
        TypeError,
        LookupError,
        AttributeError,
    ) as error:
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


def _feature(feature: dict[str, object]) -> Node:
    item = Node("item")
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise TypeError
    item.append(Node("geometry", _geometry(feature.get("geometry"))))
    if "id" in feature and "id" not in properties:
        item.append(Node("id", str(feature["id"])))
    for key, value in properties.items():
        item.append(Node(str(key), _plain(value)))
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
        case _:
            return ""


def _point(where: Sequence[float]) -> str:
    longitude, latitude = where[0], where[1]
    return f"{latitude} {longitude} 0 0"


def _faulty(sheet: str, what: str, mend: str) -> FormFaulty:
    return FormFaulty([Fault(sheet, None, "", what, mend)])
