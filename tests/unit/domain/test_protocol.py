import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.canonical import Json
from intake.domain.errors import ProtocolInvalid
from intake.domain.protocol import Audience, Part, Protocol, from_json, to_json

PROTOCOL = Protocol(
    "testimony",
    "Testimony",
    "3",
    (
        Part("identity", "Who", "a" * 64, Audience.CUSTODIAN, required=False),
        Part("account", "What", "b" * 64, Audience.DESK, required=True),
    ),
)


def test_a_protocol_comes_back_as_it_was_written() -> None:
    assert from_json(to_json(PROTOCOL)) == PROTOCOL


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "../account"),
        ("name", "Account"),
        ("name", "aux"),
        ("name", "com1"),
        ("name", "identity"),
        ("form", "b" * 63),
        ("form", "B" * 64),
        ("audience", "everybody"),
        ("required", 1),
        ("title", None),
    ],
)
def test_a_part_that_is_not_as_it_must_be_is_refused(key: str, value: Json) -> None:
    changed = copy.deepcopy(to_json(PROTOCOL))
    assert isinstance(changed, dict)
    parts = changed["parts"]
    assert isinstance(parts, list)
    assert isinstance(parts[1], dict)
    parts[1][key] = value
    with pytest.raises(ProtocolInvalid):
        from_json(changed)


def test_a_protocol_without_parts_is_refused() -> None:
    with pytest.raises(ProtocolInvalid):
        from_json({"id": "a", "title": "b", "version": "1", "parts": []})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "title", "version", "parts", "name", "form"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=10,
    )
)
def test_anything_else_is_refused_with_our_error_alone(value: Json) -> None:
    with pytest.raises(ProtocolInvalid):
        from_json(value)
