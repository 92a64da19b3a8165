import pytest

from intake.sealing.keys import derive


def test_one_seed_always_grows_the_same_keys() -> None:
    one, two = derive(bytes(32)), derive(bytes(32))
    assert one.identity.recipient == two.identity.recipient
    assert one.signing.ed25519 == two.signing.ed25519
    assert one.signing.mldsa65 == two.signing.mldsa65


def test_another_seed_grows_other_keys() -> None:
    one, two = derive(bytes(32)), derive(bytes(31) + b"1")
    assert one.identity.recipient != two.identity.recipient
    assert one.signing.ed25519 != two.signing.ed25519
    assert one.signing.mldsa65 != two.signing.mldsa65


def test_no_key_is_the_seed_or_another_key() -> None:
    seed = b"\x07" * 32
    keys = derive(seed)
    assert keys.identity.seed != seed
    assert keys.identity.seed != keys.signing.ed25519


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_seed_has_32_bytes(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        derive(bytes(size))


def test_never_shows_a_secret() -> None:
    keys = derive(bytes(32))
    assert repr(keys) == "Keys()"
    assert keys.identity.seed.hex() not in repr(keys.identity)
