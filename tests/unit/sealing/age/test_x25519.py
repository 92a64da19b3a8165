import pytest

from intake.domain.errors import AgeHeaderError, KeyTextInvalid
from intake.sealing.age import X25519Identity, X25519Recipient, base64text
from intake.sealing.age.header import Stanza

# Both are printed in the standard.
SECRET = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
PUBLIC = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
FILE_KEY = bytes(range(16))


def test_agrees_with_the_keys_of_the_standard() -> None:
    identity = X25519Identity.parse(SECRET)
    assert str(identity.recipient) == PUBLIC
    assert identity.secret_text() == SECRET
    assert X25519Recipient.parse(PUBLIC) == identity.recipient


def test_opens_what_it_sealed_and_nobody_else_does() -> None:
    identity = X25519Identity.parse(SECRET)
    stanza = identity.recipient.wrap(FILE_KEY)
    assert identity.unwrap([Stanza("grease", (), b""), stanza]) == FILE_KEY
    assert X25519Identity(bytes(32)).unwrap([stanza]) is None


def test_refuses_a_share_of_low_order() -> None:
    stanza = Stanza("X25519", (base64text.encode(bytes(32)),), bytes(32))
    with pytest.raises(AgeHeaderError):
        X25519Identity.parse(SECRET).unwrap([stanza])


def test_refuses_a_key_nobody_can_hold() -> None:
    for raw in (bytes(32), bytes(31), bytes(33)):
        with pytest.raises(KeyTextInvalid):
            X25519Recipient(raw)
    with pytest.raises(KeyTextInvalid):
        X25519Identity(bytes(31))
    with pytest.raises(KeyTextInvalid):
        X25519Identity.parse(SECRET.lower())


def test_never_shows_its_secret() -> None:
    identity = X25519Identity(b"\x41" * 32)
    assert "AAA" not in repr(identity)
    assert "4141" not in repr(identity)
