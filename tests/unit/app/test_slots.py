import pytest

from intake.app import backup, opening, slots
from intake.domain.errors import (
    OwnWay,
    PassphraseTooWeak,
    PassphraseWrong,
    SecurityKeyMissing,
    SecurityKeyNeeded,
)
from intake.vault.hardware_fido2 import SecurityKey
from kitchen import BEGUN, PASSPHRASE, Kitchen
from software_key import SoftwareKey

DEPUTY = "orchard velvet comet basin tulip window"


def test_a_deputy_comes_in_by_another_passphrase(apart: Kitchen) -> None:
    way = slots.add_passphrase(apart.desk, PASSPHRASE, DEPUTY, "Deputy")
    assert [each.name for each in slots.listed(apart.desk)].count("Deputy") == 1
    folder = apart.desk.vault.folder
    apart.desk.close()
    again = opening.unlock(folder, DEPUTY)
    assert way in slots.listed(again)
    with pytest.raises(OwnWay):
        slots.remove(again, DEPUTY, way.place)
    slots.remove(again, PASSPHRASE, way.place)
    again.close()
    with pytest.raises(PassphraseWrong):
        opening.unlock(folder, DEPUTY)


def test_no_weak_passphrase_becomes_a_way_in(apart: Kitchen) -> None:
    key = SecurityKey([SoftwareKey()])
    with pytest.raises(PassphraseTooWeak):
        slots.add_passphrase(apart.desk, PASSPHRASE, "letmein", "")
    with pytest.raises(PassphraseTooWeak):
        slots.add_security_key(apart.desk, PASSPHRASE, "letmein", "", key)
    assert len(slots.listed(apart.desk)) == 1


def test_a_vault_that_wants_a_security_key_is_opened_changed_and_copied_with_it(
    apart: Kitchen,
) -> None:
    key = SecurityKey([SoftwareKey()])
    slots.require_security_key(apart.desk, PASSPHRASE, "blue", key)
    with pytest.raises(SecurityKeyNeeded):
        backup.make(apart.desk, apart.stick, PASSPHRASE, BEGUN)
    made = backup.make(apart.desk, apart.stick, PASSPHRASE, BEGUN, authenticator=key)
    spare = SecurityKey([SoftwareKey()])
    slots.add_security_key(apart.desk, PASSPHRASE, DEPUTY, "red", spare, key)
    folder = apart.desk.vault.folder
    apart.desk.close()
    for place, words, fob in (
        (folder, PASSPHRASE, key),
        (folder, DEPUTY, spare),
        (made.path, PASSPHRASE, key),
    ):
        with pytest.raises(SecurityKeyNeeded):
            opening.unlock(place, words)
        opening.unlock(place, words, fob).close()
    opening.change_passphrase(
        folder, DEPUTY, "saddle prism acorn ribbon meadow", authenticator=spare
    )
    opening.unlock(folder, "saddle prism acorn ribbon meadow", spare).close()


def test_a_missing_security_key_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    listing = classmethod(lambda _: iter(()))
    monkeypatch.setattr("fido2.hid.CtapHidDevice.list_devices", listing)
    with pytest.raises(SecurityKeyMissing):
        slots.find_security_key()
