"""Nodes, their order, and tables that become nodes when looked at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from intake.forms.tree import Node, Table
from intake.forms.tree_reading import read_tree
from intake.forms.xpath.axes import number_nodes


def test_finds_children_by_name_after_every_change() -> None:
    top = Node("top")
    first = top.append(Node("a", "1"))
    assert top.named("a") == [first]
    second = top.insert(0, Node("a", "2"))
    assert top.named("a") == [second, first]
    top.remove(first)
    assert top.named("a") == [second]
    assert first.parent is None
    assert top.child("b") is None


def test_refuses_to_remove_what_is_not_a_child() -> None:
    with pytest.raises(ValueError, match="not a child"):
        Node("top").remove(Node("a"))


def test_shows_its_name_but_never_its_text() -> None:
    assert "secret" not in repr(Node("a", "secret"))


def test_changes_an_attribute_that_is_there() -> None:
    node = Node("a")
    one = node.set_attribute("id", "1")
    assert node.set_attribute("id", "2") is one
    assert node.attribute("id") == "2"
    assert node.attribute("id", "http://example.org") is None


@given(
    st.recursive(
        st.just("<a k='1'>t</a>"),
        lambda inner: st.lists(inner, max_size=4).map(
            lambda parts: f"<b>{'x'.join(parts)}</b>"
        ),
    )
)
def test_numbers_nodes_in_document_order(xml: str) -> None:
    document = read_tree(etree.fromstring(xml))
    number_nodes(document)
    orders = []
    for node in document.descendants():
        orders.append(node.order)
        orders += [attribute.order for attribute in node.attributes]
    assert orders == sorted(set(orders))


def test_a_table_looks_like_a_tree() -> None:
    table = Table(("name", "label"), [("a", "Aleph"), ("b", None), ("a", "Alpha")])
    rows = table.node.children
    assert [row.name for row in rows] == ["item"] * 3
    assert rows[0].child("label") is not None
    assert rows[1].child("label") is None
    assert rows[0].string() == "aAleph"
    assert table.node.string() == "aAlephbaAlpha"
    assert rows[2].parent is table.node


def test_a_table_finds_rows_without_looking_at_all_of_them() -> None:
    table = Table(("name", "label"), [("a", "Aleph"), ("b", None), ("a", "Alpha")])
    found = table.find("name", "a")
    assert [row.string() for row in found] == ["aAleph", "aAlpha"]
    assert found[0] is table.node.children[0]
    assert table.find("name", "z") == []
    assert table.find("nothing", "a") == []
    assert table.node.find("other", "name", "a") == []


def test_a_tree_finds_rows_as_a_table_does() -> None:
    top = Node("root")
    for name in ("a", "b", "a"):
        row = top.append(Node("item"))
        row.append(Node("name", name))
    assert len(top.find("item", "name", "a")) == 2
    assert top.find("item", "name", "z") == []
    top.append(Node("item")).append(Node("name", "a"))
    assert len(top.find("item", "name", "a")) == 3
