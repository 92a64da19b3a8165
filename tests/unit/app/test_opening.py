from pathlib import Path

import pytest

from intake import vault as store
from intake.app import opening
from intake.domain.errors import (
    PassphraseWrong,
    VaultExists,
    VaultMissing,
    VaultUnfinished,
    WrongDesk,
)
from intake.domain.people import Role
from kitchen import BEGUN, CHEAP, PASSPHRASE


def made(folder: Path, role: Role = Role.INTERVIEWER) -> opening.Opened:
    return opening.create(folder, PASSPHRASE, role, "Cedar", BEGUN, cost=CHEAP)


def test_a_vault_knows_whose_it_is_when_it_is_opened_again(tmp_path: Path) -> None:
    first = made(tmp_path / "v")
    first.close()
    again = opening.unlock(tmp_path / "v", PASSPHRASE)
    assert (again.role, again.name, again.device) == (
        first.role,
        first.name,
        first.device,
    )
    assert again.card == first.card
    again.close()


def test_a_wrong_passphrase_opens_nothing(tmp_path: Path) -> None:
    made(tmp_path / "v").close()
    with pytest.raises(PassphraseWrong):
        opening.unlock(tmp_path / "v", PASSPHRASE + "x")


def test_a_second_vault_is_never_made_over_the_first(tmp_path: Path) -> None:
    made(tmp_path / "v").close()
    with pytest.raises(VaultExists):
        made(tmp_path / "v", Role.COORDINATOR)
    opening.unlock(tmp_path / "v", PASSPHRASE).close()


def test_a_vault_without_an_owner_says_that_it_was_not_finished(tmp_path: Path) -> None:
    store.create(tmp_path / "v", PASSPHRASE, cost=CHEAP).close()
    with pytest.raises(VaultUnfinished):
        opening.unlock(tmp_path / "v", PASSPHRASE)


def test_a_folder_without_a_vault_is_named_as_such(tmp_path: Path) -> None:
    assert not opening.exists(tmp_path)
    with pytest.raises(VaultMissing):
        opening.unlock(tmp_path, PASSPHRASE)


def test_a_changed_passphrase_is_the_only_one_that_opens(tmp_path: Path) -> None:
    made(tmp_path / "v").close()
    opening.change_passphrase(
        tmp_path / "v", PASSPHRASE, "another six words", cost=CHEAP
    )
    with pytest.raises(PassphraseWrong):
        opening.unlock(tmp_path / "v", PASSPHRASE)
    opening.unlock(tmp_path / "v", "another six words").close()


def test_two_vaults_share_no_key(tmp_path: Path) -> None:
    one, two = made(tmp_path / "one"), made(tmp_path / "two")
    assert one.card.card.recipient != two.card.card.recipient
    assert one.device != two.device
    one.close()
    two.close()


def test_a_deed_of_the_other_desk_is_refused_with_its_name(tmp_path: Path) -> None:
    opened = made(tmp_path / "v")
    with pytest.raises(WrongDesk) as refused:
        opening.require(opened, Role.COORDINATOR)
    assert "an interviewer" in str(refused.value)
    opened.close()


def test_six_offered_words_are_strong_enough_and_a_name_is_not() -> None:
    offered = opening.offer_passphrase()
    assert len(offered.split()) == 6
    assert opening.strong_enough(offered)
    assert not opening.strong_enough("mariam1987")


def test_a_sound_vault_has_no_findings(tmp_path: Path) -> None:
    opened = made(tmp_path / "v")
    assert opening.check(opened) == ()
    assert opening.card_expires(opened).isoformat() == "2027-05-23"
    opened.close()


def test_the_vault_lies_where_the_system_keeps_a_persons_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert opening.default_folder().is_relative_to(tmp_path)


def test_a_passphrase_is_weighed_with_its_time_and_advice() -> None:
    weak, strong = opening.weigh("password"), opening.weigh(PASSPHRASE)
    assert weak.seconds_text == "seconds"
    assert weak.advice
    assert not opening.strong_enough("password")
    assert strong.seconds_text == "centuries"
    assert opening.strong_enough(PASSPHRASE)


def test_a_pseudonym_is_offered_from_the_list_of_plants() -> None:
    assert len({opening.offer_name() for _ in range(40)}) > 5


def test_the_passphrase_of_an_open_vault_can_be_changed(tmp_path: Path) -> None:
    first = made(tmp_path / "v")
    assert opening.findings(first) == ()
    opening.change_passphrase(
        first, PASSPHRASE, "another six words of mine", cost=CHEAP
    )
    first.close()
    with pytest.raises(PassphraseWrong):
        opening.unlock(tmp_path / "v", PASSPHRASE)
    opening.unlock(tmp_path / "v", "another six words of mine").close()
