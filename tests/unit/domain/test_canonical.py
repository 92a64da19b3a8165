import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.canonical import DEPTH, Json, decode, encode
from intake.domain.errors import NotCanonical

PLAIN = st.none() | st.booleans() | st.integers() | st.text()
FACTS = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


def surrogate_free(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


@given(FACTS.filter(surrogate_free))
def test_a_fact_comes_back_as_it_was_written(value: Json) -> None:
    assert decode(encode(value)) == value


@given(FACTS.filter(surrogate_free))
def test_the_same_fact_always_has_the_same_bytes(value: Json) -> None:
    again: Json = json.loads(json.dumps(value))
    assert encode(again) == encode(value)


@given(st.binary(max_size=200))
def test_other_bytes_are_refused_with_our_error_alone(data: bytes) -> None:
    try:
        value = decode(data)
    except NotCanonical:
        return
    assert encode(value) == data


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b"NaN",
        b"[1]\n",
        b'"\\u0041"',
        b"\xef\xbb\xbf1",
        b"01",
        b'{"a":"\xff"}',
        b"[" * 5000 + b"]" * 5000,
    ],
)
def test_what_is_written_any_other_way_is_not_canonical(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        decode(data)


def test_a_float_is_never_written() -> None:
    for value in (1.5, [1.5], {"a": [float("nan")]}):
        with pytest.raises(NotCanonical):
            encode(value)  # type: ignore[arg-type]


def test_a_fact_too_deep_is_refused() -> None:
    value: Json = 1
    for _ in range(DEPTH + 1):
        value = [value]
    with pytest.raises(NotCanonical):
        encode(value)


def test_a_text_that_is_no_unicode_is_refused() -> None:
    with pytest.raises(NotCanonical):
        encode("\ud800")
