import pytest

from intake.sealing.keys import advance, derive


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


def test_the_keys_of_the_first_epoch_stay_what_they_always_were() -> None:
    keys = derive(bytes(32))
    assert keys.identity.seed.hex() == (
        "3fce94f68f6d43509693cdaf3fd0579f2d3ef604a448e2f2b13ac368535ada0c"
    )
    assert derive(bytes(32), 0).signing.ed25519 == keys.signing.ed25519


def test_each_epoch_has_keys_of_its_own_grown_one_way() -> None:
    seed = b"\x07" * 32
    publics = {derive(seed, epoch).signing.ed25519 for epoch in range(5)}
    assert len(publics) == 5
    later = advance(seed, 3)
    assert derive(later).signing.ed25519 == derive(seed, 3).signing.ed25519
    assert advance(advance(seed), 2) == later
    assert advance(seed, 0) == seed
    assert seed not in {advance(later, n) for n in range(5)}


def test_there_is_no_way_back_to_an_earlier_epoch() -> None:
    with pytest.raises(ValueError, match="earlier"):
        derive(bytes(32), -1)
