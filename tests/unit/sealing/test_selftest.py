import io

import pytest

from intake.domain.errors import SelfTestFailed
from intake.sealing import selftest
from intake.sealing.age import X25519Identity, armor, dearmor
from intake.sealing.selftest import (
    _MESSAGE,
    _PASSPHRASE,
    _SEED,
    _TO_PASSPHRASE,
    _TO_X25519,
    self_test,
)


def test_a_sound_machine_passes() -> None:
    self_test()


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("_RECIPIENT", "keys"),
        ("_ED25519", "keys"),
        ("_MLDSA65", "keys"),
        ("_PAYLOAD", "sealing"),
        ("_SSHSIG", "signing"),
        ("_MESSAGE", "opening"),
    ],
)
def test_any_other_answer_is_caught(
    monkeypatch: pytest.MonkeyPatch, name: str, what: str
) -> None:
    known = getattr(selftest, name)
    monkeypatch.setattr(selftest, name, known[1:] + known[:1])
    with pytest.raises(SelfTestFailed) as caught:
        self_test()
    assert caught.value.fields == {"what": what}


@pytest.mark.parametrize("name", ["_TO_X25519", "_TO_PASSPHRASE", "_TO_HYBRID"])
def test_an_example_that_does_not_open_is_caught(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    sealed = bytearray(dearmor(io.BytesIO(getattr(selftest, name))).read())
    sealed[-40] ^= 4
    out = io.BytesIO()
    with armor(out) as text:
        text.write(sealed)
    monkeypatch.setattr(selftest, name, out.getvalue())
    with pytest.raises(SelfTestFailed):
        self_test()


def test_another_program_opens_the_examples() -> None:
    pyrage = pytest.importorskip("pyrage")
    identity = pyrage.x25519.Identity.from_str(X25519Identity(_SEED).secret_text())
    classical = dearmor(io.BytesIO(_TO_X25519)).read()
    assert pyrage.decrypt(classical, [identity]) == _MESSAGE
    words = dearmor(io.BytesIO(_TO_PASSPHRASE)).read()
    assert pyrage.passphrase.decrypt(words, _PASSPHRASE) == _MESSAGE
