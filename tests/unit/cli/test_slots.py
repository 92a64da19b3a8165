from pathlib import Path

import pytest

from kitchen import PASSPHRASE, Call, Kitchen
from software_key import SoftwareKey

NEW = "orchard velvet comet basin tulip window"
ERASING = "violin harbor quartz"


def test_ways_in_are_listed_added_and_removed(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    slots = ("--vault", tmp_path / "desk", "vault", "slots")
    status, out, _ = call(*slots)
    assert (status, out.count("\n")) == (0, 1)
    assert out.split("\t")[1:] == ["passphrase", "-\n"]
    status, out, _ = call(*slots, "--add", "Deputy", passphrases=f"{PASSPHRASE}\n{NEW}")
    assert status == 0
    (line,) = (line for line in out.splitlines() if "Deputy" in line)
    number = line.split("\t")[0]
    assert call(*slots, passphrases=NEW)[0] == 0
    status, _, err = call(*slots, "--remove", number, passphrases=NEW)
    assert (status, "way you have just come in by" in err) == (1, True)
    status, out, _ = call(*slots, "--remove", number)
    assert (status, "Deputy" in out) == (0, False)
    assert call(*slots, passphrases=NEW)[0] == 1


def test_a_security_key_is_asked_for_when_the_passphrase_wants_one(
    call: Call, homes: Kitchen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = SoftwareKey()
    listing = classmethod(lambda _: iter([key]))
    monkeypatch.setattr("fido2.hid.CtapHidDevice.list_devices", listing)
    slots = ("--vault", tmp_path / "desk", "vault", "slots")
    status, out, _ = call(*slots, "--require-key", "blue")
    assert (status, "security key\tblue" in out) == (0, True)
    status, out, err = call("--vault", tmp_path / "desk", "vault", "check")
    assert (status, out.splitlines()[0]) == (0, "The vault is sound.")
    assert "Touch the security key" in err
    status, out, _ = call(
        *slots, "--add-key", "red", passphrases=f"{PASSPHRASE}\n{NEW}"
    )
    assert (status, out.count("security key")) == (0, 2)
    empty = classmethod(lambda _: iter(()))
    monkeypatch.setattr("fido2.hid.CtapHidDevice.list_devices", empty)
    status, _, err = call(*slots)
    assert (status, "No security key was found" in err) == (1, True)


def test_the_passphrase_that_erases_is_switched_on_and_off(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    erase = ("vault", "erase-passphrase")
    status, _, err = call(
        *("--vault", tmp_path / "field", *erase), passphrases=f"{PASSPHRASE}\n{ERASING}"
    )
    assert (status, "not allowed" in err) == (1, True)
    desk = ("--vault", tmp_path / "desk")
    status, out, _ = call(*desk, *erase, passphrases=f"{PASSPHRASE}\n{ERASING}")
    assert (status, "destroys the vault" in out) == (0, True)
    status, out, _ = call(*desk, *erase, "--off")
    assert (status, "No passphrase" in out) == (0, True)
    call(*desk, *erase, passphrases=f"{PASSPHRASE}\n{ERASING}")
    assert call(*desk, "vault", "check")[0] == 0
    wrong = call(*desk, "vault", "check", passphrases="some other words")
    assert call(*desk, "vault", "check", passphrases=ERASING) == wrong
    assert call(*desk, "vault", "check") == wrong
