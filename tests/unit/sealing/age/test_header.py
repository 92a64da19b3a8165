import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import AgeHeaderError, AgeMacError
from intake.sealing.age import header
from intake.sealing.age.header import Stanza

KEY = bytes(range(16))
VISIBLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)
STANZAS = st.lists(
    st.builds(
        Stanza,
        VISIBLE.filter(lambda word: word != "scrypt"),
        st.lists(VISIBLE.map(str.encode), max_size=3).map(tuple),
        st.binary(max_size=150),
    ),
    min_size=1,
    max_size=4,
)


@given(STANZAS)
def test_what_is_written_is_read_back(stanzas: list[Stanza]) -> None:
    data = header.write(stanzas, KEY)
    assert header.end(data + b"anything\n---\n") == len(data)
    parsed = header.parse(data)
    assert list(parsed.stanzas) == stanzas
    parsed.verify(KEY)
    with pytest.raises(AgeMacError):
        parsed.verify(bytes(16))


def test_the_example_of_the_standard_is_read() -> None:
    text = (
        b"age-encryption.org/v1\n"
        b"-> X25519 XEl0dJ6y3C7KZkgmgWUicg63EyXJiwBJW8PdYJ/cYBE\n"
        b"qRS0AMjdjPvZ/WT08U2KL4G+PIooA3hy38SvLpvaC1E\n"
        b"--- HK2NmOBN9Dpq0Gw6xMCuhFcQlQLvZ/wQUi/2scLG75s\n"
    )
    parsed = header.parse(text)
    assert [stanza.type for stanza in parsed.stanzas] == ["X25519"]
    assert len(parsed.stanzas[0].body) == 32
    assert parsed.covered == text[: text.index(b"---") + 3]


@given(STANZAS, st.data())
def test_any_other_bytes_are_refused_or_written_alike(
    stanzas: list[Stanza], draw: st.DataObject
) -> None:
    data = bytearray(header.write(stanzas, KEY))
    at = draw.draw(st.integers(0, len(data) - 1))
    match draw.draw(st.sampled_from(["turn", "drop", "put"])):
        case "turn":
            data[at] ^= draw.draw(st.integers(1, 255))
        case "drop":
            del data[at]
        case _:
            data.insert(at, draw.draw(st.integers(0, 255)))
    try:
        parsed = header.parse(bytes(data))
    except AgeHeaderError:
        return
    again = header.write(parsed.stanzas, KEY)
    mac = header.parse(again).mac
    assert again.replace(mac, parsed.mac)[:-45] == bytes(data)[:-45]
    with pytest.raises(AgeMacError):
        parsed.verify(KEY)


def test_refuses_more_stanzas_than_anyone_needs() -> None:
    some = [Stanza("grease", (), b"")] * header.STANZA_LIMIT
    assert len(header.parse(header.write(some, KEY)).stanzas) == 128
    with pytest.raises(AgeHeaderError):
        header.parse(header.write([*some, some[0]], KEY))


def test_refuses_a_header_larger_than_anyone_needs() -> None:
    with pytest.raises(AgeHeaderError):
        header.parse(header.write([Stanza("grease", (), bytes(200_000))], KEY))


def test_an_end_is_only_found_when_all_of_it_is_there() -> None:
    data = header.write([Stanza("grease", (), b"")], KEY)
    assert all(header.end(data[:size]) == -1 for size in range(len(data)))


def test_a_passphrase_stands_alone() -> None:
    both = [Stanza("scrypt", (), b""), Stanza("grease", (), b"")]
    with pytest.raises(AgeHeaderError):
        header.parse(header.write(both, KEY))
