import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.sealing.age import base64text


@given(st.binary(max_size=100))
def test_what_is_written_is_read_back(data: bytes) -> None:
    text = base64text.encode(data)
    assert b"=" not in text
    assert base64text.decode(text) == data
    assert base64text.decode_padded(base64.b64encode(data)) == data


@pytest.mark.parametrize(
    "text", [b"A", b"AB", b"AAA=", b"AA==", b"AA A", b"AAA\n", b"-_AA", b"AAAAB", b"="]
)
def test_refuses_unpadded_text_with_another_spelling(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"^$|base64"):
        base64text.decode(text)


@pytest.mark.parametrize("text", [b"AA", b"AB==", b"AAB=", b"AA==\n", b"AA=A", b"===="])
def test_refuses_padded_text_with_another_spelling(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"^$|base64"):
        base64text.decode_padded(text)
