import pytest

from intake.domain.errors import AgeHeaderError
from intake.sealing.age import ScryptIdentity, ScryptRecipient
from intake.sealing.age.header import Stanza

FILE_KEY = bytes(range(16))
LIGHT = 4


def test_opens_with_the_same_words_only() -> None:
    stanza = ScryptRecipient("six plain words", LIGHT).wrap(FILE_KEY)
    assert ScryptIdentity("six plain words").unwrap([stanza]) == FILE_KEY
    assert ScryptIdentity("six plain word").unwrap([stanza]) is None
    assert ScryptIdentity("six").unwrap([Stanza("grease", (), b"")]) is None


@pytest.mark.parametrize(
    "factor", [b"21", b"0", b"04", b"+4", b"4 ", b"0x4", b"", b"99"]
)
def test_refuses_a_work_factor_out_of_bounds_before_working(factor: bytes) -> None:
    stanza = ScryptRecipient("words", LIGHT).wrap(FILE_KEY)
    other = Stanza("scrypt", (stanza.arguments[0], factor), stanza.body)
    with pytest.raises(AgeHeaderError):
        ScryptIdentity("words").unwrap([other])


def test_a_reader_may_allow_less_work() -> None:
    stanza = ScryptRecipient("words", LIGHT).wrap(FILE_KEY)
    with pytest.raises(AgeHeaderError):
        ScryptIdentity("words", highest=LIGHT - 1).unwrap([stanza])


@pytest.mark.parametrize("count", [0, 1, 3])
def test_refuses_another_number_of_arguments(count: int) -> None:
    stanza = ScryptRecipient("words", LIGHT).wrap(FILE_KEY)
    other = Stanza("scrypt", (stanza.arguments * 2)[:count], stanza.body)
    with pytest.raises(AgeHeaderError):
        ScryptIdentity("words").unwrap([other])


def test_never_shows_the_passphrase() -> None:
    assert "words" not in repr(ScryptRecipient("words"))
    assert "words" not in repr(ScryptIdentity("words"))
