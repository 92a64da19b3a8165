import pytest

from intake.sealing.age import (
    HybridIdentity,
    ScryptRecipient,
    X25519Identity,
)
from intake.sealing.age.wrapping import wrap

FILE_KEY = bytes(16)
HYBRID = HybridIdentity.from_seed(bytes(32)).recipient
CLASSICAL = X25519Identity(b"1" * 32).recipient


def test_recipients_of_one_promise_stand_together() -> None:
    other = HybridIdentity.from_seed(b"2" * 32).recipient
    assert len(wrap(FILE_KEY, [HYBRID, other])) == 2
    assert len(wrap(FILE_KEY, [CLASSICAL, CLASSICAL])) == 2
    assert len(wrap(FILE_KEY, [ScryptRecipient("words", 4)])) == 1


def test_a_post_quantum_file_has_no_classical_recipient() -> None:
    with pytest.raises(ValueError, match="may not be mixed"):
        wrap(FILE_KEY, [HYBRID, CLASSICAL])


def test_a_passphrase_stands_alone() -> None:
    for other in (HYBRID, CLASSICAL, ScryptRecipient("words", 4)):
        with pytest.raises(ValueError, match="may not be mixed"):
            wrap(FILE_KEY, [ScryptRecipient("words", 4), other])


def test_a_file_has_some_recipients_but_not_too_many() -> None:
    for recipients in ([], [CLASSICAL] * 129):
        with pytest.raises(ValueError, match="between 1 and 128"):
            wrap(FILE_KEY, recipients)
