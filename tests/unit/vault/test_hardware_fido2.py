import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.errors import (
    IntakeError,
    SecurityKeyMissing,
    SecurityKeyRefused,
    SecurityKeyUnsuitable,
    SecurityKeyUnsupported,
    SecurityKeyWrong,
)
from intake.vault.hardware import SALT, SECRET
from intake.vault.hardware_fido2 import SecurityKey, find
from software_key import SoftwareKey

ONE, TWO = bytes(SALT), bytes(range(SALT))


@pytest.mark.parametrize("protocols", [(2, 1), (1,), (2,)])
def test_a_key_computes_the_same_bytes_again_and_others_for_another_salt(
    protocols: tuple[int, ...],
) -> None:
    device = SoftwareKey(protocols=protocols)
    key = SecurityKey([device])
    credential, other = key.enrol(), key.enrol()
    answer = key.secret(credential, ONE)
    assert len(answer) == SECRET
    assert key.secret(credential, ONE) == answer
    assert key.secret(credential, TWO) != answer
    assert key.secret(other, ONE) != answer
    assert device.touches == 6


def test_another_key_does_not_know_the_credential() -> None:
    credential = SecurityKey([SoftwareKey()]).enrol()
    with pytest.raises(SecurityKeyWrong):
        SecurityKey([SoftwareKey()]).secret(credential, ONE)


def test_of_several_keys_the_one_that_knows_answers() -> None:
    mine = SoftwareKey()
    credential = SecurityKey([mine]).enrol()
    both = SecurityKey([SoftwareKey(), mine])
    assert both.secret(credential, ONE) == SecurityKey([mine]).secret(credential, ONE)


def test_a_key_with_a_pin_asks_for_it_to_enrol_and_not_to_open() -> None:
    device = SoftwareKey(pin="2468")
    asked: list[str] = []

    def pin() -> str:
        asked.append("once")
        return "2468"

    key = SecurityKey([device], pin)
    credential = key.enrol()
    assert len(asked) == 1
    assert key.secret(credential, ONE) == key.secret(credential, ONE)
    assert len(asked) == 1


def test_a_key_that_always_insists_gets_its_pin_each_time() -> None:
    device = SoftwareKey(pin="2468", insists=True)
    key = SecurityKey([device], lambda: "2468")
    credential = key.enrol()
    assert key.secret(credential, ONE) == key.secret(credential, ONE)
    with pytest.raises(SecurityKeyRefused):
        SecurityKey([device], lambda: "1357").secret(credential, ONE)
    with pytest.raises(SecurityKeyRefused):
        SecurityKey([device]).secret(credential, ONE)


def test_a_key_that_is_not_touched_refuses() -> None:
    device = SoftwareKey()
    key = SecurityKey([device])
    credential = key.enrol()
    device.touched = False
    for deed in (key.enrol, lambda: key.secret(credential, ONE)):
        with pytest.raises(SecurityKeyRefused):
            deed()


def test_a_key_that_was_pulled_out_is_missed() -> None:
    device = SoftwareKey()
    key = SecurityKey([device])
    credential = key.enrol()
    device.plugged = False
    for deed in (key.enrol, lambda: key.secret(credential, ONE)):
        with pytest.raises(SecurityKeyMissing):
            deed()


def test_a_key_without_the_extension_cannot_be_used() -> None:
    with pytest.raises(SecurityKeyUnsuitable):
        SecurityKey([SoftwareKey(extensions=())]).enrol()


def plugged(monkeypatch: pytest.MonkeyPatch, *devices: SoftwareKey) -> None:
    listing = classmethod(lambda _: iter(devices))
    monkeypatch.setattr("fido2.hid.CtapHidDevice.list_devices", listing)


def test_what_is_plugged_in_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    plugged(monkeypatch, SoftwareKey())
    assert find().enrol()
    plugged(monkeypatch)
    with pytest.raises(SecurityKeyMissing):
        find()


def test_without_the_library_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fido2.hid", None)
    with pytest.raises(SecurityKeyUnsupported):
        find()


class Babbling(SoftwareKey):
    """A key that says anything."""

    words: bytes = b""

    def call(self, *_: object, **__: object) -> bytes:
        return self.words


@given(st.binary(max_size=200))
def test_whatever_a_key_says_raises_only_our_errors(words: bytes) -> None:
    device = Babbling()
    for start in (b"", b"\x00"):
        device.words = start + words
        with pytest.raises(IntakeError):
            SecurityKey([device]).enrol()
        with pytest.raises(IntakeError):
            SecurityKey([device]).secret(b"x" * 64, ONE)
