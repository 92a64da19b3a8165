from intake.sealing.age.derivation import hkdf


def test_agrees_with_the_examples_of_rfc_5869() -> None:
    # Test cases 1 and 3, whose 42 bytes begin with the 32 that age uses.
    salt, info = bytes(range(13)), bytes(range(0xF0, 0xFA))
    assert hkdf(b"\x0b" * 22, salt=salt, info=info).hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    )
    assert hkdf(b"\x0b" * 22, info=b"").hex() == (
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    )


def test_each_purpose_has_its_own_key() -> None:
    assert hkdf(bytes(16), info=b"header") != hkdf(bytes(16), info=b"payload")
    assert hkdf(bytes(16), salt=b"1", info=b"") != hkdf(bytes(16), info=b"")
