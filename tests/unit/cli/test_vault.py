import re
from pathlib import Path

import pytest

from intake.app import opening, rotation
from intake.app.desk import receiving
from intake.app.field import sending
from intake.domain.people import digits
from kitchen import BEGUN, PASSPHRASE, Call, Kitchen, groups, sealed


def test_a_weak_passphrase_makes_no_vault(call: Call, tmp_path: Path) -> None:
    status, _, err = call(
        "--vault",
        tmp_path / "v",
        "vault",
        "create",
        "--role",
        "interviewer",
        "--name",
        "Cedar",
        passphrases="letmein",
    )
    assert (status, "could be guessed" in err) == (1, True)
    assert not (tmp_path / "v").exists()


def test_six_words_are_offered_without_a_vault(call: Call) -> None:
    status, out, _ = call(
        "vault",
        "create",
        "--role",
        "interviewer",
        "--name",
        "Cedar",
        "--offer",
        passphrases=None,
    )
    assert (status, len(out.split())) == (0, 6)


def test_without_anybody_to_ask_a_passphrase_is_missed(
    call: Call, homes: Kitchen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    status, _, err = call(
        "--vault", tmp_path / "field", "vault", "check", passphrases=None
    )
    assert (status, "--passphrase-fd" in err) == (1, True)


def test_a_wrong_passphrase_is_one_plain_sentence(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    status, out, err = call(
        "--vault", tmp_path / "field", "vault", "check", passphrases="wrong"
    )
    assert (status, out) == (1, "")
    assert err.startswith("intake: This passphrase does not open the vault.")


def test_a_folder_without_a_vault_is_named_as_such(call: Call, tmp_path: Path) -> None:
    status, _, err = call("--vault", tmp_path, "vault", "check")
    assert (status, "no vault" in err) == (1, True)


def test_a_sound_vault_says_so(call: Call, homes: Kitchen, tmp_path: Path) -> None:
    status, out, _ = call("--vault", tmp_path / "field", "vault", "check")
    assert (status, out.splitlines()[0]) == (0, "The vault is sound.")


def test_the_passphrase_is_changed_by_two_lines(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    new = "orchard velvet comet basin tulip window"
    status, _, _ = call(
        "--vault",
        tmp_path / "field",
        "vault",
        "passphrase",
        passphrases=f"{PASSPHRASE}\n{new}",
    )
    assert status == 0
    assert call("--vault", tmp_path / "field", "vault", "check")[0] == 1
    status, _, _ = call(
        "--vault", tmp_path / "field", "vault", "check", passphrases=new
    )
    assert status == 0


def test_a_card_is_shown_saved_drawn_and_compared(
    call: Call, strange_homes: Kitchen, tmp_path: Path
) -> None:
    field, desk = tmp_path / "field", tmp_path / "desk"
    fingerprint = strange_homes.field.card.card.fingerprint
    _, out, _ = call("--vault", field, "card")
    assert digits(fingerprint) in out
    _, out, _ = call("--vault", field, "card", "--qr")
    assert out.count("\n") >= 21
    _, out, _ = call("--vault", field, "card", "--save", tmp_path / "stick")
    saved = out.strip()
    status, out, err = call("--vault", desk, "card", "--accept", saved)
    assert (status, "not been compared" in err) == (1, True)
    typed = ",".join(f"{at + 1}={group}" for at, group in groups(fingerprint).items())
    status, out, _ = call("--vault", desk, "card", "--accept", saved, "--groups", typed)
    assert (status, "Cedar" in out) == (0, True)
    _, out, _ = call("--vault", desk, "card", "--list")
    assert "\tcompared\n" in out


def test_a_backup_is_made_and_opens_with_the_same_passphrase(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    status, out, _ = call(
        "--vault", tmp_path / "field", "vault", "backup", tmp_path / "stick"
    )
    assert (status, "Copied and opened" in out) == (0, True)
    copy = out.splitlines()[0]
    status, out, _ = call("--vault", copy, "vault", "check")
    assert (status, out.splitlines()[0]) == (0, "The vault is sound.")
    status, _, err = call(
        "--vault", tmp_path / "field", "vault", "backup", tmp_path / "nowhere"
    )
    assert (status, "no such folder" in err) == (1, True)


def test_the_check_shows_where_the_log_ends_and_finds_it_again(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    check = ("--vault", tmp_path / "field", "vault", "check")
    status, out, _ = call(*check)
    written = re.search(r"(\d{4} ){5}\d{4}", out)
    assert (status, written is not None) == (0, True)
    assert written
    status, out, _ = call(*check, "--head", written.group())
    assert (status, "What was written down is entry" in out) == (0, True)
    status, out, _ = call(*check, "--head", "0000 " * 6)
    assert (status, "no entry of those digits" in out) == (1, True)


def test_a_card_is_taken_back_for_a_reason(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    desk = tmp_path / "desk"
    status, out, err = call("--vault", desk, "card", "--revoke", "Cedar")
    assert (status, out) == (1, "")
    assert "Write down why" in err
    words = ("card", "--revoke", "Cedar", "--reason", "her laptop was taken")
    status, out, _ = call("--vault", desk, *words)
    assert (status, "Taken back" in out) == (0, True)
    _, out, _ = call("--vault", desk, "card", "--list")
    assert "Cedar\tinterviewer\ttaken back" in out
    words = ("card", "--revoke", "Larch", "--reason", "nobody of that name")
    status, out, _ = call("--vault", desk, *words)
    assert (status, out) == (1, "")


def test_a_card_that_follows_is_not_called_compared_in_person(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    field = opening.unlock(tmp_path / "field", PASSPHRASE)
    field = rotation.renew_card(field, BEGUN)
    sealed(field)
    sending.send(field, tmp_path / "stick", BEGUN)
    field.close()
    desk = opening.unlock(tmp_path / "desk", PASSPHRASE)
    receiving.receive(desk, [tmp_path / "stick"], BEGUN, unrehearsed=True)
    desk.close()
    _, out, _ = call("--vault", tmp_path / "desk", "card", "--list")
    assert "Cedar\tinterviewer\tcounts by the card before" in out
    assert "Cedar\tinterviewer\tcompared\n" in out
