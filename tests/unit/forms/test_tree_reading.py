"""Copying a parsed document into nodes: nothing lost, nothing doubled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from intake.forms.tree import COMMENT, ELEMENT, INSTRUCTION, TEXT
from intake.forms.tree_reading import read_tree


def test_reads_a_document_with_everything_in_it() -> None:
    xml = (
        b'<!--before--><a xmlns="urn:x" xmlns:p="urn:p" p:k="v">one<b>two</b>'
        b"<!--note-->three<?aim here?></a>"
    )
    document = read_tree(etree.fromstring(xml))
    assert [node.kind for node in document.children] == [COMMENT, ELEMENT]
    top = document.children[1]
    assert top.uri == "urn:x"
    assert top.attributes[0].qualified == "p:k"
    assert top.namespaces == {"": "urn:x", "p": "urn:p"}
    assert top.string() == "onetwothree"


def test_what_stands_around_the_document_is_kept_in_order() -> None:
    document = read_tree(etree.fromstring(b"<?one?><!--two--><a/><!--three-->"))
    kinds = [node.kind for node in document.children]
    assert kinds == [INSTRUCTION, COMMENT, ELEMENT, COMMENT]
    assert [node.text for node in document.children if node.kind == COMMENT] == [
        "two",
        "three",
    ]


def test_the_text_of_a_leaf_is_its_own_and_mixed_text_has_nodes() -> None:
    document = read_tree(etree.fromstring(b"<a>1<b>2</b>3<c/>4</a>"))
    top = document.children[0]
    assert [node.kind for node in top.children] == [TEXT, ELEMENT, TEXT, ELEMENT, TEXT]
    assert top.children[1].text == "2"
    assert (top.text, top.string()) == ("", "1234")


def test_attributes_keep_their_prefixes() -> None:
    top = read_tree(
        etree.fromstring(b"<a xmlns:p='urn:p' xml:lang='ug' p:k='1' k='2'/>")
    ).children[0]
    assert [one.qualified for one in top.attributes] == ["xml:lang", "p:k", "k"]
    assert top.attribute("k", "urn:p") == "1"


TEXTS = st.text(alphabet="ab \n\u0626", max_size=4)
TREES = st.recursive(
    TEXTS,
    lambda inner: st.lists(st.tuples(inner, TEXTS), max_size=3).map(
        lambda parts: "".join(f"<x>{one}</x>{text}" for one, text in parts)
    ),
    max_leaves=8,
)


@given(TREES)
def test_the_text_of_every_element_is_that_of_lxml(inside: str) -> None:
    source = etree.fromstring(f"<x>{inside}</x>".encode())
    document = read_tree(source)
    ours = [node for node in document.descendants() if node.kind == ELEMENT]
    theirs = list(source.iter())
    assert [node.string() for node in ours] == [
        "".join(str(text) for text in one.itertext()) for one in theirs
    ]
