"""A stranger's XML: what is read, what is refused, and that nothing is followed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.forms import FormFaulty, markup
from intake.forms.markup import (
    DEPTH,
    attributes_of,
    decoded,
    first,
    line_of,
    name_of,
    parse,
    split,
    text_of,
)


def refusal(data: bytes) -> str:
    with pytest.raises(FormFaulty) as caught:
        parse(data, "sheet")
    (fault,) = caught.value.faults
    assert fault.sheet == "sheet"
    return str(fault)


def test_takes_names_apart() -> None:
    assert split("{urn:a}b") == ("urn:a", "b")
    assert split("b") == ("", "b")
    assert split("{}b") == ("", "b")


def test_reads_elements_by_their_local_names() -> None:
    root = parse(b"<p:a xmlns:p='urn:p' p:k='1' j='2'>\n<b>x<c>y</c>z</b><b/></p:a>")
    inner = first(root, "b")
    assert inner is not None
    assert (name_of(root), attributes_of(root)) == ("a", {"k": "1", "j": "2"})
    assert (text_of(inner), line_of(inner)) == ("xyz", 2)
    assert first(root, "c") is None


def test_comments_and_instructions_are_not_there() -> None:
    root = parse(b"<a><!--x--><?y z?><b/></a>")
    assert [name_of(child) for child in root] == ["b"]


@pytest.mark.parametrize(
    "data",
    [
        "<a>é</a>".encode(),
        b"\xef\xbb\xbf" + "<a>é</a>".encode(),
        "<?xml version='1.0' encoding='iso-8859-1'?><a>é</a>".encode("latin-1"),
        "<?xml version='1.0' encoding='windows-1252'?><a>é</a>".encode("cp1252"),
        "<a>é</a>".encode("utf-16"),
        "<?xml version='1.0' encoding='UTF-16'?><a>é</a>".encode("utf-16"),
    ],
)
def test_reads_the_encodings_that_forms_have(data: bytes) -> None:
    assert text_of(parse(data)) == "é"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not well-formed"),
        (b"<a>", "not well-formed"),
        (b"<a>\xff</a>", "not in UTF-8"),
        (b"<?xml version='1.0' encoding='utf-7'?><a/>", "not in UTF-8"),
        (b"<?xml version='1.0' encoding='nonsense'?><a/>", "not in UTF-8"),
        (b"<a>\x01</a>", "control characters"),
        (b"<!DOCTYPE a><a/>", "document type"),
        (b"<! doctype a><a/>", "document type"),
        (b"<a>&#0;</a>", "not well-formed"),
        (b"<a>&nothing;</a>", "not well-formed"),
    ],
)
def test_refuses_what_it_cannot_trust(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_names_the_line_where_xml_breaks() -> None:
    assert "row 3" in refusal(b"<a>\n<b/>\n</c>")


def test_refuses_what_nests_too_deep() -> None:
    deep = DEPTH - 1
    assert parse(b"<a>" * deep + b"</a>" * deep) is not None
    assert "too deep" in refusal(b"<a>" * (DEPTH + 2) + b"</a>" * (DEPTH + 2))
    assert "too deep" in refusal(b"<a>" * 100_000)


def test_refuses_what_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "SIZE", 100)
    assert "too large" in refusal(b"<a>" + b" " * 100 + b"</a>")
    monkeypatch.setattr(markup, "TAGS", 10)
    assert "too many elements" in refusal(b"<a>" + b"<b/>" * 10 + b"</a>")


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        text = decoded(data)
    except FormFaulty:
        return
    assert not set(text) & set("\x00\x01\x1f\ufffe")
