import hashlib
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import AgeNoMatch, ContentsAltered, SealingError
from intake.domain.people import Card, Role
from intake.sealing.age import decrypt, encrypt
from intake.sealing.card import make_card
from intake.sealing.keys import advance, derive
from intake.sealing.rotation import (
    EPOCHS,
    check,
    epoch_of,
    fits,
    holds,
    reseal,
)

START = b"age-encryption.org/v1\n"
SEED = bytes(range(32))
DAY = date(2026, 11, 23)


def card(seed: bytes, epoch: int) -> Card:
    return make_card(derive(seed, epoch), Role.COORDINATOR, "North", DAY).card


def test_a_card_is_matched_to_the_epoch_its_keys_come_from() -> None:
    for epoch in (0, 1, 5):
        assert epoch_of(SEED, card(SEED, epoch)) == epoch
        assert holds(derive(SEED, epoch), card(SEED, epoch))
    assert not holds(derive(SEED, 1), card(SEED, 0))


def test_an_earlier_epoch_is_never_found_from_a_later_seed() -> None:
    assert epoch_of(advance(SEED, 2), card(SEED, 1)) is None
    assert epoch_of(advance(SEED, 2), card(SEED, 4)) == 2
    assert EPOCHS >= 240


def sealed_to(seed: bytes, data: bytes) -> bytes:
    out = io.BytesIO()
    with encrypt(out, [derive(seed).identity.recipient]) as writer:
        writer.write(data)
    return out.getvalue()


@pytest.mark.parametrize("size", [0, 1, 65536, 65537, 3_000_000])
def test_sealing_again_passes_on_every_byte_under_another_lock(size: int) -> None:
    data = (bytes(range(256)) * (size // 256 + 1))[:size]
    old, out = sealed_to(SEED, data), io.BytesIO()
    today = derive(SEED, 1).identity
    made = reseal(io.BytesIO(old), [derive(SEED).identity], card(SEED, 1), out)
    new = out.getvalue()
    assert (made.size, made.sha256) == (len(new), hashlib.sha256(new).hexdigest())
    assert made.plain_sha256 == hashlib.sha256(data).hexdigest()
    assert fits(io.BytesIO(new), [today])
    assert not fits(io.BytesIO(new), [derive(SEED).identity])
    assert not fits(io.BytesIO(old), [today])
    check(io.BytesIO(new), today, made)
    opened, found = decrypt(io.BytesIO(new), [today]), b""
    while block := opened.read(1 << 20):
        found += block
    assert found == data


def test_what_differs_inside_is_not_taken_for_the_same() -> None:
    out = io.BytesIO()
    old = sealed_to(SEED, b"a testimony")
    made = reseal(io.BytesIO(old), [derive(SEED).identity], card(SEED, 1), out)
    other = io.BytesIO()
    with encrypt(other, [derive(SEED, 1).identity.recipient]) as writer:
        writer.write(b"A testimony")
    with pytest.raises(ContentsAltered):
        check(io.BytesIO(other.getvalue()), derive(SEED, 1).identity, made)


def test_what_is_damaged_or_not_ours_is_not_sealed_again() -> None:
    old = sealed_to(SEED, b"a testimony" * 10_000)
    with pytest.raises(AgeNoMatch):
        reseal(io.BytesIO(old), [derive(SEED, 3).identity], card(SEED, 1), io.BytesIO())
    for place in range(0, len(old), 997):
        broken = bytearray(old)
        broken[place] ^= 1
        with pytest.raises(SealingError):
            reseal(
                io.BytesIO(bytes(broken)),
                [derive(SEED).identity],
                card(SEED, 1),
                io.BytesIO(),
            )


@given(st.binary(max_size=400))
def test_any_bytes_fit_nobody(data: bytes) -> None:
    assert not fits(io.BytesIO(data), [derive(SEED).identity])
    assert not fits(io.BytesIO(START + data), [derive(SEED).identity])
