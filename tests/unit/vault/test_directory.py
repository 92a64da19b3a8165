import secrets

from hypothesis import given
from hypothesis import strategies as st

from intake.domain import canonical
from intake.vault import directory, slots
from intake.vault.cost import Cost
from intake.vault.directory import NAME, Directory, Way
from intake.vault.slots import Kind, Terms

KEY = bytes(range(32))
BESIDE = tuple(slots.noise(Terms(Cost(64, 1, 1), bytes(16))) for _ in range(8))
KNOWN = Directory(
    (Way(0, Kind.PASSPHRASE, "mine"), Way(5, Kind.SECURITY_KEY, "سارا")), "three words"
)


def test_is_read_by_whoever_has_the_key_and_by_nobody_else() -> None:
    box = directory.close(KNOWN, KEY, BESIDE)
    assert directory.open(box, KEY, BESIDE) == KNOWN
    assert directory.open(box, bytes(32), BESIDE) is None


def test_has_one_size_however_full_it_is() -> None:
    full = Directory(
        tuple(Way(place, Kind.PASSPHRASE, "\U0001f600" * NAME) for place in range(8)),
        "\x01" * directory.ERASER,
    )
    for known in (Directory(), KNOWN, full):
        box = directory.close(known, KEY, BESIDE)
        assert len(box) == directory.SIZE == len(directory.noise())
        assert directory.open(box, KEY, BESIDE) == known


def test_belongs_to_the_slots_beside_it() -> None:
    box = directory.close(KNOWN, KEY, BESIDE)
    swapped = (BESIDE[1], BESIDE[0], *BESIDE[2:])
    assert directory.open(box, KEY, swapped) is None
    older = (secrets.token_bytes(slots.SIZE), *BESIDE[1:])
    assert directory.open(box, KEY, older) is None


def test_a_flipped_bit_in_any_byte_is_noticed() -> None:
    box = directory.close(KNOWN, KEY, BESIDE)
    for place in range(len(box)):
        broken = bytearray(box)
        broken[place] ^= 1 << place % 8
        assert directory.open(bytes(broken), KEY, BESIDE) is None


def test_names_that_are_too_long_are_cut() -> None:
    known = Directory((Way(1, Kind.PASSPHRASE, "x" * 100),))
    box = directory.close(known, KEY, BESIDE)
    opened = directory.open(box, KEY, BESIDE)
    assert opened is not None
    assert opened.ways[0].name == "x" * NAME


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["ways", "eraser", "place", "kind", "name"]), inner
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_is_inside_is_a_directory_or_nothing(value: canonical.Json) -> None:
    found = directory._read(value)  # noqa: SLF001 - what no writer of ours writes
    assert found is None or isinstance(found, Directory)


@given(st.binary(max_size=directory.SIZE))
def test_any_bytes_can_be_tried(data: bytes) -> None:
    assert directory.open(data, KEY, BESIDE) is None
