import hashlib

import pytest

from intake.domain.errors import AgeHeaderError, KeyTextInvalid
from intake.sealing.age import HybridIdentity, HybridRecipient, base64text
from intake.sealing.age.header import Stanza

# The identity and the ends of the recipient printed in the standard.
SECRET = "AGE-SECRET-KEY-PQ-1XX76JRALNLXDMEW0CRK45QMCCH4X06SE84UN3VPM33W6HWDX0H3SK3ZQFR"
BEGIN = "age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9rdelkjuh3y235jzxshfg87pzf5zrq"
END = "pyyzk3tlhl53k2ykx3qheyty7saeq0d3fzv49zc0k"
FILE_KEY = bytes(range(16))


def test_agrees_with_the_keys_of_the_standard() -> None:
    identity = HybridIdentity.parse(SECRET)
    text = str(identity.recipient)
    assert len(text) == 1959
    assert text.startswith(BEGIN)
    assert text.endswith(END)
    assert identity.secret_text() == SECRET
    assert HybridRecipient.parse(text) == identity.recipient


def test_opens_what_it_sealed_and_nobody_else_does() -> None:
    identity = HybridIdentity.from_seed(bytes(32))
    stanza = identity.recipient.wrap(FILE_KEY)
    assert (stanza.type, len(stanza.body)) == ("mlkem768x25519", 32)
    assert identity.unwrap([Stanza("grease", (), b""), stanza]) == FILE_KEY
    assert HybridIdentity.from_seed(bytes(31) + b"1").unwrap([stanza]) is None
    assert identity.recipient.wrap(FILE_KEY) != stanza


@pytest.mark.parametrize("size", [0, 31, 33])
def test_refuses_a_wrapped_key_of_another_size(size: int) -> None:
    identity = HybridIdentity.from_seed(bytes(32))
    stanza = identity.recipient.wrap(FILE_KEY)
    other = Stanza(stanza.type, stanza.arguments, bytes(size))
    with pytest.raises(AgeHeaderError):
        identity.unwrap([other])


def test_refuses_a_share_of_low_order() -> None:
    identity = HybridIdentity.from_seed(bytes(32))
    stanza = Stanza("mlkem768x25519", (base64text.encode(bytes(1120)),), bytes(32))
    with pytest.raises(AgeHeaderError):
        identity.unwrap([stanza])


def test_refuses_a_recipient_nobody_can_hold() -> None:
    raw = HybridIdentity.from_seed(bytes(32)).recipient.raw
    with pytest.raises(KeyTextInvalid):
        HybridRecipient(raw[:1184] + bytes(32))  # a point of low order
    with pytest.raises(KeyTextInvalid):
        HybridRecipient(b"\xff" * 1184 + raw[1184:])  # numbers beyond the modulus
    with pytest.raises(KeyTextInvalid):
        HybridRecipient(raw[:-1])
    with pytest.raises(KeyTextInvalid):
        HybridIdentity.from_seed(bytes(31))


def test_refuses_a_key_in_the_wrong_case() -> None:
    with pytest.raises(KeyTextInvalid):
        HybridIdentity.parse(SECRET.lower())
    text = str(HybridIdentity.parse(SECRET).recipient)
    with pytest.raises(KeyTextInvalid):
        HybridRecipient.parse(text.upper())


def test_never_shows_its_secret() -> None:
    seed = hashlib.sha256(b"seed").digest()
    identity = HybridIdentity.from_seed(seed)
    for shown in (repr(identity), str(identity)):
        assert repr(seed)[2:10] not in shown
        assert seed.hex() not in shown
        assert identity.secret_text()[-10:] not in shown
