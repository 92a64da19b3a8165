import argparse
import os

import pytest

from intake.cli import passphrases
from intake.domain.errors import PassphraseMissing, PassphrasesDiffer


def holding(text: bytes) -> argparse.Namespace:
    reader, writer = os.pipe()
    os.write(writer, text)
    os.close(writer)
    return argparse.Namespace(passphrase_fd=reader)


def test_each_line_of_a_descriptor_is_one_passphrase() -> None:
    words = passphrases.source(holding("first one\nsecond ە\n".encode()))
    assert words.ask("x") == "first one"
    assert words.ask_new("x") == "second ە"
    with pytest.raises(PassphraseMissing):
        words.ask("x")


def test_a_descriptor_that_cannot_be_read_gives_no_passphrase() -> None:
    with pytest.raises(PassphraseMissing):
        passphrases.source(holding(b"\xff\xfe"))
    with pytest.raises(PassphraseMissing):
        passphrases.source(argparse.Namespace(passphrase_fd=987))


def test_a_new_passphrase_is_typed_twice_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    typed = iter(["one", "one", "one", "two"])
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    words = passphrases.source(argparse.Namespace(passphrase_fd=None))
    assert words.ask_new("New") == "one"
    with pytest.raises(PassphrasesDiffer):
        words.ask_new("New")


def test_groups_are_counted_from_one_as_people_count() -> None:
    assert passphrases.groups("1=4071, 10=0013") == {0: "4071", 9: "0013"}
    for text in ("", "0=1234", "11=1234", "x=1", "1234"):
        with pytest.raises(argparse.ArgumentTypeError):
            passphrases.groups(text)
