import secrets

from hypothesis import given
from hypothesis import strategies as st

from intake.vault import slots
from intake.vault.cost import Cost
from intake.vault.slots import Kind, Terms, noise, open_slot, seal, terms_of

TERMS = Terms(Kind.PASSPHRASE, Cost(64, 1, 1), bytes(range(16)))
SECRET = bytes(32)
KEY = bytes(range(32))


def test_a_slot_opens_with_its_secret_alone() -> None:
    slot = seal(TERMS, SECRET, KEY)

    assert len(slot) == slots.SIZE == 124
    assert terms_of(slot) == TERMS
    assert open_slot(slot, SECRET) == KEY
    assert open_slot(slot, secrets.token_bytes(32)) is None


def test_every_single_flipped_bit_closes_a_slot() -> None:
    slot = seal(TERMS, SECRET, KEY)

    for place in range(len(slot) * 8):
        broken = bytearray(slot)
        broken[place // 8] ^= 1 << place % 8
        assert open_slot(bytes(broken), SECRET) is None


def test_noise_has_the_shape_of_a_slot_and_opens_to_nobody() -> None:
    empty = noise(TERMS)

    assert len(empty) == slots.SIZE
    assert terms_of(empty) == TERMS
    assert empty[:32] == seal(TERMS, SECRET, KEY)[:32]
    assert open_slot(empty, SECRET) is None


def test_kinds_and_costs_of_later_programs_are_passed_over() -> None:
    dear = Terms(Kind.PASSPHRASE, Cost(2**31, 1, 1), TERMS.salt)

    assert terms_of(noise(Terms(2, TERMS.cost, TERMS.salt))) is None
    assert terms_of(noise(dear)) is None


def test_derived_keys_differ_by_purpose_and_have_the_length_asked() -> None:
    assert slots.derive(KEY, b"a") != slots.derive(KEY, b"b")
    assert slots.derive(KEY, b"a") == slots.derive(KEY, b"a")
    assert len(slots.derive(KEY, b"a", 48)) == 48


@given(st.binary(min_size=slots.SIZE, max_size=slots.SIZE))
def test_any_bytes_can_be_tried(data: bytes) -> None:
    terms_of(data)
    assert open_slot(data, SECRET) is None
