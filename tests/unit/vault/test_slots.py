import hashlib
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import SecurityKeyUnsuitable
from intake.vault import slots
from intake.vault.cost import Cost
from intake.vault.slots import (
    CREDENTIAL,
    Inside,
    Kind,
    Terms,
    noise,
    open_slot,
    open_with_hardware,
    seal,
    seal_eraser,
    seal_with_hardware,
    terms_of,
)

TERMS = Terms(Cost(64, 1, 1), bytes(range(16)))
SECRET = bytes(32)
KEY = bytes(range(32))


class Fob:
    """A security key made of a hash."""

    def __init__(self, credential: bytes = b"credential" * 9) -> None:
        self.credential = credential

    def enrol(self) -> bytes:
        return self.credential

    def secret(self, credential: bytes, salt: bytes) -> bytes:
        return hashlib.sha256(credential + salt).digest()


KINDS = {
    Kind.PASSPHRASE: seal(TERMS, SECRET, KEY),
    Kind.SECURITY_KEY: seal_with_hardware(TERMS, SECRET, KEY, Fob()),
    Kind.ERASES: seal_eraser(TERMS, SECRET),
}


def test_a_slot_opens_with_its_secret_alone() -> None:
    slot = KINDS[Kind.PASSPHRASE]

    assert len(slot) == slots.SIZE == 1024
    assert terms_of(slot) == TERMS
    assert open_slot(slot, SECRET) == Inside(Kind.PASSPHRASE, KEY)
    assert open_slot(slot, secrets.token_bytes(32)) is None


def test_with_a_security_key_neither_secret_opens_a_slot_alone() -> None:
    inside = open_slot(KINDS[Kind.SECURITY_KEY], SECRET)

    assert inside is not None
    assert inside.key == b""
    assert inside.credential is not None
    answer = Fob().secret(inside.credential.id, inside.credential.salt)
    assert open_with_hardware(inside.credential, SECRET, answer) == KEY
    assert open_with_hardware(inside.credential, SECRET, bytes(32)) is None
    assert open_with_hardware(inside.credential, bytes(31) + b"1", answer) is None
    assert open_slot(KINDS[Kind.SECURITY_KEY], answer) is None


def test_the_slot_that_erases_holds_no_key() -> None:
    assert open_slot(KINDS[Kind.ERASES], SECRET) == Inside(Kind.ERASES)


@pytest.mark.parametrize("size", [1, 64, CREDENTIAL])
def test_takes_the_credentials_of_every_security_key_that_is_sold(size: int) -> None:
    slot = seal_with_hardware(TERMS, SECRET, KEY, Fob(bytes(size)))

    inside = open_slot(slot, SECRET)
    assert inside is not None
    assert inside.credential is not None
    assert inside.credential.id == bytes(size)
    assert len(slot) == slots.SIZE
    assert CREDENTIAL >= 512


@pytest.mark.parametrize("size", [0, CREDENTIAL + 1])
def test_refuses_a_credential_that_does_not_fit(size: int) -> None:
    with pytest.raises(SecurityKeyUnsuitable):
        seal_with_hardware(TERMS, SECRET, KEY, Fob(bytes(size)))


@pytest.mark.parametrize("kind", Kind)
def test_every_single_flipped_bit_closes_a_slot_of_any_kind(kind: Kind) -> None:
    for place in range(len(KINDS[kind]) * 8):
        broken = bytearray(KINDS[kind])
        broken[place // 8] ^= 1 << place % 8
        assert open_slot(bytes(broken), SECRET) is None


def test_every_flipped_bit_of_what_a_security_key_guards_closes_it() -> None:
    inside = open_slot(KINDS[Kind.SECURITY_KEY], SECRET)
    assert inside is not None
    kept = inside.credential
    assert kept is not None
    answer = Fob().secret(kept.id, kept.salt)
    for place in range(len(kept.box) * 8):
        broken = bytearray(kept.box)
        broken[place // 8] ^= 1 << place % 8
        altered = slots.Credential(kept.id, kept.salt, bytes(broken))
        assert open_with_hardware(altered, SECRET, answer) is None
    moved = slots.Credential(kept.id + b"x", kept.salt, kept.box)
    assert open_with_hardware(moved, SECRET, answer) is None


def test_noise_has_the_shape_of_a_slot_and_opens_to_nobody() -> None:
    empty = noise(TERMS)

    assert len(empty) == slots.SIZE
    assert terms_of(empty) == TERMS
    assert {slot[:32] for slot in KINDS.values()} == {empty[:32]}
    assert open_slot(empty, SECRET) is None


def test_ways_and_costs_of_later_programs_are_passed_over() -> None:
    dear = Terms(Cost(2**31, 1, 1), TERMS.salt)
    empty = noise(TERMS)

    assert terms_of((2).to_bytes(4) + empty[4:]) is None
    assert terms_of(noise(dear)) is None


def test_derived_keys_differ_by_purpose_and_have_the_length_asked() -> None:
    assert slots.derive(KEY, b"a") != slots.derive(KEY, b"b")
    assert slots.derive(KEY, b"a") == slots.derive(KEY, b"a")
    assert len(slots.derive(KEY, b"a", 48)) == 48


def test_never_shows_a_secret() -> None:
    shown = repr([open_slot(slot, SECRET) for slot in KINDS.values()])
    assert repr(KEY) not in shown
    assert "box" not in shown


@given(st.binary(min_size=slots.SIZE, max_size=slots.SIZE))
def test_any_bytes_can_be_tried(data: bytes) -> None:
    terms_of(data)
    assert open_slot(data, SECRET) is None


@given(st.binary(max_size=932))
def test_any_content_under_the_right_secret_is_read_without_a_fault(
    content: bytes,
) -> None:
    head = noise(TERMS)[:32]
    box = slots._close(SECRET, content.ljust(932, b"\0"), head)  # noqa: SLF001 - what no writer of ours writes
    inside = open_slot(head + box, SECRET)
    assert inside is None or inside.kind in Kind
