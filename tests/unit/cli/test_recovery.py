from pathlib import Path

import pytest

from intake.domain.people import digits
from kitchen import PASSPHRASE, Call, Kitchen, groups

NEW = "orchard velvet comet basin tulip window"


def words_of(page: str) -> str:
    rows = page.split("tell nothing.")[1].split("Keep this sheet", maxsplit=1)[0]
    return " ".join(each for each in rows.split() if each.isalpha())


def test_a_desk_is_printed_rehearsed_and_brought_back(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    desk, fingerprint = tmp_path / "desk", homes.desk.card.card.fingerprint
    status, out, _ = call("--vault", desk, "vault", "recovery", "sheets", "--of", "4")
    pages = out.split("\f")
    assert (status, len(pages)) == (0, 4)
    sheets = [words_of(page) for page in pages]
    status, out, _ = call(
        *("--vault", desk, "vault", "recovery", "rehearse"),
        passphrases="\n".join([PASSPHRASE, sheets[3], sheets[1]]),
    )
    assert (status, "bring this desk back" in out) == (0, True)
    assert "older set" not in out
    call("--vault", desk, "vault", "recovery", "sheets")
    status, out, _ = call(
        *("--vault", desk, "vault", "recovery", "rehearse"),
        passphrases="\n".join([PASSPHRASE, sheets[3], sheets[1]]),
    )
    assert (status, "They are of an older set." in out) == (0, True)
    typed = ",".join(f"{at + 1}={group}" for at, group in groups(fingerprint).items())
    told = ("--name", "North", "--made", "2026-11-23", "--groups", typed)
    status, out, _ = call(
        *("--vault", tmp_path / "again", "vault", "recovery", "restore", *told),
        passphrases="\n".join([NEW, sheets[0], sheets[2]]),
    )
    assert (status, digits(fingerprint) in out) == (0, True)
    status, _, _ = call(
        "--vault", tmp_path / "again", "vault", "check", passphrases=NEW
    )
    assert status == 0


def test_what_is_wrong_with_a_sheet_is_one_plain_sentence(
    call: Call, homes: Kitchen, tmp_path: Path
) -> None:
    status, _, err = call(
        *("--vault", tmp_path / "desk", "vault", "recovery", "rehearse"),
        passphrases=f"{PASSPHRASE}\nacademic nonsense",
    )
    assert (status, "Word 2" in err) == (1, True)


def test_a_desk_needs_its_day_or_card_and_a_strong_passphrase(
    call: Call, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    restore = ("--vault", tmp_path / "again", "vault", "recovery", "restore")
    with pytest.raises(SystemExit):
        call(*restore, passphrases=NEW)
    assert "--card" in capsys.readouterr().err
    status, _, err = call(*restore, "--made", "2026-11-23", passphrases="letmein")
    assert (status, "could be guessed" in err) == (1, True)
    assert not (tmp_path / "again").exists()
