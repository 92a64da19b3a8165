import pytest
from pytestqt.qtbot import QtBot

from intake.app import slots
from intake.app.slots import Authenticator
from intake.domain.errors import SecurityKeyMissing, SecurityKeyNeeded
from intake.ui.pages.own import Given, Own
from intake.vault.hardware_fido2 import SecurityKey
from kitchen import PASSPHRASE, Kitchen
from software_key import SoftwareKey


def test_a_security_key_is_looked_for_only_when_it_is_needed() -> None:
    asked: list[str] = []

    def find(_pin: object) -> Authenticator:
        asked.append("found")
        raise SecurityKeyMissing

    given = Given("words", "", find)
    assert given.use(lambda own, key: (own, key)) == ("words", None)
    assert asked == []

    def needing(_own: str, key: Authenticator | None) -> None:
        if key is None:
            raise SecurityKeyNeeded

    with pytest.raises(SecurityKeyMissing):
        given.use(needing)
    assert asked == ["found"]
    assert "words" not in repr(given)


def test_a_pin_is_asked_for_only_where_a_security_key_is_in_use(
    qtbot: QtBot, apart: Kitchen
) -> None:
    own = Own(apart.field)
    qtbot.addWidget(own)
    own.show()
    assert not own.pin.isVisible()
    key = SecurityKey([SoftwareKey()])
    slots.require_security_key(apart.field, PASSPHRASE, "blue", key)
    own.forget()
    assert own.pin.isVisible()
