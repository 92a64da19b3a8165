"""The directions one can look, and document order, in a small document."""

from __future__ import annotations

import pytest
from lxml import etree

from intake.forms.tree import Node
from intake.forms.tree_reading import read_tree
from intake.forms.xpath.axes import LOOK, REVERSED, in_order, number_nodes
from intake.forms.xpath.syntax import Axis

XML = "<a k='1'><b><c/><d>text</d></b><e j='2'/><!--note--></a>"


def document() -> dict[str, Node]:
    root = read_tree(etree.fromstring(XML))
    number_nodes(root)
    found = {node.name: node for node in root.descendants() if node.name}
    found["k"], found["j"] = found["a"].attributes[0], found["e"].attributes[0]
    found["/"] = root
    return found


def names(nodes: list[Node]) -> str:
    return " ".join(node.name or node.kind.name.lower() for node in nodes)


@pytest.mark.parametrize(
    ("start", "axis", "found"),
    [
        ("b", Axis.SELF, "b"),
        ("b", Axis.CHILD, "c d"),
        ("d", Axis.CHILD, "text"),
        ("c", Axis.CHILD, ""),
        ("/", Axis.PARENT, ""),
        ("k", Axis.PARENT, "a"),
        ("a", Axis.ATTRIBUTE, "k"),
        ("c", Axis.ANCESTOR, "b a document"),
        ("c", Axis.ANCESTOR_OR_SELF, "c b a document"),
        ("a", Axis.DESCENDANT, "b c d text e comment"),
        ("b", Axis.DESCENDANT_OR_SELF, "b c d text"),
        ("b", Axis.FOLLOWING_SIBLING, "e comment"),
        ("k", Axis.FOLLOWING_SIBLING, ""),
        ("e", Axis.PRECEDING_SIBLING, "b"),
        ("c", Axis.FOLLOWING, "d text e comment"),
        ("k", Axis.FOLLOWING, "b c d text e comment"),
        ("e", Axis.PRECEDING, "text d c b"),
        ("j", Axis.PRECEDING, "text d c b"),
        ("a", Axis.NAMESPACE, "xml"),
        ("k", Axis.NAMESPACE, ""),
    ],
)
def test_looks_in_every_direction(start: str, axis: Axis, found: str) -> None:
    assert names(list(LOOK[axis](document()[start]))) == found


def test_every_axis_of_xpath_can_be_looked_along() -> None:
    assert set(LOOK) == set(Axis)
    assert set(Axis) > REVERSED


def test_following_preceding_and_the_line_of_ancestors_make_up_the_document() -> None:
    nodes = document()
    everything = [one for one in nodes["/"].descendants() if one.name]
    for name in "abcde":
        parts = [
            one
            for axis in (
                Axis.ANCESTOR,
                Axis.DESCENDANT,
                Axis.FOLLOWING,
                Axis.PRECEDING,
                Axis.SELF,
            )
            for one in LOOK[axis](nodes[name])
            if one.name
        ]
        assert sorted(one.name for one in parts) == sorted(
            one.name for one in everything
        )


def test_inner_namespaces_hide_outer_ones() -> None:
    root = read_tree(
        etree.fromstring("<a xmlns='urn:a' xmlns:p='urn:p'><b xmlns:p='urn:q'/></a>")
    )
    inner = root.children[0].children[0]
    found = {node.name: node.text for node in LOOK[Axis.NAMESPACE](inner)}
    assert found[""] == "urn:a"
    assert found["p"] == "urn:q"
    assert found["xml"].endswith("/XML/1998/namespace")


def test_puts_nodes_in_document_order_each_once() -> None:
    nodes = document()
    mixed = [nodes[name] for name in ("e", "j", "c", "k", "a", "c", "/")]
    assert names(in_order(mixed)) == "document a k c e j"


def test_order_is_right_again_after_a_change() -> None:
    nodes = document()
    moved = nodes["e"]
    nodes["a"].remove(moved)
    nodes["a"].insert(0, moved)
    assert names(in_order([nodes["b"], moved])) == "e b"


def test_a_leafs_text_comes_after_its_attributes() -> None:
    root = read_tree(etree.fromstring("<a><b k='1'>x</b><c/></a>"))
    b, c = root.children[0].children
    assert names(in_order([c, b.content()[0], b.attributes[0], b])) == "b k text c"


def test_nodes_of_two_documents_stay_apart() -> None:
    one, other = document(), document()
    found = in_order([one["e"], other["b"], one["b"], other["e"]])
    assert found == [one["b"], one["e"], other["b"], other["e"]]
