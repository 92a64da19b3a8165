from intake.vault.hardware import SALT, SECRET, Authenticator
from intake.vault.hardware_fido2 import SecurityKey
from software_key import SoftwareKey


def test_a_key_on_usb_does_all_that_a_vault_wants() -> None:
    key: Authenticator = SecurityKey([SoftwareKey()])
    assert len(key.secret(key.enrol(), bytes(SALT))) == SECRET
