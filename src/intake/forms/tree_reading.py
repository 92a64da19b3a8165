"""Copies a parsed XML document into nodes."""

from __future__ import annotations

from typing import Final

from lxml import etree

from intake.forms.tree import COMMENT, DOCUMENT, INSTRUCTION, TEXT, Node

_XML: Final = "http://www.w3.org/XML/1998/namespace"


def read_tree(top: etree._Element) -> Node:
    """Copy a parsed XML document into nodes and give its DOCUMENT node."""
    document = Node("", kind=DOCUMENT)
    for other in reversed(list(top.itersiblings(preceding=True))):
        document.append(_copied(other))
    pairs = [(top, document.append(_copied(top)))]
    for other in top.itersiblings():
        document.append(_copied(other))
    while pairs:
        source, node = pairs.pop()
        if not len(source):
            node.text = source.text or ""
            continue
        if source.text:
            node.append(Node("", source.text, kind=TEXT))
        for child in source:
            copy = node.append(_copied(child))
            if isinstance(child.tag, str):
                pairs.append((child, copy))
            if child.tail:
                node.append(Node("", child.tail, kind=TEXT))
    return document


def _copied(source: etree._Element) -> Node:
    """Copy one node with its attributes, but not what is inside it."""
    tag: object = source.tag
    if tag is etree.ProcessingInstruction:
        target = str(getattr(source, "target", ""))
        return Node(target, source.text or "", kind=INSTRUCTION)
    if not isinstance(tag, str):
        return Node("", source.text or "", kind=COMMENT)
    name = etree.QName(source)
    node = Node(name.localname, uri=name.namespace or "", prefix=source.prefix or "")
    above = source.getparent()
    if above is None or source.nsmap != above.nsmap:
        node.namespaces = {key or "": uri for key, uri in source.nsmap.items()}
    prefixes = {uri: key for key, uri in source.nsmap.items() if key}
    for key, text in source.attrib.items():
        name = etree.QName(str(key))
        uri = name.namespace or ""
        prefix = "xml" if uri == _XML else prefixes.get(uri, "")
        node.set_attribute(name.localname, str(text), uri=uri, prefix=prefix)
    return node
