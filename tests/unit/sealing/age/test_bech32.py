import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import KeyTextInvalid
from intake.sealing.age import bech32

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


@given(st.binary(max_size=1300))
def test_what_is_written_is_read_back(data: bytes) -> None:
    assert bech32.decode("age1pq", bech32.encode("age1pq", data)) == data


def test_agrees_with_the_examples_of_bip_173() -> None:
    assert bech32.encode("a", b"") == "a12uel5l"
    assert bech32.decode("a", "a12uel5l") == b""
    # The longest prefix that BIP 173 gives, in which the separator itself occurs.
    prefix = "an83characterlonghumanreadablepartthatcontainsthenumber1"
    prefix += "andtheexcludedcharactersbio"
    assert bech32.encode(prefix, b"") == prefix + "1tt5tgs"


@given(st.binary(min_size=1, max_size=64), st.data())
def test_refuses_every_wrong_letter(data: bytes, draw: st.DataObject) -> None:
    text = bech32.encode("age", data)
    at = draw.draw(st.integers(len("age1"), len(text) - 1))
    letter = draw.draw(st.sampled_from([x for x in LETTERS if x != text[at]]))
    with pytest.raises(KeyTextInvalid):
        bech32.decode("age", text[:at] + letter + text[at + 1 :])


def test_refuses_bits_left_over() -> None:
    # The checksum is right; the last of the two groups holds a bit that means nothing.
    for body in (b"qp", b"q", b"qqq"):
        check = bech32._checksum("age", body + b"q" * 6) ^ 1  # noqa: SLF001 - to write what no writer writes
        tail = "".join(LETTERS[check >> 5 * (5 - place) & 31] for place in range(6))
        with pytest.raises(KeyTextInvalid):
            bech32.decode("age", f"age1{body.decode()}{tail}")


@pytest.mark.parametrize(
    "text",
    ["", "1", "age1", "age1qqqqq", "age", "AGE12UEL5L", "a12uel5l", "age1é2uel5l"],
)
def test_refuses_what_is_no_key(text: str) -> None:
    with pytest.raises(KeyTextInvalid):
        bech32.decode("age", text)


def test_refuses_a_text_without_end() -> None:
    with pytest.raises(KeyTextInvalid):
        bech32.decode("age", bech32.encode("age", bytes(5000)))


@given(st.text(max_size=80))
def test_any_other_text_is_refused_by_name(text: str) -> None:
    with pytest.raises(KeyTextInvalid):
        bech32.decode("age", text)
